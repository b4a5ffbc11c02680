//! Whether a commit follows from what was seen.

use crate::shop::strict::{
    rules::grade::{grade_alone, tally},
    world::{action::Action, def::Def, objective::Objective, page::Page, state::State},
};
use truestep_core::rational::Rational;

/// For an action that commits: whether the facts it rests on are known, and it is the one that they support. What they
/// contradict - another product, another coupon, an order that is not meant - is not supported, however much was seen.
#[must_use]
pub(crate) fn supported(def: &Def, state: &State, action: &Action) -> Option<bool> {
    match action {
        // The order's own page, where it is cancelled, shows what it holds.
        Action::CancelOrder => Some(is_to_cancel(def, state)),
        Action::Answer(_) | Action::Finish | Action::Submit | Action::Report | Action::Checkout => {
            let is_right = || grade_alone(def, state, action) == Rational::from_integer(1);
            Some(is_known(def, state, action) && is_right())
        }
        _ => None,
    }
}

/// Whether everything that an end rests on was seen.
fn is_known(def: &Def, state: &State, action: &Action) -> bool {
    let known = state.known();
    match (action, &def.objective) {
        (Action::Answer(_), Objective::Answer { needs, .. })
        | (Action::Finish, Objective::Cancel { needs, .. })
        | (Action::Submit, Objective::Return { needs, .. })
        | (Action::Report, Objective::Report { needs }) => known.includes(*needs),
        (Action::Checkout, Objective::Purchase(purchase)) => {
            tally(def, purchase, state.lines(), known).supported
        }
        _ => false,
    }
}

fn is_to_cancel(def: &Def, state: &State) -> bool {
    match (&def.objective, state.page()) {
        (Objective::Cancel { targets, .. }, Page::Order(order)) => targets >> order & 1 == 1,
        _ => false,
    }
}
