//! The steps of a program, right and mistaken: each writes its cell of Python and works out the same on rows in Rust.
//!
//! A step is one function of a folder, which calls the function of the step before it; so a cell that is written again
//! mends everything after it. What a step does to rows is said twice, here in Rust and there in Python, and tests hold the
//! two together over many seeds.

mod edges;
mod work;

use super::{
    answer::Answer,
    cells::{
        CHOOSE, DAYS, DAYS_ONE, EVERY, JOIN, JOIN_LAST, KNOWN, KNOWN_PLAIN, KNOWN_ZERO, MERGE,
        MERGE_NOTHING, MERGE_PLAIN, ONCE, READ_PLAIN, READ_STRIPPED, SCALE, SCALE_EVERYTHING,
        SCALE_NOTHING,
    },
    days,
    finals::Final,
    folder::{Folder, Manner},
    row::{Role, Row, decimal},
    schema::Table,
};
use work::{dated, joined, known, merged, once, scaled};

/// Why there is no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The program raises an exception.
    Raises,
    /// What it comes to hangs on how numbers are rounded, or on the order of equals.
    Unclear,
}

/// Rows between two steps.
#[derive(Clone, Debug)]
pub(super) struct Rows {
    /// Whether blanks around texts are taken off when a file is read.
    pub(super) strip: bool,
    /// The rows.
    pub(super) rows: Vec<Row>,
}

/// What a step makes.
#[derive(Clone, Debug)]
pub(super) enum Made {
    /// Rows for the next one.
    Rows(Rows),
    /// The answer.
    Answer(Answer),
}

/// A condition on a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Condition {
    /// A column holds this word.
    Is(Role, &'static str),
    /// The amount is at most this, in hundredths.
    AtMost(i64),
    /// It is less than that.
    Below(i64),
    /// The day is one from the first to the last.
    From(i64, i64),
    /// The same without the last.
    Before(i64, i64),
}

/// One step, as one way of doing it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Read a file; `strip` takes blanks off.
    Read {
        /// Whether it does.
        strip: bool,
    },
    /// Leave out what comes twice: by the number, by the owner, or not at all.
    Once(Option<Role>),
    /// Amounts as numbers, those that are missing left out, taken as 0, or taken as they stand.
    Known(Missing),
    /// Days as days.
    Days(Spelling),
    /// Quantities in the small unit: all as they are, those in the large one multiplied, or all multiplied.
    Scale(Scaling),
    /// Events and old events together.
    Merge(Merging),
    /// The region of each owner.
    Join(Joining),
    /// Those rows that meet every condition, or any.
    Choose {
        /// The conditions.
        conditions: Vec<Condition>,
        /// Whether one of them is enough.
        any: bool,
    },
    /// The answer.
    Answer(Final),
}

/// What becomes of an amount that is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Missing {
    /// It is left out.
    LeftOut,
    /// It is 0.
    Zero,
    /// It is what stands there: a number, or what raises.
    AsItStands,
}

/// How days are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spelling {
    /// In both ways.
    Both,
    /// Those in the other way are left out.
    OneOnly,
    /// The month first where there are slashes.
    MonthFirst,
}

/// How quantities are brought to one unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scaling {
    /// Those in the large unit are multiplied.
    Large,
    /// None is.
    Nothing,
    /// All are.
    Everything,
}

/// How the old events come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Merging {
    /// With their amounts divided by 100.
    Divided,
    /// As they are.
    AsTheyAre,
    /// Not at all.
    NotAtAll,
}

/// How the regions of owners come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joining {
    /// In one spelling, rows of nobody left out.
    Spelled,
    /// As they are written.
    AsWritten,
    /// Looked up for every row: who is not there raises.
    Everybody,
    /// The last row of each owner alone.
    LastOnly,
}

impl Step {
    /// What the step is for, right or mistaken.
    pub(super) fn stage(&self) -> &'static str {
        match self {
            Self::Read { .. } => "read",
            Self::Once(_) => "once",
            Self::Known(_) => "known",
            Self::Days(_) => "days",
            Self::Scale(_) => "scale",
            Self::Merge(_) => "merge",
            Self::Join(_) => "join",
            Self::Choose { .. } => "choose",
            Self::Answer(end) => end.name(),
        }
    }

    /// The function it defines; what comes next calls it.
    fn function(&self) -> &'static str {
        match self {
            Self::Read { .. } => "load",
            Self::Once(_) => "once",
            Self::Known(_) => "known",
            Self::Days(_) => "dated",
            Self::Scale(_) => "scaled",
            Self::Merge(_) => "merged",
            Self::Join(_) => "joined",
            Self::Choose { .. } => "chosen",
            Self::Answer(_) => "answer",
        }
    }

    /// How the step after it asks for its rows.
    pub(super) fn call(&self, manner: Manner) -> String {
        match self {
            Self::Read { .. } => format!("load(folder, \"{}\")", manner.theme.file(Table::Events)),
            other => format!("{}(folder)", other.function()),
        }
    }

    /// The cell of Python, after a step whose rows `before` asks for.
    pub(super) fn python(&self, manner: Manner, before: &str) -> String {
        let code = match self {
            Self::Read { strip: true } => READ_STRIPPED.to_owned(),
            Self::Read { strip: false } => READ_PLAIN.to_owned(),
            Self::Once(Some(role)) => ONCE.replace("<by>", manner.theme.column(*role)),
            Self::Once(None) => EVERY.to_owned(),
            Self::Known(Missing::LeftOut) => KNOWN.to_owned(),
            Self::Known(Missing::Zero) => KNOWN_ZERO.to_owned(),
            Self::Known(Missing::AsItStands) => KNOWN_PLAIN.to_owned(),
            Self::Days(Spelling::Both) => DAYS.to_owned(),
            Self::Days(Spelling::OneOnly) => DAYS_ONE.to_owned(),
            Self::Days(Spelling::MonthFirst) => {
                DAYS.replace("number, month, year =", "month, number, year =")
            }
            Self::Scale(Scaling::Large) => SCALE.to_owned(),
            Self::Scale(Scaling::Nothing) => SCALE_NOTHING.to_owned(),
            Self::Scale(Scaling::Everything) => SCALE_EVERYTHING.to_owned(),
            Self::Merge(Merging::Divided) => MERGE.to_owned(),
            Self::Merge(Merging::AsTheyAre) => MERGE_PLAIN.to_owned(),
            Self::Merge(Merging::NotAtAll) => MERGE_NOTHING.to_owned(),
            Self::Join(Joining::Spelled) => JOIN.to_owned(),
            Self::Join(Joining::AsWritten) => JOIN.replace(".capitalize()", ""),
            Self::Join(Joining::Everybody) => JOIN.replace(" if row[\"<owner>\"] in regions", ""),
            Self::Join(Joining::LastOnly) => JOIN_LAST.to_owned(),
            Self::Choose { conditions, any } => choose(manner, conditions, *any),
            Self::Answer(end) => end.python(),
        };
        filled(manner, &code.replace("<before>", before))
    }

    /// What it makes of rows.
    ///
    /// # Errors
    /// [`Fault`], if the cell would raise or its answer is not clear.
    pub(super) fn apply(
        &self,
        manner: Manner,
        folder: &Folder,
        given: Rows,
    ) -> Result<Made, Fault> {
        let Rows { strip, rows } = given;
        let rows = match self {
            Self::Read { strip } => {
                let rows = folder.events.iter().map(|line| Row::of(line, *strip));
                return Ok(Made::Rows(Rows {
                    strip: *strip,
                    rows: rows.collect(),
                }));
            }
            Self::Once(None) => rows,
            Self::Once(Some(role)) => once(rows, *role),
            Self::Known(missing) => known(manner, rows, *missing)?,
            Self::Days(spelling) => dated(rows, *spelling)?,
            Self::Scale(scaling) => scaled(manner, rows, *scaling)?,
            Self::Merge(merging) => merged(manner, folder, rows, strip, *merging),
            Self::Join(joining) => joined(folder, rows, strip, *joining)?,
            Self::Choose { conditions, any } => {
                let meets = |row: &Row| {
                    let mut each = conditions.iter().map(|condition| condition.holds(row));
                    if *any {
                        each.any(|is| is)
                    } else {
                        each.all(|is| is)
                    }
                };
                rows.into_iter().filter(meets).collect()
            }
            Self::Answer(end) => return end.answer(manner, folder, &rows).map(Made::Answer),
        };
        Ok(Made::Rows(Rows { strip, rows }))
    }
}

impl Condition {
    /// Whether a row meets it.
    fn holds(&self, row: &Row) -> bool {
        let value = row.number(Role::Value);
        let day = row.day(Role::Day);
        match self {
            Self::Is(role, word) => row.text(*role) == Some(word),
            Self::AtMost(most) => value.is_some_and(|value| value <= *most),
            Self::Below(most) => value.is_some_and(|value| value < *most),
            Self::From(first, last) => day.is_some_and(|day| (*first..=*last).contains(&day)),
            Self::Before(first, end) => day.is_some_and(|day| (*first..*end).contains(&day)),
        }
    }

    /// The same in Python.
    fn python(&self, manner: Manner) -> String {
        let theme = manner.theme;
        let (value, day) = (theme.column(Role::Value), theme.column(Role::Day));
        let date = |day: &i64| {
            let (year, month, day) = days::calendar(*day);
            format!("date({year}, {month}, {day})")
        };
        match self {
            Self::Is(role, word) => format!("row[\"{}\"] == \"{word}\"", theme.column(*role)),
            Self::AtMost(most) => format!("row[\"{value}\"] <= {}", decimal(*most)),
            Self::Below(most) => format!("row[\"{value}\"] < {}", decimal(*most)),
            Self::From(first, last) => {
                format!("{} <= row[\"{day}\"] <= {}", date(first), date(last))
            }
            Self::Before(first, end) => {
                format!("{} <= row[\"{day}\"] < {}", date(first), date(end))
            }
        }
    }
}

fn choose(manner: Manner, conditions: &[Condition], any: bool) -> String {
    let each: Vec<String> = conditions
        .iter()
        .map(|condition| condition.python(manner))
        .collect();
    let joined = each.join(if any { " or " } else { " and " });
    CHOOSE.replace("<conditions>", &joined)
}

/// Code with the names of a line of business for what stands in angle brackets.
pub(super) fn filled(manner: Manner, code: &str) -> String {
    let theme = manner.theme;
    let mut out = code.to_owned();
    let factor = theme.measure.factor.to_string();
    let nobody = theme.nobody();
    for (name, word) in [
        ("<events>", theme.events.file),
        ("<many>", theme.events.many),
        ("<one>", theme.events.one),
        ("<owners>", theme.owners.file),
        ("<old>", theme.old),
        ("<id>", theme.events.id),
        ("<owner>", theme.owners.id),
        ("<day>", theme.day.0),
        ("<kind>", theme.kind.column),
        ("<way>", theme.way.column),
        ("<region>", theme.region.column),
        ("<value>", theme.value.column),
        ("<measure>", theme.measure.column),
        ("<unit>", theme.column(Role::Unit)),
        ("<large>", theme.measure.large),
        ("<small>", theme.measure.small.0),
        ("<missing>", manner.missing),
        ("<nobody>", &nobody),
        ("<factor>", &factor),
    ] {
        out = out.replace(name, word);
    }
    out.trim_end().to_owned()
}
