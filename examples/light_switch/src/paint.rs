//! The panel in pixels.

use crate::{
    model::{Fuse, State},
    panel::{Def, HEIGHT, Target, WIDTH},
};
use truestep_core::view::Image;

type Colour = [u8; 3];
const WALL: Colour = [232, 228, 216];
const ON: Colour = [255, 206, 64];
const OFF: Colour = [84, 84, 92];
const FUSE_IN: Colour = [56, 142, 92];
const FUSE_OUT: Colour = [198, 62, 48];
const DONE: Colour = [58, 96, 176];
const TIMER: Colour = [240, 140, 32];

pub(crate) fn panel(def: &Def, state: &State, out: &mut Image) {
    let pixels = out.blank(WIDTH, HEIGHT);
    fill(pixels, [0, 0, WIDTH, HEIGHT], WALL);
    for target in def.targets() {
        let colour = match target {
            Target::Light(i) if state.lit >> i & 1 == 1 => ON,
            Target::Light(_) => OFF,
            Target::Fuse if state.fuse == Fuse::Tripped => FUSE_OUT,
            Target::Fuse => FUSE_IN,
            Target::Done => DONE,
        };
        fill(pixels, target.area(), colour);
    }
    if state.ended.is_some() {
        let [left, top, width, height] = Target::Done.area();
        fill(pixels, [left + 4, top + 4, width - 8, height - 8], WALL);
    }
    // One mark for each switch until the fuse trips.
    if let Fuse::TripsIn(taps) = state.fuse {
        let [left, top, ..] = Target::Fuse.area();
        for mark in 0..taps {
            fill(pixels, [left + 4 + mark * 8, top + 4, 4, 8], TIMER);
        }
    }
}

fn fill(pixels: &mut [u8], [left, top, width, height]: [u32; 4], colour: Colour) {
    for y in top..top + height {
        for x in left..left + width {
            let at = (y * WIDTH + x) as usize * Image::CHANNELS;
            pixels[at..at + Image::CHANNELS].copy_from_slice(&colour);
        }
    }
}
