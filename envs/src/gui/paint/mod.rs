//! Pixels: the screen as a picture, the same to the bit on every machine and in every build.
//!
//! A state is read into a scene (`read`, `scene`): words and boxes, of what the other views list and nothing else. A scene is
//! painted (`parts`, `fields`, `chrome`, `home`) on a canvas with a scale and a theme (`painter`, `theme`); the boxes are those of
//! `layout`, and nothing of an element is painted outside its own. Text and icons are outlines of bundled fonts (`font`,
//! `text`, `icon`), filled by their exact area in whole numbers (`raster`, `canvas`). Floats are met in one place, where the
//! library that reads font files hands over points: these are whole or half numbers of at most five digits, which a float
//! holds exactly.
//!
//! Theme and text size are those set on the phone (`Dark theme`, `Font size`); either theme comes in high contrast as well. A character that no font has is a box with its
//! number. Text that does not fit is made smaller, and then cut.

mod bidi;
mod canvas;
mod chrome;
mod desk;
mod desk_back;
mod desk_rows;
mod disturbed;
mod fields;
mod font;
mod home;
mod icon;
mod labels;
mod marks;
mod painter;
mod parts;
mod raster;
mod read;
mod rect;
mod scene;
#[cfg(test)]
mod tests;
mod text;
mod theme;

pub(super) use marks::{SOM, SOM_LARGE, SOM_SMALL};
pub(super) use theme::Contrast;

use super::{def::Def, layout, state::State, view::ENDED};
use canvas::Canvas;
use painter::Painter;
use parts::{Rank, group};
use scene::{Item, Part, Scene};
use truestep_core::view::{Image, ViewKind};

/// The screen at 320 by 640 pixels.
pub(super) const SMALL: ViewKind = ViewKind::image("pixels_small");
/// The screen at 1080 by 2400 pixels.
pub(super) const LARGE: ViewKind = ViewKind::image("pixels_large");

/// Paint the screen.
pub(super) fn screen(def: &Def, state: &State, kind: ViewKind, out: &mut Image) {
    let (width, height) = match def.is_desktop() {
        true => desk::sides(kind),
        false => sides(kind),
    };
    let pixels = out.blank(width, height);
    match def.is_desktop() {
        true => {
            desk::paint(def, state, pixels, (width, height));
        }
        false => {
            paint(&def.scene(state), None, pixels, (width, height));
        }
    }
    if matches!(kind, SOM | SOM_SMALL | SOM_LARGE) {
        marks::over(&def.marks(state), pixels, (width, height), def.sides());
    }
}

/// Pixels across and down.
pub(super) fn sides(kind: ViewKind) -> (u32, u32) {
    match kind {
        SMALL | SOM_SMALL => (320, 640),
        LARGE | SOM_LARGE => (2 * layout::WIDTH, 2 * layout::HEIGHT),
        _ => (layout::WIDTH, layout::HEIGHT),
    }
}

/// Paint a scene over the pixels of an image, `[height * width * 3]`, without the reachable element `hidden`, if one is;
/// how many texts were too long and had to be cut.
fn paint(
    scene: &Scene,
    hidden: Option<usize>,
    pixels: &mut [u8],
    (width, height): (u32, u32),
) -> usize {
    let theme = theme::of(scene.is_dark, scene.contrast);
    let mut canvas = Canvas::new(pixels, width, height);
    canvas.mirror(scene.is_mirrored);
    let mut painter = Painter::new(canvas, theme, scene.text_percent);
    painter.speak(scene.tongue);
    match &scene.app {
        None => painter.home(scene),
        Some(app) => painter.page(scene, app),
    }
    match &scene.over {
        None => painter.items(&scene.items, hidden),
        Some(over) => {
            painter.items(&scene.items, None);
            painter.cover(over, scene);
            painter.items(&over.items, hidden);
        }
    }
    if scene.is_ended {
        painter.toast(scene.tongue.word(&["view"], ENDED));
    }
    painter.canvas.cut
}

impl Painter<'_> {
    /// Elements, each in its own box and nowhere else.
    fn items(&mut self, items: &[Item], hidden: Option<usize>) {
        for (at, item) in items.iter().enumerate() {
            if Some(at) != hidden {
                let room = self.rect(item.area);
                self.canvas.clip(room);
                self.part(room, &item.part, rank(items, at));
                self.canvas.unclip();
            }
        }
    }
}

/// Where a line stands among its like. A switch stands where its line does.
fn rank(items: &[Item], at: usize) -> Rank {
    let is_switch = |item: &Item| matches!(item.part, Part::Switch { .. });
    let own = match is_switch(&items[at]) {
        true => at.saturating_sub(1),
        false => at,
    };
    let of = |item: Option<&Item>| item.and_then(|item| group(&item.part));
    let mut before = items[..own].iter().rev().filter(|item| !is_switch(item));
    let mut after = items[own + 1..].iter().filter(|item| !is_switch(item));
    let like = group(&items[own].part);
    Rank {
        is_first: like.is_none() || of(before.next()) != like,
        is_last: like.is_none() || of(after.next()) != like,
        is_shared: items.get(own + 1).is_some_and(is_switch),
    }
}
