//! How many there are: of a kind, of owners, of gaps in the records, of a hundred, in a month.

use super::{Draft, Draw, Question, Template, capital, chosen, dated, day, known, once, read};
use crate::data::{
    finals::Final,
    folder::Manner,
    row::{Role, decimal},
    schema::Table,
    steps::{Condition, Step},
};

pub(super) const COUNT: Template = Template::new(
    "count",
    "count the records of a kind up to an amount",
    |draw| Some(count(draw)?.draft()),
);
pub(super) const DISTINCT: Template = Template::new(
    "distinct",
    "count whom the records of a kind belong to",
    distinct,
);
pub(super) const MISSING: Template = Template::new(
    "missing",
    "count the amounts that were not recorded, kind by kind",
    missing,
);
pub(super) const SHARE: Template = Template::new(
    "share",
    "work out what percentage of a time's records is of a kind",
    share,
);
pub(super) const BY_MONTH: Template =
    Template::new("by-month", "count the records of each month", |draw| {
        Some(by_month(draw).draft())
    });

/// The question of `count`, which `repair` asks too.
pub(super) fn count(draw: &mut Draw<'_>) -> Option<Question> {
    let theme = draw.manner.theme;
    let kind = draw.kind();
    let most = draw.amount_of(kind)?;
    let is = Condition::Is(Role::Kind, kind);
    let other = Condition::Is(Role::Kind, draw.other_kind(kind));
    let choose = chosen(
        vec![is.clone(), Condition::AtMost(most)],
        vec![
            vec![is, Condition::Below(most)],
            vec![other, Condition::AtMost(most)],
        ],
    );
    Some(Question {
        asked: format!(
            "How many {} are there whose {} is {kind} and whose {} is at most {} {}?",
            theme.events.many,
            theme.kind.noun,
            theme.value.noun,
            decimal(most),
            theme.value.units[0]
        ),
        returns: "the number".into(),
        stages: vec![
            read(),
            once(),
            known(),
            choose,
            vec![
                Step::Answer(Final::Count),
                Step::Answer(Final::Owners { nobody: true }),
                Step::Answer(Final::Sum),
            ],
        ],
        tables: vec![Table::Events],
    })
}

/// Rows of a time, of a word too where one is given, and those of a time that ends or begins a day or a month off.
fn of_time(kind: Option<&'static str>, first: i64, last: i64) -> Vec<Step> {
    let with = |time: Condition| match kind {
        Some(kind) => vec![Condition::Is(Role::Kind, kind), time],
        None => vec![time],
    };
    let wrong = vec![
        with(Condition::Before(first, last)),
        with(Condition::From(first + 31, last)),
    ];
    chosen(with(Condition::From(first, last)), wrong)
}

fn distinct(draw: &mut Draw<'_>) -> Option<Draft> {
    let theme = draw.manner.theme;
    let kind = draw.kind();
    let (first, last) = draw.days(|row| row.text(Role::Kind) == Some(kind))?;
    let question = Question {
        asked: format!(
            "Take the {} whose {} is {kind} and that were {} from {} to {}, both days included. To how many different {} do \
             they belong? {} of no {} do not count.",
            theme.events.many,
            theme.kind.noun,
            theme.day.1,
            day(first),
            day(last),
            theme.owners.many,
            capital(theme.events.many),
            theme.owners.one
        ),
        returns: "the number".into(),
        stages: vec![
            read(),
            dated(),
            of_time(Some(kind), first, last),
            vec![
                Step::Answer(Final::Owners { nobody: false }),
                Step::Answer(Final::Owners { nobody: true }),
                Step::Answer(Final::Count),
            ],
        ],
        tables: vec![Table::Events],
    };
    Some(question.draft())
}

fn missing(draw: &mut Draw<'_>) -> Option<Draft> {
    let Manner { theme, missing, .. } = draw.manner;
    let (first, last) = draw.days(|row| row.text(Role::Value) == Some(missing))?;
    let question = Question {
        asked: format!(
            "For how many of the {} {} from {} to {}, both days included, was no {} recorded? Count by {}.",
            theme.events.many,
            theme.day.1,
            day(first),
            day(last),
            theme.value.noun,
            theme.kind.noun
        ),
        returns: format!(
            "a dictionary from each {} that any of these {} has to the number, which is 0 where none is missing",
            theme.kind.noun, theme.events.many
        ),
        stages: vec![
            read(),
            once(),
            dated(),
            of_time(None, first, last),
            vec![
                Step::Answer(Final::MissingByKind),
                Step::Answer(Final::RecordedByKind),
                Step::Answer(Final::CountByKind),
            ],
        ],
        tables: vec![Table::Events],
    };
    Some(question.draft())
}

fn share(draw: &mut Draw<'_>) -> Option<Draft> {
    let theme = draw.manner.theme;
    let kind = draw.kind();
    let (first, last) = draw.days(|_| true)?;
    let question = Question {
        asked: format!(
            "Among the {} {} from {} to {}, both days included, what percentage are those whose {} is {kind}?",
            theme.events.many,
            theme.day.1,
            day(first),
            day(last),
            theme.kind.noun
        ),
        returns: "the percentage rounded to one decimal place, such as 12.5".into(),
        stages: vec![
            read(),
            once(),
            dated(),
            of_time(None, first, last),
            vec![
                Step::Answer(Final::Share(kind)),
                Step::Answer(Final::ShareOfLines(kind)),
                Step::Answer(Final::Fraction(kind)),
            ],
        ],
        tables: vec![Table::Events],
    };
    Some(question.draft())
}

/// The question of `by-month`, which `repair` asks too.
pub(super) fn by_month(draw: &mut Draw<'_>) -> Question {
    let theme = draw.manner.theme;
    Question {
        asked: format!(
            "How many {} were {} in each month?",
            theme.events.many, theme.day.1
        ),
        returns:
            "a dictionary from each month in which there are any, written as 2024-03, to the number"
                .into(),
        stages: vec![
            read(),
            once(),
            dated(),
            vec![
                Step::Answer(Final::ByMonth),
                Step::Answer(Final::ByMonthAlone),
                Step::Answer(Final::OwnersByMonth),
            ],
        ],
        tables: vec![Table::Events],
    }
}
