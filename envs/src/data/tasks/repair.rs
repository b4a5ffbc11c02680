//! A notebook that is there and wrong.

use super::{Draft, Draw, Question, Template, counts, joins, values};
use truestep_core::chance::Chance as _;

pub(super) const REPAIR: Template = Template::new(
    "repair",
    "find what is wrong in a notebook, and mend it",
    repair,
);

/// A question of another template.
fn question(draw: &mut Draw<'_>) -> Option<Question> {
    match draw.chance.below(5) {
        0 => counts::count(draw),
        1 => Some(counts::by_month(draw)),
        2 => Some(values::mean(draw)),
        3 => Some(values::compare(draw)),
        _ => Some(joins::join_sum(draw)),
    }
}

fn repair(draw: &mut Draw<'_>) -> Option<Draft> {
    let question = question(draw)?;
    let instruction = format!(
        "The notebook was to answer a question: {} Its function `answer(folder)` was to work this out from the files of a folder \
         and return {}. But what it returns is wrong. Mend the notebook and submit it: the function is then called on the \
         folder data, which you can read, and on a second folder with other records in files of the same form.",
        question.asked, question.returns
    );
    // Two steps after reading are wrong: reading that makes no difference could not be.
    let last = question.stages.len() as u32 - 1;
    let first = 1 + draw.chance.below(last);
    let second = 1 + draw.chance.below(last);
    (first != second).then_some(())?;
    Some(Draft {
        instruction,
        stages: question.stages,
        tables: question.tables,
        wrong_at_start: vec![first as usize, second as usize],
    })
}
