//! Values that columns can be given, and what changes do to them.

use super::{
    blueprint::{Becomes, Change, TODAY},
    data::{Cell, World},
    scope::Matched,
    theme::What,
};
use serde_json::Value;
use truestep_core::chance::{Chance, Sampled};

/// A value that a column can be given.
pub(super) fn draw(what: &What, label: Option<&str>, chance: &mut Sampled) -> Option<Cell> {
    let between = |least: i64, most: i64, step: i64, chance: &mut Sampled| {
        let steps = ((most - least) / step).max(1) as u32;
        Cell::Number(least + step * i64::from(chance.below(steps) + 1))
    };
    Some(match what {
        What::Word(words) => Cell::Word(words[chance.below(words.len() as u32) as usize]),
        What::Money { least, most, step } => between(*least, *most, *step, chance),
        What::Number { least, most } => between(*least, *most, 1, chance),
        What::Day { most, .. } => between(TODAY, (*most).max(TODAY + 30), 1, chance),
        What::Text(text) => Cell::Text(super::data::words_of(*text, label, chance)),
        What::Row(_) | What::State(_) => return None,
    })
}

pub(super) fn value_of(cell: &Cell) -> Value {
    match cell {
        Cell::Word(word) => (*word).into(),
        Cell::Text(text) => text.as_str().into(),
        Cell::Number(number) => (*number).into(),
        Cell::Row(_) => Value::Null,
    }
}

/// Whether two changes of rows of a scope could get into each other's way: they reach the same other row.
pub(super) fn meet(world: &World, matched: &Matched, change: &Change) -> bool {
    let reaches = change.effects.iter().filter_map(|effect| effect.of);
    let mut reaches = reaches.chain(change.needs.iter().filter_map(|need| match need {
        super::blueprint::Need::Is { of, .. } => *of,
        super::blueprint::Need::Alone { .. } => None,
    }));
    let is_still = change.effects.iter().all(|effect| effect.of.is_none());
    !is_still
        && reaches.any(|of| {
            let mut met = vec![];
            matched.rows.iter().any(|&row| {
                let cell = &matched.row(world, row).cells[of];
                let again = met.contains(&cell);
                met.push(cell);
                again
            })
        })
}

/// A row after a change of its own columns.
pub(super) fn after(row: &[Cell], change: &Change) -> Vec<Cell> {
    let mut row = row.to_vec();
    for effect in change.effects.iter().filter(|effect| effect.of.is_none()) {
        row[effect.column] = match (&effect.becomes, &row[effect.column]) {
            (Becomes::Word(word), _) => Cell::Word(word),
            (Becomes::More(by), Cell::Number(number)) => Cell::Number(number + by),
            (Becomes::More(_), other) => other.clone(),
        };
    }
    row
}
