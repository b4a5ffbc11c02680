//! Marks name what can be tapped, where it is.

use super::{painted, scenes::scenes, tasks};
use crate::gui::{
    Def, Spoken, State, Verb,
    layout::Area,
    marks,
    paint::{self, SOM, screen},
    tree,
};
use serde_json::Value as Json;
use std::collections::BTreeSet;
use truestep_core::view::Image;

const SIZES: [(u32, u32); 2] = [(320, 640), (540, 1200)];

fn read(write: fn(&Def, &State, &mut String), def: &Def, state: &State) -> Json {
    let mut text = String::new();
    write(def, state, &mut text);
    serde_json::from_str(&text).unwrap()
}

#[test]
fn the_boxes_are_those_of_the_clickable_elements_of_the_tree() {
    scenes(|def, state, _| {
        let (boxes, tree) = (
            read(marks::write, def, state),
            read(tree::write, def, state),
        );
        assert_eq!(boxes["screen"], tree["screen"]);
        let elements = tree["elements"].as_array().unwrap().iter();
        let clickable = elements.filter(|element| element["is_clickable"] == true);
        let expected: Vec<Json> = clickable
            .map(|element| {
                let side = |name: &str| element["bbox_pixels"][name].clone();
                let bounds = ["x_min", "y_min", "x_max", "y_max"].map(side);
                serde_json::json!({ "index": element["index"], "bounds": bounds })
            })
            .collect();
        assert_eq!(boxes["boxes"], Json::from(expected));
    });
}

#[test]
fn marks_change_pixels_in_their_boxes_alone_and_every_number_is_seen() {
    let mut seen = BTreeSet::new();
    scenes(|def, state, scene| {
        let marked = def.marks(state);
        if !seen.insert((scene.app, scene.title.clone(), marked.len())) {
            return;
        }
        for sides in SIZES {
            let (plain, _) = painted(scene, None, sides);
            let mut all = plain.clone();
            paint::marks::paint(&marked, &mut all, sides);
            let logical = |at: usize| {
                let (x, y) = (at as u32 % sides.0, at as u32 / sides.0);
                // The middle of the pixel.
                let scale = |at: u32, own: u32, side: u32| (2 * at + 1) * own / (2 * side);
                (scale(x, 540, sides.0), scale(y, 1200, sides.1))
            };
            let of_box = |area: Area, one: &[u8], other: &[u8]| {
                let pairs = one.chunks(3).zip(other.chunks(3)).enumerate();
                let differ = pairs.filter(|(_, (one, other))| one != other);
                differ
                    .filter(|(at, _)| {
                        let (x, y) = logical(*at);
                        area.holds(x, y)
                    })
                    .count()
            };
            let whole = Area {
                left: 0,
                top: 0,
                width: 540,
                height: 1200,
            };
            let changed: usize = marked.iter().map(|m| of_box(m.area, &plain, &all)).sum();
            assert_eq!(changed, of_box(whole, &plain, &all));
            // Another number looks different.
            let others = marked.iter().map(|mark| marks::Mark {
                number: mark.number + 1,
                ..*mark
            });
            let others: Vec<_> = others.collect();
            let mut renumbered = plain.clone();
            paint::marks::paint(&others, &mut renumbered, sides);
            for mark in &marked {
                assert!(of_box(mark.area, &all, &renumbered) > 4, "{mark:?}");
            }
        }
    });
    assert!(seen.len() > 60, "{}", seen.len());
}

#[test]
fn a_number_is_the_index_that_grammars_with_indices_take() {
    let spoken = Spoken::read("android-world", None).unwrap();
    for def in tasks().take(12) {
        let state = def.start();
        for mark in def.marks(&state) {
            let text = format!(r#"{{"action_type": "click", "index": {}}}"#, mark.number);
            let heard = def.hear(&state, &spoken, &text).unwrap();
            assert_eq!(heard, Verb::Tap(mark.number));
        }
    }
}

#[test]
fn the_view_is_the_screen_with_its_marks() {
    for def in tasks().take(6) {
        let state = def.start();
        let mut shown = Image::default();
        screen(&def, &state, SOM, &mut shown);
        let (mut pixels, _) = painted(&def.scene(&state), None, (540, 1200));
        assert_ne!(shown.pixels(), pixels);
        paint::marks::paint(&def.marks(&state), &mut pixels, (540, 1200));
        assert_eq!(shown.pixels(), pixels);
    }
}
