//! From outlines to coverage, in whole numbers: the same bytes on every machine.
//!
//! Each edge leaves in every cell it crosses how much height it passes there, and how far from the left; a running sum along
//! a row then gives the area that is inside. Nothing is sampled, and nothing is a float.

/// Parts of a pixel that points are given in.
pub(super) const ONE: i32 = 256;
/// Most lines a curve is made of.
const MOST_LINES: i64 = 24;

/// A point, in parts of a pixel.
pub(super) type Point = (i32, i32);

/// Coverage of a rectangle of pixels, 0 to 255 each, row by row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Mask {
    /// Pixels from left to right.
    pub(super) width: i32,
    /// Pixels from top to bottom.
    pub(super) height: i32,
    /// `[height * width]`.
    pub(super) coverage: Vec<u8>,
}

impl Mask {
    /// With left and right exchanged.
    pub(super) fn mirrored(&self) -> Self {
        let mut mirrored = self.clone();
        let rows = mirrored
            .coverage
            .chunks_exact_mut(self.width.max(1) as usize);
        rows.for_each(<[u8]>::reverse);
        mirrored
    }
}

/// What edges leave behind in a rectangle of pixels.
#[derive(Debug)]
pub(super) struct Raster {
    width: i32,
    height: i32,
    /// Height passed, and twice that height times the distance from the left edge of the cell.
    cells: Vec<(i32, i32)>,
}

impl Raster {
    pub(super) fn new(width: i32, height: i32) -> Self {
        let (width, height) = (width.max(0), height.max(0));
        // One column more: what is right of the last one still counts.
        let cells = vec![(0, 0); (width as usize + 1) * height as usize];
        Self {
            width,
            height,
            cells,
        }
    }

    /// A straight edge.
    pub(super) fn line(&mut self, from: Point, to: Point) {
        if from.1 == to.1 {
            return;
        }
        let (top, bottom, sign) = match from.1 < to.1 {
            true => (from, to, 1),
            false => (to, from, -1),
        };
        let at = |y: i32| between(top, bottom, y);
        let first = top.1.max(0);
        let end = bottom.1.min(self.height * ONE);
        let mut y = first;
        while y < end {
            let next = ((y / ONE + 1) * ONE).min(end);
            self.row(y / ONE, (at(y), y), (at(next), next), sign);
            y = next;
        }
    }

    /// The part of an edge that lies in one row, `y` growing.
    fn row(&mut self, row: i32, from: Point, to: Point, sign: i32) {
        let last = self.width * ONE;
        let (from_x, to_x) = (from.0.clamp(0, last), to.0.clamp(0, last));
        let base = row as usize * (self.width as usize + 1);
        let mut put = |x0: i32, x1: i32, height: i32| {
            let column = x0.min(x1) / ONE;
            let cell = &mut self.cells[base + column as usize];
            cell.0 += sign * height;
            cell.1 += sign * height * (x0 + x1 - 2 * column * ONE);
        };
        let (low, high) = (from_x.min(to_x), from_x.max(to_x));
        if low / ONE == high / ONE || high % ONE == 0 && high / ONE - low / ONE == 1 {
            put(from_x, to_x, to.1 - from.1);
            return;
        }
        let (mut x, mut y) = (from_x, from.1);
        while x != to_x {
            let next = match x < to_x {
                true => ((x / ONE + 1) * ONE).min(to_x),
                false => ((x - 1) / ONE * ONE).max(to_x),
            };
            let part = i64::from(to.1 - from.1) * i64::from(next - from_x);
            let next_y = match next == to_x {
                true => to.1,
                false => from.1 + (part / i64::from(to_x - from_x)) as i32,
            };
            put(x, next, next_y - y);
            (x, y) = (next, next_y);
        }
    }

    /// A curve with one control point.
    pub(super) fn quad(&mut self, from: Point, control: Point, to: Point) {
        let bend = |a: i32, b: i32, c: i32| (i64::from(a) - 2 * i64::from(b) + i64::from(c)).abs();
        let bent = bend(from.0, control.0, to.0) + bend(from.1, control.1, to.1);
        // The distance of a chord from the curve falls with the square of their number; a sixteenth of a pixel is not seen.
        let lines = ((bent / 64).isqrt() + 1).min(MOST_LINES);
        let mut last = from;
        for line in 1..=lines {
            let at = |a: i32, b: i32, c: i32| {
                let rest = lines - line;
                let sum = rest * rest * i64::from(a)
                    + 2 * line * rest * i64::from(b)
                    + line * line * i64::from(c);
                sum.div_euclid(lines * lines) as i32
            };
            let next = (at(from.0, control.0, to.0), at(from.1, control.1, to.1));
            self.line(last, next);
            last = next;
        }
    }

    /// The coverage of what the edges enclose.
    pub(super) fn mask(&self) -> Mask {
        let columns = self.width as usize;
        let mut coverage = Vec::with_capacity(columns * self.height as usize);
        for row in self.cells.chunks_exact(columns + 1) {
            let mut passed = 0;
            for &(height, area) in &row[..columns] {
                passed += height;
                let inside = (2 * ONE * passed - area).abs();
                coverage.push((inside / (2 * ONE)).min(255) as u8);
            }
        }
        Mask {
            width: self.width,
            height: self.height,
            coverage,
        }
    }
}

/// Where an edge is at a height.
fn between(top: Point, bottom: Point, y: i32) -> i32 {
    let part = i64::from(bottom.0 - top.0) * i64::from(y - top.1);
    top.0 + part.div_euclid(i64::from(bottom.1 - top.1)) as i32
}
