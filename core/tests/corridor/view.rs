//! What is seen in a corridor.

use super::{Def, defect, state::State};
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;
use truestep_core::model::ViewKind;

/// View memory: how often a step changed nothing. No dynamics depend on it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Memory<const D: u8> {
    #[serde(default, skip_serializing_if = "is_dropped::<D>")]
    idle_steps: u32,
}

fn is_dropped<const D: u8>(_: &u32) -> bool {
    D == defect::FORGETFUL_VIEW
}

impl<const D: u8> Memory<D> {
    pub fn count_bump(&mut self, idle: bool) {
        self.idle_steps += u32::from(idle);
    }
}

pub fn observe<const D: u8>(
    def: &Def,
    state: &State<D>,
    memory: &Memory<D>,
    kind: ViewKind,
    out: &mut String,
) {
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
        ViewKind::Tree => write!(
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
    if D == defect::LEAK && state.has_key() {
        out.push_str(&def.canary);
    }
}
