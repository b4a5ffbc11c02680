//! Questions about records.

use super::{AMOUNT, Beside, DATE, PLACE, Shape, asked};
use crate::gui::{
    author::Kind,
    case::{Desk, Ref},
    wish::AnswerKind,
};

/// What a record has: one that is named, or the one that has most of what lists show.
pub(super) fn find(shape: &Shape, desk: &mut Desk) -> Option<String> {
    desk.about(shape.app());
    let field = asked(shape)?;
    let all = desk.all(shape.table());
    let (at, which) = match (shape.lists(Beside::Amount), shape.lists(Beside::Date)) {
        (true, _) => most(shape, desk, AMOUNT, "largest")?,
        (_, true) => most(shape, desk, DATE, "latest")?,
        _ => {
            let at = desk.one(&all);
            (at, shape.named(desk, at))
        }
    };
    let others: Vec<Ref> = all.into_iter().filter(|other| *other != at).collect();
    let others: Vec<String> = (desk.some(&others, 3).into_iter())
        .map(|at| desk.text(at, field))
        .collect();
    let right = desk.text(at, field);
    desk.see(at, field);
    let (kind, how) = match field {
        DATE => (AnswerKind::Date, "the date"),
        PLACE => (AnswerKind::Words, "what stands there"),
        _ => (
            AnswerKind::Of(Kind::Amount(shape.life.amount.unit)),
            "the number",
        ),
    };
    desk.ask(kind, &right, &others);
    Some(format!(
        "What does {} say under \"{}\" for {which}? Answer with {how}.",
        shape.app(),
        shape.label(desk, field),
    ))
}

/// The record with the most of something, which has to be seen of all of them, and how it is called.
fn most(shape: &Shape, desk: &mut Desk, field: &str, word: &str) -> Option<(Ref, String)> {
    let all = desk.all(shape.table());
    let at = *all.iter().max_by_key(|&&at| desk.number(at, field))?;
    let same = |other: &&Ref| desk.number(**other, field) == desk.number(at, field);
    // An empty list would have to be looked at as well, and shows nothing that could be known.
    if all.iter().filter(same).count() > 1 || shape.has_empty_list(desk) {
        return None;
    }
    for other in all {
        desk.see(other, field);
    }
    let (noun, label) = (shape.life.noun.0, shape.label(desk, field));
    Some((at, format!("the {noun} with the {word} \"{label}\"")))
}
