//! A folder of files, drawn from a seed: three tables as untidy as people keep them, and texts that say in which ways.
//!
//! What is untidy, and written down in the texts beside the tables: lines that were exported twice, blanks around words,
//! days in two spellings, amounts that were not recorded, quantities in two units, records that belong to nobody, words in
//! capitals, and an older system that kept amounts in hundredths.

use super::{
    days,
    row::{Role, decimal},
    schema::{Record, TABLES, Table, Theme},
};
use truestep_core::chance::Chance;

/// How a missing amount is written, one of these a task.
pub(super) const MISSING: [&str; 3] = ["", "NA", "-1"];
/// The name of the file that says what the others are.
pub(super) const README: &str = "README.txt";
/// The first day of events, and how many days there are; the old ones come before.
const FIRST_DAY: (i64, i64, i64) = (2023, 7, 1);
const DAYS: u32 = 366;
const OLDER: i64 = 365;
/// Of a hundred lines: exported twice, in slashed days, without an amount, in large units, of nobody, with a blank.
const TWICE: u32 = 8;
const SLASHED: u32 = 35;
const UNRECORDED: u32 = 12;
const LARGE: u32 = 40;
const NOBODY: u32 = 6;
const BLANK: u32 = 12;

/// What decides how a folder is written, beside its seed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manner {
    /// The line of business.
    pub(super) theme: &'static Theme,
    /// How a missing amount is written.
    pub(super) missing: &'static str,
}

/// The files, and the lines of the tables.
#[derive(Clone, Debug)]
pub(super) struct Folder {
    /// Lines of the events, in the order of their file.
    pub(super) events: Vec<Vec<String>>,
    /// Lines of the owners: number, name, region.
    pub(super) owners: Vec<Vec<String>>,
    /// Lines of the old events.
    pub(super) old: Vec<Vec<String>>,
    /// Names and contents of all files, in a fixed order.
    pub(super) files: Vec<(String, String)>,
}

/// The first day of the events.
pub(super) fn first_day() -> i64 {
    let (year, month, day) = FIRST_DAY;
    days::number(year, month, day)
}

/// Draws one of some.
pub(super) fn one_of<'a, T: ?Sized>(chance: &mut impl Chance, some: &[&'a T]) -> &'a T {
    some[chance.below(some.len() as u32) as usize]
}

/// Whether something of so many percent happens.
fn happens(chance: &mut impl Chance, percent: u32) -> bool {
    chance.below(100) < percent
}

/// A word with a blank before or after it, now and then.
fn untidy(chance: &mut impl Chance, word: &str) -> String {
    match (happens(chance, BLANK), chance.below(2)) {
        (true, 0) => format!(" {word}"),
        (true, _) => format!("{word} "),
        (false, _) => word.to_owned(),
    }
}

/// A whole number of a range.
fn within(chance: &mut impl Chance, (least, most): (i64, i64)) -> i64 {
    least + i64::from(chance.below((most - least + 1) as u32))
}

/// Puts lines in a drawn order.
fn shuffle<T>(chance: &mut impl Chance, lines: &mut [T]) {
    for last in (1..lines.len()).rev() {
        lines.swap(last, chance.below(last as u32 + 1) as usize);
    }
}

/// One line of the events, or of the old ones.
fn event(
    manner: Manner,
    chance: &mut impl Chance,
    number: usize,
    owners: u32,
    old: bool,
) -> Vec<String> {
    let theme = manner.theme;
    let owner = match happens(chance, NOBODY) {
        true => theme.nobody(),
        false => format!("{}{:03}", theme.owners.letter, 1 + chance.below(owners)),
    };
    let first = if old {
        first_day() - OLDER
    } else {
        first_day()
    };
    let day = first + i64::from(chance.below(DAYS - 1));
    let value = within(chance, theme.value.range);
    let value = match (happens(chance, UNRECORDED), old) {
        (true, _) => manner.missing.to_owned(),
        (false, true) => value.to_string(),
        (false, false) => decimal(value),
    };
    let measure = within(chance, theme.measure.range);
    let is_large = happens(chance, LARGE) && measure >= theme.measure.factor;
    let (measure, unit) = match is_large {
        true => (measure / theme.measure.factor, theme.measure.large),
        false => (measure, theme.measure.small.0),
    };
    let (kind, way) = (
        one_of(chance, theme.kind.words),
        one_of(chance, theme.way.words),
    );
    vec![
        format!("{}{number}", theme.events.letter),
        untidy(chance, &owner),
        match happens(chance, SLASHED) {
            true => days::slashed(day),
            false => days::iso(day),
        },
        untidy(chance, kind),
        untidy(chance, way),
        value,
        measure.to_string(),
        unit.to_owned(),
    ]
}

/// Lines in a drawn order, some of them twice.
fn lines(
    manner: Manner,
    chance: &mut impl Chance,
    numbers: std::ops::Range<usize>,
    owners: u32,
    old: bool,
) -> Vec<Vec<String>> {
    let once = numbers.map(|number| event(manner, chance, number, owners, old));
    let mut lines: Vec<Vec<String>> = once.collect();
    let again = lines.iter().filter(|_| happens(chance, TWICE)).cloned();
    let again: Vec<Vec<String>> = again.collect();
    lines.extend(again);
    shuffle(chance, &mut lines);
    lines
}

/// Given names of owners.
const NAMES: &[&str] = &[
    "Ada", "Bruno", "Clara", "Dario", "Edith", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Karin",
    "Luis", "Mona", "Nils", "Olga", "Pedro", "Rosa", "Sven", "Tilda", "Umar",
];

fn owners(theme: &Theme, chance: &mut impl Chance, count: u32) -> Vec<Vec<String>> {
    let mut names: Vec<&str> = NAMES.to_vec();
    shuffle(chance, &mut names);
    // Every region has somebody: what is asked of each is asked of those that the texts name.
    let mut regions = theme.region.words.to_vec();
    while regions.len() < count as usize {
        regions.push(one_of(chance, theme.region.words));
    }
    shuffle(chance, &mut regions);
    let line = |((number, name), region): ((u32, &&str), &str)| {
        let written = match chance.below(4) {
            0 => region.to_uppercase(),
            1 => region.to_lowercase(),
            _ => region.to_owned(),
        };
        vec![
            format!("{}{number:03}", theme.owners.letter),
            (*name).to_owned(),
            untidy(chance, &written),
        ]
    };
    (1..=count).zip(&names).zip(regions).map(line).collect()
}

/// A table as the text of a CSV file.
fn csv(header: &[&str], lines: &[Vec<String>]) -> String {
    let mut text = format!("{}\n", header.join(","));
    for line in lines {
        text.push_str(&line.join(","));
        text.push('\n');
    }
    text
}

/// Draws a folder.
pub(super) fn draw(manner: Manner, chance: &mut impl Chance) -> Folder {
    let theme = manner.theme;
    let count = 12 + chance.below(7);
    let owners = owners(theme, chance, count);
    let first = 1_001 + chance.below(3_000) as usize;
    let events = first..first + 90 + chance.below(41) as usize;
    let events = lines(manner, chance, events, count, false);
    let old = 101..101 + 40 + chance.below(21) as usize;
    let old = lines(manner, chance, old, count, true);
    let mut folder = Folder {
        events,
        owners,
        old,
        files: vec![],
    };
    folder.files = files(manner, &folder);
    folder
}

/// The files of a folder: what it is, then for each table the table and what its columns mean.
fn files(manner: Manner, folder: &Folder) -> Vec<(String, String)> {
    let theme = manner.theme;
    let mut files = vec![(README.to_owned(), readme(theme))];
    for table in TABLES {
        let file = theme.file(table);
        let lines = match table {
            Table::Events => &folder.events,
            Table::Owners => &folder.owners,
            Table::Old => &folder.old,
        };
        files.push((format!("{file}.csv"), csv(&header(theme, table), lines)));
        files.push((format!("{file}.txt"), meaning(manner, table)));
    }
    files
}

/// The columns of a table.
fn header(theme: &Theme, table: Table) -> Vec<&'static str> {
    match table {
        Table::Owners => vec![theme.owners.id, "name", theme.region.column],
        Table::Events | Table::Old => [
            Role::Id,
            Role::Owner,
            Role::Day,
            Role::Kind,
            Role::Way,
            Role::Value,
            Role::Measure,
            Role::Unit,
        ]
        .map(|role| theme.column(role))
        .to_vec(),
    }
}

/// What the files are.
fn readme(theme: &Theme) -> String {
    let Record { file, many, .. } = theme.events;
    let (owners, old) = (theme.owners, theme.old);
    format!(
        "The records of {}.\n{file}.csv: the {many}.\n{}.csv: the {}.\n{old}.csv: the {many} of the year before, from another \
         system; a question is about them only if it names {old}.csv.\n{file}.txt, {}.txt and {old}.txt say what the columns mean and what to look out for.\n",
        theme.about, owners.file, owners.many, owners.file
    )
}

/// Words as a list: `a, b or c`.
pub(super) fn listed(words: &[&str], last: &str) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [before @ .., end] => format!("{} {last} {end}", before.join(", ")),
    }
}

/// What the columns of a table mean.
fn meaning(manner: Manner, table: Table) -> String {
    let theme = manner.theme;
    match table {
        Table::Owners => format!(
            "{file}.csv: one line for each {one}.\n{id}: the number of the {one}.\nname: the name.\n{region}: the {noun}: {words}; \
             in capital or small letters.\nThere may be a blank before or after a word.\n",
            file = theme.owners.file,
            one = theme.owners.one,
            id = theme.owners.id,
            region = theme.region.column,
            noun = theme.region.noun,
            words = listed(theme.region.words, "or"),
        ),
        Table::Events | Table::Old => events_meaning(manner, table),
    }
}

fn events_meaning(manner: Manner, table: Table) -> String {
    let theme = manner.theme;
    let Record { one, many, id, .. } = theme.events;
    let [unit, hundredth] = theme.value.units;
    let unit = if table == Table::Old { hundredth } else { unit };
    let missing = match manner.missing {
        "" => "empty".to_owned(),
        marker => marker.to_owned(),
    };
    let Record {
        file: owners,
        one: owner,
        id: owner_id,
        ..
    } = theme.owners;
    let measure = theme.measure;
    let (small, large) = (measure.small.0, measure.large);
    [
        format!(
            "{}.csv: the {many}, one line for each.",
            theme.file(table)
        ),
        format!(
            "{id}: the number of the {one}. Some lines were exported twice: lines of the same number are one {one}."
        ),
        format!(
            "{owner_id}: the {owner}, as in {owners}.csv; {} stands for no {owner}.",
            theme.nobody()
        ),
        format!(
            "{}: the day on which it was {}, written as 2024-03-31 or, day first, as 31/03/2024.",
            theme.day.0, theme.day.1
        ),
        format!(
            "{}: the {}: {}.",
            theme.kind.column,
            theme.kind.noun,
            listed(theme.kind.words, "or")
        ),
        format!(
            "{}: the {}: {}.",
            theme.way.column,
            theme.way.noun,
            listed(theme.way.words, "or")
        ),
        format!(
            "{}: the {} in {unit}; {missing} where it was not recorded.",
            theme.value.column, theme.value.noun
        ),
        format!(
            "{}: the {}, in the unit beside it.",
            measure.column, measure.noun
        ),
        format!(
            "{}: {small} or {large}; one {large} is {} {}.",
            theme.column(Role::Unit),
            measure.factor,
            measure.small.1
        ),
        "There may be a blank before or after a word.".to_owned(),
    ]
    .join("\n")
        + "\n"
}
