//! Options that are open over the form for a new record.

use super::{by_the_menu, mendable::nearer, menu, step, task, text};
use crate::gui::{
    Gui,
    elements::{Element, Holder},
    state::Ended,
    verb::Verb,
};
use truestep_core::{model::Planner as _, truth::Distance};

/// Instances of each template.
const SEEDS: u64 = 8;

/// Whatever is chosen on the shortest way, whichever of the records the draft has begun with: also where another record's option
/// is chosen and the name typed over.
#[test]
fn distances_are_those_of_the_menu_while_options_are_open_over_one_of_several_records() {
    let mut seen = 0;
    for name in [
        "contact-add",
        "note-add",
        "task-add",
        "alarm-add",
        "expense-add",
        "activity-add",
        "recipe-add",
    ] {
        for seed in 1..=SEEDS {
            let Some(def) = task(name, seed) else {
                continue;
            };
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
                    for state in [&next, &state] {
                        let distance = Gui::distance(&def, state);
                        assert_ne!(distance, Distance::NotComputed);
                        let told = text(&def, &verb);
                        assert_eq!(distance, by_the_menu(&def, state), "{name} {seed}: {told}");
                    }
                    seen += 1;
                }
                let verb = nearer(&def, &state).expect("a nearer state");
                step(&def, &mut state, &verb);
            }
        }
    }
    assert!(seen > 100, "{seen}");
}
