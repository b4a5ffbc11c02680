//! Laws of everything that desktops show.

use super::instances;
use crate::gui::{
    desk::{GuiDesk, HEIGHT, WIDTH, apps, tasks::templates},
    tests::spoken::shortest_way,
};
use std::collections::BTreeSet;
use truestep_core::model::{Render, ViewKind};

#[test]
fn the_apps_of_the_desktop_bake() {
    let desktop = apps::baked().unwrap();
    assert!(desktop.apps.len() >= 2);
}

#[test]
fn boxes_lie_on_the_desktop_and_none_over_another() {
    for (name, def) in instances() {
        for (state, _) in shortest_way(&def) {
            let areas = def.areas(&state);
            assert_eq!(areas.len(), def.elements(&state).len());
            for (number, area) in areas.iter().enumerate() {
                assert!(area.width >= 20 && area.height >= 20, "{name}: {area:?}");
                assert!(area.left + area.width <= WIDTH, "{name}: {area:?}");
                assert!(area.top + area.height <= HEIGHT, "{name}: {area:?}");
                for other in &areas[number + 1..] {
                    let apart = area.left + area.width <= other.left
                        || other.left + other.width <= area.left
                        || area.top + area.height <= other.top
                        || other.top + other.height <= area.top;
                    assert!(apart, "{name}: {area:?} {other:?}");
                }
                let (x, y) = area.centre();
                assert_eq!(def.element_at(&state, x, y), Some(number as u8));
            }
        }
    }
}

#[test]
fn every_view_lists_the_same_elements_in_the_same_order() {
    for (name, def) in instances() {
        for (state, _) in shortest_way(&def) {
            let count = def.elements(&state).len();
            let view = |kind: ViewKind| {
                let mut out = String::new();
                GuiDesk::observe(&def, &state, &(), kind, &mut out);
                out
            };
            let text = view(ViewKind::TEXT);
            let lines = text.lines().filter(|line| line.starts_with('[')).count();
            assert_eq!(lines, count, "{name}: {text}");
            let tree: serde_json::Value = serde_json::from_str(&view(ViewKind::TREE)).unwrap();
            assert_eq!(tree["elements"].as_array().unwrap().len(), count);
            let axtree = view(crate::gui::desk::access::AXTREE);
            assert_eq!(
                axtree
                    .lines()
                    .filter(|line| line.starts_with("\t\t["))
                    .count(),
                count
            );
            let atspi = view(crate::gui::desk::access::ATSPI);
            let placed = atspi.matches("cp:screencoord").count();
            let frames = usize::from(!state.front.is_launcher()) * 2;
            assert_eq!(placed, count + frames, "{name}: {atspi}");
        }
    }
}

#[test]
fn names_of_templates_differ() {
    let names: BTreeSet<&str> = templates().iter().map(|template| template.name).collect();
    assert_eq!(names.len(), templates().len());
}
