//! Records, and the numbers they go by.

use crate::gui::{
    rows::{Base, Changes, Row, RowId},
    value::Value,
};
use proptest::prelude::*;
use std::sync::Arc;

fn row(number: i32) -> Row {
    Arc::new([Value::Number(number)])
}

fn base() -> Base {
    vec![vec![row(0)], vec![row(10), row(20), row(30)]]
}

fn contents(changes: &Changes, base: &Base) -> Vec<Row> {
    let rows = changes
        .rows(base, 1)
        .map(|id| changes.get(base, 1, id).unwrap().clone());
    let mut rows: Vec<Row> = rows.collect();
    rows.sort();
    rows
}

#[test]
fn edited_back_and_made_again_are_no_change() {
    let base = base();
    let mut changes = Changes::default();
    changes.write(&base, 1, 1, row(21));
    assert_eq!(changes.list().len(), 1);
    changes.write(&base, 1, 1, row(20));
    assert_eq!(changes, Changes::default());
    changes.delete(&base, 1, 2);
    let moves = changes.make(&base, 1, row(30));
    assert_eq!(changes, Changes::default());
    assert_eq!(moves.as_slice(), [(RowId::MAX, 2)]);
}

#[test]
fn order_of_making_does_not_count_and_moves_tell_new_numbers() {
    let base = base();
    let (mut one, mut other) = (Changes::default(), Changes::default());
    one.make(&base, 1, row(5));
    one.make(&base, 1, row(7));
    other.make(&base, 1, row(7));
    let moves = other.make(&base, 1, row(5));
    assert_eq!(one, other);
    assert!(moves.contains(&(3, 4)), "{moves:?}");
    let moves = one.write(&base, 1, 3, row(9));
    assert!(
        moves.contains(&(3, 4)) && moves.contains(&(4, 3)),
        "{moves:?}"
    );
    one.delete(&base, 1, 4);
    assert_eq!(one.made(&base, 1).collect::<Vec<_>>(), [&row(7)]);
}

#[test]
fn records_that_are_alike_cannot_be_told_apart_by_what_was_done_to_which() {
    let base: Base = vec![vec![], vec![row(1), row(1), row(2), row(1)]];
    let (mut one, mut other) = (Changes::default(), Changes::default());
    let moves = one.delete(&base, 1, 0);
    assert_eq!(moves.as_slice(), [(1, 0), (3, 1), (0, 3)]);
    other.delete(&base, 1, 3);
    assert_eq!(one, other);
    one.write(&base, 1, 0, row(9));
    one.delete(&base, 1, 0);
    other.delete(&base, 1, 1);
    other.write(&base, 1, 0, row(9));
    assert_eq!(one, other);
    assert_eq!(one.list().len(), 3);
}

#[test]
fn one_that_was_made_alike_takes_the_place_of_one_that_is_deleted() {
    let base = base();
    let mut changes = Changes::default();
    changes.make(&base, 1, row(20));
    let moves = changes.delete(&base, 1, 1);
    assert_eq!(changes, Changes::default());
    assert_eq!(moves.as_slice(), [(3, 1)]);
}

#[test]
fn one_that_was_made_as_another_was_before_it_changed_is_that_other() {
    let base = base();
    let (mut one, mut other) = (Changes::default(), Changes::default());
    one.make(&base, 1, row(15));
    other.write(&base, 1, 0, row(15));
    let moves = other.make(&base, 1, row(10));
    assert_eq!(one, other);
    assert!(
        moves.contains(&(RowId::MAX, 0)) && moves.contains(&(0, 3)),
        "{moves:?}"
    );
    // The other way round: made first, changed then.
    let mut other = Changes::default();
    other.make(&base, 1, row(10));
    let moves = other.write(&base, 1, 0, row(15));
    assert_eq!(one, other);
    assert!(
        moves.contains(&(3, 0)) && moves.contains(&(0, 3)),
        "{moves:?}"
    );
}

proptest! {
    /// Whatever is done, the records are those a plain list would hold.
    #[test]
    fn records_are_those_a_plain_list_would_hold(deeds in proptest::collection::vec((0_u8..3, 0_usize..6, 0_i32..4), 0..20)) {
        let base = base();
        let mut changes = Changes::default();
        let mut plain: Vec<Row> = base[1].clone();
        for (deed, place, number) in deeds {
            let ids: Vec<RowId> = changes.rows(&base, 1).collect();
            let content = row(number * 10);
            if deed == 0 || ids.is_empty() {
                changes.make(&base, 1, content.clone());
                plain.push(content);
                continue;
            }
            let id = ids[place % ids.len()];
            let held = changes.get(&base, 1, id).unwrap().clone();
            let at = plain.iter().position(|row| *row == held).unwrap();
            plain.remove(at);
            if deed == 1 {
                changes.delete(&base, 1, id);
            } else {
                changes.write(&base, 1, id, content.clone());
                plain.push(content);
            }
        }
        plain.sort();
        prop_assert_eq!(contents(&changes, &base), plain);
    }
}
