//! Laws of all grammars, and small cases of each.

mod cases;
mod fuzz;
mod points;
mod quirks;
mod round;
mod verbs;

use super::*;
use std::{env, fs, path::Path};

/// A phone's screen.
fn phone() -> Screen {
    Screen::new(1080, 2400).unwrap()
}

/// The grammar of a name.
fn named(name: &str) -> Grammar {
    Grammar::named(name).unwrap_or_else(|| panic!("there is no grammar {name}"))
}

#[test]
fn names_are_unique_and_found() {
    for (index, grammar) in ALL.iter().enumerate() {
        let name = grammar.about().name;
        assert_eq!(
            ALL.iter().position(|other| other.about().name == name),
            Some(index),
            "{name}"
        );
        assert_eq!(named(name).about().name, name);
    }
}

/// What is shown as an example is an action in both modes.
#[test]
fn examples_are_read_in_both_modes() {
    for grammar in ALL {
        let about = grammar.about();
        for mode in [Mode::Strict, Mode::Released] {
            if mode == Mode::Released && ["autoglm", "miniwob"].contains(&about.name) {
                // A closing tag is an error of the released AutoGLM; names are none of MiniWoB++'s numbers.
                continue;
            }
            let reading = grammar.parse(about.example, phone(), mode);
            assert!(
                reading.is_ok_and(|reading| !reading.verbs.is_empty()),
                "{} {mode:?}",
                about.name
            );
        }
    }
}

#[test]
fn a_rejection_says_what_was_wrong_what_was_expected_and_an_example() {
    let wrong = [
        (
            "qwen3vl/mobile_use",
            "<tool_call>\n{\"name\": \"mobile_use\", \"arguments\": {\"action\": \"click\"}}\n</tool_call>",
        ),
        ("android-world", "{\"action_type\": \"clik\", \"index\": 3}"),
        ("ui-tars/0-1000", "Thought: none"),
        ("browsergym/bid", "click(12)"),
    ];
    for (name, text) in wrong {
        let rejection = named(name).parse(text, phone(), Mode::Strict).unwrap_err();
        let said = rejection.to_string();
        assert!(
            said.starts_with(name) && said.contains("expected") && said.contains(rejection.example),
            "{said}"
        );
    }
}

#[test]
fn texts_that_are_too_long_are_refused_before_they_are_read() {
    let text = "x".repeat(MOST_BYTES + 1);
    for grammar in ALL {
        let rejection = grammar.parse(&text, phone(), Mode::Released).unwrap_err();
        assert_eq!(rejection.fault, Fault::TooLong { bytes: text.len() });
    }
}

/// `docs/gui-grammars.md` is what the codecs say; `BLESS=1` writes it anew.
#[test]
fn the_table_is_what_the_document_shows() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/gui-grammars.md");
    let made = table();
    if env::var_os("BLESS").is_some() {
        fs::write(&path, &made).unwrap();
    }
    let shown = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        made == shown,
        "docs/gui-grammars.md is not what the codecs say; BLESS=1 writes it anew"
    );
}
