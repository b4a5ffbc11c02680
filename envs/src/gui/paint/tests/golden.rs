//! The first of each screen of each app, by the digest of its pixels. `BLESS=1` writes them anew: look at the pictures first.
//! The file is the same in debug and in release.

use super::{painted, step, tasks};
use crate::gui::{
    Def, Gui, State, Verb,
    elements::Element,
    family::define,
    paint::{LARGE, SMALL, SOM, SOM_LARGE, SOM_SMALL, scene::Scene, screen, theme::Contrast},
    state::Over,
    tasks::TEMPLATES,
};
use std::{
    collections::{BTreeMap, VecDeque},
    fmt::Write as _,
};
use truestep_core::{
    chance::Seed,
    model::Dynamics,
    task::{Task, TemplateId},
    view::{Image, ViewKind},
};

/// Taps from the first screen of an app on.
const TAPS: usize = 3;

/// What a state shows, in a name.
fn name(def: &Def, state: &State) -> String {
    let frame = state.front.top();
    let shown = def.screen(frame.screen);
    let over = match frame.over {
        Over::Nothing => "",
        Over::Options(_) => ", options",
        Over::Sure => ", sure",
        Over::Menu(_) => ", menu",
    };
    match state.front.is_launcher() {
        true => "home".into(),
        false => format!("{}: {}{over}", def.app_name(shown.app), shown.name),
    }
}

/// The first state of each name, by taps that leave the records as they are.
fn gallery(def: &Def, found: &mut BTreeMap<String, String>, digests: fn(&Def, &State) -> String) {
    let mut queue: VecDeque<(State, usize)> = VecDeque::new();
    queue.push_back((def.start(), 0));
    while let Some((state, taps)) = queue.pop_front() {
        let name = name(def, &state);
        if found.contains_key(&name) {
            continue;
        }
        found.insert(name, digests(def, &state));
        for (number, element) in (0..).zip(def.elements(&state)) {
            let verb = Verb::Tap(number);
            let is_shown = !matches!(element, Element::Turn(..) | Element::Check(..));
            if taps <= TAPS && is_shown && Gui::admit(def, &state, &verb).is_ok() {
                let mut next = state.clone();
                step(def, &mut next, &verb);
                if next.changes == state.changes {
                    queue.push_back((next, taps + 1));
                }
            }
        }
    }
}

pub(super) fn digests(def: &Def, state: &State) -> String {
    let mut out = String::new();
    for kind in [SMALL, ViewKind::PIXELS, LARGE] {
        let mut image = Image::default();
        screen(def, state, kind, &mut image);
        write!(out, " {}", image.digest().digest).unwrap();
    }
    out
}

#[test]
fn the_screens_of_all_apps_are_to_the_pixel_as_recorded() {
    let mut found = BTreeMap::new();
    tasks().for_each(|def| {
        // The home screen leads to the apps of each task anew.
        found.remove("home");
        gallery(&def, &mut found, digests);
    });
    hold("golden.txt", &found);
}

/// What there is beside these pictures, on two apps with nothing beside them.
#[test]
fn marks_and_high_contrast_are_to_the_pixel_as_recorded() {
    let mut found = BTreeMap::new();
    for name in ["contact-edit", "settings-toggle"] {
        let template = TEMPLATES.iter().find(|t| t.name == name).unwrap();
        let id = TemplateId::new("gui", name, template.version).unwrap();
        let mut task = Task::new(id, Seed(1));
        task.parameters.insert("others".into(), "0".into());
        found.remove("home");
        gallery(&define(&task).unwrap(), &mut found, other_digests);
    }
    assert!(found.len() > 12, "{found:?}");
    hold("golden_more.txt", &found);
}

/// Marked in three sizes; in high contrast, light and dark.
fn other_digests(def: &Def, state: &State) -> String {
    let mut out = String::new();
    for kind in [SOM_SMALL, SOM, SOM_LARGE] {
        let mut image = Image::default();
        screen(def, state, kind, &mut image);
        write!(out, " {}", image.digest().digest).unwrap();
    }
    for is_dark in [false, true] {
        let scene = Scene {
            is_dark,
            contrast: Contrast::High,
            ..def.scene(state)
        };
        let (width, height) = (540, 1200);
        let (pixels, _) = painted(&scene, None, (width, height));
        let image = Image::new(width, height, pixels).unwrap();
        write!(out, " {}", image.digest().digest).unwrap();
    }
    out
}

/// Hold digests to a file beside this one.
pub(super) fn hold(file: &str, found: &BTreeMap<String, String>) {
    let mut now = String::new();
    for (name, digests) in found {
        writeln!(now, "{name}:{digests}").unwrap();
    }
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/gui/paint/tests/");
    let file = format!("{folder}{file}");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&file, &now).unwrap();
    }
    let recorded = std::fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(
        now, recorded,
        "{file}: look at the pictures, then bless it with BLESS=1"
    );
}
