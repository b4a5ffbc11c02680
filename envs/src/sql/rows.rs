//! The rows of a database, from a seed.
//!
//! They hold what makes questions hard: NULLs, names that occur twice, rows nobody refers to, codes for words.

use super::{
    engine::{Cell, Database, calendar_days, written_day},
    schema::{Column, Kind, Table, Theme},
};
use truestep_core::chance::{Chance, Sampled, Seed};

/// Of five rows that could be referred to, so many are; the others have none that refer to them.
const REFERRED_OF_FIVE: u32 = 4;

const FIRST: &[&str] = &[
    "Ada", "Bo", "Carla", "Dinesh", "Elif", "Fatou", "Goran", "Hanna", "Ines", "Jonas", "Kemal",
    "Lena", "Mateo", "Nadia", "Oskar", "Priya", "Rosa", "Sven", "Tomas", "Wanda",
];
const LAST: &[&str] = &[
    "Adeyemi", "Berg", "Costa", "Dahl", "Eriksen", "Fischer", "Garcia", "Haddad", "Ivanova",
    "Jansen", "Kowalski", "Lund", "Moreau", "Novak", "Okafor",
];

/// The database number `variant` of a theme.
#[must_use]
pub fn database(theme: &'static Theme, seed: Seed, variant: u64) -> Database {
    let seed = seed.derive(&format!("sql:{}", theme.name), variant);
    let mut tables: Vec<Vec<Vec<Cell>>> = vec![];
    for table in &theme.tables {
        let rows = rows(table, &tables, seed);
        tables.push(rows);
    }
    Database::new(theme, tables)
}

fn rows(table: &Table, before: &[Vec<Vec<Cell>>], seed: Seed) -> Vec<Vec<Cell>> {
    let mut chance = seed.stream(&table.name).sampled();
    let count = table.rows.start() + chance.below(table.rows.end() - table.rows.start() + 1);
    let own = before.len();
    let referred: Vec<Vec<i64>> = table
        .columns
        .iter()
        .map(|column| match column.kind {
            Kind::Ref(to) if to != own => some_of(before[to].len(), &mut chance),
            _ => vec![],
        })
        .collect();
    let mut rows: Vec<Vec<Cell>> = vec![];
    for number in 1..=i64::from(count) {
        let mut row: Vec<Cell> = vec![];
        for (column, referred) in table.columns.iter().zip(&referred) {
            let cell = cell(column, number, &row, referred, &mut chance);
            row.push(cell);
        }
        rows.push(row);
    }
    rows
}

/// The keys of some of `count` rows.
fn some_of(count: usize, chance: &mut Sampled) -> Vec<i64> {
    let all = 1..=count as i64;
    let some: Vec<i64> = all.filter(|_| chance.below(5) < REFERRED_OF_FIVE).collect();
    if some.is_empty() { vec![1] } else { some }
}

fn cell(
    column: &Column,
    number: i64,
    row: &[Cell],
    referred: &[i64],
    chance: &mut Sampled,
) -> Cell {
    // Drawn in any case, so that a column with NULLs draws as one without.
    let is_null = chance.below(100) < column.null_percent;
    let cell = match &column.kind {
        Kind::Key => Cell::Int(number),
        Kind::Ref(_) => match (referred.is_empty(), number) {
            (false, _) => Cell::Int(*of(referred, chance)),
            // A reference to the same table leads to a row before, so that none leads back to itself.
            (true, 1) => Cell::Null,
            (true, _) => Cell::Int(1 + i64::from(chance.below(number as u32 - 1))),
        },
        Kind::Person => Cell::Text(format!("{} {}", of(FIRST, chance), of(LAST, chance))),
        Kind::Pair(first, second) => {
            Cell::Text(format!("{} {}", of(first, chance), of(second, chance)))
        }
        Kind::One(words) => Cell::Text(of(words, chance).clone()),
        Kind::Code(codes) => Cell::Text(of(codes, chance).0.clone()),
        Kind::Int(range) => Cell::Int(within(*range.start(), *range.end(), chance)),
        Kind::Date(years) => {
            let first = calendar_days(*years.start(), 1, 1);
            let last = calendar_days(*years.end(), 12, 31);
            Cell::Text(written_day(within(first, last, chance)))
        }
        Kind::Later(after, days) => {
            let days = within(*days.start(), *days.end(), chance);
            match &row[*after] {
                Cell::Text(day) => super::engine::read_day(day)
                    .map_or(Cell::Null, |day| Cell::Text(written_day(day + days))),
                _ => Cell::Null,
            }
        }
    };
    if is_null { Cell::Null } else { cell }
}

fn of<'a, T>(all: &'a [T], chance: &mut Sampled) -> &'a T {
    &all[chance.below(all.len() as u32) as usize]
}

fn within(low: i64, high: i64, chance: &mut Sampled) -> i64 {
    low + i64::from(chance.below((high - low + 1) as u32))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::schema::THEMES;

    #[test]
    fn a_seed_gives_one_database_and_another_gives_another() {
        for theme in THEMES.iter() {
            let one = database(theme, Seed(1), 0);
            assert_eq!(one.rows, database(theme, Seed(1), 0).rows);
            assert_ne!(one.rows, database(theme, Seed(1), 1).rows);
            assert_ne!(one.rows, database(theme, Seed(2), 0).rows);
        }
    }

    /// Rows nobody refers to, names that occur twice, and NULLs where they may be.
    #[test]
    fn the_traps_are_there() {
        for theme in THEMES.iter() {
            let database = database(theme, Seed(1), 0);
            let mut twice = false;
            for ((table, column), to) in theme.references() {
                let keys = database.rows[table].iter().map(|row| &row[column]);
                let keys: Vec<&Cell> = keys.filter(|key| **key != Cell::Null).collect();
                let free = database.rows[to].iter().any(|row| !keys.contains(&&row[0]));
                assert!(free, "{} {table} {column}", theme.name);
                for key in keys {
                    assert!(database.rows[to].iter().any(|row| row[0] == *key));
                }
            }
            for (table, rows) in theme.tables.iter().zip(&database.rows) {
                for (at, column) in table.columns.iter().enumerate() {
                    let nulls = rows.iter().filter(|row| row[at] == Cell::Null).count();
                    let may = column.is_nullable() || !matches!(column.kind, Kind::Key);
                    assert!(nulls == 0 || may, "{} {}", table.name, column.name);
                    if column.null_percent > 5 {
                        assert!(nulls > 0, "{} {}", table.name, column.name);
                    }
                    if matches!(column.kind, Kind::Person | Kind::Pair(..)) {
                        let mut names: Vec<String> =
                            rows.iter().map(|row| row[at].to_string()).collect();
                        let all = names.len();
                        names.sort_unstable();
                        names.dedup();
                        twice |= names.len() < all;
                    }
                }
            }
            assert!(twice, "{}", theme.name);
        }
    }
}
