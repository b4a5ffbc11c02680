//! Options that are open over the form for a new record.

use super::{by_the_menu, mendable::nearer, menu, step, task, text};
use crate::gui::{
    Gui,
    elements::{Element, Holder},
    state::Ended,
    verb::Verb,
};
use truestep_core::model::Planner as _;

#[test]
fn distances_are_those_of_the_menu_while_options_are_open_over_the_first_of_two_records() {
    let mut seen = 0;
    // The first record of each is to have the option that stands there already, the second another.
    for (name, seed) in [
        ("contact-add", 35),
        ("note-add", 13),
        ("task-add", 22),
        ("alarm-add", 43),
        ("expense-add", 12),
        ("activity-add", 11),
        ("recipe-add", 23),
    ] {
        let def = task(name, seed).unwrap();
        let mut state = def.start();
        while state.ended == Ended::No {
            let elements = def.elements(&state);
            let picks = menu(&def, &state).into_iter().filter(|verb| {
                let Verb::Tap(number) = verb else {
                    return false;
                };
                let element = elements[usize::from(*number)];
                matches!(element, Element::Pick(_, Holder::Draft))
            });
            for verb in picks {
                let mut next = state.clone();
                step(&def, &mut next, &verb);
                let told = format!("{name} {seed}: {}", text(&def, &verb));
                assert_eq!(
                    Gui::distance(&def, &next),
                    by_the_menu(&def, &next),
                    "{told}"
                );
                assert_eq!(
                    Gui::distance(&def, &state),
                    by_the_menu(&def, &state),
                    "{told}"
                );
                seen += 1;
            }
            let verb = nearer(&def, &state).expect("a nearer state");
            step(&def, &mut state, &verb);
        }
    }
    assert!(seen > 20, "{seen}");
}
