//! The fonts: outlines from the files beside this one, turned into coverage once a size and then kept.

use super::raster::{Mask, ONE, Point, Raster};
use rustc_hash::FxHashMap;
use std::{cell::RefCell, rc::Rc, sync::LazyLock};
use ttf_parser::{
    Face, GlyphId, OutlineBuilder, gpos::PairAdjustment, opentype_layout::LayoutTable,
};

/// Parts of a pixel that sizes and widths are given in.
pub(super) const PART: i32 = 64;
/// Places within a pixel that glyphs are painted at.
const PLACES: i32 = 4;
/// Parts of a font's unit that outlines are read in: exact for everything that the files hold.
const FINE: f32 = 64.0;
/// Glyphs that a thread keeps; when there are more it begins anew. The texts of the phone need a few hundred.
const KEPT: usize = 8_192;

/// A font.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Font {
    Regular,
    Medium,
    /// Hebrew letters of the weight of `Regular`.
    HebrewRegular,
    /// The same of `Medium`.
    HebrewMedium,
    Icons,
}

/// A glyph's coverage, and where it goes from the pen.
#[derive(Debug)]
pub(super) struct Glyph {
    pub(super) left: i32,
    pub(super) top: i32,
    pub(super) mask: Mask,
}

type Key = (Font, u16, u16, u8);

thread_local! {
    static GLYPHS: RefCell<FxHashMap<Key, Rc<Glyph>>> = RefCell::default();
}

struct Faces {
    regular: Face<'static>,
    medium: Face<'static>,
    hebrew_regular: Face<'static>,
    hebrew_medium: Face<'static>,
    icons: Face<'static>,
}

static FACES: LazyLock<Faces> = LazyLock::new(|| {
    let face = |bytes| Face::parse(bytes, 0).expect("invariant: the bundled fonts are whole");
    Faces {
        regular: face(include_bytes!("font/roboto-regular.ttf")),
        medium: face(include_bytes!("font/roboto-medium.ttf")),
        hebrew_regular: face(include_bytes!("font/heebo-regular.ttf")),
        hebrew_medium: face(include_bytes!("font/heebo-medium.ttf")),
        icons: face(include_bytes!("font/icons.ttf")),
    }
});

impl Font {
    fn face(self) -> &'static Face<'static> {
        match self {
            Font::Regular => &FACES.regular,
            Font::Medium => &FACES.medium,
            Font::HebrewRegular => &FACES.hebrew_regular,
            Font::HebrewMedium => &FACES.hebrew_medium,
            Font::Icons => &FACES.icons,
        }
    }

    /// The glyph of a character, if the font has one.
    pub(super) fn find(self, letter: char) -> Option<GlyphId> {
        self.face().glyph_index(letter)
    }

    /// The same with the font that has it: this one, or one that stands in where it has none.
    pub(super) fn pick(self, letter: char) -> Option<(Font, GlyphId)> {
        if let Some(glyph) = self.find(letter) {
            return Some((self, glyph));
        }
        let other = match self {
            Font::Regular => Font::HebrewRegular,
            Font::Medium => Font::HebrewMedium,
            _ => return None,
        };
        Some((other, other.find(letter)?))
    }

    /// How far the pen moves past a glyph, in parts of a pixel, at a size in parts of a pixel.
    pub(super) fn advance(self, glyph: GlyphId, size: i32) -> i32 {
        let face = self.face();
        let units = i32::from(face.glyph_hor_advance(glyph).unwrap_or_default());
        scaled(units, size, face)
    }

    /// How much closer two glyphs stand to each other, in parts of a pixel.
    pub(super) fn kern(self, left: GlyphId, right: GlyphId, size: i32) -> i32 {
        let face = self.face();
        let units = face
            .tables()
            .gpos
            .map_or(0, |table| pair(&table, left, right));
        scaled(units, size, face)
    }

    /// A glyph at a size, for a pen at such a place within a pixel; both in parts of a pixel.
    pub(super) fn glyph(self, glyph: GlyphId, size: i32, within: i32) -> Rc<Glyph> {
        let place = within * PLACES / PART;
        let key = (self, glyph.0, size as u16, place as u8);
        GLYPHS.with_borrow_mut(|kept| {
            if let Some(found) = kept.get(&key) {
                return Rc::clone(found);
            }
            if kept.len() >= KEPT {
                kept.clear();
            }
            let made = Rc::new(self.paint(glyph, size, place * (ONE / PLACES)));
            kept.insert(key, Rc::clone(&made));
            made
        })
    }

    fn paint(self, glyph: GlyphId, size: i32, shift: i32) -> Glyph {
        let face = self.face();
        let mut outline = Outline::new(size, shift, face);
        face.outline_glyph(glyph, &mut outline);
        outline.glyph()
    }
}

fn scaled(units: i32, size: i32, face: &Face<'_>) -> i32 {
    let per_em = i32::from(face.units_per_em());
    (units * size + per_em / 2).div_euclid(per_em)
}

/// What the first table that knows a pair says about it, in units of the font.
fn pair(table: &LayoutTable<'_>, left: GlyphId, right: GlyphId) -> i32 {
    let known = table.lookups.into_iter().find_map(|lookup| {
        lookup
            .subtables
            .into_iter::<ttf_parser::gpos::PositioningSubtable<'_>>()
            .find_map(|part| match part {
                ttf_parser::gpos::PositioningSubtable::Pair(pairs) => {
                    let at = pairs.coverage().get(left)?;
                    match pairs {
                        PairAdjustment::Format1 { sets, .. } => sets.get(at)?.get(right),
                        PairAdjustment::Format2 {
                            classes, matrix, ..
                        } => matrix.get((classes.0.get(left), classes.1.get(right))),
                    }
                }
                _ => None,
            })
    });
    known.map_or(0, |(first, _)| i32::from(first.x_advance))
}

/// An outline as edges, collected before the size of its box is known.
struct Outline {
    scale: (i64, i64),
    shift: i32,
    start: Point,
    pen: Point,
    edges: Vec<Edge>,
}

enum Edge {
    Line(Point, Point),
    Quad(Point, Point, Point),
}

impl Outline {
    fn new(size: i32, shift: i32, face: &Face<'_>) -> Self {
        let up = i64::from(size) * i64::from(ONE);
        let down = i64::from(face.units_per_em()) * i64::from(PART) * FINE as i64;
        Self {
            scale: (up, down),
            shift,
            start: (0, 0),
            pen: (0, 0),
            edges: vec![],
        }
    }

    /// A point of the font: the numbers are whole in the files or halves between such, so that reading them as floats, and
    /// multiplying them by a power of two, is exact.
    fn point(&self, x: f32, y: f32) -> Point {
        let (up, down) = self.scale;
        let scaled = |value: f32| ((value * FINE) as i64 * up + down / 2).div_euclid(down) as i32;
        (scaled(x) + self.shift, -scaled(y))
    }

    fn glyph(&self) -> Glyph {
        let ends = self.edges.iter().flat_map(|edge| match *edge {
            Edge::Line(a, b) => [a, a, b],
            Edge::Quad(a, b, c) => [a, b, c],
        });
        let (mut low, mut high) = ((i32::MAX, i32::MAX), (i32::MIN, i32::MIN));
        for (x, y) in ends {
            low = (low.0.min(x), low.1.min(y));
            high = (high.0.max(x), high.1.max(y));
        }
        if low.0 > high.0 {
            (low, high) = ((0, 0), (0, 0));
        }
        let (left, top) = (low.0.div_euclid(ONE), low.1.div_euclid(ONE));
        let (right, bottom) = (high.0.div_euclid(ONE) + 1, high.1.div_euclid(ONE) + 1);
        let mut raster = Raster::new(right - left, bottom - top);
        let moved = |(x, y): Point| (x - left * ONE, y - top * ONE);
        for edge in &self.edges {
            match *edge {
                Edge::Line(a, b) => raster.line(moved(a), moved(b)),
                Edge::Quad(a, b, c) => raster.quad(moved(a), moved(b), moved(c)),
            }
        }
        let mask = raster.mask();
        Glyph { left, top, mask }
    }
}

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.start = self.point(x, y);
        self.pen = self.start;
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let to = self.point(x, y);
        self.edges.push(Edge::Line(self.pen, to));
        self.pen = to;
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let (control, to) = (self.point(x1, y1), self.point(x, y));
        self.edges.push(Edge::Quad(self.pen, control, to));
        self.pen = to;
    }

    /// The files hold none of these: a test looks.
    fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, x: f32, y: f32) {
        self.line_to(x, y);
    }

    fn close(&mut self) {
        self.edges.push(Edge::Line(self.pen, self.start));
        self.pen = self.start;
    }
}
