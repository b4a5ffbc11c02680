//! Records that are made or deleted.

use super::{AMOUNT, Shape, TITLE};
use crate::gui::{
    case::{Desk, Ref},
    made::{author::OF, names::a},
    tasks::list,
};

/// Add one or two with all their fields.
pub(super) fn add(shape: &Shape, desk: &mut Desk) -> Option<String> {
    desk.about(shape.app());
    let count = 1 + desk.below(2);
    let titles = shape.fresh(desk, count);
    let amounts = desk.measures(shape.life.amount, count + 1);
    let (wrong, amounts) = amounts.split_last()?;
    if titles.len() < count || amounts.len() < count {
        return None;
    }
    let mut parts = vec![];
    for (title, amount) in titles.iter().zip(amounts) {
        let fields = shape.record(desk, title, amount);
        let told: Vec<String> = (fields.iter())
            .map(|(field, text)| shape.told(desk, field, text))
            .collect();
        let wanted: Vec<(&str, &str, u64)> = fields.iter().map(|(f, t)| (*f, &**t, 0)).collect();
        desk.make(shape.table(), &wanted);
        parts.push(told.join(", "));
    }
    match shape.amount {
        true => desk.tempt_new(shape.table(), AMOUNT, wrong, 0),
        false => {
            let all = desk.all(shape.table());
            let taken = {
                let at = desk.one(&all);
                desk.text(at, TITLE)
            };
            desk.tempt_new(shape.table(), TITLE, &taken, 0);
        }
    }
    let noun = match count {
        1 => a(shape.life.noun.0),
        _ => format!("two {}", shape.life.noun.1),
    };
    Some(format!(
        "Add {noun} to {}: {}.",
        shape.app(),
        parts.join("; and ")
    ))
}

/// Delete one to so many.
pub(super) fn delete_some(shape: &Shape, desk: &mut Desk, most: usize) -> String {
    desk.about(shape.app());
    let all = desk.all(shape.table());
    let count = 1 + desk.below(most);
    let those = desk.some(&all, count);
    let said = format!(
        "Delete {} from {}.",
        shape.all_named(desk, &those),
        shape.app()
    );
    for at in those {
        for entry in shape.entries_of(desk, at) {
            desk.delete(entry);
        }
        desk.delete(at);
    }
    said
}

/// Delete one to four.
pub(super) fn delete(shape: &Shape, desk: &mut Desk) -> Option<String> {
    Some(delete_some(shape, desk, 4))
}

impl Shape {
    /// What is noted down of a record.
    pub(super) fn entries_of(&self, desk: &Desk, at: Ref) -> Vec<Ref> {
        match self.entries {
            true => desk.those(self.notes(), OF, &desk.text(at, TITLE)),
            false => vec![],
        }
    }

    /// Records as a list in words: `the plants "Basil" and "Mint"`.
    pub(super) fn all_named(&self, desk: &Desk, all: &[Ref]) -> String {
        let names: Vec<String> = (all.iter())
            .map(|&at| format!("\"{}\"", desk.text(at, TITLE)))
            .collect();
        let noun = match all.len() {
            1 => self.life.noun.0,
            _ => self.life.noun.1,
        };
        format!("the {noun} {}", list(&names))
    }
}
