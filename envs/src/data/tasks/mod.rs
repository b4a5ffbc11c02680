//! The templates: a few alike a file, and one line each in [`ALL`].
//!
//! A template draws a `Draft`: what is asked, and for each step of the program the right way and the mistaken ones, from
//! one set of values, so that the question and what is judged cannot part.

mod counts;
mod joins;
mod orders;
mod repair;
mod values;

use super::{
    days,
    folder::{Folder, Manner, one_of},
    row::{Role, Row, hundredths},
    schema::Table,
    steps::{Condition, Joining, Merging, Missing, Scaling, Spelling, Step},
};
use truestep_core::{
    chance::{Chance as _, Sampled},
    task::TemplateId,
};

/// The name of the environment.
pub(super) const ENV: &str = "data";
/// Highest success rate of blind play, in percent: every cell has to be written in the one right way of two or three.
pub(super) const RANDOM_CEILING_PERCENT: u32 = 10;

/// Days that a question is about, at least; less than twice as many at most.
const SHORTEST_SPAN: i64 = 120;

/// A template.
#[derive(Clone, Copy, Debug)]
pub struct Template {
    /// Its name.
    pub name: &'static str,
    /// Its version.
    pub version: u32,
    /// What the agent is to do.
    pub summary: &'static str,
    /// Draw a task; nothing where the draw led nowhere.
    pub(super) draft: fn(&mut Draw<'_>) -> Option<Draft>,
}

impl Template {
    const fn new(
        name: &'static str,
        summary: &'static str,
        draft: fn(&mut Draw<'_>) -> Option<Draft>,
    ) -> Self {
        Self {
            name,
            version: 2,
            summary,
            draft,
        }
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> TemplateId {
        TemplateId::new(ENV, self.name, self.version).expect("invariant: a well-formed id")
    }
}

/// The templates, in the order they are listed.
pub const ALL: &[Template] = &[
    counts::COUNT,
    counts::DISTINCT,
    counts::MISSING,
    counts::SHARE,
    counts::BY_MONTH,
    values::MEAN,
    values::MEDIAN_BY_GROUP,
    values::UNITS,
    values::COMPARE,
    values::TABLE,
    orders::TOP,
    orders::OUTLIERS,
    orders::GAP,
    joins::JOIN_SUM,
    joins::PIVOT,
    joins::MERGE,
    repair::REPAIR,
];

/// The template with this id.
#[must_use]
pub fn find(id: &TemplateId) -> Option<&'static Template> {
    ALL.iter().find(|template| template.id() == *id)
}

/// What a template makes.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    /// What is to be done, whole.
    pub(super) instruction: String,
    /// The steps, each with the right way first.
    pub(super) stages: Vec<Vec<Step>>,
    /// The tables whose columns have to be understood.
    pub(super) tables: Vec<Table>,
    /// The steps that a notebook given at the start has wrong; none where it is empty.
    pub(super) wrong_at_start: Vec<usize>,
}

/// A question before it is written out: what is asked, and what is returned.
#[derive(Clone, Debug)]
pub(super) struct Question {
    /// A sentence or two.
    asked: String,
    /// What `answer` returns, after "returns".
    returns: String,
    stages: Vec<Vec<Step>>,
    tables: Vec<Table>,
}

impl Question {
    /// A task with an empty notebook.
    fn draft(self) -> Draft {
        let instruction = format!(
            "{} Write a function `answer(folder)` in the notebook that works this out from the files of a folder and returns \
             {}. Submit the notebook when it is there: the function is then called on the folder data, which you can read, \
             and on a second folder with other records in files of the same form.",
            self.asked, self.returns
        );
        Draft {
            instruction,
            stages: self.stages,
            tables: self.tables,
            wrong_at_start: vec![],
        }
    }
}

/// What a template draws with.
#[derive(Debug)]
pub(super) struct Draw<'a> {
    /// How the folder is written.
    pub(super) manner: Manner,
    /// The folder that is shown.
    pub(super) shown: &'a Folder,
    /// Chance.
    pub(super) chance: Sampled,
}

impl Draw<'_> {
    /// A word of the first category.
    fn kind(&mut self) -> &'static str {
        one_of(&mut self.chance, self.manner.theme.kind.words)
    }

    /// Another one than this.
    fn other_kind(&mut self, kind: &str) -> &'static str {
        let words = self
            .manner
            .theme
            .kind
            .words
            .iter()
            .filter(|word| **word != kind);
        let words: Vec<&'static str> = words.copied().collect();
        one_of(&mut self.chance, &words)
    }

    /// A region.
    fn region(&mut self) -> &'static str {
        one_of(&mut self.chance, self.manner.theme.region.words)
    }

    /// Another one than this.
    fn other_region(&mut self, region: &str) -> &'static str {
        let words = self
            .manner
            .theme
            .region
            .words
            .iter()
            .filter(|word| **word != region);
        let words: Vec<&'static str> = words.copied().collect();
        one_of(&mut self.chance, &words)
    }

    /// An amount that a row of this word has, so that it matters on which side it counts: one from the middle.
    fn amount_of(&mut self, kind: &str) -> Option<i64> {
        let rows = self.shown.events.iter().map(|line| Row::of(line, true));
        let rows = rows.filter(|row| row.text(Role::Kind) == Some(kind));
        let amounts = rows.filter_map(|row| match row.text(Role::Value) {
            Some(text) if text != self.manner.missing => hundredths(text),
            _ => None,
        });
        let mut amounts: Vec<i64> = amounts.collect();
        amounts.sort_unstable();
        let quarter = amounts.len() / 4;
        (quarter > 0).then_some(())?;
        let place = quarter as u32 + self.chance.below(2 * quarter as u32);
        amounts.get(place as usize).copied()
    }

    /// The days of two rows that fit, some months apart: that both days are included is to matter.
    fn days(&mut self, fits: impl Fn(&Row) -> bool) -> Option<(i64, i64)> {
        let rows = self.shown.events.iter().map(|line| Row::of(line, true));
        let rows = rows.filter(fits);
        let days = rows.filter_map(|row| days::read(row.text(Role::Day)?, false));
        let mut days: Vec<i64> = days.collect();
        days.sort_unstable();
        days.dedup();
        let first = self.one_of_days(&days)?;
        let apart = first + SHORTEST_SPAN..first + 2 * SHORTEST_SPAN;
        days.retain(|day| apart.contains(day));
        Some((first, self.one_of_days(&days)?))
    }

    fn one_of_days(&mut self, days: &[i64]) -> Option<i64> {
        let count = u32::try_from(days.len()).ok().filter(|count| *count > 0)?;
        Some(days[self.chance.below(count) as usize])
    }
}

/// The phrase for a day.
fn day(day: i64) -> String {
    days::iso(day)
}

/// A word with its first letter large.
fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// That records without an amount do not count.
fn unrecorded(manner: Manner) -> String {
    let theme = manner.theme;
    format!(
        "{} without a recorded {} do not count.",
        capital(theme.events.many),
        theme.value.noun
    )
}

fn read() -> Vec<Step> {
    vec![Step::Read { strip: true }, Step::Read { strip: false }]
}

fn once() -> Vec<Step> {
    let by = [Some(Role::Id), None, Some(Role::Owner)];
    by.map(Step::Once).to_vec()
}

fn known() -> Vec<Step> {
    let ways = [Missing::LeftOut, Missing::Zero, Missing::AsItStands];
    ways.map(Step::Known).to_vec()
}

fn dated() -> Vec<Step> {
    let ways = [Spelling::Both, Spelling::OneOnly, Spelling::MonthFirst];
    ways.map(Step::Days).to_vec()
}

fn scaled() -> Vec<Step> {
    let ways = [Scaling::Large, Scaling::Nothing, Scaling::Everything];
    ways.map(Step::Scale).to_vec()
}

fn merged() -> Vec<Step> {
    let ways = [Merging::Divided, Merging::AsTheyAre, Merging::NotAtAll];
    ways.map(Step::Merge).to_vec()
}

/// The right way to join, and two mistaken ones.
fn joined(draw: &mut Draw<'_>) -> Vec<Step> {
    let mut wrong = vec![Joining::AsWritten, Joining::Everybody, Joining::LastOnly];
    wrong.remove(draw.chance.below(3) as usize);
    let ways = [Joining::Spelled].into_iter().chain(wrong);
    ways.map(Step::Join).collect()
}

/// Rows that meet all conditions, and the mistaken ways.
fn chosen(right: Vec<Condition>, wrong: Vec<Vec<Condition>>) -> Vec<Step> {
    let all = |conditions| Step::Choose {
        conditions,
        any: false,
    };
    let mut ways = vec![all(right.clone())];
    ways.extend(wrong.into_iter().map(all));
    if right.len() > 1 {
        ways.push(Step::Choose {
            conditions: right,
            any: true,
        });
    }
    ways
}

/// Rows of one word, and those of another.
fn of_kind(draw: &mut Draw<'_>, kind: &'static str) -> Vec<Step> {
    let other = draw.other_kind(kind);
    let is = |word| vec![Condition::Is(Role::Kind, word)];
    chosen(
        is(kind),
        vec![
            is(other),
            vec![Condition::Is(Role::Way, draw.manner.theme.way.words[0])],
        ],
    )
}
