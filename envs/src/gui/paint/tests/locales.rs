//! Screens in other languages.

use super::{
    golden::{digests, hold},
    painted, scenes, step, tasks_in, verbs,
};
use crate::gui::{
    Def, State, Verb, desk, elements::Element, layout::Area, paint, tests::task_with, view,
};
use std::collections::{BTreeMap, BTreeSet};
use truestep_core::{
    chance::{Chance as _, Seed},
    view::{Image, ViewKind},
};

#[test]
fn no_text_is_cut_in_any_locale() {
    let mut cut = BTreeMap::new();
    for locale in ["de", "he"] {
        scenes::scenes_of(tasks_in(locale), |_, _, scene| {
            for text_percent in [100, 128] {
                let scene = scenes::in_size(scene, text_percent);
                for sides in scenes::SIZES {
                    if painted(&scene, None, sides).1 > 0 {
                        let at = (locale, scene.app, scene.title.clone(), scene.over.is_some());
                        cut.entry(at).or_insert((text_percent, sides));
                    }
                }
            }
        });
    }
    assert!(cut.is_empty(), "{cut:#?}");
}

/// Desktops that random play comes to.
fn desktops(locale: &str, mut look: impl FnMut(&Def, &State)) {
    for (number, name) in desk::tests::names().into_iter().enumerate() {
        let mut tasks =
            (1..20).filter_map(|seed| desk::tests::task_with(name, seed, &[("locale", locale)]));
        let def = tasks.next().unwrap();
        let mut chance = Seed(number as u64).stream("desktops").sampled();
        let mut state = def.start();
        for _ in 0..20 {
            look(&def, &state);
            let verbs = verbs(&def, &state);
            let Some(verb) = verbs.get(chance.below(verbs.len().max(1) as u32) as usize) else {
                break;
            };
            step(&def, &mut state, verb);
        }
    }
}

/// A desktop as pixels; how many texts were cut.
fn desktop(def: &Def, state: &State) -> (Vec<u8>, usize) {
    let (width, height) = def.sides();
    let mut pixels = vec![0; (width * height * 3) as usize];
    let cut = paint::desk::paint(def, state, &mut pixels, (width, height));
    (pixels, cut)
}

#[test]
fn no_text_of_a_desktop_is_cut_in_any_locale() {
    let mut cut = BTreeSet::new();
    for locale in ["en", "de", "he"] {
        desktops(locale, |def, state| {
            if desktop(def, state).1 > 0 {
                cut.insert((locale, view::heading(def, state)));
            }
        });
    }
    assert!(cut.is_empty(), "{cut:#?}");
}

/// The pixels of a box, each row from the left or from the right.
fn part(def: &Def, pixels: &[u8], area: Area, is_mirrored: bool) -> Vec<[u8; 3]> {
    let row = def.sides().0 as usize;
    let (left, width) = (area.left as usize, area.width as usize);
    let rows = area.top as usize..(area.top + area.height) as usize;
    let of_row = |y: usize| {
        let pixels = pixels.chunks(3).skip(y * row + left).take(width);
        let mut pixels: Vec<[u8; 3]> = pixels.map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
        if is_mirrored {
            pixels.reverse();
        }
        pixels
    };
    rows.flat_map(of_row).collect()
}

#[test]
fn a_window_that_is_read_from_right_to_left_is_a_mirror_image_but_for_letters() {
    let plain = desk::tests::task_with("row-from-mail", 1, &[]).unwrap();
    let mut mirrored = desk::tests::task_with("row-from-mail", 1, &[]).unwrap();
    mirrored.looks.is_mirrored = true;
    let mut chance = Seed(1).stream("desktops").sampled();
    let (mut state, mut seen) = (plain.start(), 0);
    for _ in 0..30 {
        if let Some(windows) = state.desk.as_ref().filter(|_| !state.front.is_launcher()) {
            let area = plain.front_area(&state, windows);
            let one = part(&plain, &desktop(&plain, &state).0, area, true);
            let other = desktop(&mirrored, &state).0;
            let other = part(&mirrored, &other, mirrored.mirrored(area), false);
            let differ = one.iter().zip(&other).filter(|(one, other)| one != other);
            // Letters and icons stay as they are: a few pixels of a hundred.
            assert!(differ.count() < one.len() / 20);
            seen += 1;
        }
        let verbs = verbs(&plain, &state);
        let verb = &verbs[chance.below(verbs.len() as u32) as usize];
        step(&plain, &mut state, verb);
    }
    assert!(seen > 10, "{seen}");
}

/// The home screen and the form for a contact; the desktop and a window on it.
#[test]
fn screens_of_other_locales_are_to_the_pixel_as_recorded() {
    let mut found = BTreeMap::new();
    for locale in ["de", "he"] {
        let def = task_with("contact-edit", 1, &[("locale", locale)]).unwrap();
        let mut state = def.start();
        found.insert(format!("{locale} home"), digests(&def, &state));
        step(
            &def,
            &mut state,
            &Verb::Open(def.phone.app("Contacts").unwrap()),
        );
        for element in [Element::is_line as fn(&Element) -> bool, Element::is_button] {
            let number = def.elements(&state).iter().position(element).unwrap();
            step(&def, &mut state, &Verb::Tap(number as u8));
        }
        found.insert(format!("{locale} contact"), digests(&def, &state));
        let name = "mail-archive";
        let def = desk::tests::task_with(name, 1, &[("locale", locale)]).unwrap();
        let mut state = def.start();
        for place in ["desktop", "window"] {
            let mut image = Image::default();
            paint::screen(&def, &state, ViewKind::PIXELS, &mut image);
            let digest = format!(" {}", image.digest().digest);
            found.insert(format!("{locale} {place}"), digest);
            step(&def, &mut state, &Verb::Double(0));
        }
    }
    hold("golden_locales.txt", &found);
}

impl Element {
    fn is_line(&self) -> bool {
        matches!(self, Element::Line(..))
    }

    fn is_button(&self) -> bool {
        matches!(self, Element::Button(_))
    }
}
