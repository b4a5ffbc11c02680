//! What the agent reads: the place's text and the actions there.

use super::types::{Mdp, State};

/// Write the text view.
pub(super) fn write(def: &Mdp, state: &State, out: &mut String) {
    let place = def.at(state);
    out.push_str(&place.text);
    let actions: Vec<&str> = def.actions_at(state).collect();
    if !actions.is_empty() {
        out.push_str("\nActions: ");
        out.push_str(&actions.join(" | "));
    }
}
