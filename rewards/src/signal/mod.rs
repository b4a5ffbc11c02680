//! Signals: a number per step from the truth. One scheme per file; [`LIST`] is the list.

mod g_ra;
mod gain_clipped;
mod gate;
mod outcome;
mod pica_clipped;
mod pica_ratio;
mod pica_survival;
mod potential;
mod shaping_distance;
mod shaping_subgoals;
mod shaping_success;
mod sum;

pub use g_ra::{GRa, Level, accumulate};
pub use gain_clipped::GainClipped;
pub use gate::Gate;
pub use outcome::Outcome;
pub use pica_clipped::PicaClipped;
pub use pica_ratio::{PicaRatio, survival_ratios};
pub use pica_survival::PicaSurvival;
pub use potential::{Potential, Shaping, shaping_terms};
pub use shaping_distance::DistancePotential;
pub use shaping_subgoals::SubgoalPotential;
pub use shaping_success::SuccessPotential;
pub use sum::Sum;

use crate::registry::Entry;

/// Every signal.
pub const LIST: &[&Entry] = &[
    &outcome::ENTRY,
    &shaping_distance::ENTRY,
    &shaping_subgoals::ENTRY,
    &shaping_success::ENTRY,
    &gain_clipped::ENTRY,
    &g_ra::ENTRY,
    &pica_survival::ENTRY,
    &pica_clipped::ENTRY,
    &pica_ratio::ENTRY,
    &sum::ENTRY,
    &gate::ENTRY,
];
