//! What a step did, in words that need no screen beside them.

use super::{def::Def, described, locale::Tongue, state::State, verb::Verb};
use std::borrow::Cow;
use truestep_core::truth::{Detail, DetailValue};

/// The element that a verb was done to, as the screen before it shows it: `button: Save`. It is truth, and in English whatever the
/// locale.
pub(super) fn hit(def: &Def, state: &State, verb: &Verb) -> Option<String> {
    let (Verb::Tap(number) | Verb::Double(number) | Verb::Context(number) | Verb::Type(number, _)) =
        verb
    else {
        return None;
    };
    let element = *def.elements(state).get(usize::from(*number))?;
    let described = described::describe_in(Tongue::ENGLISH, def, state, element);
    let role = match described.role {
        "" => "text",
        role => role,
    };
    Some(format!("{role}: {}", described.label))
}

/// The details of a step.
pub(super) fn of_step(
    def: &Def,
    before: &State,
    verb: &Verb,
    after: &State,
    out: &mut Vec<Detail>,
) {
    out.extend(hit(def, before, verb).map(|hit| Detail {
        name: Cow::Borrowed(Detail::HIT),
        value: DetailValue::Text(hit),
    }));
    let facts = def.facts(before, verb, after);
    out.extend(facts.into_iter().map(|fact| Detail {
        name: Cow::Borrowed(fact.fate.detail()),
        value: DetailValue::Text(fact.name.to_owned()),
    }));
}
