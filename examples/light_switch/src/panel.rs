//! What the panel looks like: what is where, and what a task asks of it.

use truestep_core::{forms::ActionForms, model::Goal};

/// Width of the panel, in pixels.
pub const WIDTH: u32 = 160;
/// Height of the panel, in pixels.
pub const HEIGHT: u32 = 120;
/// Switches in a row.
const COLUMNS: u32 = 4;
/// Side of a tile, in pixels, the gap beside it included.
const TILE: u32 = WIDTH / COLUMNS;
/// Height of a row of switches, in pixels, the gap below it included.
const ROW: u32 = 30;
/// Room between things, in pixels.
const GAP: u32 = 4;
/// Top of the row with the fuse and the `Done` button.
const FOOT: u32 = 94;

/// The rooms, in the order of their switches.
pub(crate) const ROOMS: [&str; 12] = [
    "attic", "bathroom", "bedroom", "cellar", "garage", "garden", "hall", "kitchen", "library",
    "nursery", "porch", "study",
];

/// One task: how many lights there are, which of them are on at first, and which are to be on.
#[derive(Debug)]
pub struct Def {
    pub(crate) goal: Goal,
    pub(crate) forms: ActionForms,
    /// Number of lights, 8 to 12.
    pub(crate) lights: u32,
    /// Lights on at first, a bit each.
    pub(crate) start: u32,
    /// Lights that are to be on.
    pub(crate) wanted: u32,
    /// Whether the fuse is worn; when it trips is drawn with each rollout.
    pub(crate) worn: bool,
}

/// What a tap can fall on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// The switch of a light.
    Light(u32),
    /// The fuse.
    Fuse,
    /// The button that ends the task.
    Done,
}

impl Target {
    /// Left, top, width and height, in pixels.
    pub(crate) fn area(self) -> [u32; 4] {
        match self {
            Target::Light(i) => [
                i % COLUMNS * TILE + GAP / 2,
                i / COLUMNS * ROW + GAP,
                TILE - GAP,
                ROW - GAP,
            ],
            Target::Fuse => [GAP / 2, FOOT, 2 * TILE - GAP, HEIGHT - FOOT - GAP],
            Target::Done => [
                2 * TILE + GAP / 2,
                FOOT,
                2 * TILE - GAP,
                HEIGHT - FOOT - GAP,
            ],
        }
    }

    /// The pixel at its centre.
    pub(crate) fn centre(self) -> (u32, u32) {
        let [left, top, width, height] = self.area();
        (left + width / 2, top + height / 2)
    }
}

impl Def {
    /// Everything that can be tapped, in the order of reading.
    pub(crate) fn targets(&self) -> impl Iterator<Item = Target> {
        (0..self.lights)
            .map(Target::Light)
            .chain([Target::Fuse, Target::Done])
    }

    /// What is at a pixel.
    pub(crate) fn at(&self, x: u32, y: u32) -> Option<Target> {
        self.targets().find(|target| {
            let [left, top, width, height] = target.area();
            (left..left + width).contains(&x) && (top..top + height).contains(&y)
        })
    }

    /// The lights that have to be switched, as far as the fuse lets them.
    pub(crate) fn wrong_at_first(&self) -> Vec<u32> {
        let wrong = self.start ^ self.wanted;
        (0..self.lights).filter(|i| wrong >> i & 1 == 1).collect()
    }

    /// What is written on a target.
    pub(crate) fn name(&self, target: Target) -> &'static str {
        match target {
            Target::Light(i) => ROOMS[i as usize],
            Target::Fuse => "fuse",
            Target::Done => "Done",
        }
    }
}
