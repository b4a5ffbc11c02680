//! The engine by itself: boxes, sizes, records, going back, drafts, plans.

use super::{act, menu, step, task, text};
use crate::gui::{
    Def, Gui, State, Verb, layout::Area, state::Ended, tasks::TEMPLATES, tree, value::Value,
};
use std::collections::BTreeSet;
use truestep_core::{
    chance::{Chance as _, Seed},
    model::{Menu, Planner, Render, Truth, ViewKind, best_actions_by_trial},
    truth::FactSet,
};

pub(super) fn seen(def: &Def, state: &State) -> String {
    let mut out = String::new();
    Gui::observe(def, state, &(), ViewKind::TEXT, &mut out);
    out
}

/// The number of the element whose line ends so.
pub(super) fn number(def: &Def, state: &State, end: &str) -> String {
    let page = seen(def, state);
    let line = page.lines().find(|line| line.ends_with(end));
    let line = line.unwrap_or_else(|| panic!("no `{end}` in\n{page}"));
    line.trim_start_matches('[')
        .split(']')
        .next()
        .unwrap()
        .to_owned()
}

pub(super) fn tap(def: &Def, state: &mut State, end: &str) {
    let action = format!("tap[{}]", number(def, state, end));
    act(def, state, &action).unwrap();
}

/// Some states of every template, by random play.
fn states(mut look: impl FnMut(&Def, &State)) {
    for template in TEMPLATES {
        for seed in 1..3 {
            let Some(def) = task(template.name, seed) else {
                continue;
            };
            let mut chance = Seed(seed).stream(template.name).sampled();
            let mut state = State::default();
            for _ in 0..60 {
                look(&def, &state);
                let verbs = menu(&def, &state);
                // Ends come last; without them play goes on.
                let verbs: Vec<&Verb> = verbs
                    .iter()
                    .filter(|v| !matches!(v, Verb::Done | Verb::Report | Verb::Answer(_)))
                    .collect();
                let Some(&verb) = verbs.get(chance.below(verbs.len().max(1) as u32) as usize)
                else {
                    break;
                };
                step(&def, &mut state, verb);
            }
        }
    }
}

#[test]
fn every_template_is_drawn_from_most_seeds_and_explores_little() {
    for template in TEMPLATES {
        let defs: Vec<Def> = (1..=20)
            .filter_map(|seed| task(template.name, seed))
            .collect();
        assert!(
            defs.len() >= 15,
            "{}: {} of 20 seeds",
            template.name,
            defs.len()
        );
        let most = defs.iter().map(|def| def.plan.size()).max().unwrap_or(0);
        assert!(most <= 30_000, "{}: {most} states explored", template.name);
        for def in &defs {
            let steps = Gui::distance(def, &State::default()).steps();
            assert!(
                steps.is_some_and(|steps| steps > 1),
                "{}",
                def.goal().instruction
            );
        }
    }
}

#[test]
fn boxes_are_on_the_screen_and_none_overlaps_another() {
    states(|def, state| {
        let areas = def.areas(state);
        assert_eq!(areas.len(), def.elements(state).len());
        for (at, area) in areas.iter().enumerate() {
            assert!(
                area.left + area.width <= crate::gui::layout::WIDTH,
                "{area:?}"
            );
            assert!(
                area.top + area.height <= crate::gui::layout::HEIGHT,
                "{area:?}"
            );
            let is_apart = |other: &Area| {
                area.left + area.width <= other.left
                    || other.left + other.width <= area.left
                    || area.top + area.height <= other.top
                    || other.top + other.height <= area.top
            };
            let others = areas.iter().enumerate().filter(|(other, _)| *other != at);
            let apart = others.clone().all(|(_, other)| is_apart(other));
            assert!(apart, "element {at} of\n{}", seen(def, state));
        }
    });
}

#[test]
fn a_point_is_the_element_that_is_there() {
    states(|def, state| {
        for (at, area) in def.areas(state).iter().enumerate() {
            let (x, y) = area.centre();
            let read = def.read(state, &format!("tap_at[{x}, {y}]")).unwrap();
            assert_eq!(read, Verb::Tap(at as u8));
        }
        assert_eq!(
            def.read(state, "tap_at[0, 0]").unwrap_err().code,
            "nothing_there"
        );
    });
}

#[test]
fn every_view_is_whole_and_the_tree_is_json_with_as_many_nodes() {
    states(|def, state| {
        let mut tree = String::new();
        Gui::observe(def, state, &(), ViewKind::TREE, &mut tree);
        let tree: serde_json::Value = serde_json::from_str(&tree).unwrap();
        let nodes = tree["elements"].as_array().unwrap();
        let numbered = seen(def, state)
            .lines()
            .filter(|line| line.starts_with('['))
            .count();
        assert_eq!(nodes.len(), numbered);
        let clickable = nodes
            .iter()
            .filter(|node| node["is_clickable"] == true)
            .count();
        let tappable = (0..nodes.len() as u8)
            .filter(|&n| def.admits(state, &Verb::Tap(n)).is_ok())
            .count();
        assert_eq!(clickable, tappable);
    });
}

#[test]
fn a_state_is_small_and_survives_json() {
    assert!(size_of::<State>() <= 256, "{} bytes", size_of::<State>());
    states(|_, state| {
        let json = serde_json::to_string(state).unwrap();
        assert_eq!(serde_json::from_str::<State>(&json).unwrap(), *state);
    });
}

#[test]
fn an_app_that_was_left_is_where_it_was_and_its_draft_with_it() {
    let def = task("contact-from-message", 1).unwrap();
    let mut state = State::default();
    act(&def, &mut state, "open_app[Contacts]").unwrap();
    tap(&def, &mut state, "button: New contact");
    let name = number(&def, &state, "field \"Name\": empty");
    act(&def, &mut state, &format!("type[{name}, Zoe Example]")).unwrap();
    let left = state.front.clone();
    act(&def, &mut state, "open_app[messages]").unwrap();
    assert!(seen(&def, &state).contains("App: Messages"));
    act(&def, &mut state, "recents").unwrap();
    assert_eq!(state.front, left);
    assert!(seen(&def, &state).contains("field \"Name\": Zoe Example"));
    // Opening it anew begins anew.
    act(&def, &mut state, "home").unwrap();
    act(&def, &mut state, "open_app[Contacts]").unwrap();
    assert!(seen(&def, &state).contains("Screen: Contacts"));
    let refused = act(&def, &mut state, "recents").unwrap_err();
    assert_eq!(refused.code, "no_recent_app", "what was open of it is gone");
}

#[test]
fn back_closes_the_keyboard_then_leaves_and_drops_the_draft() {
    let def = task("contact-add", 1).unwrap();
    let mut state = State::default();
    act(&def, &mut state, "open_app[Contacts]").unwrap();
    tap(&def, &mut state, "button: New contact");
    let before = state.clone();
    let field = number(&def, &state, "field \"Phone\": empty");
    act(&def, &mut state, &format!("tap[{field}]")).unwrap();
    act(&def, &mut state, "write[  555   1234 ]").unwrap();
    assert!(seen(&def, &state).contains("field \"Phone\": 555 1234"));
    let save = number(&def, &state, "button: Save");
    let refused = act(&def, &mut state, &format!("tap[{save}]")).unwrap_err();
    assert_eq!(
        (&*refused.code, &*refused.message),
        ("missing", "`Name` is empty; fill it in first")
    );
    act(&def, &mut state, "back").unwrap();
    assert!(seen(&def, &state).contains("555 1234"));
    act(&def, &mut state, "back").unwrap();
    tap(&def, &mut state, "button: New contact");
    assert_eq!(state, before);
}

#[test]
fn what_is_typed_into_a_time_must_be_one() {
    let def = task("alarm-add", 1).unwrap();
    let mut state = State::default();
    act(&def, &mut state, "open_app[Clock]").unwrap();
    tap(&def, &mut state, "button: New alarm");
    let field = number(&def, &state, "field \"Time\": empty");
    let refused = act(&def, &mut state, &format!("type[{field}, soon]")).unwrap_err();
    assert_eq!(
        refused.message,
        "`soon` is no value of `Time`: expected a time of day such as 07:30"
    );
    act(&def, &mut state, &format!("type[{field}, 7:05 pm]")).unwrap();
    assert_eq!(state.front.draft[0], Value::Number(19 * 60 + 5));
}

#[test]
fn what_was_done_wrong_can_be_made_good_and_what_cannot_is_lost() {
    let def = task("contact-delete", 1).unwrap();
    let mut state = State::default();
    act(&def, &mut state, "open_app[Contacts]").unwrap();
    tap(&def, &mut state, "button: New contact");
    for (label, words) in [("Name", "Zoe Example"), ("Phone", "1")] {
        let field = number(&def, &state, &format!("field \"{label}\": empty"));
        act(&def, &mut state, &format!("type[{field}, {words}]")).unwrap();
    }
    tap(&def, &mut state, "button: Save");
    assert_eq!(def.wrongs(&state.changes), 1);
    assert!(
        Gui::distance(&def, &state).steps().is_some(),
        "it can be deleted again"
    );
    let asked = &def.goal().instruction;
    let mut lost = State::default();
    act(&def, &mut lost, "open_app[Contacts]").unwrap();
    let page = seen(&def, &lost);
    let names = page.lines().filter_map(|line| line.split("item: ").nth(1));
    let other = names
        .into_iter()
        .find(|name| !asked.contains(*name))
        .unwrap()
        .to_owned();
    tap(&def, &mut lost, &other);
    tap(&def, &mut lost, "button: Delete");
    tap(&def, &mut lost, "button: Delete");
    let offered = |def: &Def, state: &State| -> BTreeSet<String> {
        let verbs = menu(def, state);
        verbs.iter().map(|verb| text(def, verb)).collect()
    };
    assert!(
        Gui::distance(&def, &lost).steps().is_some(),
        "it can be typed in again"
    );
    let form = number(&def, &lost, "button: New contact");
    let taps: Vec<String> = offered(&def, &lost)
        .into_iter()
        .filter(|verb| verb.starts_with("tap"))
        .collect();
    assert_eq!(taps, [format!("tap[{form}]")]);
    let def = task("mail-send", 1).unwrap();
    let mut lost = State::default();
    act(&def, &mut lost, "open_app[Email]").unwrap();
    tap(&def, &mut lost, "link: Inbox");
    act(&def, &mut lost, "tap[0]").unwrap();
    tap(&def, &mut lost, "button: Delete");
    tap(&def, &mut lost, "button: Delete");
    assert_eq!(Gui::distance(&def, &lost).steps(), None);
    assert_eq!(
        offered(&def, &lost),
        ["done", "home", "report[infeasible]"]
            .map(str::to_owned)
            .into()
    );
}

/// An attribute of a node of XML, read back.
fn attribute(node: &str, name: &str) -> String {
    let (_, rest) = node.split_once(&format!(" {name}=\"")).unwrap();
    let value = rest.split_once('"').unwrap().0;
    let plain = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&amp;", "&"),
    ];
    let read = |text: String, (written, letter): (&str, &str)| text.replace(written, letter);
    plain.into_iter().fold(value.to_owned(), read)
}

/// Every node has the bounds and the text that the tree has.
fn xml_is_the_tree(def: &Def, state: &State) -> String {
    let (mut json, mut xml) = (String::new(), String::new());
    Gui::observe(def, state, &(), ViewKind::TREE, &mut json);
    Gui::observe(def, state, &(), tree::XML, &mut xml);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let (head, rest) = xml.split_once("<node").unwrap();
    assert!(head.ends_with("<hierarchy rotation=\"0\">"), "{head}");
    assert!(rest.ends_with("</node></hierarchy>"), "{rest}");
    let nodes: Vec<&str> = rest.split("<node").skip(1).collect();
    let elements = json["elements"].as_array().unwrap();
    assert_eq!(nodes.len(), elements.len());
    for (node, element) in nodes.iter().zip(elements) {
        assert_eq!(attribute(node, "text"), element["text"].as_str().unwrap());
        let side = |name: &str| element["bbox_pixels"][name].as_u64().unwrap();
        let (left, top) = (side("x_min"), side("y_min"));
        let bounds = format!("[{left},{top}][{},{}]", side("x_max"), side("y_max"));
        assert_eq!(attribute(node, "bounds"), bounds);
    }
    xml
}

#[test]
fn the_uiautomator_view_is_the_tree_as_xml() {
    states(|def, state| {
        xml_is_the_tree(def, state);
    });
    let def = task("contact-add", 1).unwrap();
    let mut state = State::default();
    act(&def, &mut state, "open_app[Contacts]").unwrap();
    let new = number(&def, &state, "button: New contact");
    act(&def, &mut state, &format!("tap[{new}]")).unwrap();
    act(&def, &mut state, "type[1, a < b & \"c\"]").unwrap();
    let xml = xml_is_the_tree(&def, &state);
    assert!(
        xml.contains("text=\"a &lt; b &amp; &quot;c&quot;\""),
        "{xml}"
    );
}

/// The right end holds all that was asked for, however its records came about.
#[test]
fn a_record_that_is_deleted_and_made_again_as_it_is_to_be_is_as_good_as_one_that_was_changed() {
    let mut seen = 0;
    for def in (0..12).filter_map(|seed| task("contact-edit", seed)) {
        let wanted = def.wish.wanted.list();
        let mut state = State::default();
        // From behind, so that the numbers of those before stay.
        for change in wanted.iter().rev() {
            let (table, now) = (change.table, change.now.clone().unwrap());
            state.changes.delete(&def.base, table, change.row);
            state.changes.make(&def.base, table, now);
        }
        assert_ne!(state.changes, def.wish.wanted);
        let pieces = def.plan.pieces.len();
        assert_eq!(Gui::subgoals(&def, &state), FactSet::first(pieces));
        assert_eq!(def.wrongs(&state.changes), 0);
        seen += 1;
    }
    assert!(seen > 8, "{seen}");
}

/// Nobody is deleted before all of them were found: one who is not there would mean that nobody is to be.
#[test]
fn a_contact_is_deleted_with_evidence_once_all_that_are_named_were_seen() {
    let mut hidden = 0;
    for def in (0..30).filter_map(|seed| task("contact-delete", seed)) {
        let mut state = State::default();
        while state.ended == Ended::No {
            let (mut menu, mut best) = (vec![], vec![]);
            Gui::menu(&def, &state, &mut menu);
            best_actions_by_trial::<Gui>(&def, &mut (), &state, &menu, &mut best).unwrap();
            let verb = menu[best[0] as usize].action.clone();
            let mut next = state.clone();
            step(&def, &mut next, &verb);
            if next.changes != state.changes {
                let all = def.wish.evidence();
                assert_eq!(state.known & all, all, "{}", seen(&def, &state));
            }
            hidden += u32::from(text(&def, &verb) == "scroll[down]");
            state = next;
        }
    }
    assert!(hidden > 0, "a list goes beyond the screen in some instance");
}
