//! Set-of-marks: the screen with a numbered box over everything that does something when it is tapped.
//!
//! Boxes are those of `layout`, which do not overlap, and each label stands inside its own: no label covers another. Of the
//! corners of its box a label takes the one where it hides least, the upper left one if there is a choice, as AndroidWorld's M3A
//! agent does. Its colours are that agent's, too: green edges, black numbers on white.

use super::{
    canvas::{Canvas, Colour, Rect},
    font::{Font, PART},
    painter::Painter,
    text::{Side, Style},
    theme,
};
use crate::gui::marks::Mark;
use truestep_core::view::ViewKind;

/// The marked screen at 540 by 1200 pixels.
pub(in crate::gui) const SOM: ViewKind = ViewKind::image("som");
/// At 320 by 640 pixels.
pub(in crate::gui) const SOM_SMALL: ViewKind = ViewKind::image("som_small");
/// At 1080 by 2400 pixels.
pub(in crate::gui) const SOM_LARGE: ViewKind = ViewKind::image("som_large");

const EDGE: Colour = [0, 255, 0];
const LABEL: Colour = [255, 255, 255];
const INK: Colour = [0, 0, 0];
/// Size of numbers in logical pixels, and the least in pixels of the picture.
const SIZE: i32 = 20;
const LEAST_SIZE: i32 = 12;

/// Put marks over the screen of a phone that has been painted.
#[cfg(test)]
pub(super) fn paint(marks: &[Mark], pixels: &mut [u8], sides: (u32, u32)) {
    use crate::gui::layout::{HEIGHT, WIDTH};
    over(marks, pixels, sides, (WIDTH, HEIGHT));
}

/// Put marks over a screen that has been painted, with `logical` pixels across and down.
pub(super) fn over(
    marks: &[Mark],
    pixels: &mut [u8],
    (width, height): (u32, u32),
    logical: (u32, u32),
) {
    let canvas = Canvas::new(pixels, width, height);
    let mut painter = Painter::of(canvas, &theme::LIGHT, 100, logical);
    let fixed = painter.fixed(Font::Medium, SIZE);
    let style = Style::new(Font::Medium, fixed.size.max(LEAST_SIZE * PART));
    // What a label would hide is measured before anything is painted over it.
    let labels: Vec<(Rect, Rect, String)> = marks
        .iter()
        .map(|mark| {
            let (room, number) = (painter.rect(mark.area), mark.number.to_string());
            (room, painter.label_room(room, style, &number), number)
        })
        .collect();
    for (room, label, number) in &labels {
        painter.frame(*room);
        painter.canvas.rect(*label, EDGE);
        let inner = label.inset(painter.u(1), painter.u(1));
        painter.canvas.rect(inner, LABEL);
        let text = style.fit(number, label.width(), 1);
        text.centre(&mut painter.canvas, *label, Side::Middle, INK);
    }
}

impl Painter<'_> {
    /// The edges of a box, inside it.
    fn frame(&mut self, room: Rect) {
        let thick = self.u(2);
        let (right, bottom) = (room.right - thick, room.bottom - thick);
        let sides = [
            Rect {
                right: room.left + thick,
                ..room
            },
            Rect {
                left: right,
                ..room
            },
            Rect {
                bottom: room.top + thick,
                ..room
            },
            Rect {
                top: bottom,
                ..room
            },
        ];
        for side in sides {
            self.canvas.rect(side, EDGE);
        }
    }

    /// Where the label of a box goes: into the corner where it hides least.
    fn label_room(&self, room: Rect, style: Style, number: &str) -> Rect {
        let width = (style.width(number) + PART - 1) / PART + 2 * self.u(4);
        let (width, height) = (width.min(room.width()), style.line().min(room.height()));
        let (right, bottom) = (room.right - width, room.bottom - height);
        let corners = [
            (room.left, room.top),
            (right, room.top),
            (room.left, bottom),
            (right, bottom),
        ];
        let places = corners.map(|(left, top)| Rect::new(left, top, width, height));
        let busy = |place: &Rect| self.canvas.steps(*place);
        places.into_iter().min_by_key(busy).unwrap_or(room)
    }
}
