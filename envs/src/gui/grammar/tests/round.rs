//! What is written is read back as what was said.

use super::{
    verbs::{plain_text, verb},
    *,
};
use proptest::prelude::*;

/// Grammars whose notation carries any text: JSON and quotes escape what they must.
const ANY_TEXT: &[&str] = &[
    "android-world",
    "gui-mcp",
    "qwen3vl/mobile_use",
    "qwen3vl/computer_use",
    "mai-ui",
    "gui-owl-1.5",
    "autoglm",
    "anthropic/computer_toolset_20260801",
    "anthropic/computer_20251124",
    "anthropic/browser_toolset_20260801",
    "openai/computer",
    "gemini/computer-use",
    "gemini/computer-use-legacy",
    "browsergym/bid",
    "browsergym/coord",
];

/// What a codec writes, before it is read back; nothing where it cannot say the verbs.
fn written(grammar: Grammar, verbs: &[Verb], mode: Mode) -> Option<(String, Vec<Verb>)> {
    let placed = grammar.placed(verbs, phone(), mode)?;
    Some((grammar.0.write(&placed, mode).ok()?, placed))
}

/// Whether a text stands in a verb.
fn has_text(verb: &Verb) -> bool {
    match verb {
        Verb::InTab { verb, .. } => has_text(verb),
        Verb::Type { .. }
        | Verb::Insert { .. }
        | Verb::SetValue { .. }
        | Verb::Select { .. }
        | Verb::Upload { .. }
        | Verb::Script { .. }
        | Verb::Answer { .. }
        | Verb::Ask { .. }
        | Verb::TakeOver { .. }
        | Verb::Note { .. }
        | Verb::Delegate { .. }
        | Verb::Done { .. }
        | Verb::Sensitive { .. }
        | Verb::Open(_) => true,
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    /// Strictly, every verb that a codec writes is read back: no misses, in any space.
    #[test]
    fn strict_texts_say_what_was_meant(verb in verb(plain_text())) {
        for grammar in ALL {
            let Some((text, placed)) = written(*grammar, std::slice::from_ref(&verb), Mode::Strict) else { continue };
            match grammar.parse(&text, phone(), Mode::Strict) {
                Ok(reading) => prop_assert_eq!(&reading.verbs, &placed, "{:?} {}", grammar, text),
                // Bounds that a grammar documents are refusals; they are no other verb.
                Err(rejection) => prop_assert!(
                    matches!(rejection.fault, Fault::Wrong { .. } | Fault::Missing { .. }),
                    "{:?} {} {}", grammar, text, rejection
                ),
            }
        }
    }

    /// As released, a verb without words is read back, or the released parser has no way to say it.
    #[test]
    fn released_texts_say_what_was_meant(verb in verb(plain_text())) {
        for grammar in ALL {
            match grammar.print(std::slice::from_ref(&verb), phone(), Mode::Released) {
                Ok(text) => {
                    let placed = grammar.placed(std::slice::from_ref(&verb), phone(), Mode::Released).unwrap();
                    prop_assert_eq!(grammar.parse(&text, phone(), Mode::Released).unwrap().verbs, placed);
                }
                Err(Unsayable::Text) => prop_assert!(
                    has_text(&verb) || quirk(*grammar, &verb),
                    "{:?} writes {:?} but reads another verb", grammar, verb
                ),
                Err(_) => {}
            }
        }
    }

    /// Any text whatever: escaped where the notation can, refused where it cannot, never changed.
    #[test]
    fn wild_texts_are_carried_or_refused(text in ".{0,30}", verb in verb("(?s).{0,12}".boxed())) {
        for grammar in ALL {
            for mode in [Mode::Strict, Mode::Released] {
                let _ = grammar.parse(&text, phone(), mode);
                if let Ok(said) = grammar.print(std::slice::from_ref(&verb), phone(), mode) {
                    let placed = grammar.placed(std::slice::from_ref(&verb), phone(), mode).unwrap();
                    prop_assert_eq!(grammar.parse(&said, phone(), mode).unwrap().verbs, placed);
                }
            }
            if ANY_TEXT.contains(&grammar.about().name)
                && let Some((said, placed)) = written(*grammar, &[Verb::type_text(text.clone())], Mode::Strict)
            {
                prop_assert_eq!(grammar.parse(&said, phone(), Mode::Strict).unwrap().verbs, placed, "{}", said);
            }
        }
    }

    /// Several verbs at once, where a grammar says several.
    #[test]
    fn batches_keep_their_order(verbs in proptest::collection::vec(verb(plain_text()), 1..5)) {
        for grammar in ALL {
            let placed = grammar.placed(&verbs, phone(), Mode::Strict);
            match grammar.print(&verbs, phone(), Mode::Strict) {
                Ok(text) => prop_assert_eq!(Some(grammar.parse(&text, phone(), Mode::Strict).unwrap().verbs), placed),
                Err(why) => prop_assert!(why != Unsayable::Batch || !grammar.about().batch),
            }
        }
    }
}

/// Verbs without words that a released parser reads as another, each a quirk it states.
fn quirk(grammar: Grammar, verb: &Verb) -> bool {
    match grammar.about().name {
        // The element of index 0 is the screen.
        "android-world" => matches!(
            verb,
            Verb::Scroll {
                at: Target::Index(0),
                ..
            }
        ),
        // A scroll goes five clicks whatever it says.
        "glm-4.5v" => matches!(verb, Verb::Scroll { .. }),
        // A semicolon splits lines wherever it stands.
        "osworld/pyautogui" => format!("{verb:?}").contains("\";\""),
        _ => false,
    }
}
