//! Every page of every disturbance: to the pixel as recorded, whole at every size, each element in its box.
//! `BLESS=1` writes the digests anew: look at the pictures first.

use super::{
    golden::digests,
    painted,
    scenes::{SIZES, changed, reachable, room},
    step,
};
use crate::gui::{
    Def, Gui, Shown, State,
    disturb::{KINDS, names},
    family::define,
    paint::scene::Scene,
};
use std::collections::BTreeMap;
use truestep_core::{
    chance::Seed,
    model::{Menu, MenuEntry, best_actions_by_trial},
    task::{Task, TemplateId},
};

/// Tasks among which there is a place for everything.
const TASKS: [(&str, u32); 4] = [
    ("contact-add", 2),
    ("alarm-switch", 2),
    ("browser-login-user", 1),
    ("event-cancel", 2),
];

/// The first of its best actions.
fn best(def: &Def, state: &State) -> crate::gui::Verb {
    let mut entries: Vec<MenuEntry<_>> = vec![];
    Gui::menu(def, state, &mut entries);
    let mut best = vec![];
    best_actions_by_trial::<Gui>(def, &mut (), state, &entries, &mut best).unwrap();
    entries[best[0] as usize].action.clone()
}

/// A task with one disturbance, at the moment where it comes; none if it has no place for it.
fn met(template: &str, version: u32, name: &str, seed: u64) -> Option<(Def, State)> {
    let id = TemplateId::new("gui", template, version).unwrap();
    let mut task = Task::new(id, Seed(seed));
    task.parameters.insert("disturb".into(), name.into());
    // The home screen, which a crash leads to, shows the apps of the task alone.
    task.parameters.insert("others".into(), "0".into());
    let def = define(&task).ok()?;
    let mut state = State::default();
    while state.disturbed.shown.is_none() && !def.schedule.list.is_empty() {
        if state.ended != crate::gui::state::Ended::No {
            return None;
        }
        let verb = best(&def, &state);
        step(&def, &mut state, &verb);
    }
    state.disturbed.shown.is_some().then_some((def, state))
}

/// Every page of every kind, with a name, on a task that it comes in.
fn pages(mut look: impl FnMut(String, &Def, &State)) {
    for name in names() {
        let mut seen = BTreeMap::new();
        for (template, version) in TASKS {
            for seed in 1..4 {
                let Some((def, state)) = met(template, version, name, seed) else {
                    continue;
                };
                let kind = def.schedule.list[0].kind;
                let number = KINDS.iter().position(|one| std::ptr::eq(*one, kind));
                seen.entry(number.unwrap()).or_insert((def, state));
            }
        }
        assert!(!seen.is_empty(), "{name} comes nowhere");
        for (variant, (def, state)) in seen.values().enumerate() {
            for page in 0..def.schedule.list[0].kind.pages.len() as u8 {
                let left = def.schedule.list[0].steps_of(page);
                let mut state = state.clone();
                let shown = state.disturbed.shown.unwrap();
                state.disturbed.shown = Some(Shown {
                    page,
                    left,
                    ..shown
                });
                look(format!("{name} {variant}, page {page}"), def, &state);
            }
        }
    }
}

#[test]
fn disturbances_look_as_recorded() {
    let mut now = String::new();
    pages(|name, def, state| {
        now.push_str(&format!("{name}:{}\n", digests(def, state)));
    });
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/src/gui/paint/tests/disturbed.txt"
    );
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(file, &now).unwrap();
    }
    let recorded = std::fs::read_to_string(file).unwrap_or_default();
    assert_eq!(
        now, recorded,
        "{file}: look at the pictures, then bless it with BLESS=1"
    );
}

#[test]
fn what_a_disturbance_shows_is_seen_in_its_box_and_not_cut() {
    let mut count = 0;
    pages(|name, def, state| {
        let scene = def.scene(state);
        let items = reachable(&scene);
        assert_eq!(items.len(), def.elements(state).len(), "{name}");
        for sides in SIZES {
            let (whole, _) = painted(&scene, None, sides);
            for (number, item) in items.iter().enumerate() {
                let room = room(item, sides);
                let (without, _) = painted(&scene, Some(number), sides);
                let changed = changed(&whole, &without, sides.0);
                assert!(!changed.is_empty(), "{name}: {item:?} cannot be seen");
                let is_in = |&(x, y): &(i32, i32)| {
                    (room.left..room.right).contains(&x) && (room.top..room.bottom).contains(&y)
                };
                assert!(changed.iter().all(is_in), "{name}: {item:?} leaves its box");
            }
            for text_percent in [88, 100, 128] {
                let scene = Scene {
                    text_percent,
                    ..scene.clone()
                };
                let (_, cut) = painted(&scene, None, sides);
                assert_eq!(cut, 0, "{name} {text_percent} {sides:?}");
            }
        }
        count += 1;
    });
    assert!(count >= 25, "{count} pages");
}

/// What is left of a page that goes by itself can be seen.
#[test]
fn a_page_that_goes_by_itself_looks_different_with_every_step() {
    pages(|name, def, state| {
        let shown = state.disturbed.shown.unwrap();
        let looks = (0..=shown.left).map(|left| {
            let mut state = state.clone();
            state.disturbed.shown = Some(Shown { left, ..shown });
            painted(&def.scene(&state), None, SIZES[0]).0
        });
        let looks: Vec<Vec<u8>> = looks.collect();
        for (at, one) in looks.iter().enumerate() {
            assert!(!looks[at + 1..].contains(one), "{name} at {at}");
        }
    });
}
