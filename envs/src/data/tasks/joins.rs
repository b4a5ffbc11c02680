//! What two files say together.

use super::{
    Draft, Draw, Question, Template, capital, chosen, joined, known, merged, once, read, unrecorded,
};
use crate::data::{
    finals::Final,
    row::Role,
    schema::Table,
    steps::{Condition, Step},
};

pub(super) const JOIN_SUM: Template = Template::new(
    "join-sum",
    "add up the amounts of a region, which stands in another file",
    |draw| Some(join_sum(draw).draft()),
);
pub(super) const PIVOT: Template = Template::new(
    "pivot",
    "count the records of each region by a second category",
    pivot,
);
pub(super) const MERGE: Template = Template::new(
    "merge",
    "add up the amounts of two files that keep them in different units",
    merge,
);

/// The question of `join-sum`, which `repair` asks too.
pub(super) fn join_sum(draw: &mut Draw<'_>) -> Question {
    let theme = draw.manner.theme;
    let region = draw.region();
    let other = draw.other_region(region);
    let is = |word| vec![Condition::Is(Role::Region, word)];
    Question {
        asked: format!(
            "What is the total {} in {} of the {} of {} whose {} is {region}? {}",
            theme.value.noun,
            theme.value.units[0],
            theme.events.many,
            theme.owners.many,
            theme.region.noun,
            unrecorded(draw.manner)
        ),
        returns: "it rounded to two decimal places".into(),
        stages: vec![
            read(),
            once(),
            known(),
            joined(draw),
            chosen(is(region), vec![is(other)]),
            vec![
                Step::Answer(Final::Sum),
                Step::Answer(Final::Mean),
                Step::Answer(Final::Count),
            ],
        ],
        tables: vec![Table::Events, Table::Owners],
    }
}

fn pivot(draw: &mut Draw<'_>) -> Option<Draft> {
    let theme = draw.manner.theme;
    let question = Question {
        asked: format!(
            "How many {} are there for each {} and each {}? {} of no {} do not count.",
            theme.events.many,
            theme.region.noun,
            theme.way.noun,
            capital(theme.events.many),
            theme.owners.one
        ),
        returns: format!(
            "a dictionary from each {}, as {}.txt spells it, to a dictionary from each {} to the number, which is 0 where \
             there is none",
            theme.region.noun, theme.owners.file, theme.way.noun
        ),
        stages: vec![
            read(),
            once(),
            joined(draw),
            vec![
                Step::Answer(Final::Pivot),
                Step::Answer(Final::PivotTurned),
                Step::Answer(Final::PivotSparse),
            ],
        ],
        tables: vec![Table::Events, Table::Owners],
    };
    Some(question.draft())
}

fn merge(draw: &mut Draw<'_>) -> Option<Draft> {
    let theme = draw.manner.theme;
    let question = Question {
        asked: format!(
            "What is the total {} in {} of all {}, those of {}.csv included? {}",
            theme.value.noun,
            theme.value.units[0],
            theme.events.many,
            theme.old,
            unrecorded(draw.manner)
        ),
        returns: "it rounded to two decimal places".into(),
        stages: vec![
            read(),
            merged(),
            once(),
            known(),
            vec![
                Step::Answer(Final::Sum),
                Step::Answer(Final::Mean),
                Step::Answer(Final::Count),
            ],
        ],
        tables: vec![Table::Events, Table::Old],
    };
    Some(question.draft())
}
