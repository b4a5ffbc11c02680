//! From logical pixels to those of a frame, and what all parts of a screen are made of.

use super::{
    bidi::Direction,
    canvas::{Canvas, Colour, Rect},
    font::{Font, PART},
    icon::Icon,
    text::{Fitted, Side, Style},
    theme::Theme,
};
use crate::gui::{
    layout::{Area, HEIGHT, WIDTH},
    locale::Tongue,
};

/// How much larger text is on frames so small that it could hardly be read otherwise, in hundredths.
const SMALL_FRAME: i32 = 116;
/// Frames below this height are small.
const SMALL_HEIGHT: i32 = 900;

/// A canvas with a theme and a scale.
pub(super) struct Painter<'a> {
    pub(super) canvas: Canvas<'a>,
    pub(super) theme: &'static Theme,
    width: i32,
    height: i32,
    /// The sides of the screen, in logical pixels.
    logical: (i32, i32),
    text_percent: i32,
    /// How small a label may become beside an icon, in hundredths.
    pub(super) least: i32,
}

/// The same in languages whose words are longer than those that buttons were made for.
const LEAST: i32 = 70;

impl<'a> Painter<'a> {
    pub(super) fn new(canvas: Canvas<'a>, theme: &'static Theme, text_percent: i32) -> Self {
        let all = canvas.all();
        let small = match all.height() < SMALL_HEIGHT {
            true => SMALL_FRAME,
            false => 100,
        };
        Self {
            canvas,
            theme,
            width: all.width(),
            height: all.height(),
            logical: (WIDTH as i32, HEIGHT as i32),
            text_percent: text_percent * small / 100,
            least: 0,
        }
    }

    /// Speak a language: where its texts begin, and how small they become.
    pub(super) fn speak(&mut self, tongue: Tongue) {
        self.canvas.direction = Direction::of(tongue);
        self.least = if tongue.is_english() { 0 } else { LEAST };
    }

    /// The same for a screen with other sides, in logical pixels.
    pub(super) fn of(
        canvas: Canvas<'a>,
        theme: &'static Theme,
        text_percent: i32,
        (width, height): (u32, u32),
    ) -> Self {
        Self {
            logical: (width as i32, height as i32),
            text_percent,
            ..Self::new(canvas, theme, text_percent)
        }
    }

    /// A column.
    pub(super) fn x(&self, logical: i32) -> i32 {
        scaled(logical, self.width, self.logical.0)
    }

    /// A row.
    pub(super) fn y(&self, logical: i32) -> i32 {
        scaled(logical, self.height, self.logical.1)
    }

    /// A length that is the same across and down, at least a pixel.
    pub(super) fn u(&self, logical: i32) -> i32 {
        self.x(logical).min(self.y(logical)).max(1)
    }

    /// A box; boxes that touch each other still do.
    pub(super) fn rect(&self, area: Area) -> Rect {
        let (left, top) = (area.left as i32, area.top as i32);
        Rect {
            left: self.x(left),
            top: self.y(top),
            right: self.x(left + area.width as i32),
            bottom: self.y(top + area.height as i32),
        }
    }

    /// Text of a size in logical pixels, as large as the user wants it.
    pub(super) fn style(&self, font: Font, size: i32) -> Style {
        let fixed = self.fixed(font, size).size;
        Style::new(font, fixed * self.text_percent / 100)
    }

    /// Text of a size that stays as it is.
    pub(super) fn fixed(&self, font: Font, size: i32) -> Style {
        let across = size * PART * self.width / self.logical.0;
        let down = size * PART * self.height / self.logical.1;
        Style::new(font, across.min(down))
    }

    pub(super) fn body(&self) -> Style {
        self.style(Font::Regular, 22)
    }

    pub(super) fn small(&self) -> Style {
        self.style(Font::Regular, 18)
    }

    pub(super) fn strong(&self, size: i32) -> Style {
        self.style(Font::Medium, size)
    }

    /// An icon of a size in logical pixels, in the middle of a room.
    pub(super) fn icon(&mut self, icon: Icon, room: Rect, size: i32, ink: Colour) {
        let side = self.u(size);
        icon.paint(&mut self.canvas, room, side, ink);
    }

    /// One above the other in the middle of the height of a room.
    pub(super) fn stack(&mut self, room: Rect, parts: &[(Fitted<'_>, Colour)]) {
        let height: i32 = parts.iter().map(|(text, _)| text.height()).sum();
        let mut top = room.middle() - height / 2;
        for (text, colour) in parts {
            text.set(&mut self.canvas, Rect { top, ..room }, Side::Left, *colour);
            top += text.height();
        }
    }
}

fn scaled(logical: i32, pixels: i32, of: i32) -> i32 {
    (logical * pixels + of / 2).div_euclid(of)
}
