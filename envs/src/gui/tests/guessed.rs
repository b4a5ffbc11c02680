//! The distance of those who guess: the whole menu, evidence ignored.

use super::{mendable::nearer, menu, step, task, text};
use crate::gui::{Def, Gui, State, state::Ended, tasks::TEMPLATES};
use truestep_core::model::Planner;

/// The states of the oracle's way, so many at most.
fn on_the_way(def: &Def, most: usize) -> Vec<State> {
    let mut states = vec![State::default()];
    while states.len() < most {
        let state = &states[states.len() - 1];
        let next = nearer(def, state).map(|verb| {
            let mut next = state.clone();
            step(def, &mut next, &verb);
            next
        });
        match next.filter(|next| next.ended == Ended::No) {
            Some(next) => states.push(next),
            None => break,
        }
    }
    states
}

#[test]
fn who_guesses_needs_one_step_more_than_from_the_nearest_state_the_menu_leads_to() {
    let mut wrong = vec![];
    for template in TEMPLATES {
        let Some(def) = task(template.name, 2).filter(|def| def.wish.evidence() != 0) else {
            continue;
        };
        for state in on_the_way(&def, 10) {
            let guessed = |state: &State| Gui::distance_clairvoyant(&def, state);
            let nearest = menu(&def, &state).into_iter().map(|verb| {
                let mut next = state.clone();
                step(&def, &mut next, &verb);
                (guessed(&next).plus(1), text(&def, &verb))
            });
            let (nearest, verb) = nearest.min().unwrap();
            if nearest != guessed(&state) {
                wrong.push(format!(
                    "{}: {} and by {verb} {nearest}",
                    template.name,
                    guessed(&state)
                ));
                break;
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
