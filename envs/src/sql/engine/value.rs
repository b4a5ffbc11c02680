//! Values of cells: how they are written, and when two are the same.

use std::fmt;

/// Digits of a number that count where two are compared, and that are shown: sums in another order differ after them.
const DIGITS: usize = 10;

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing is recorded.
    Null,
    /// A whole number.
    Int(i64),
    /// Another number.
    Real(f64),
    /// A text.
    Text(String),
}

/// What two cells have in common that are the same: numbers by value, whatever their type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Same {
    /// NULL equals NULL, as a reader of two tables would have it.
    Null,
    /// A whole number.
    Int(i64),
    /// Another number, by its first digits.
    Real(String),
    /// A text, letter by letter.
    Text(String),
}

impl Cell {
    /// What it has in common with those that are the same.
    #[must_use]
    pub fn same(&self) -> Same {
        match self {
            Cell::Null => Same::Null,
            Cell::Int(number) => Same::Int(*number),
            Cell::Real(number) => {
                let rounded = rounded(*number);
                // Whole numbers up to here are exact as floating-point numbers.
                const EXACT: f64 = 9_007_199_254_740_992.0;
                let is_whole = rounded.fract() == 0.0 && rounded.abs() < EXACT;
                match is_whole {
                    true => Same::Int(rounded as i64),
                    false => Same::Real(rounded.to_string()),
                }
            }
            Cell::Text(text) => Same::Text(text.clone()),
        }
    }
}

fn rounded(number: f64) -> f64 {
    let text = format!("{number:.*e}", DIGITS - 1);
    text.parse().unwrap_or(number)
}

impl fmt::Display for Cell {
    /// `NULL`, `12`, `0.3333333333`, or the text as it is.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Cell::Null => f.write_str("NULL"),
            Cell::Int(number) => write!(f, "{number}"),
            Cell::Real(number) => write!(f, "{:?}", rounded(*number)),
            Cell::Text(text) => f.write_str(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_the_same_by_value_and_texts_by_letter() {
        assert_eq!(Cell::Int(2).same(), Cell::Real(2.0).same());
        assert_eq!(Cell::Real(0.1 + 0.2).same(), Cell::Real(0.3).same());
        assert_ne!(Cell::Real(0.3).same(), Cell::Real(0.300_001).same());
        assert_ne!(Cell::Int(2).same(), Cell::Text("2".into()).same());
        assert_ne!(
            Cell::Text("Oslo".into()).same(),
            Cell::Text("oslo".into()).same()
        );
        assert_eq!(Cell::Null.same(), Cell::Null.same());
    }

    #[test]
    fn numbers_are_written_in_one_way() {
        let written = |number: f64| Cell::Real(number).to_string();
        assert_eq!(written(1.0 / 3.0), "0.3333333333");
        assert_eq!(written(2.0), "2.0");
        assert_eq!(written(0.1 + 0.2), "0.3");
        assert_eq!(Cell::Null.to_string(), "NULL");
    }
}
