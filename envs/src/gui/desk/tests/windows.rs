//! What windows do.

use super::task_with;
use crate::gui::{Def, Gui, State, elements::Element, tests::act};
use truestep_core::model::{Dynamics, Render, ViewKind};

/// A desktop with Files and Mail and nothing else.
fn desktop() -> (Def, State) {
    let def = (1..20).find_map(|seed| task_with("file-from-mail", seed, &[("others", "0")]));
    let def = def.unwrap();
    let state = def.start();
    (def, state)
}

fn shown(def: &Def, state: &State) -> String {
    let mut out = String::new();
    Gui::observe(def, state, &(), ViewKind::TEXT, &mut out);
    out
}

/// The number of the first element whose line in the text view has these words.
fn find(def: &Def, state: &State, words: &str) -> usize {
    let text = shown(def, state);
    let mut lines = text.lines().filter(|line| line.starts_with('['));
    lines
        .position(|line| line.contains(words))
        .unwrap_or_else(|| panic!("{words} in {text}"))
}

/// Do something to the first element with these words.
fn on(def: &Def, state: &mut State, verb: &str, words: &str) {
    let number = find(def, state, words);
    act(def, state, &format!("{verb}[{number}]")).unwrap();
}

#[test]
fn a_window_keeps_its_screens_and_its_draft_while_others_are_in_front() {
    let (def, mut state) = desktop();
    on(&def, &mut state, "double_click", "icon: Mail");
    on(&def, &mut state, "click", "New mail");
    let subject = find(&def, &state, "field \"Subject\"");
    act(&def, &mut state, &format!("type[{subject}, Somebody]")).unwrap();
    let before = shown(&def, &state);
    on(&def, &mut state, "double_click", "icon: Files");
    on(&def, &mut state, "double_click", "item: Documents");
    assert!(!shown(&def, &state).contains("Somebody"));
    on(&def, &mut state, "click", "task \"Mail\"");
    let now = shown(&def, &state);
    assert!(now.contains("field \"Subject\": Somebody"), "{now}");
    let own = |text: &str| -> Vec<String> {
        let is_own = |line: &&str| {
            !["window: ", "task \"", "icon: "]
                .iter()
                .any(|w| line.contains(w))
        };
        text.lines().filter(is_own).map(str::to_owned).collect()
    };
    assert_eq!(own(&before), own(&now));
    // The other one stands where it stood, too.
    act(&def, &mut state, "key[alt+tab]").unwrap();
    assert!(shown(&def, &state).contains("Screen: Documents"));
}

#[test]
fn a_click_selects_and_enter_opens() {
    let (def, mut state) = desktop();
    on(&def, &mut state, "click", "icon: Files");
    assert!(shown(&def, &state).contains("\"Files\" is selected."));
    act(&def, &mut state, "key[enter]").unwrap();
    on(&def, &mut state, "click", "item: Documents");
    assert!(shown(&def, &state).contains("\"Documents\" is selected."));
    act(&def, &mut state, "key[enter]").unwrap();
    assert!(shown(&def, &state).contains("Screen: Documents"));
    // What is selected is not selected for ever.
    act(&def, &mut state, "key[escape]").unwrap();
    assert!(act(&def, &mut state, "key[enter]").is_err());
}

#[test]
fn closing_drops_what_was_not_saved_and_brings_no_other_window_to_the_front() {
    let (def, mut state) = desktop();
    on(&def, &mut state, "double_click", "icon: Files");
    on(&def, &mut state, "double_click", "icon: Mail");
    on(&def, &mut state, "click", "New mail");
    act(&def, &mut state, "key[ctrl+w]").unwrap();
    assert!(state.front.is_launcher());
    assert!(shown(&def, &state).contains("window: Home - Files"));
    on(&def, &mut state, "double_click", "icon: Mail");
    assert!(shown(&def, &state).contains("Screen: Mailboxes"));
}

#[test]
fn windows_are_put_away_and_cover_the_icons_when_they_fill_the_desktop() {
    let (def, mut state) = desktop();
    on(&def, &mut state, "double_click", "icon: Files");
    on(&def, &mut state, "click", "button: Maximise");
    let has_icons = |state: &State| {
        let elements = def.elements(state);
        elements
            .iter()
            .any(|element| matches!(element, Element::Icon(_)))
    };
    assert!(!has_icons(&state));
    on(&def, &mut state, "click", "button: Minimise");
    assert!(has_icons(&state) && state.front.is_launcher());
    assert!(shown(&def, &state).contains("task \"Files\": minimised"));
    on(&def, &mut state, "click", "task \"Files\"");
    assert!(!has_icons(&state), "a window comes back as it was");
    act(&def, &mut state, "key[super+d]").unwrap();
    assert!(has_icons(&state));
}

#[test]
fn a_dialog_holds_up_its_own_window_alone() {
    let (def, mut state) = desktop();
    on(&def, &mut state, "double_click", "icon: Mail");
    on(&def, &mut state, "double_click", "icon: Files");
    let folder = def.text(
        def.phone.table("file").unwrap(),
        1,
        &def.base[usize::from(def.phone.table("file").unwrap())][0],
    );
    on(&def, &mut state, "double_click", &format!("item: {folder}"));
    on(&def, &mut state, "right_click", "item: ");
    on(&def, &mut state, "click", "menu item: Delete");
    assert!(shown(&def, &state).contains("button: Keep"));
    assert!(!shown(&def, &state).contains("button: Rename"));
    on(&def, &mut state, "click", "task \"Mail\"");
    assert!(shown(&def, &state).contains("Screen: Mailboxes"));
    on(&def, &mut state, "click", "task \"Files\"");
    assert!(
        shown(&def, &state).contains("button: Keep"),
        "it still asks"
    );
}

#[test]
fn a_window_behind_is_raised_by_a_click_on_what_is_seen_of_it() {
    let (def, mut state) = desktop();
    on(&def, &mut state, "double_click", "icon: Files");
    on(&def, &mut state, "double_click", "icon: Mail");
    on(&def, &mut state, "click", "window: ");
    assert!(shown(&def, &state).contains("App: Files"));
}

#[test]
fn phones_know_nothing_of_a_mouse() {
    let def = crate::gui::tests::spoken::instances().next().unwrap().1;
    let state = def.start();
    assert!(state.desk.is_none());
    for verb in [crate::gui::Verb::Double(0), crate::gui::Verb::Context(0)] {
        assert_eq!(
            Gui::admit(&def, &state, &verb).unwrap_err().code,
            "not_on_a_phone"
        );
    }
}
