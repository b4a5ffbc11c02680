//! What a database looks like: a theme, its tables and their columns, read from a text a person can edit.
//!
//! A theme is a file under `themes/`:
//!
//! ```text
//! theme shop : a web shop for household goods
//! absent reward points : customers
//! table customers : customer : customers : 70..110
//!   customer_id key
//!   tier code GLD=gold, SLV=silver ?5 : membership
//! ```
//!
//! A table line gives its name, one and many of its rows in words, and how many rows there are. A column line gives its
//! name, what is in it, with `?5` how many of a hundred are NULL, and the noun a question calls it by.

use std::{ops::RangeInclusive, sync::LazyLock};

/// A table's place in its theme, and a column's in its table.
pub type ColumnId = (usize, usize);

/// One line of business.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Its name, as the parameter `theme` takes it.
    pub name: String,
    /// What it is a database of.
    pub about: String,
    /// Things no table of it holds: what, and of the rows of which table.
    pub absent: Vec<(String, usize)>,
    /// Its tables; what one refers to stands before it, or is itself.
    pub tables: Vec<Table>,
}

/// One table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// One of its rows in words.
    pub one: String,
    /// Many of them.
    pub many: String,
    /// How many rows there are.
    pub rows: RangeInclusive<u32>,
    /// Its columns, the key first.
    pub columns: Vec<Column>,
}

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What is in it.
    pub kind: Kind,
    /// How many of a hundred are NULL.
    pub null_percent: u32,
    /// The noun a question calls it by.
    pub noun: String,
}

/// What is in a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The number of the row, from 1: the primary key.
    Key,
    /// The key of a row of this table.
    Ref(usize),
    /// A person's name; some occur twice.
    Person,
    /// Two words, one of each list; some occur twice.
    Pair(Vec<String>, Vec<String>),
    /// One of these, spelled as a question spells it.
    One(Vec<String>),
    /// A code for one of these: what is stored, what it stands for.
    Code(Vec<(String, String)>),
    /// A whole number.
    Int(RangeInclusive<i64>),
    /// A day of these years, as `2021-03-31`.
    Date(RangeInclusive<i64>),
    /// A day so many days after that of another column of the row; NULL where that is.
    Later(usize, RangeInclusive<i64>),
}

impl Kind {
    /// The type it is declared with.
    #[must_use]
    pub fn declared(&self) -> &'static str {
        match self {
            Kind::Key | Kind::Ref(_) | Kind::Int(_) => "INTEGER",
            _ => "TEXT",
        }
    }

    /// Whether few values come again and again.
    #[must_use]
    pub fn is_category(&self) -> bool {
        matches!(self, Kind::One(_) | Kind::Code(_))
    }
}

impl Column {
    /// Whether it may be NULL.
    #[must_use]
    pub fn is_nullable(&self) -> bool {
        self.null_percent > 0
    }
}

impl Table {
    /// The column that tells a person which row is meant: its name or title, else its key.
    #[must_use]
    pub fn label(&self) -> usize {
        let is_label = |column: &Column| matches!(column.kind, Kind::Person | Kind::Pair(..));
        self.columns.iter().position(is_label).unwrap_or(0)
    }

    /// The number of a column.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        let same = |column: &Column| column.name.eq_ignore_ascii_case(name);
        self.columns.iter().position(same)
    }

    /// The name of its key.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.columns[0].name
    }
}

impl Theme {
    /// The number of a table.
    #[must_use]
    pub fn table(&self, name: &str) -> Option<usize> {
        let same = |table: &Table| table.name.eq_ignore_ascii_case(name);
        self.tables.iter().position(same)
    }

    /// A column.
    #[must_use]
    pub fn column(&self, (table, column): ColumnId) -> &Column {
        &self.tables[table].columns[column]
    }

    /// Every reference: the column, and the table it refers to.
    pub fn references(&self) -> impl Iterator<Item = (ColumnId, usize)> + '_ {
        self.tables.iter().enumerate().flat_map(|(table, t)| {
            let columns = t.columns.iter().enumerate();
            columns.filter_map(move |(column, c)| match c.kind {
                Kind::Ref(to) => Some(((table, column), to)),
                _ => None,
            })
        })
    }
}

/// The texts of the themes.
const TEXTS: &[&str] = &[
    include_str!("themes/shop.txt"),
    include_str!("themes/clinic.txt"),
    include_str!("themes/university.txt"),
    include_str!("themes/airline.txt"),
    include_str!("themes/library.txt"),
    include_str!("themes/league.txt"),
    include_str!("themes/staff.txt"),
    include_str!("themes/music.txt"),
    include_str!("themes/bank.txt"),
    include_str!("themes/hotel.txt"),
    include_str!("themes/museum.txt"),
    include_str!("themes/farm.txt"),
];

/// Every theme, in the order they are listed.
pub static THEMES: LazyLock<Vec<Theme>> = LazyLock::new(|| {
    let read = |text: &&str| read(text).expect("invariant: a test reads every theme");
    TEXTS.iter().map(read).collect()
});

/// All their texts, for the digest of the world.
pub(super) fn texts() -> String {
    TEXTS.concat()
}

/// Read a theme.
///
/// # Errors
/// What is wrong with which line.
pub fn read(text: &str) -> Result<Theme, String> {
    let mut theme = Theme {
        name: String::new(),
        about: String::new(),
        absent: vec![],
        tables: vec![],
    };
    let mut absent = vec![];
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let parts: Vec<&str> = line.split(" : ").map(str::trim).collect();
        let (word, rest) = parts[0].split_once(' ').unwrap_or((parts[0], ""));
        let wrong = |what: &str| format!("{what}: `{line}`");
        match (word, &parts[1..]) {
            ("theme", [about]) => (theme.name, theme.about) = (rest.into(), (*about).into()),
            ("absent", [table]) => absent.push((rest.to_owned(), (*table).to_owned())),
            ("table", [one, many, rows]) => theme.tables.push(Table {
                name: rest.into(),
                one: (*one).into(),
                many: (*many).into(),
                rows: range(rows).ok_or_else(|| wrong("expected rows as `70..110`"))?,
                columns: vec![],
            }),
            (name, noun) => {
                let column = column(&theme, name, rest, noun.first().copied());
                let column = column.ok_or_else(|| wrong("expected a column"))?;
                let table = theme.tables.last_mut();
                let table = table.ok_or_else(|| wrong("expected a table before"))?;
                table.columns.push(column);
            }
        }
    }
    for (what, table) in absent {
        let number = theme.table(&table);
        let number = number.ok_or_else(|| format!("there is no table `{table}`"))?;
        theme.absent.push((what, number));
    }
    Ok(theme)
}

fn range<T: std::str::FromStr>(text: &str) -> Option<RangeInclusive<T>> {
    let (low, high) = text.trim().split_once("..")?;
    Some(low.parse().ok()?..=high.parse().ok()?)
}

fn words(text: &str) -> Vec<String> {
    text.split(',').map(|word| word.trim().to_owned()).collect()
}

fn column(theme: &Theme, name: &str, said: &str, noun: Option<&str>) -> Option<Column> {
    let (said, null_percent) = match said.rsplit_once(" ?") {
        Some((said, percent)) => (said, percent.parse().ok()?),
        None => (said, 0),
    };
    let (kind, what) = said.split_once(' ').unwrap_or((said, ""));
    let kind = match kind {
        "key" => Kind::Key,
        "ref" => Kind::Ref(theme.table(what)?),
        "person" => Kind::Person,
        "pair" => {
            let (first, second) = what.split_once('/')?;
            Kind::Pair(words(first), words(second))
        }
        "one" => Kind::One(words(what)),
        "code" => {
            let codes = what.split(',').map(|code| {
                let (code, meaning) = code.trim().split_once('=')?;
                Some((code.to_owned(), meaning.to_owned()))
            });
            Kind::Code(codes.collect::<Option<_>>()?)
        }
        "int" => Kind::Int(range(what)?),
        "date" => Kind::Date(range(what)?),
        "later" => {
            let (after, days) = what.split_once(' ')?;
            Kind::Later(theme.tables.last()?.column(after)?, range(days)?)
        }
        _ => return None,
    };
    let noun = noun.map_or_else(|| name.replace('_', " "), str::to_owned);
    Some(Column {
        name: name.into(),
        kind,
        null_percent,
        noun,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_theme_is_read_and_can_be_asked_about() {
        let mut names = BTreeSet::new();
        for text in TEXTS {
            let theme = read(text).unwrap();
            assert!(names.insert(theme.name.clone()), "{}", theme.name);
            assert!((4..=8).contains(&theme.tables.len()), "{}", theme.name);
            let own = |((table, _), to): &(ColumnId, usize)| table == to;
            assert!(theme.references().any(|r| own(&r)), "{}", theme.name);
            assert!(!theme.absent.is_empty(), "{}", theme.name);
            for table in &theme.tables {
                assert_eq!(table.columns[0].kind, Kind::Key, "{}", table.name);
                let rows = (*table.rows.start(), *table.rows.end());
                assert!(rows.0 >= 20 && rows.1 <= 300, "{}", table.name);
            }
        }
        assert!(names.len() >= 10, "{names:?}");
    }

    /// A literal then tells which coding it is of.
    #[test]
    fn no_two_codings_of_a_theme_share_a_code() {
        for theme in THEMES.iter() {
            let mut seen = BTreeSet::new();
            for column in theme.tables.iter().flat_map(|table| &table.columns) {
                if let Kind::Code(codes) = &column.kind {
                    for (code, meaning) in codes {
                        assert!(seen.insert(code), "{} {code}", theme.name);
                        assert_ne!(code, meaning);
                    }
                }
            }
        }
    }

    #[test]
    fn a_line_that_is_none_is_told() {
        let wrong = read("theme x : y\ntable a : b : c : 1..2\n  d nothing").unwrap_err();
        assert_eq!(wrong, "expected a column: `  d nothing`");
        assert!(read("  d key").unwrap_err().contains("a table before"));
        assert!(read("absent a : b").unwrap_err().contains("no table `b`"));
    }
}
