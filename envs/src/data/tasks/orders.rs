//! What comes first, what lies outside, and what lies between.

use super::{Draft, Draw, Question, Template, capital, dated, known, of_kind, once, read};
use crate::data::{finals::Final, schema::Table, steps::Step};

pub(super) const TOP: Template =
    Template::new("top", "name those with the largest totals, in order", top);
pub(super) const OUTLIERS: Template = Template::new(
    "outliers",
    "list the records whose amount is more than twice the median",
    outliers,
);
pub(super) const GAP: Template = Template::new(
    "gap",
    "find the longest time without a record of a kind",
    gap,
);

fn top(draw: &mut Draw<'_>) -> Option<Draft> {
    let theme = draw.manner.theme;
    let question = Question {
        asked: format!(
            "Which three {} have the largest total {}? {} without a recorded {} and {} of no {} do not count.",
            theme.owners.many,
            theme.value.noun,
            capital(theme.events.many),
            theme.value.noun,
            theme.events.many,
            theme.owners.one
        ),
        returns: format!(
            "a list of their three numbers, as they stand in `{}`, the one with the largest total first",
            theme.owners.id
        ),
        stages: vec![
            read(),
            once(),
            known(),
            vec![
                Step::Answer(Final::Top { nobody: false }),
                Step::Answer(Final::Top { nobody: true }),
                Step::Answer(Final::Bottom),
                Step::Answer(Final::TopSingle),
            ],
        ],
        tables: vec![Table::Events],
    };
    Some(question.draft())
}

fn outliers(draw: &mut Draw<'_>) -> Option<Draft> {
    let theme = draw.manner.theme;
    let question = Question {
        asked: format!(
            "Which {} have more than twice the median {}? The median is that of all {} with a recorded {}.",
            theme.events.many, theme.value.noun, theme.events.many, theme.value.noun
        ),
        returns: format!(
            "a sorted list of their numbers, as they stand in `{}`",
            theme.events.id
        ),
        stages: vec![
            read(),
            once(),
            known(),
            vec![
                Step::Answer(Final::Outliers),
                Step::Answer(Final::OutliersMean),
                Step::Answer(Final::OutliersUnsorted),
            ],
        ],
        tables: vec![Table::Events],
    };
    Some(question.draft())
}

fn gap(draw: &mut Draw<'_>) -> Option<Draft> {
    let theme = draw.manner.theme;
    let kind = draw.kind();
    let question = Question {
        asked: format!(
            "Sort the {} whose {} is {kind} by the day on which they were {}. What is the largest number of days from one of \
             them to the next?",
            theme.events.many, theme.kind.noun, theme.day.1
        ),
        returns: "that number".into(),
        stages: vec![
            read(),
            dated(),
            of_kind(draw, kind),
            vec![
                Step::Answer(Final::Gap),
                Step::Answer(Final::GapUnsorted),
                Step::Answer(Final::Span),
            ],
        ],
        tables: vec![Table::Events],
    };
    Some(question.draft())
}
