//! Pixels, and what is put on them: rectangles, round ones, masks, shades. Everything stays inside a clip.

pub(super) use super::rect::{Corners, Rect};

use super::{bidi::Direction, raster::Mask};

/// Red, green, blue.
pub(super) type Colour = [u8; 3];
/// Bytes of a pixel.
const CHANNELS: usize = 3;
/// Pixels that are veiled at once.
const RUN: usize = 64;
/// What rounds a division by 255.
const HALF: u16 = 128;
/// Lines that a row of a round corner is measured at.
const SAMPLES: i64 = 16;

/// What is painted on.
#[derive(Debug)]
pub(super) struct Canvas<'a> {
    pixels: &'a mut [u8],
    width: i32,
    clip: Rect,
    all: Rect,
    /// Whether left and right are exchanged.
    is_mirrored: bool,
    /// Where texts begin that do not say it themselves.
    pub(super) direction: Direction,
    /// Texts that did not fit and were cut.
    pub(super) cut: usize,
}

impl<'a> Canvas<'a> {
    /// Over the pixels of an image, `[height * width * 3]`.
    pub(super) fn new(pixels: &'a mut [u8], width: u32, height: u32) -> Self {
        let all = Rect::new(0, 0, width as i32, height as i32);
        debug_assert_eq!(pixels.len(), (width * height) as usize * CHANNELS);
        Self {
            pixels,
            width: width as i32,
            clip: all,
            all,
            is_mirrored: false,
            direction: Direction::default(),
            cut: 0,
        }
    }

    /// The whole of it.
    pub(super) fn all(&self) -> Rect {
        self.all
    }

    /// From now on exchange left and right, or do not: shapes are painted where their mirror images stand, texts and icons as
    /// they are, in the places of theirs.
    pub(super) fn mirror(&mut self, is_mirrored: bool) {
        self.is_mirrored = is_mirrored;
    }

    /// Whether left and right are exchanged.
    pub(super) fn is_mirrored(&self) -> bool {
        self.is_mirrored
    }

    /// Where a rectangle is painted.
    pub(super) fn placed(&self, rect: Rect) -> Rect {
        match self.is_mirrored {
            true => Rect {
                left: self.width - rect.right,
                right: self.width - rect.left,
                ..rect
            },
            false => rect,
        }
    }

    /// Let nothing be painted outside.
    pub(super) fn clip(&mut self, to: Rect) {
        self.clip = self.placed(to).both(self.all);
    }

    /// Let everything be painted again.
    pub(super) fn unclip(&mut self) {
        self.clip = self.all;
    }

    /// How many pixels of a rectangle differ from the one to their left: how much there is to be seen in it.
    pub(super) fn steps(&self, rect: Rect) -> usize {
        let rect = rect.both(self.all);
        let row = |y: i32| {
            let at = |x: i32| (y * self.width + x) as usize * CHANNELS;
            &self.pixels[at(rect.left)..at(rect.right.max(rect.left))]
        };
        let steps = |row: &[u8]| {
            let pixels = row.chunks_exact(CHANNELS);
            pixels
                .clone()
                .zip(pixels.skip(1))
                .filter(|(a, b)| a != b)
                .count()
        };
        (rect.top..rect.bottom).map(|y| steps(row(y))).sum()
    }

    /// All that is painted, `[height * width * 3]`.
    pub(super) fn pixels(&mut self) -> &mut [u8] {
        self.pixels
    }

    fn span(&mut self, y: i32, left: i32, right: i32) -> &mut [u8] {
        let at = (y * self.width) as usize;
        &mut self.pixels[(at + left as usize) * CHANNELS..(at + right as usize) * CHANNELS]
    }

    /// A rectangle in one colour.
    pub(super) fn rect(&mut self, rect: Rect, colour: Colour) {
        self.fill(self.placed(rect), colour);
    }

    /// The same where it stands, mirrored or not.
    pub(super) fn fill(&mut self, rect: Rect, colour: Colour) {
        let rect = rect.both(self.clip);
        if rect.is_empty() {
            return;
        }
        let row = self.span(rect.top, rect.left, rect.right);
        row[..CHANNELS].copy_from_slice(&colour);
        let mut done = CHANNELS;
        while done < row.len() {
            let more = done.min(row.len() - done);
            row.copy_within(..more, done);
            done += more;
        }
        // The other rows are copies of the first.
        let first = (rect.top * self.width + rect.left) as usize * CHANNELS;
        let bytes = rect.width() as usize * CHANNELS;
        for y in rect.top + 1..rect.bottom {
            let to = (y * self.width + rect.left) as usize * CHANNELS;
            self.pixels.copy_within(first..first + bytes, to);
        }
    }

    /// A rectangle that lets so much of what is below through: opacity 0 to 255.
    pub(super) fn veil(&mut self, rect: Rect, colour: Colour, opacity: u8) {
        self.wash(self.placed(rect), colour, opacity);
    }

    fn wash(&mut self, rect: Rect, colour: Colour, opacity: u8) {
        let rect = rect.both(self.clip);
        if rect.is_empty() {
            return;
        }
        let (over, under) = (u16::from(opacity), 255 - u16::from(opacity));
        let mut added = [0_u16; RUN * CHANNELS];
        for pixel in added.chunks_exact_mut(CHANNELS) {
            for (sum, above) in pixel.iter_mut().zip(colour) {
                *sum = u16::from(above) * over + HALF;
            }
        }
        for y in rect.top..rect.bottom {
            let span = self.span(y, rect.left, rect.right);
            for run in span.chunks_mut(RUN * CHANNELS) {
                for (below, add) in run.iter_mut().zip(&added) {
                    *below = over_255(u16::from(*below) * under + *add);
                }
            }
        }
    }

    /// A rectangle whose colour changes from top to bottom.
    pub(super) fn shade(&mut self, rect: Rect, top: Colour, bottom: Colour) {
        let height = rect.height().max(1);
        for y in rect.top.max(self.clip.top)..rect.bottom.min(self.clip.bottom) {
            let part = ((y - rect.top) * 255 / height) as u8;
            let mut colour = top;
            blend(&mut colour, bottom, part);
            self.rect(Rect::new(rect.left, y, rect.width(), 1), colour);
        }
    }

    /// Coverage in a colour, with its first pixel at a place.
    pub(super) fn mask(&mut self, x: i32, y: i32, mask: &Mask, colour: Colour) {
        let rect = Rect::new(x, y, mask.width, mask.height).both(self.clip);
        if rect.is_empty() {
            return;
        }
        for row in rect.top..rect.bottom {
            let from = ((row - y) * mask.width + rect.left - x) as usize;
            let coverage = &mask.coverage[from..from + rect.width() as usize];
            let span = self.span(row, rect.left, rect.right);
            for (pixel, &cover) in span.chunks_exact_mut(CHANNELS).zip(coverage) {
                blend(pixel, colour, cover);
            }
        }
    }

    /// A rectangle with round corners.
    pub(super) fn round(&mut self, rect: Rect, radius: i32, colour: Colour) {
        self.rounded(rect, radius, Corners::ALL, colour, 255);
    }

    /// A rectangle with some round corners, and an opacity.
    pub(super) fn rounded(
        &mut self,
        rect: Rect,
        radius: i32,
        corners: Corners,
        colour: Colour,
        opacity: u8,
    ) {
        let rect = self.placed(rect);
        let corners = match self.is_mirrored {
            true => Corners {
                left: corners.right,
                right: corners.left,
                ..corners
            },
            false => corners,
        };
        let radius = radius.clamp(0, rect.width().min(rect.height()).max(0) / 2);
        let ends = |is_round: bool| if is_round { radius } else { 0 };
        let body = Rect {
            top: rect.top + ends(corners.top),
            bottom: rect.bottom - ends(corners.bottom),
            ..rect
        };
        match opacity {
            255 => self.fill(body, colour),
            _ => self.wash(body, colour, opacity),
        }
        let mut edge = vec![0_u8; radius as usize];
        for row in 0..radius {
            let ends = [
                (corners.top, rect.top + row),
                (corners.bottom, rect.bottom - 1 - row),
            ];
            let seen = self.clip.top..self.clip.bottom;
            let mut rows = ends
                .into_iter()
                .filter(|(is_round, y)| *is_round && seen.contains(y))
                .peekable();
            if rows.peek().is_some() {
                corner(radius, row, opacity, &mut edge);
            }
            for (_, y) in rows {
                self.ends(rect, y, &edge, corners, colour, opacity);
            }
        }
    }

    /// A row of a rectangle whose ends are round.
    fn ends(
        &mut self,
        rect: Rect,
        y: i32,
        edge: &[u8],
        corners: Corners,
        colour: Colour,
        opacity: u8,
    ) {
        // Outside the arc is nothing to be done, and what is wholly inside belongs to the middle.
        let first = edge.iter().take_while(|cover| **cover == 0).count();
        let full = edge.iter().take_while(|cover| **cover < opacity).count();
        let inner = Rect {
            left: rect.left + if corners.left { full as i32 } else { 0 },
            right: rect.right - if corners.right { full as i32 } else { 0 },
            top: y,
            bottom: y + 1,
        };
        match opacity {
            255 => self.fill(inner, colour),
            _ => self.wash(inner, colour, opacity),
        }
        for (n, &cover) in (first as i32..).zip(&edge[first..full.max(first)]) {
            for (is_round, x) in [
                (corners.left, rect.left + n),
                (corners.right, rect.right - 1 - n),
            ] {
                if is_round && (self.clip.left..self.clip.right).contains(&x) {
                    blend(self.span(y, x, x + 1), colour, cover);
                }
            }
        }
    }

    /// A soft shadow around a round rectangle: nothing of it is under the rectangle's middle, which hides it anyway. At
    /// its darkest it is of this strength, of 255.
    pub(super) fn shadow(&mut self, rect: Rect, radius: i32, depth: i32, strength: i32) {
        let layer = (strength / depth.max(1)).clamp(1, 255) as u8;
        let (whole, inner) = (self.clip, self.placed(rect.inset(radius, radius)));
        let bands = [
            Rect {
                bottom: inner.top,
                ..whole
            },
            Rect {
                top: inner.bottom.max(inner.top),
                ..whole
            },
            Rect {
                right: inner.left,
                top: inner.top,
                bottom: inner.bottom,
                ..whole
            },
            Rect {
                left: inner.right.max(inner.left),
                top: inner.top,
                bottom: inner.bottom,
                ..whole
            },
        ];
        for band in bands {
            self.clip = whole.both(band);
            for n in (1..=depth).rev() {
                let wide = rect.inset(-n, -n).shifted(0, depth / 2);
                self.rounded(wide, radius + n, Corners::ALL, [0, 0, 0], layer);
            }
        }
        self.clip = whole;
    }
}

/// How much of each pixel in a row of a round corner is inside, from the outermost on.
fn corner(radius: i32, row: i32, opacity: u8, edge: &mut [u8]) {
    let unit = i64::from(super::raster::ONE);
    let long = i64::from(radius) * unit;
    let mut sums = [0_i64; SAMPLES as usize];
    for (n, start) in (0..).zip(&mut sums) {
        let rise = long - i64::from(row) * unit - (2 * n + 1) * unit / (2 * SAMPLES);
        *start = long - (long * long - rise * rise).max(0).isqrt();
    }
    let nearest = sums.iter().min().map_or(0, |start| start / unit);
    let farthest = sums.iter().max().map_or(0, |start| start / unit);
    for (x, cover) in (0_i64..).zip(edge) {
        // Only on the arc itself is anything to be measured.
        *cover = match x {
            _ if x < nearest => 0,
            _ if x > farthest => opacity,
            _ => {
                let inside = sums
                    .iter()
                    .map(|start| ((x + 1) * unit - start).clamp(0, unit));
                (inside.sum::<i64>() * i64::from(opacity) / (SAMPLES * unit)) as u8
            }
        };
    }
}

/// Mix a colour into a pixel: 0 leaves it, 255 covers it.
fn blend(pixel: &mut [u8], colour: Colour, opacity: u8) {
    let (over, under) = (u16::from(opacity), 255 - u16::from(opacity));
    for (below, above) in pixel.iter_mut().zip(colour) {
        *below = over_255(u16::from(*below) * under + u16::from(above) * over + HALF);
    }
}

/// A sum of bytes whose weights come to 255, and [`HALF`], divided by 255: exactly, and in 16 bits.
fn over_255(sum: u16) -> u8 {
    ((sum + (sum >> 8)) >> 8) as u8
}
