//! Pictures show what the tree lists.

use super::{painted, step, tasks, verbs};
use crate::gui::{
    Def, State,
    paint::{
        canvas::{Canvas, Rect},
        painter::Painter,
        read::SIGNS,
        scene::{Item, Scene},
        theme::{self, Contrast},
    },
};
use std::collections::BTreeSet;
use truestep_core::chance::{Chance as _, Seed};

pub(super) const SIZES: [(u32, u32); 2] = [(320, 640), (540, 1200)];
/// Steps of random play on each phone.
const STEPS: usize = 30;

/// Scenes that random play comes to, each as it is told from others by.
pub(super) fn scenes(look: impl FnMut(&Def, &State, &Scene)) {
    scenes_of(tasks(), look);
}

/// The same of some phones.
pub(super) fn scenes_of(
    tasks: impl Iterator<Item = Def>,
    mut look: impl FnMut(&Def, &State, &Scene),
) {
    for (number, def) in tasks.enumerate() {
        let mut chance = Seed(number as u64).stream("scenes").sampled();
        let mut state = def.start();
        for _ in 0..STEPS {
            look(&def, &state, &def.scene(&state));
            let verbs = verbs(&def, &state);
            let Some(verb) = verbs.get(chance.below(verbs.len().max(1) as u32) as usize) else {
                break;
            };
            step(&def, &mut state, verb);
        }
    }
}

pub(super) fn reachable(scene: &Scene) -> &[Item] {
    scene.over.as_ref().map_or(&scene.items, |over| &over.items)
}

/// A scene with text of another size.
pub(super) fn in_size(scene: &Scene, text_percent: i32) -> Scene {
    Scene {
        text_percent,
        ..scene.clone()
    }
}

/// The pixels of an element's box.
pub(super) fn room(item: &Item, (width, height): (u32, u32)) -> Rect {
    let mut pixels = vec![0; (width * height * 3) as usize];
    let canvas = Canvas::new(&mut pixels, width, height);
    Painter::new(canvas, &theme::LIGHT, 100).rect(item.area)
}

/// Where two pictures differ.
pub(super) fn changed(one: &[u8], other: &[u8], width: u32) -> Vec<(i32, i32)> {
    let pixels = one.chunks(3).zip(other.chunks(3)).enumerate();
    pixels
        .filter(|(_, (one, other))| one != other)
        .map(|(at, _)| ((at as u32 % width) as i32, (at as u32 / width) as i32))
        .collect()
}

#[test]
fn every_element_of_the_tree_changes_pixels_in_its_box_and_nowhere_else() {
    let mut seen = BTreeSet::new();
    scenes(|def, state, scene| {
        let items = reachable(scene);
        assert_eq!(items.len(), def.elements(state).len());
        let kind = (scene.app, scene.title.clone(), items.len());
        if !seen.insert((kind, scene.over.is_some(), scene.typing.clone())) {
            return;
        }
        let high = Scene {
            contrast: Contrast::High,
            ..scene.clone()
        };
        let all = SIZES.map(|sides| (scene, sides));
        for (scene, sides) in all.into_iter().chain([(&high, SIZES[0])]) {
            let (whole, _) = painted(scene, None, sides);
            for (number, item) in items.iter().enumerate() {
                let room = room(item, sides);
                let (without, _) = painted(scene, Some(number), sides);
                let changed = changed(&whole, &without, sides.0);
                assert!(!changed.is_empty(), "{item:?} cannot be seen");
                let is_in = |&(x, y): &(i32, i32)| {
                    (room.left..room.right).contains(&x) && (room.top..room.bottom).contains(&y)
                };
                assert!(changed.iter().all(is_in), "{item:?} leaves its box");
            }
        }
    });
    assert!(seen.len() > 60, "{} scenes", seen.len());
}

#[test]
fn elements_that_differ_in_the_tree_look_different() {
    scenes(|def, state, scene| {
        let (whole, _) = painted(scene, None, SIZES[0]);
        for verb in verbs(def, state).iter().take(3) {
            let mut next = state.clone();
            step(def, &mut next, verb);
            let after = def.scene(&next);
            if format!("{after:?}") != format!("{scene:?}") {
                assert_ne!(
                    whole,
                    painted(&after, None, SIZES[0]).0,
                    "{verb:?} cannot be seen"
                );
            }
        }
    });
}

#[test]
fn no_text_of_the_phone_is_cut_at_any_size() {
    scenes(|_, _, scene| {
        for text_percent in [100, 128] {
            let scene = Scene {
                text_percent,
                ..scene.clone()
            };
            for sides in SIZES {
                let (_, cut) = painted(&scene, None, sides);
                assert_eq!(cut, 0, "{text_percent} {sides:?} {scene:?}");
            }
        }
    });
}

#[test]
fn no_task_wants_looked_up_what_the_status_bar_tells() {
    for def in tasks() {
        for sight in &def.wish.sights {
            let table = def.phone.tables[usize::from(sight.table)].name;
            assert!(SIGNS.iter().all(|(_, signs, _)| *signs != table), "{table}");
            assert_ne!(table, "display");
        }
    }
}
