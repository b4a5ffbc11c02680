//! Records that are changed.

use super::{AMOUNT, DATE, FLAG, PLACE, STATE, Shape, TITLE, copied, records, sentence};
use crate::gui::{
    case::{Desk, Ref},
    made::shape::Change,
    tasks::list,
};

/// So many records, none twice; none if there are fewer.
fn some(shape: &Shape, desk: &mut Desk, count: usize) -> Option<Vec<Ref>> {
    desk.about(shape.app());
    let all = desk.all(shape.table());
    let drawn = desk.some(&all, count);
    (drawn.len() == count).then_some(drawn)
}

/// Two records.
fn two(shape: &Shape, desk: &mut Desk) -> Option<(Ref, Ref)> {
    let drawn = some(shape, desk, 2)?;
    Some((drawn[0], drawn[1]))
}

/// A field of one to three records is to read otherwise; what another record has there might be typed by mistake.
fn set(
    shape: &Shape,
    desk: &mut Desk,
    field: &str,
    drawn: impl Fn(&mut Desk, usize) -> Vec<String>,
) -> Option<String> {
    let count = 1 + desk.below(3);
    let those = some(shape, desk, count + 1)?;
    let (other, those) = those.split_last()?;
    let wrong = desk.text(*other, field);
    let texts = drawn(desk, count);
    let mut parts = vec![];
    for (&at, to) in those.iter().zip(&texts) {
        let was = desk.text(at, field);
        if was == *to {
            return None;
        }
        desk.set(at, field, to, 0);
        if wrong != *to && wrong != was {
            desk.tempt(at, field, &wrong, 0);
        }
        let quoted = match field {
            PLACE | TITLE => format!("\"{to}\""),
            _ => to.clone(),
        };
        parts.push(format!("of {} to {quoted}", shape.named(desk, at)));
    }
    (parts.len() == count).then(|| {
        format!(
            "Change in {} \"{}\" {}.",
            shape.app(),
            shape.label(desk, field),
            list(&parts)
        )
    })
}

/// Other names.
pub(super) fn rename(shape: &Shape, desk: &mut Desk) -> Option<String> {
    set(shape, desk, TITLE, |desk, count| {
        let fresh = shape.fresh(desk, count);
        fresh.into_iter().map(str::to_owned).collect()
    })
}

/// Other days.
pub(super) fn date(shape: &Shape, desk: &mut Desk) -> Option<String> {
    set(shape, desk, DATE, |desk, count| {
        (0..count).map(|_| shape.day(desk)).collect()
    })
}

/// Other amounts.
pub(super) fn amount(shape: &Shape, desk: &mut Desk) -> Option<String> {
    set(shape, desk, AMOUNT, |desk, count| {
        desk.measures(shape.life.amount, count)
    })
}

/// Other words.
pub(super) fn place(shape: &Shape, desk: &mut Desk) -> Option<String> {
    set(shape, desk, PLACE, |desk, count| {
        let drawn = desk.some(&shape.life.place.1, count);
        drawn.into_iter().map(str::to_owned).collect()
    })
}

/// Another stage for one to three records; the last one where a button sets it.
pub(super) fn state(shape: &Shape, desk: &mut Desk) -> Option<String> {
    let count = 1 + desk.below(3);
    let those = some(shape, desk, count)?;
    let to = match shape.change {
        Change::Button => shape.last_state(),
        Change::Live | Change::Form => desk.one(shape.life.state.1),
    };
    if those.iter().any(|&at| desk.text(at, STATE) == to) {
        return None;
    }
    for &at in &those {
        desk.set(at, STATE, to, 0);
    }
    Some(format!(
        "Set \"{}\" of {} in {} to \"{to}\".",
        shape.label(desk, STATE),
        shape.all_named(desk, &those),
        shape.app(),
    ))
}

/// The flag of two to four records.
pub(super) fn flag(shape: &Shape, desk: &mut Desk) -> Option<String> {
    desk.about(shape.app());
    let (is, to) = desk.one(&[("off", "on"), ("on", "off")]);
    let those = desk.those(shape.table(), FLAG, is);
    let count = 2 + desk.below(3);
    let those = desk.some(&those, count);
    if those.len() < 2 {
        return None;
    }
    for &at in &those {
        desk.set(at, FLAG, to, 0);
    }
    Some(format!(
        "Switch \"{}\" {to} for {} in {}.",
        shape.label(desk, FLAG),
        shape.all_named(desk, &those),
        shape.app(),
    ))
}

/// What one record has, another one is to have.
pub(super) fn copy(shape: &Shape, desk: &mut Desk) -> Option<String> {
    let field = copied(shape)?;
    let (from, at) = two(shape, desk)?;
    let (text, was) = (desk.text(from, field), desk.text(at, field));
    if text == was || text.is_empty() {
        return None;
    }
    let known = desk.see(from, field);
    desk.set(at, field, &text, known);
    Some(sentence(&format!(
        "{} has the wrong \"{}\" in {}: it should be the same as that of {}. Correct it.",
        shape.named(desk, at),
        shape.label(desk, field),
        shape.app(),
        shape.named(desk, from),
    )))
}

/// Two records exchange a word.
pub(super) fn swap(shape: &Shape, desk: &mut Desk) -> Option<String> {
    let (a, b) = two(shape, desk)?;
    let (of_a, of_b) = (desk.text(a, PLACE), desk.text(b, PLACE));
    if of_a == of_b {
        return None;
    }
    let (saw_a, saw_b) = (desk.see(a, PLACE), desk.see(b, PLACE));
    desk.set(a, PLACE, &of_b, saw_b);
    desk.set(b, PLACE, &of_a, saw_a);
    Some(format!(
        "\"{}\" of {} and of {} in {} were mixed up: give each of them what the other has now.",
        shape.label(desk, PLACE),
        shape.named(desk, a),
        shape.named(desk, b),
        shape.app(),
    ))
}

/// Something in this app and something in the next one of the phone.
pub(super) fn two_apps(shape: &Shape, desk: &mut Desk) -> Option<String> {
    let next = shape.next();
    let first = records::delete_some(shape, desk, 3);
    let (at, _) = two(&next, desk)?;
    let options = desk.other_options(at, STATE);
    let to = match next.change {
        Change::Button => Some(next.last_state()).filter(|last| options.contains(last))?,
        Change::Live | Change::Form => desk.one(&options),
    };
    desk.set(at, STATE, to, 0);
    Some(format!(
        "{first} And set \"{}\" of {} in {} to \"{to}\".",
        next.label(desk, STATE),
        next.named(desk, at),
        next.app(),
    ))
}
