//! The order of records in lists, and what counts as the same name: case aside.

use super::{
    bake::Sorted,
    rows::Row,
    value::{Value, Words},
};
use std::cmp::Ordering;

/// The letters of a text, case aside.
fn caseless(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(char::to_lowercase)
}

impl Words {
    /// Whether two values are the same, case aside.
    pub(super) fn is_same(&self, left: &Value, right: &Value) -> bool {
        match (left, right) {
            (Value::Word(_) | Value::Typed(_), Value::Word(_) | Value::Typed(_)) => {
                caseless(self.of(left)).eq(caseless(self.of(right)))
            }
            _ => left == right,
        }
    }

    /// The order of two contents of a table that is sorted so.
    pub(super) fn compare(&self, order: &[Sorted], left: &Row, right: &Row) -> Ordering {
        let by = |sorted: &Sorted| {
            let at = usize::from(sorted.field);
            let rising = match (&left[at], &right[at]) {
                (Value::Number(left), Value::Number(right)) => left.cmp(right),
                (left, right) => {
                    let (left, right) = (self.of(left), self.of(right));
                    caseless(left)
                        .cmp(caseless(right))
                        .then_with(|| left.cmp(right))
                }
            };
            match sorted.is_falling {
                true => rising.reverse(),
                false => rising,
            }
        };
        order
            .iter()
            .map(by)
            .find(|o| o.is_ne())
            .unwrap_or(Ordering::Equal)
    }
}
