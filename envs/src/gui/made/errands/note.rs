//! What is noted down of records again and again.

use super::{AMOUNT, DATE, Shape, TITLE};
use crate::gui::{
    case::{Desk, Ref},
    made::{author::OF, names::a},
    tasks::list,
    wish::AnswerKind,
};

/// Records with something noted down, in the order drawn.
fn noted(shape: &Shape, desk: &mut Desk) -> Vec<Ref> {
    desk.about(shape.app());
    let mut all = desk.all(shape.table());
    all.retain(|&at| !shape.entries_of(desk, at).is_empty());
    let count = all.len();
    desk.some(&all, count)
}

/// Note something down of one or two records.
pub(super) fn add(shape: &Shape, desk: &mut Desk) -> Option<String> {
    desk.about(shape.app());
    let all = desk.all(shape.table());
    let count = 1 + desk.below(2);
    let those = desk.some(&all, count);
    let amounts = desk.measures(shape.life.entry.2, count + 1);
    let (wrong, amounts) = amounts.split_last()?;
    let mut parts = vec![];
    for (&at, amount) in those.iter().zip(amounts) {
        let (title, date) = (desk.text(at, TITLE), shape.noted_on(desk));
        let taken = shape.entries_of(desk, at);
        if taken.iter().any(|&entry| desk.text(entry, DATE) == date) {
            return None;
        }
        desk.make(
            shape.notes(),
            &[(OF, &title, 0), (DATE, &date, 0), (AMOUNT, amount, 0)],
        );
        let (label, named) = (shape.life.entry.2.label, shape.named(desk, at));
        parts.push(format!("to {named}: Date {date}, {label} {amount}"));
    }
    desk.tempt_new(shape.notes(), AMOUNT, wrong, 0);
    Some(format!(
        "In {}, add {} {}.",
        shape.app(),
        a(shape.life.entry.0),
        parts.join("; and one ")
    ))
}

/// The note of a day: `the feeding of 2026-03-14 of the plant "Basil"`.
fn named(shape: &Shape, desk: &Desk, entry: Ref) -> String {
    format!(
        "the {} of {} of the {} \"{}\"",
        shape.life.entry.0,
        desk.text(entry, DATE),
        shape.life.noun.0,
        desk.text(entry, OF),
    )
}

/// One to three of what was noted down, and what is said about it: all of it or nothing.
fn to_delete(shape: &Shape, desk: &mut Desk) -> Option<(Vec<Ref>, String)> {
    desk.about(shape.app());
    let all = desk.all(shape.notes());
    let count = 1 + desk.below(3);
    let those = desk.some(&all, count);
    if those.is_empty() {
        return None;
    }
    let parts: Vec<String> = those.iter().map(|&at| named(shape, desk, at)).collect();
    let otherwise = match those.len() {
        1 => "If it is not there, report the task as infeasible.",
        _ => "If one of them is not there, delete none and report the task as infeasible.",
    };
    let said = format!("Delete {} from {}. {otherwise}", list(&parts), shape.app());
    Some((those, said))
}

/// Delete it, once all of it was found.
pub(super) fn delete(shape: &Shape, desk: &mut Desk) -> Option<String> {
    let (those, said) = to_delete(shape, desk)?;
    let found = those.iter().fold(0, |all, &at| all | desk.see(at, DATE));
    for at in those {
        desk.delete_after(at, found);
    }
    Some(said)
}

/// The same where one of it, the first or another, is not there.
pub(super) fn delete_missing(shape: &Shape, desk: &mut Desk) -> Option<String> {
    let (those, said) = to_delete(shape, desk)?;
    let missing = desk.one(&those);
    let others = desk.those(shape.notes(), OF, &desk.text(missing, OF));
    if others.len() < 2 {
        return None;
    }
    desk.vanish_among(missing, DATE, &others);
    Some(said)
}

/// Of which of two records more was noted down.
pub(super) fn compare(shape: &Shape, desk: &mut Desk) -> Option<String> {
    let all = noted(shape, desk);
    let count = |desk: &Desk, at: Ref| shape.entries_of(desk, at).len();
    let (&first, rest) = all.split_first()?;
    let second = *rest
        .iter()
        .find(|&&at| count(desk, at) != count(desk, first))?;
    for at in [first, second] {
        for entry in shape.entries_of(desk, at) {
            desk.see(entry, DATE);
        }
    }
    let (more, fewer) = match count(desk, first) > count(desk, second) {
        true => (first, second),
        false => (second, first),
    };
    let said = format!(
        "Of which of {} does {} list more {}? Answer with the name.",
        shape.all_named(desk, &[first, second]),
        shape.app(),
        shape.life.entry.1,
    );
    let (right, wrong) = (desk.text(more, TITLE), desk.text(fewer, TITLE));
    let other = shape.fresh(desk, 1);
    let others = [wrong]
        .into_iter()
        .chain(other.into_iter().map(str::to_owned));
    let others: Vec<String> = others.collect();
    desk.ask(AnswerKind::Words, &right, &others);
    Some(said)
}

/// What was noted down of one record belongs to another.
pub(super) fn shift(shape: &Shape, desk: &mut Desk) -> Option<String> {
    let from = *noted(shape, desk).first()?;
    let entries = shape.entries_of(desk, from);
    let entry = desk.one(&entries);
    let others: Vec<Ref> = (desk.all(shape.table()).into_iter())
        .filter(|at| *at != from)
        .collect();
    let to = desk.one(&others);
    let (title, date) = (desk.text(to, TITLE), desk.text(entry, DATE));
    let amount = desk.text(entry, AMOUNT);
    let taken = shape.entries_of(desk, to);
    if taken.iter().any(|&entry| desk.text(entry, DATE) == date) {
        return None;
    }
    let known = desk.see(entry, AMOUNT);
    desk.delete(entry);
    desk.make(
        shape.notes(),
        &[(OF, &title, 0), (DATE, &date, 0), (AMOUNT, &amount, known)],
    );
    Some(format!(
        "The {} of {date} was noted for {} in {} by mistake. Delete it there, and add it to {} with the same values.",
        shape.life.entry.0,
        shape.named(desk, from),
        shape.app(),
        shape.named(desk, to),
    ))
}
