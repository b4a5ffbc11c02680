//! Distances while windows fill the desktop, where nothing of the menu fills it.

use super::instances;
use crate::gui::{
    Def, Gui, State, Verb,
    desk::Control,
    elements::Element,
    state::Ended,
    tests::{menu, spoken::shortest_way, step, text},
};
use truestep_core::{
    model::{Planner, Truth},
    truth::Distance,
};

/// Tap an element that is there.
fn tapped(def: &Def, state: &State, is: impl Fn(Element) -> bool) -> Option<State> {
    let number = def.elements(state).into_iter().position(is)?;
    let mut next = state.clone();
    step(def, &mut next, &Verb::Tap(number as u8));
    Some(next)
}

/// The same with the window in front filling the desktop.
fn filled(def: &Def, state: &State) -> Option<State> {
    tapped(def, state, |element| {
        element == Element::Control(Control::Maximise)
    })
}

/// The same with every window filling it that can be brought to the front and made to.
fn all_filled(def: &Def, state: &State) -> Option<State> {
    let front = def.app_of(&state.front)?;
    let mut state = filled(def, state)?;
    for &app in def.apps.iter().filter(|&&app| app != front) {
        if let Some(raised) = tapped(def, &state, |element| element == Element::Task(app)) {
            state = filled(def, &raised)?;
        }
    }
    tapped(def, &state, |element| element == Element::Task(front)).or(Some(state))
}

/// The states that supported verbs of the menu lead to, and the least of their distances.
fn nearest(def: &Def, state: &State) -> (Distance, Option<(Verb, State)>) {
    let supported = |verb: &Verb| Gui::supported(def, state, verb) != Some(false);
    let next = menu(def, state).into_iter().filter(supported).map(|verb| {
        let mut next = state.clone();
        step(def, &mut next, &verb);
        (Gui::distance(def, &next), (verb, next))
    });
    let least = next.min_by_key(|(distance, _)| *distance);
    least.map_or((Distance::Never, None), |(distance, next)| {
        (distance.plus(1), Some(next))
    })
}

/// Follow the plan from a state to the end; at each step the distance is one more than the least of the menu's.
fn follow(def: &Def, start: State) -> Result<(), String> {
    let mut state = start;
    let mut way: Vec<String> = vec![];
    while state.ended == Ended::No {
        let own = Gui::distance(def, &state);
        let (least, next) = nearest(def, &state);
        if own != least || own == Distance::NotComputed {
            return Err(format!("{own:?}, {least:?} by the menu, after {way:?}"));
        }
        let Some((verb, next)) = next.filter(|_| own != Distance::Never) else {
            return Err(format!("no way on after {way:?}"));
        };
        way.push(text(def, &verb));
        state = next;
    }
    match state.ended {
        Ended::Solved => Ok(()),
        _ => Err(format!("not solved by {way:?}")),
    }
}

#[test]
fn a_window_that_fills_the_desktop_makes_no_distance_unknown() {
    for (name, def) in instances() {
        for (number, (state, _)) in shortest_way(&def).into_iter().enumerate() {
            let both = [filled(&def, &state), all_filled(&def, &state)];
            for filled in both.into_iter().flatten() {
                follow(&def, filled)
                    .unwrap_or_else(|error| panic!("{name} at step {number}: {error}"));
            }
        }
    }
}
