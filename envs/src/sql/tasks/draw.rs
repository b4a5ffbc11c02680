//! What templates draw with: tables, columns and conditions, each with its words.

use crate::sql::{
    engine::{Cell, Database, Outcome},
    form::{Cond, Op, Test},
    schema::{Column, ColumnId, Kind, Theme},
};
use truestep_core::chance::{Chance as _, Sampled};

/// Draws for one question over the database that is shown.
pub(super) struct Draw<'a> {
    pub(super) theme: &'static Theme,
    pub(super) shown: &'a Database,
    pub(super) chance: Sampled,
}

/// Where a table stands in a query, and how the question speaks of its rows.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) table: usize,
    /// Empty where the query has one table.
    pub(super) alias: &'static str,
    /// What leads to it from the rows the question is about: `order`, `customer`.
    pub(super) path: Vec<String>,
}

/// A condition with its words.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) cond: Cond,
    /// `whose city is Oslo`.
    pub(super) phrase: String,
}

impl Place {
    /// The one table of a query.
    pub(super) fn alone(table: usize) -> Self {
        Self::of(table, "")
    }

    /// The table the question is about, under an alias.
    pub(super) fn of(table: usize, alias: &'static str) -> Self {
        Self {
            table,
            alias,
            path: vec![],
        }
    }

    /// A table reached through the references so called.
    pub(super) fn through(table: usize, alias: &'static str, path: &[&str]) -> Self {
        let path = path.iter().map(|&noun| noun.to_owned()).collect();
        Self { table, alias, path }
    }
}

impl Draw<'_> {
    pub(super) fn below(&mut self, n: usize) -> usize {
        self.chance.below(n.max(1) as u32) as usize
    }

    pub(super) fn pick<T: Clone>(&mut self, all: &[T]) -> Option<T> {
        let at = self.below(all.len());
        all.get(at).cloned()
    }

    pub(super) fn any_table(&mut self) -> usize {
        self.below(self.theme.tables.len())
    }

    /// A reference from one table to another.
    pub(super) fn reference(&mut self) -> Option<(ColumnId, usize)> {
        let all: Vec<(ColumnId, usize)> = self.theme.references().collect();
        let others: Vec<_> = all.into_iter().filter(|((t, _), to)| t != to).collect();
        self.pick(&others)
    }

    /// A column of a table that fits.
    pub(super) fn column(
        &mut self,
        table: usize,
        except: &[usize],
        fits: impl Fn(&Column) -> bool,
    ) -> Option<usize> {
        let columns = self.theme.tables[table].columns.iter().enumerate();
        let fitting = columns.filter(|(at, column)| !except.contains(at) && fits(column));
        let fitting: Vec<usize> = fitting.map(|(at, _)| at).collect();
        self.pick(&fitting)
    }

    /// A column of numbers without NULLs.
    pub(super) fn number(&mut self, table: usize, except: &[usize]) -> Option<usize> {
        self.column(table, except, |column| {
            matches!(column.kind, Kind::Int(_)) && !column.is_nullable()
        })
    }

    /// A column as it is written at a place.
    pub(super) fn sql(&self, place: &Place, column: usize) -> String {
        let name = &self.theme.tables[place.table].columns[column].name;
        match place.alias {
            "" => name.clone(),
            alias => format!("{alias}.{name}"),
        }
    }

    /// A table as it is written in a FROM.
    pub(super) fn from(&self, place: &Place) -> String {
        let name = &self.theme.tables[place.table].name;
        match place.alias {
            "" => name.clone(),
            alias => format!("{name} AS {alias}"),
        }
    }

    pub(super) fn noun(&self, table: usize, column: usize) -> &'static str {
        &self.theme.tables[table].columns[column].noun
    }

    pub(super) fn one(&self, table: usize) -> &'static str {
        &self.theme.tables[table].one
    }

    pub(super) fn many(&self, table: usize) -> &'static str {
        &self.theme.tables[table].many
    }

    /// `whose city`, `whose customer's city`, `for which the city of the order's customer`.
    fn subject(&self, place: &Place, column: usize) -> String {
        let noun = self.noun(place.table, column);
        match &place.path[..] {
            [] => format!("whose {noun}"),
            [one] => format!("whose {one}'s {noun}"),
            [first, rest @ ..] => {
                let rest = rest.join("'s ");
                format!("for which the {noun} of the {first}'s {rest}")
            }
        }
    }

    /// A column can be asked for without saying how it is to be written: a code could be told by what it stands for.
    pub(super) fn is_plain(column: &Column) -> bool {
        !matches!(column.kind, Kind::Key | Kind::Ref(_) | Kind::Code(_))
    }

    /// A column can be asked about in a condition.
    pub(super) fn is_askable(column: &Column) -> bool {
        matches!(
            column.kind,
            Kind::One(_) | Kind::Code(_) | Kind::Int(_) | Kind::Date(_) | Kind::Later(..)
        )
    }

    /// A condition on a column.
    pub(super) fn on(&mut self, place: &Place, column: usize) -> Option<Said> {
        match &self.theme.tables[place.table].columns[column].kind {
            Kind::One(words) => {
                let at = self.below(words.len());
                Some(self.is_value(place, column, at))
            }
            Kind::Code(codes) => {
                let at = self.below(codes.len());
                Some(self.is_value(place, column, at))
            }
            Kind::Int(_) => self.beyond(place, column),
            Kind::Date(_) | Kind::Later(..) => self.since(place, column),
            _ => None,
        }
    }

    /// That a column holds value number `at` of those it may hold.
    pub(super) fn is_value(&mut self, place: &Place, column: usize, at: usize) -> Said {
        let quoted = |text: &str| format!("'{text}'");
        let next = |count: usize| (at + 1) % count.max(1);
        let (stored, said, instead) = match &self.theme.tables[place.table].columns[column].kind {
            Kind::One(words) => (
                quoted(&words[at]),
                words[at].clone(),
                vec![quoted(&words[next(words.len())])],
            ),
            Kind::Code(codes) => (
                quoted(&codes[at].0),
                codes[at].1.clone(),
                vec![quoted(&codes[next(codes.len())].0), quoted(&codes[at].1)],
            ),
            _ => (String::new(), String::new(), vec![]),
        };
        let mut cond = Cond::new(self.sql(place, column), Test::Is(Op::Eq, stored));
        cond.instead = instead;
        Said {
            cond,
            phrase: format!("{} is {said}", self.subject(place, column)),
        }
    }

    /// Values the column holds, in their order, each once.
    fn held(&self, place: &Place, column: usize) -> Vec<&Cell> {
        let rows = self.shown.rows[place.table].iter();
        let mut held: Vec<&Cell> = rows
            .map(|row| &row[column])
            .filter(|c| **c != Cell::Null)
            .collect();
        held.sort_by_key(|cell| cell.same());
        held.dedup();
        held
    }

    /// A value about the middle of those the column holds.
    fn middle(&mut self, place: &Place, column: usize) -> Option<Cell> {
        let count = self.held(place, column).len();
        let at = count / 4 + self.below(count / 2 + 1);
        let held = self.held(place, column);
        held.get(at.min(count.saturating_sub(1)))
            .map(|&cell| cell.clone())
    }

    /// That a number is above or below one that occurs.
    fn beyond(&mut self, place: &Place, column: usize) -> Option<Said> {
        let Cell::Int(bound) = self.middle(place, column)? else {
            return None;
        };
        let ways = [
            (Op::Gt, "above"),
            (Op::Ge, "at least"),
            (Op::Lt, "below"),
            (Op::Le, "at most"),
        ];
        let (op, word) = self.pick(&ways)?;
        let cond = Cond::new(self.sql(place, column), Test::Is(op, bound.to_string()));
        Some(Said {
            cond,
            phrase: format!("{} is {word} {bound}", self.subject(place, column)),
        })
    }

    /// That a day is before or after one that occurs.
    fn since(&mut self, place: &Place, column: usize) -> Option<Said> {
        let Cell::Text(day) = self.middle(place, column)? else {
            return None;
        };
        let ways = [
            (Op::Gt, "after"),
            (Op::Ge, "on or after"),
            (Op::Lt, "before"),
            (Op::Le, "on or before"),
        ];
        let (op, word) = self.pick(&ways)?;
        let cond = Cond::new(self.sql(place, column), Test::Is(op, format!("'{day}'")));
        Some(Said {
            cond,
            phrase: format!("{} is {word} {day}", self.subject(place, column)),
        })
    }

    /// That nothing is recorded, or that something is.
    pub(super) fn is_null(&self, place: &Place, column: usize, null: bool) -> Said {
        let not = if null { "not " } else { "" };
        Said {
            cond: Cond::new(self.sql(place, column), Test::Null(null)),
            phrase: format!("{} is {not}recorded", self.subject(place, column)),
        }
    }

    /// Conditions on so many columns of a place.
    pub(super) fn some(
        &mut self,
        place: &Place,
        count: usize,
        except: &[usize],
    ) -> Option<Vec<Said>> {
        let mut taken = except.to_vec();
        let mut said = vec![];
        for _ in 0..count {
            let column = self.column(place.table, &taken, Self::is_askable)?;
            taken.push(column);
            said.push(self.on(place, column)?);
        }
        Some(said)
    }

    /// The first column of the rows of a query on the database that is shown.
    pub(super) fn found(&self, sql: &str) -> Vec<Cell> {
        match self.shown.run(sql) {
            Ok((Outcome::Rows(rows), _)) => {
                let first = rows.rows.into_iter().map(|row| row.into_iter().next());
                first.flatten().collect()
            }
            _ => vec![],
        }
    }
}

/// The conditions, and their words joined.
pub(super) fn joined(said: Vec<Said>) -> (Vec<Cond>, String) {
    let (conds, phrases): (Vec<Cond>, Vec<String>) = said
        .into_iter()
        .map(|said| (said.cond, said.phrase))
        .unzip();
    (conds, phrases.join(" and "))
}

/// `the name`, `the name and the age`, `the name, the age and the city`.
pub(super) fn listed(nouns: &[String]) -> String {
    match nouns.split_last() {
        None => String::new(),
        Some((last, [])) => format!("the {last}"),
        Some((last, others)) => {
            let others: Vec<String> = others.iter().map(|noun| format!("the {noun}")).collect();
            format!("{} and the {last}", others.join(", "))
        }
    }
}
