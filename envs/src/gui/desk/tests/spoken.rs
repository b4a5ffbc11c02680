//! Published grammars of desktops: nothing gets lost between what the oracle does and what a model would have written.

use super::{instances, task_with};
use crate::gui::{
    Spoken, Verb,
    desk::{HEIGHT, WIDTH},
    state::Ended,
    tests::{act, spoken::shortest_way, step},
};

/// The grammars of computers, in which all but the ends can be said.
const GRAMMARS: [&str; 11] = [
    "osworld/computer_13",
    "osworld/pyautogui",
    "anthropic/computer_20251124",
    "anthropic/computer_toolset_20260801",
    "openai/computer",
    "ui-tars/0-1000",
    "seed/ui-tars-2",
    "qwen3vl/computer_use",
    "gemini/computer-use",
    "gemini/computer-use-legacy",
    "browsergym/bid",
];
const SIZES: [(&str, u32, u32); 2] = [
    ("1280x720", WIDTH, HEIGHT),
    ("1920x1080", WIDTH * 3 / 2, HEIGHT * 3 / 2),
];

#[test]
fn every_step_of_the_oracle_can_be_said_in_the_grammars_of_computers() {
    for (name, mut def) in instances() {
        let way = shortest_way(&def);
        for grammar in GRAMMARS {
            for (size, ..) in SIZES {
                let spoken = Spoken::read_of(grammar, Some(size), &SIZES).unwrap();
                def.speak(spoken);
                let mut state = def.start();
                for (before, verb) in &way {
                    match (def.utter(before, &spoken, verb), verb) {
                        (Ok(texts), _) => {
                            for text in &texts {
                                act(&def, &mut state, text).unwrap_or_else(|no| {
                                    panic!("{name}: {grammar}: {text}: {no:?}")
                                });
                            }
                        }
                        // Ends are the harness's own where a grammar has none.
                        (Err(_), Verb::Done | Verb::Report | Verb::Answer(_)) => {
                            step(&def, &mut state, verb);
                        }
                        (Err(no), verb) => panic!("{name}: {grammar}: {verb:?}: {no}"),
                    }
                }
                assert_eq!(state.ended, Ended::Solved, "{name} in {grammar}");
            }
        }
    }
}

#[test]
fn every_element_can_be_clicked_twice_and_with_the_right_button_where_it_does_something() {
    let def = task_with("file-move", 1, &[]).unwrap();
    let spoken = Spoken::read_of("osworld/computer_13", None, &SIZES).unwrap();
    for (state, _) in shortest_way(&def) {
        for number in 0..def.elements(&state).len() as u8 {
            for verb in [
                Verb::Tap(number),
                Verb::Double(number),
                Verb::Context(number),
            ] {
                let texts = def.utter(&state, &spoken, &verb).unwrap();
                assert_eq!(texts.len(), 1);
                assert_eq!(def.hear(&state, &spoken, &texts[0]).unwrap(), verb);
            }
        }
    }
}
