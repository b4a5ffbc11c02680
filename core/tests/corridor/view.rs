//! What is seen in a corridor.

use super::{Def, Defect, state::State};
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU8, Ordering};
use truestep_core::model::{Image, ViewKind};

/// The corridor from above, a kind of its own.
pub const MAP: ViewKind = ViewKind::image("map");

/// Side of a cell of the map, in pixels.
const CELL: u32 = 4;

/// For [`Defect::Flickers`].
static PAINTED: AtomicU8 = AtomicU8::new(0);

/// A row of cells: the key is red, where it lies; where the agent stands is white.
pub fn paint(def: &Def, state: &State, out: &mut Image) {
    if def.defect == Defect::Unpainted {
        return;
    }
    let cells = u32::from(def.length);
    let pixels = out.blank(cells * CELL, CELL);
    if def.defect == Defect::Unseen {
        return;
    }
    let mut fill = |cell: u8, colour: [u8; 3]| {
        let row_bytes = (cells * CELL) as usize * Image::CHANNELS;
        let cell_bytes = CELL as usize * Image::CHANNELS;
        for row in pixels.chunks_mut(row_bytes) {
            let cell = &mut row[usize::from(cell) * cell_bytes..][..cell_bytes];
            for pixel in cell.chunks_mut(Image::CHANNELS) {
                pixel.copy_from_slice(&colour);
            }
        }
    };
    if let Some(key) = def.key.filter(|_| !state.has_key()) {
        fill(key, [255, 0, 0]);
    }
    fill(state.position(), [255; 3]);
    if def.defect == Defect::Flickers {
        fill(0, [PAINTED.fetch_add(1, Ordering::Relaxed); 3]);
    }
}

/// View memory: how often a step changed nothing. No dynamics depend on it.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(from = "u32")]
pub struct Memory {
    idle_steps: u32,
    /// Only with [`Defect::ForgetfulView`].
    lost_in_writing: bool,
}

impl From<u32> for Memory {
    fn from(idle_steps: u32) -> Self {
        Self {
            idle_steps,
            lost_in_writing: false,
        }
    }
}

impl Serialize for Memory {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(if self.lost_in_writing {
            0
        } else {
            self.idle_steps
        })
    }
}

impl Memory {
    pub fn count_bump(&mut self, def: &Def, idle: bool) {
        self.idle_steps += u32::from(idle);
        self.lost_in_writing = def.defect == Defect::ForgetfulView;
    }
}

pub fn observe(def: &Def, state: &State, memory: &Memory, kind: ViewKind, out: &mut String) {
    if def.defect == Defect::Unseen {
        return out.push_str("A corridor.");
    }
    if def.defect == Defect::Mute && kind == ViewKind::TREE {
        return;
    }
    let here = state.position();
    let mut things = vec![];
    things.extend((def.key == Some(here) && !state.has_key()).then(|| "a key".to_owned()));
    let lamps = 2 - state.lamps().count_ones();
    things.extend((def.lamps == here && lamps > 0).then(|| format!("{lamps} lamps")));
    let plaque = if state.has_read() {
        format!("a plaque: {}", def.code)
    } else {
        "a plaque".into()
    };
    things.extend((def.plaque == Some(here)).then_some(plaque));
    things.extend((here == def.length - 1).then(|| "a door".to_owned()));
    let written = match kind {
        ViewKind::TREE => write!(
            out,
            "cell number={here} of={} things={things:?}",
            def.length
        ),
        _ => write!(
            out,
            "You stand in cell {here} of {}. You see: {}. Steps that came to nothing: {}.",
            def.length,
            if things.is_empty() {
                "nothing".into()
            } else {
                things.join(", ")
            },
            memory.idle_steps,
        ),
    };
    written.expect("invariant: writing to a string cannot fail");
    if def.defect == Defect::Mumbles && kind == ViewKind::TEXT {
        out.push_str(" There is a exit.");
    }
    if def.defect == Defect::Leak && state.has_key() {
        out.push_str(&def.canary);
    }
}
