//! Whether what a commit rests on was seen.

use crate::shop::strict::{
    rules::grade::tally,
    world::{action::Action, def::Def, objective::Objective, state::State},
};

/// For an action that commits: whether the facts it rests on are known.
#[must_use]
pub(crate) fn supported(def: &Def, state: &State, action: &Action) -> Option<bool> {
    let known = state.known();
    match (action, &def.objective) {
        (Action::Answer(_), Objective::Answer { needs, .. })
        | (Action::Finish, Objective::Cancel { needs, .. })
        | (Action::Submit, Objective::Return { needs, .. })
        | (Action::Report, Objective::Report { needs }) => Some(known.includes(*needs)),
        // The order's own page, where it is cancelled, is the evidence.
        (Action::CancelOrder, Objective::Cancel { .. }) => Some(true),
        (Action::Checkout, Objective::Purchase(purchase)) => {
            Some(tally(def, purchase, state.lines(), known).supported)
        }
        (
            Action::Answer(_)
            | Action::CancelOrder
            | Action::Finish
            | Action::Submit
            | Action::Report
            | Action::Checkout,
            _,
        ) => Some(false),
        _ => None,
    }
}
