//! When a result is the right one.

use super::engine::{Rows, Same};

/// Most columns whose order is tried; no question asks for more.
const MOST_COLUMNS: usize = 5;

/// The right result on one database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    rows: Vec<Vec<Same>>,
    width: usize,
    ordered: bool,
}

impl Answer {
    /// What these rows say; `ordered` where the question asks for an order.
    #[must_use]
    pub fn new(rows: &Rows, ordered: bool) -> Self {
        Self {
            rows: cells(rows),
            width: rows.columns.len(),
            ordered,
        }
    }

    /// Whether rows say the same: as often each, in whatever order unless one is asked for, with columns in any order.
    #[must_use]
    pub fn is(&self, rows: &Rows) -> bool {
        if rows.columns.len() != self.width
            || self.width > MOST_COLUMNS
            || rows.rows.len() != self.rows.len()
        {
            return false;
        }
        let found = cells(rows);
        let mut order: Vec<usize> = vec![];
        self.fits(&found, &mut order)
    }

    /// Try every order of columns; a column that holds other values than it should is given up at once.
    fn fits(&self, found: &[Vec<Same>], order: &mut Vec<usize>) -> bool {
        let at = order.len();
        if at == self.width {
            let turned = found
                .iter()
                .map(|row| order.iter().map(|&from| row[from].clone()).collect());
            let turned: Vec<Vec<Same>> = turned.collect();
            return match self.ordered {
                true => turned == self.rows,
                false => sorted(turned) == sorted(self.rows.clone()),
            };
        }
        let column = |rows: &[Vec<Same>], at: usize| {
            let cells = rows.iter().map(|row| vec![row[at].clone()]);
            sorted(cells.collect())
        };
        let wanted = column(&self.rows, at);
        for from in 0..self.width {
            if order.contains(&from) || column(found, from) != wanted {
                continue;
            }
            order.push(from);
            let fits = self.fits(found, order);
            order.pop();
            if fits {
                return true;
            }
        }
        false
    }
}

fn cells(rows: &Rows) -> Vec<Vec<Same>> {
    let row = |row: &Vec<super::engine::Cell>| row.iter().map(super::engine::Cell::same).collect();
    rows.rows.iter().map(row).collect()
}

fn sorted(mut rows: Vec<Vec<Same>>) -> Vec<Vec<Same>> {
    rows.sort_unstable();
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::engine::Cell;

    fn rows(rows: &[&[i64]]) -> Rows {
        let width = rows.first().map_or(0, |row| row.len());
        Rows {
            columns: vec!["c".into(); width],
            rows: rows
                .iter()
                .map(|row| row.iter().map(|&n| Cell::Int(n)).collect())
                .collect(),
        }
    }

    #[test]
    fn rows_count_and_their_order_only_where_it_is_asked_for() {
        let one = rows(&[&[1, 2], &[1, 2], &[3, 4]]);
        let other = rows(&[&[3, 4], &[1, 2], &[1, 2]]);
        assert!(Answer::new(&one, false).is(&other));
        assert!(!Answer::new(&one, true).is(&other));
        assert!(Answer::new(&one, true).is(&one));
        assert!(!Answer::new(&one, false).is(&rows(&[&[1, 2], &[3, 4]])));
        assert!(!Answer::new(&one, false).is(&rows(&[&[1, 2], &[3, 4], &[3, 4]])));
    }

    #[test]
    fn columns_may_stand_in_another_order_as_a_whole() {
        let one = Answer::new(&rows(&[&[1, 2], &[3, 1]]), false);
        assert!(one.is(&rows(&[&[2, 1], &[1, 3]])));
        assert!(!one.is(&rows(&[&[2, 1], &[3, 1]])));
        assert!(!one.is(&rows(&[&[1], &[3]])));
    }
}
