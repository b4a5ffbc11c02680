//! Text: how wide it is, how it is made to fit, and how it is set.

use super::{
    bidi,
    canvas::{Canvas, Colour, Rect},
    font::{Font, PART},
};
use std::borrow::Cow;
use ttf_parser::GlyphId;

/// What stands at the end of a text that was cut.
const CUT: &str = "\u{2026}";
/// Sizes that are tried for a text that does not fit, in hundredths.
const STEPS: [i32; 7] = [100, 92, 84, 76, 70, 64, 58];
/// Width of the box of a character that no font has, in hundredths of the size.
const BOX: i32 = 64;

/// How text is set: font, size in parts of a pixel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Style {
    pub(super) font: Font,
    pub(super) size: i32,
}

/// Where text begins in the room it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Middle,
    Right,
}

/// Text that was made to fit.
#[derive(Debug)]
pub(super) struct Fitted<'a> {
    pub(super) style: Style,
    /// All of it.
    text: &'a str,
    pub(super) lines: Vec<Cow<'a, str>>,
    /// Whether something of it is missing.
    pub(super) is_cut: bool,
}

impl Style {
    pub(super) fn new(font: Font, size: i32) -> Self {
        Self { font, size }
    }

    /// From line to line, in pixels.
    pub(super) fn line(self) -> i32 {
        (self.size * 5 / 4 + PART / 2) / PART
    }

    /// Width of a text, in parts of a pixel.
    pub(super) fn width(self, text: &str) -> i32 {
        let mut pen = 0;
        self.walk(text, |_, _, next| pen = next);
        pen
    }

    /// Go through a text: each character with its font and glyph and the pen before and after it.
    fn walk(self, text: &str, mut see: impl FnMut(Result<(Font, GlyphId), char>, i32, i32)) {
        let (mut pen, mut last): (i32, Option<(Font, GlyphId)>) = (0, None);
        for letter in text.chars() {
            let found = self.font.pick(letter);
            // Fonts know nothing of each other's glyphs.
            if let (Some((font, left)), Some((same, right))) = (last, found)
                && font == same
            {
                pen += font.kern(left, right, self.size);
            }
            let wide = match found {
                Some((font, glyph)) => font.advance(glyph, self.size),
                None if letter == bidi::MARK => 0,
                None => self.size * BOX / 100,
            };
            see(found.ok_or(letter), pen, pen + wide);
            pen += wide;
            last = found;
        }
    }

    /// How many bytes of a text fit into a width, in parts of a pixel.
    fn fits(self, text: &str, width: i32) -> usize {
        let (mut bytes, mut letters) = (0, text.chars());
        let mut is_full = false;
        self.walk(text, |_, _, next| {
            let letter = letters.next().map_or(0, char::len_utf8);
            is_full |= next > width;
            if !is_full {
                bytes += letter;
            }
        });
        bytes
    }

    /// A text in at most so many lines of a width in pixels: smaller if need be, and cut if even that does not help.
    pub(super) fn fit(self, text: &str, width: i32, most: usize) -> Fitted<'_> {
        self.within(text, width, i32::MAX, most)
    }

    /// The same in a height as well.
    pub(super) fn within(self, text: &str, width: i32, height: i32, most: usize) -> Fitted<'_> {
        let width = width.max(1) * PART;
        let mut style = self;
        let mut most_now = 1;
        for step in STEPS {
            style.size = self.size * step / 100;
            most_now = most.min((height / style.line().max(1)).max(1) as usize);
            if let Some(lines) = style.wrap(text, width, most_now) {
                return Fitted {
                    style,
                    text,
                    lines,
                    is_cut: false,
                };
            }
        }
        let lines = style.cut(text, width, most_now);
        Fitted {
            style,
            text,
            lines,
            is_cut: true,
        }
    }

    /// Break a text between words, if it fits then.
    fn wrap(self, text: &str, width: i32, most: usize) -> Option<Vec<Cow<'_, str>>> {
        let (mut lines, mut rest) = (vec![], text);
        loop {
            let fitting = self.fits(rest, width);
            if fitting == rest.len() {
                lines.push(Cow::Borrowed(rest));
                return Some(lines);
            }
            let until = rest[..fitting].len() + rest[fitting..].starts_with(' ') as usize;
            let at = rest[..until].rfind(' ').filter(|at| *at > 0)?;
            lines.push(Cow::Borrowed(&rest[..at]));
            rest = &rest[at + 1..];
            if lines.len() == most {
                return None;
            }
        }
    }

    /// Break a text anywhere, and cut what is too much.
    fn cut(self, text: &str, width: i32, most: usize) -> Vec<Cow<'_, str>> {
        let (mut lines, mut rest) = (vec![], text);
        while lines.len() + 1 < most && !rest.is_empty() {
            let fitting = self.fits(rest, width);
            let word = rest[..fitting].rfind(' ').map_or(fitting, |at| at + 1);
            let at = if fitting == rest.len() { fitting } else { word };
            if at == 0 {
                break;
            }
            lines.push(Cow::Borrowed(&rest[..at]));
            rest = &rest[at..];
        }
        if self.fits(rest, width) == rest.len() {
            lines.push(Cow::Borrowed(rest));
        } else {
            let room = width - self.width(CUT);
            let kept = &rest[..self.fits(rest, room)];
            lines.push(Cow::Owned(format!("{}{CUT}", kept.trim_end())));
        }
        lines
    }

    /// Set a line with its pen at `x` in parts of a pixel and its base line at the pixel row `base`.
    pub(super) fn set(
        self,
        canvas: &mut Canvas<'_>,
        text: &str,
        x: i32,
        base: i32,
        colour: Colour,
    ) {
        let lead = bidi::lead(text, canvas.direction);
        self.set_line(canvas, (text, lead), x, base, colour);
    }

    /// The same of a line of a text that begins so.
    fn set_line(
        self,
        canvas: &mut Canvas<'_>,
        (text, lead): (&str, bidi::Direction),
        x: i32,
        base: i32,
        colour: Colour,
    ) {
        let x = match canvas.is_mirrored() {
            true => canvas.all().width() * PART - x - self.width(text),
            false => x,
        };
        self.set_at(canvas, &bidi::seen(text, lead), x, base, colour);
    }

    /// The same where it stands, mirrored or not.
    fn set_at(self, canvas: &mut Canvas<'_>, text: &str, x: i32, base: i32, colour: Colour) {
        self.walk(text, |found, from, to| match found {
            Ok((font, glyph)) => {
                let style = Style { font, ..self };
                style.put(canvas, glyph, x + from, base, colour);
            }
            Err(bidi::MARK) => {}
            Err(letter) => self.stand_in(canvas, letter, x + from, x + to, base, colour),
        });
    }

    fn put(self, canvas: &mut Canvas<'_>, glyph: GlyphId, pen: i32, base: i32, colour: Colour) {
        let glyph = self.font.glyph(glyph, self.size, pen.rem_euclid(PART));
        let left = pen.div_euclid(PART) + glyph.left;
        canvas.mask(left, base + glyph.top, &glyph.mask, colour);
    }

    /// A character that the font does not have: a box with its number, so that different texts look different.
    fn stand_in(
        self,
        canvas: &mut Canvas<'_>,
        letter: char,
        from: i32,
        to: i32,
        base: i32,
        colour: Colour,
    ) {
        let high = self.size * 72 / 100 / PART;
        let wide = (to - from) / PART - 1;
        let frame = Rect::new(from / PART, base - high, wide.max(3), high.max(3));
        for side in [
            Rect {
                right: frame.left + 1,
                ..frame
            },
            Rect {
                left: frame.right - 1,
                ..frame
            },
            Rect {
                bottom: frame.top + 1,
                ..frame
            },
            Rect {
                top: frame.bottom - 1,
                ..frame
            },
        ] {
            canvas.fill(side, colour);
        }
        let number = format!("{:04X}", u32::from(letter));
        let small = Style::new(Font::Medium, self.size * 32 / 100);
        let (upper, lower) = number.split_at(number.len() / 2);
        let room = frame.inset(1, 1);
        for (part, bottom) in [(upper, frame.middle() - 1), (lower, frame.bottom - 2)] {
            let x = small.start(part, room, Side::Middle);
            small.set_at(canvas, part, x, bottom, colour);
        }
    }

    /// Where the pen starts for a line in a room, in parts of a pixel.
    fn start(self, text: &str, room: Rect, side: Side) -> i32 {
        let free = room.width() * PART - self.width(text);
        room.left * PART
            + match side {
                Side::Left => 0,
                Side::Middle => free / 2,
                Side::Right => free,
            }
    }
}

impl Fitted<'_> {
    /// How high it is, in pixels.
    pub(super) fn height(&self) -> i32 {
        self.style.line() * self.lines.len() as i32
    }

    /// Set it from the top of a room on.
    pub(super) fn set(&self, canvas: &mut Canvas<'_>, room: Rect, side: Side, colour: Colour) {
        canvas.cut += usize::from(self.is_cut);
        let line = self.style.line();
        let lead = bidi::lead(self.text, canvas.direction);
        for (n, text) in (0..).zip(&self.lines) {
            let x = self.style.start(text, room, side);
            // Capitals, 71 hundredths of the size, stand in the middle of their line.
            let base = room.top + n * line + (line + self.style.size * 71 / 100 / PART + 1) / 2;
            self.style.set_line(canvas, (text, lead), x, base, colour);
        }
    }

    /// Set it in the middle of the height of a room.
    pub(super) fn centre(&self, canvas: &mut Canvas<'_>, room: Rect, side: Side, colour: Colour) {
        let top = room.middle() - self.height() / 2;
        self.set(canvas, Rect { top, ..room }, side, colour);
    }
}
