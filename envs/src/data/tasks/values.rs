//! What values come to: means, medians, quantities in one unit, differences, a table.

use super::{Draft, Draw, Question, Template, known, of_kind, once, read, scaled, unrecorded};
use crate::data::{finals::Final, schema::Table, steps::Step};

pub(super) const MEAN: Template =
    Template::new("mean", "work out the mean amount of a kind", |draw| {
        Some(mean(draw).draft())
    });
pub(super) const MEDIAN_BY_GROUP: Template = Template::new(
    "median-by-group",
    "work out the median amount of each kind",
    median_by_group,
);
pub(super) const UNITS: Template = Template::new(
    "units",
    "add up quantities that were written in two units",
    units,
);
pub(super) const COMPARE: Template = Template::new(
    "compare",
    "work out by how much the mean of one kind is above that of another",
    |draw| Some(compare(draw).draft()),
);
pub(super) const TABLE: Template =
    Template::new("table", "make a table of counts and totals", table);

/// The question of `mean`, which `repair` asks too.
pub(super) fn mean(draw: &mut Draw<'_>) -> Question {
    let theme = draw.manner.theme;
    let kind = draw.kind();
    Question {
        asked: format!(
            "What is the mean {} in {} of the {} whose {} is {kind}? {}",
            theme.value.noun,
            theme.value.units[0],
            theme.events.many,
            theme.kind.noun,
            unrecorded(draw.manner)
        ),
        returns: "it rounded to two decimal places".into(),
        stages: vec![
            read(),
            once(),
            known(),
            of_kind(draw, kind),
            vec![
                Step::Answer(Final::Mean),
                Step::Answer(Final::Median),
                Step::Answer(Final::Sum),
            ],
        ],
        tables: vec![Table::Events],
    }
}

fn median_by_group(draw: &mut Draw<'_>) -> Option<Draft> {
    let theme = draw.manner.theme;
    let question = Question {
        asked: format!(
            "What is the median {} in {} of the {} of each {}? {}",
            theme.value.noun,
            theme.value.units[0],
            theme.events.many,
            theme.kind.noun,
            unrecorded(draw.manner)
        ),
        returns: format!(
            "a dictionary from each {} to its median, rounded to three decimal places",
            theme.kind.noun
        ),
        stages: vec![
            read(),
            once(),
            known(),
            vec![
                Step::Answer(Final::MedianByKind),
                Step::Answer(Final::MeanByKind),
                Step::Answer(Final::MostByKind),
            ],
        ],
        tables: vec![Table::Events],
    };
    Some(question.draft())
}

fn units(draw: &mut Draw<'_>) -> Option<Draft> {
    let theme = draw.manner.theme;
    let kind = draw.kind();
    let question = Question {
        asked: format!(
            "What is the total {} in {} of the {} whose {} is {kind}?",
            theme.measure.noun, theme.measure.small.1, theme.events.many, theme.kind.noun
        ),
        returns: "it as a whole number".into(),
        stages: vec![
            read(),
            once(),
            scaled(),
            of_kind(draw, kind),
            vec![
                Step::Answer(Final::SumMeasure),
                Step::Answer(Final::MostMeasure),
                Step::Answer(Final::Count),
            ],
        ],
        tables: vec![Table::Events],
    };
    Some(question.draft())
}

/// The question of `compare`, which `repair` asks too.
pub(super) fn compare(draw: &mut Draw<'_>) -> Question {
    let theme = draw.manner.theme;
    let kind = draw.kind();
    let other = draw.other_kind(kind);
    Question {
        asked: format!(
            "By how many {} is the mean {} of the {} whose {} is {kind} above that of the {} whose {} is {other}? {}",
            theme.value.units[0],
            theme.value.noun,
            theme.events.many,
            theme.kind.noun,
            theme.events.many,
            theme.kind.noun,
            unrecorded(draw.manner)
        ),
        returns: "the difference rounded to two decimal places, which is negative if it is below"
            .into(),
        stages: vec![
            read(),
            once(),
            known(),
            vec![
                Step::Answer(Final::Difference(kind, other)),
                Step::Answer(Final::Difference(other, kind)),
                Step::Answer(Final::DifferenceMedian(kind, other)),
            ],
        ],
        tables: vec![Table::Events],
    }
}

fn table(draw: &mut Draw<'_>) -> Option<Draft> {
    let theme = draw.manner.theme;
    let question = Question {
        asked: format!(
            "Make a table that says for each {} how many {} there are and what their total {} in {} is. {}",
            theme.kind.noun,
            theme.events.many,
            theme.value.noun,
            theme.value.units[0],
            unrecorded(draw.manner)
        ),
        returns: format!(
            "the text of a CSV file: the header `{},count,total`, then a line for each {} in alphabetical order, the totals \
             with two decimal places",
            theme.kind.column, theme.kind.noun
        ),
        stages: vec![
            read(),
            once(),
            known(),
            vec![
                Step::Answer(Final::Table),
                Step::Answer(Final::TableBare),
                Step::Answer(Final::TableMeans),
            ],
        ],
        tables: vec![Table::Events],
    };
    Some(question.draft())
}
