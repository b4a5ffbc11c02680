//! Screens that are read from right to left.

use super::{
    painted,
    scenes::{scenes, scenes_of},
    tasks, tasks_in,
};
use crate::gui::{
    Def,
    layout::WIDTH,
    paint::scene::{Item, Scene},
};
use std::collections::BTreeSet;

const SIZES: [(u32, u32); 2] = [(320, 640), (540, 1200)];

fn mirror(scene: &Scene) -> Scene {
    Scene {
        is_mirrored: true,
        ..scene.clone()
    }
}

fn reachable(scene: &Scene) -> &[Item] {
    scene.over.as_ref().map_or(&scene.items, |over| &over.items)
}

/// The columns and rows of pixels that differ.
fn changed(one: &[u8], other: &[u8], width: u32) -> Vec<(u32, u32)> {
    let pixels = one.chunks(3).zip(other.chunks(3)).enumerate();
    let differ = pixels.filter(|(_, (one, other))| one != other);
    differ
        .map(|(at, _)| (at as u32 % width, at as u32 / width))
        .collect()
}

#[test]
fn every_element_is_seen_in_the_mirror_image_of_its_box_and_nowhere_else() {
    are_seen_in_mirror_images(tasks());
}

#[test]
fn every_element_is_seen_there_in_a_locale_that_is_read_so() {
    are_seen_in_mirror_images(tasks_in("he"));
}

fn are_seen_in_mirror_images(tasks: impl Iterator<Item = Def>) {
    let mut seen = BTreeSet::new();
    scenes_of(tasks, |_, _, scene| {
        let items = reachable(scene);
        let kind = (scene.app, scene.title.clone(), items.len());
        if !seen.insert((kind, scene.over.is_some(), scene.typing.clone())) {
            return;
        }
        let scene = mirror(scene);
        for (width, height) in SIZES {
            let (whole, cut) = painted(&scene, None, (width, height));
            assert_eq!(cut, 0);
            for (number, item) in items.iter().enumerate() {
                let area = item.area;
                let scaled = |at: u32, own: u32, side: u32| (2 * at * side + own) / (2 * own);
                let left = WIDTH - area.left - area.width;
                let columns = scaled(left, WIDTH, width)..scaled(left + area.width, WIDTH, width);
                let rows =
                    scaled(area.top, 1200, height)..scaled(area.top + area.height, 1200, height);
                let (without, _) = painted(&scene, Some(number), (width, height));
                let changed = changed(&whole, &without, width);
                assert!(!changed.is_empty(), "{item:?} cannot be seen");
                let is_in = |(x, y): &(u32, u32)| columns.contains(x) && rows.contains(y);
                assert!(changed.iter().all(is_in), "{item:?} leaves its box");
            }
        }
    });
    assert!(seen.len() > 60, "{}", seen.len());
}

#[test]
fn letters_are_not_mirrored() {
    let mut seen = 0;
    scenes(|_, _, scene| {
        // Day and time of the home screen stand in its middle, on rows that are of one colour else.
        if scene.app.is_some() {
            return;
        }
        let rows = 540 * 3 * 560..540 * 3 * 760;
        let plain = &painted(scene, None, (540, 1200)).0[rows.clone()];
        let mirrored = &painted(&mirror(scene), None, (540, 1200)).0[rows];
        let image = |row: &[u8]| -> Vec<u8> { row.rchunks(3).flatten().copied().collect() };
        let image: Vec<u8> = plain.chunks(540 * 3).flat_map(image).collect();
        // They may stand a part of a pixel beside where they stood.
        let moved = changed(plain, mirrored, 540).len();
        assert!(2 * moved < changed(&image, mirrored, 540).len(), "{moved}");
        seen += 1;
    });
    assert!(seen > 50, "{seen}");
}
