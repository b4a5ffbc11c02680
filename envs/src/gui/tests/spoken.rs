//! Published grammars on the phone: nothing gets lost between what the oracle does and what a model would have written.

use super::{act, menu, step, task, task_with};
use crate::gui::{
    Def, Gui, Spoken, State, Verb, Way,
    grammar::{ALL, Grammar, Mode},
    state::Ended,
    tasks::TEMPLATES,
};
use std::collections::{BTreeMap, BTreeSet};
use truestep_core::model::{Dynamics, MenuEntry, Planner, best_actions_by_trial};

const SCREENS: [&str; 3] = ["540x1200", "320x640", "1080x2400"];

/// Every grammar, in both modes and of pictures of every size.
fn spoken() -> impl Iterator<Item = Spoken> {
    let modes = |grammar: &Grammar| {
        let name = grammar.about().name;
        [name.to_owned(), format!("{name}:released")]
    };
    let sized = |name: String| SCREENS.map(|screen| Spoken::read(&name, Some(screen)).unwrap());
    ALL.iter().flat_map(modes).flat_map(sized)
}

/// The steps of the oracle, with the states that they are taken in.
pub(in crate::gui) fn shortest_way(def: &Def) -> Vec<(State, Verb)> {
    let mut state = def.start();
    let mut way = vec![];
    while state.ended == Ended::No {
        let verbs = menu(def, &state);
        let entry = |verb: &Verb| MenuEntry {
            action: verb.clone(),
            weight: 1,
        };
        let entries: Vec<_> = verbs.iter().map(entry).collect();
        let mut best = vec![];
        best_actions_by_trial::<Gui>(def, &mut (), &state, &entries, &mut best).unwrap();
        let verb = verbs[best[0] as usize].clone();
        let before = state.clone();
        step(def, &mut state, &verb);
        way.push((before, verb));
    }
    way
}

pub(in crate::gui) fn instances() -> impl Iterator<Item = (&'static str, Def)> {
    TEMPLATES.iter().map(|template| {
        let found = (1..20).find_map(|seed| task(template.name, seed));
        (
            template.name,
            found.unwrap_or_else(|| panic!("{} has no instance", template.name)),
        )
    })
}

/// What kind of verb, in a word.
fn kind(verb: &Verb) -> &'static str {
    match verb {
        Verb::Tap(_) => "tap",
        Verb::Double(_) | Verb::Context(_) => "mouse",
        Verb::Type(..) => "type",
        Verb::Write(_) => "write",
        Verb::Scroll(_) => "scroll",
        Verb::Back => "back",
        Verb::Home => "home",
        Verb::Recents => "recents",
        Verb::Enter => "enter",
        Verb::Open(_) => "open_app",
        Verb::Wait => "wait",
        Verb::Answer(_) => "answer",
        Verb::Report => "report",
        Verb::Done => "done",
    }
}

#[test]
fn the_oracles_way_said_in_a_grammar_ends_as_well() {
    // What a grammar can say of it may be said in its own texts alone; the rest in the phone's own forms.
    let mut said: BTreeMap<&str, u32> = BTreeMap::new();
    for (name, mut def) in instances() {
        let way = shortest_way(&def);
        for spoken in spoken() {
            def.speak(spoken);
            let mut state = State::default();
            for (before, verb) in &way {
                match def.utter(before, &spoken, verb) {
                    Ok(texts) => {
                        *said.entry(spoken.grammar.about().name).or_default() += 1;
                        for text in &texts {
                            act(&def, &mut state, text)
                                .unwrap_or_else(|no| panic!("{name}: {text}: {no:?}"));
                        }
                    }
                    Err(_) => step(&def, &mut state, verb),
                }
                // The keyboard is open a step longer where two texts say it.
                if state.ended != Ended::No {
                    break;
                }
            }
            assert_eq!(state.ended, Ended::Solved, "{name} in {spoken:?}");
        }
    }
    assert_eq!(said.len(), ALL.len());
    assert!(said.values().all(|count| *count > 100), "{said:?}");
}

/// Every tap of every screen on the way, in every grammar and space: heard as the element it is meant for.
#[test]
fn every_element_can_be_tapped_in_every_grammar() {
    for (name, def) in instances() {
        for (state, _) in shortest_way(&def) {
            let count = def.elements(&state).len() as u8;
            for spoken in spoken() {
                for element in 0..count {
                    let texts = def.utter(&state, &spoken, &Verb::Tap(element));
                    let texts =
                        texts.unwrap_or_else(|no| panic!("{name}: {element} in {spoken:?}: {no}"));
                    assert_eq!(texts.len(), 1);
                    let heard = def.hear(&state, &spoken, &texts[0]).unwrap();
                    assert_eq!(
                        heard,
                        Verb::Tap(element),
                        "{name}: {} in {spoken:?}",
                        texts[0]
                    );
                }
            }
        }
    }
}

/// The verbs of the phone that a grammar has no words for, read strictly.
const UNSAID: &[(&str, &[&str])] = &[
    ("android-world", &["recents", "write"]),
    ("gelab", &["back", "enter", "home", "recents"]),
    ("gui-mcp", &["recents"]),
    ("autoglm", &["enter", "recents", "report"]),
    ("ui-tars/0-1000", &["recents", "report", "wait"]),
    ("ui-tars/resized-pixels", &["recents", "report", "wait"]),
    ("seed/ui-tars-2", &["home", "open_app", "recents", "report"]),
    ("qwen3vl/computer_use", &["home", "open_app", "recents"]),
    (
        "glm-4.5v",
        &["answer", "home", "open_app", "recents", "wait"],
    ),
    (
        "osworld/computer_13",
        &["answer", "home", "open_app", "recents"],
    ),
    (
        "osworld/pyautogui",
        &["answer", "home", "open_app", "recents"],
    ),
    (
        "anthropic/computer_toolset_20260801",
        &["answer", "done", "home", "open_app", "recents", "report"],
    ),
    (
        "anthropic/computer_20251124",
        &["answer", "done", "home", "open_app", "recents", "report"],
    ),
    (
        "anthropic/browser_toolset_20260801",
        &["answer", "done", "home", "open_app", "recents", "report"],
    ),
    (
        "openai/computer",
        &["answer", "done", "home", "open_app", "recents", "report"],
    ),
    (
        "gemini/computer-use",
        &["answer", "done", "home", "open_app", "recents", "report"],
    ),
    (
        "gemini/computer-use-legacy",
        &[
            "answer", "done", "home", "open_app", "recents", "report", "wait", "write",
        ],
    ),
    (
        "browsergym/bid",
        &["done", "enter", "home", "open_app", "recents", "write"],
    ),
    ("browsergym/coord", &["done", "home", "open_app", "recents"]),
    (
        "miniwob",
        &[
            "answer", "done", "home", "open_app", "recents", "report", "scroll",
        ],
    ),
];

#[test]
fn what_a_grammar_cannot_say_is_known() {
    let (_, def) = instances()
        .find(|(name, _)| *name == "alarm-count")
        .unwrap();
    let (_, form) = instances().find(|(name, _)| *name == "alarm-add").unwrap();
    let field = shortest_way(&form)
        .into_iter()
        .find(|(_, verb)| matches!(verb, Verb::Type(..)));
    let (at_field, typing) = field.unwrap();
    let Verb::Type(_, text) = &typing else {
        unreachable!()
    };
    let start = State::default();
    let verbs = [
        Verb::Tap(0),
        Verb::Write(text.clone()),
        Verb::Scroll(Way::Up),
        Verb::Scroll(Way::Down),
        Verb::Back,
        Verb::Home,
        Verb::Recents,
        Verb::Enter,
        Verb::Open(0),
        Verb::Wait,
        Verb::Answer(text.clone()),
        Verb::Report,
        Verb::Done,
    ];
    let mut unsaid: Vec<(&str, Vec<&str>)> = vec![];
    for grammar in ALL {
        let name = grammar.about().name;
        let spoken = Spoken::read(name, None).unwrap();
        assert_eq!(spoken.mode, Mode::Strict);
        let mut missing = BTreeSet::new();
        for verb in &verbs {
            let asked = if matches!(verb, Verb::Answer(_)) {
                &def
            } else {
                &form
            };
            if asked.utter(&start, &spoken, verb).is_err() {
                missing.insert(kind(verb));
            }
        }
        if form.utter(&at_field, &spoken, &typing).is_err() {
            missing.insert(kind(&typing));
        }
        if !missing.is_empty() {
            unsaid.push((name, missing.into_iter().collect()));
        }
    }
    let expected: Vec<(&str, Vec<&str>)> = UNSAID.iter().map(|(n, v)| (*n, v.to_vec())).collect();
    assert_eq!(unsaid, expected);
}

#[test]
fn what_the_phone_has_nothing_for_is_refused_with_its_reason() {
    let mut def = task("alarm-add", 1).unwrap();
    let cases = [
        ("browsergym/bid", "click('0')", Ok("tap[0]")),
        ("browsergym/bid", "click('99')", Err("no_such_element")),
        ("browsergym/bid", "clear('0')", Ok("clear[0]")),
        ("browsergym/bid", "click('0')\nclick('1')", Err("several")),
        ("browsergym/bid", "tip over", Err("not_in_grammar")),
        (
            "browsergym/coord",
            "mouse_click(539, 1199)",
            Err("nothing_there"),
        ),
        (
            "browsergym/coord",
            "mouse_click(5000, 2)",
            Err("not_in_grammar"),
        ),
        (
            "osworld/pyautogui:released",
            "```python\npyautogui.click(5000, 2)\n```",
            Err("off_the_screen"),
        ),
        (
            "browsergym/coord",
            "keyboard_press('Tab')",
            Err("not_on_this_phone"),
        ),
        ("browsergym/bid", "scroll(0, 200)", Ok("scroll[down]")),
        (
            "browsergym/bid",
            "scroll(-300, 200)",
            Err("not_on_this_phone"),
        ),
        (
            "android-world",
            r#"{"action_type": "long_press", "index": 0}"#,
            Err("not_on_this_phone"),
        ),
        (
            "android-world",
            r#"{"action_type": "navigate_home"}"#,
            Ok("home"),
        ),
        (
            "android-world",
            r#"{"action_type": "open_app", "app_name": "Chess"}"#,
            Err("no_such_app"),
        ),
        (
            "android-world",
            r#"{"action_type": "status", "goal_status": "infeasible"}"#,
            Ok("report[infeasible]"),
        ),
        // The phone's own forms go on to work, and so does the form that announces the grammar.
        ("android-world", "tap[0]", Ok("tap[0]")),
        (
            "android-world",
            r#"say[{"action_type": "click", "index": 0}]"#,
            Ok("tap[0]"),
        ),
    ];
    for (grammar, text, expected) in cases {
        def.speak(Spoken::read(grammar, None).unwrap());
        let state = State::default();
        let heard = Gui::decode(&def, &state, text);
        let heard = heard.map(|verb| super::text(&def, &verb));
        match (heard, expected) {
            (Ok(heard), Ok(wanted)) => assert_eq!(heard, wanted, "{grammar}: {text}"),
            (Err(no), Err(code)) => assert_eq!(no.code, code, "{grammar}: {text}: {no:?}"),
            (heard, wanted) => panic!("{grammar}: {text}: {heard:?}, expected {wanted:?}"),
        }
    }
}

#[test]
fn a_text_of_a_grammar_is_no_action_where_no_grammar_was_named() {
    let def = task("alarm-add", 1).unwrap();
    let text = r#"{"action_type": "click", "index": 0}"#;
    assert!(Gui::decode(&def, &State::default(), text).is_err());
    assert!(Gui::decode(&def, &State::default(), &format!("say[{text}]")).is_err());
}

#[test]
fn a_grammar_changes_what_is_read_and_nothing_else() {
    let plain = task("event-add", 3).unwrap();
    let spoken = task_with("event-add", 3, &[("grammar", "qwen3vl/mobile_use")]).unwrap();
    assert_eq!(plain.goal().instruction, spoken.goal().instruction);
    let state = State::default();
    assert_eq!(
        Gui::distance(&plain, &state),
        Gui::distance(&spoken, &state)
    );
    assert_eq!(menu(&plain, &state), menu(&spoken, &state));
}

#[test]
fn a_parameter_that_names_no_grammar_is_refused() {
    let wrong = [
        vec![("grammar", "esperanto")],
        vec![("grammar", "")],
        vec![("grammar", "android-world"), ("screen", "1x1")],
        vec![("screen", "540x1200")],
        vec![("dialect", "android-world")],
    ];
    for parameters in wrong {
        assert!(
            task_with("alarm-add", 1, &parameters).is_none(),
            "{parameters:?}"
        );
    }
}
