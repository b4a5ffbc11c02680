//! What a folder holds: a line of business, its three tables, and what their columns are called.
//!
//! Every line of business has the same shape, so that a question can be asked of each: *events* (orders, visits) with an
//! owner, a day, two categories, an amount and a measured quantity; *owners* with a region; and the *old* events, which
//! another system kept. What differs is what all of it is called.

mod themes;

use super::row::Role;
pub(super) use themes::THEMES;

/// One of the three tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Table {
    /// What happened.
    Events,
    /// Whom it belongs to.
    Owners,
    /// What happened before, as another system kept it.
    Old,
}

/// The tables, in the order of their facts.
pub(super) const TABLES: [Table; 3] = [Table::Events, Table::Owners, Table::Old];

/// A kind of record.
#[derive(Clone, Copy, Debug)]
pub(super) struct Record {
    /// The name of its file, without its ending.
    pub(super) file: &'static str,
    /// One of them.
    pub(super) one: &'static str,
    /// Several.
    pub(super) many: &'static str,
    /// The column that numbers them.
    pub(super) id: &'static str,
    /// What their numbers begin with.
    pub(super) letter: &'static str,
}

/// A column of a few words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Category {
    /// Its name.
    pub(super) column: &'static str,
    /// What sentences call it.
    pub(super) noun: &'static str,
    /// Its words.
    pub(super) words: &'static [&'static str],
}

/// A column of amounts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Amount {
    /// Its name.
    pub(super) column: &'static str,
    /// What sentences call it.
    pub(super) noun: &'static str,
    /// The unit, and its hundredth part, in which the old system kept it.
    pub(super) units: [&'static str; 2],
    /// The least and the most, in hundredths.
    pub(super) range: (i64, i64),
}

/// A column of quantities in one of two units.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measure {
    /// Its name.
    pub(super) column: &'static str,
    /// What sentences call it.
    pub(super) noun: &'static str,
    /// The small unit: as it is written in the file, and its plural in words.
    pub(super) small: (&'static str, &'static str),
    /// The large unit, as it is written in the file.
    pub(super) large: &'static str,
    /// Small units in a large one.
    pub(super) factor: i64,
    /// The least and the most in small units.
    pub(super) range: (i64, i64),
}

/// One line of business.
#[derive(Clone, Copy, Debug)]
pub(super) struct Theme {
    /// Its name, as the parameter `theme` takes it.
    pub(super) name: &'static str,
    /// Whose records they are.
    pub(super) about: &'static str,
    /// What happened.
    pub(super) events: Record,
    /// Whom it belongs to.
    pub(super) owners: Record,
    /// The name of the file of the old events, without its ending.
    pub(super) old: &'static str,
    /// The column of the day, and what was done then (`placed`).
    pub(super) day: (&'static str, &'static str),
    /// The first category.
    pub(super) kind: Category,
    /// The second category.
    pub(super) way: Category,
    /// The region of an owner: words with a capital, written in any letters.
    pub(super) region: Category,
    /// The amount.
    pub(super) value: Amount,
    /// The quantity.
    pub(super) measure: Measure,
}

/// The column of units.
const UNIT: &str = "unit";

impl Theme {
    /// What a column is called.
    pub(super) fn column(&self, role: Role) -> &'static str {
        match role {
            Role::Id => self.events.id,
            Role::Owner => self.owners.id,
            Role::Day => self.day.0,
            Role::Kind => self.kind.column,
            Role::Way => self.way.column,
            Role::Value => self.value.column,
            Role::Measure => self.measure.column,
            Role::Unit => UNIT,
            Role::Region => self.region.column,
        }
    }

    /// The name of a table's file, without its ending.
    pub(super) fn file(&self, table: Table) -> &'static str {
        match table {
            Table::Events => self.events.file,
            Table::Owners => self.owners.file,
            Table::Old => self.old,
        }
    }

    /// The owner that stands for nobody.
    pub(super) fn nobody(&self) -> String {
        format!("{}000", self.owners.letter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn names_of_themes_columns_and_files_are_told_apart() {
        let names: BTreeSet<&str> = THEMES.iter().map(|theme| theme.name).collect();
        assert!(names.len() == THEMES.len() && THEMES.len() >= 8);
        for theme in THEMES {
            let files: BTreeSet<&str> = TABLES.iter().map(|&table| theme.file(table)).collect();
            assert_eq!(files.len(), TABLES.len(), "{}", theme.name);
            let roles = [
                Role::Id,
                Role::Owner,
                Role::Day,
                Role::Kind,
                Role::Way,
                Role::Value,
                Role::Measure,
                Role::Unit,
                Role::Region,
            ];
            let columns: BTreeSet<&str> = roles.iter().map(|&role| theme.column(role)).collect();
            assert_eq!(columns.len(), roles.len(), "{}", theme.name);
            for word in theme.region.words {
                assert_eq!(crate::data::row::capitalized(word), *word);
            }
        }
    }
}
