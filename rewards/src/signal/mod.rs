//! Signals: a number per step from the truth. One scheme per file; [`LIST`] is the list.

mod carl;
mod csrs;
mod et_agent;
mod fapo;
mod g_ra;
mod gain_clipped;
mod gate;
mod hrm_gated;
mod outcome;
mod pica_clipped;
mod pica_ratio;
mod pica_survival;
mod potential;
mod shaping_distance;
mod shaping_subgoals;
mod shaping_success;
mod sum;
mod topocurate;
mod truth;
mod turning_point;

pub use carl::{Carl, carl_reward};
pub use csrs::{Csrs, kept_categories};
pub use et_agent::EtAgent;
pub use fapo::{Fapo, boxed_index, critic_reward};
pub use g_ra::{GRa, Level, accumulate};
pub use gain_clipped::GainClipped;
pub use gate::Gate;
pub use hrm_gated::{GateLevel, HrmGated, sequential_gate};
pub use outcome::Outcome;
pub use pica_clipped::PicaClipped;
pub use pica_ratio::{PicaRatio, survival_ratios};
pub use pica_survival::PicaSurvival;
pub use potential::{Potential, Shaping, shaping_terms};
pub use shaping_distance::DistancePotential;
pub use shaping_subgoals::SubgoalPotential;
pub use shaping_success::SuccessPotential;
pub use sum::Sum;
pub use topocurate::{Topology, heterogeneity};
pub use truth::Truth;
pub use turning_point::{Turning, TurningRow, TurningRule};

use crate::registry::Entry;

/// Every signal.
pub const LIST: &[&Entry] = &[
    &outcome::ENTRY,
    &shaping_distance::ENTRY,
    &shaping_subgoals::ENTRY,
    &shaping_success::ENTRY,
    &gain_clipped::ENTRY,
    &g_ra::ENTRY,
    &carl::ENTRY,
    &csrs::ENTRY,
    &et_agent::ENTRY,
    &fapo::ENTRY,
    &hrm_gated::ENTRY,
    &topocurate::ENTRY,
    &pica_survival::ENTRY,
    &pica_clipped::ENTRY,
    &pica_ratio::ENTRY,
    &truth::ADVANTAGE,
    &truth::SUCCESS,
    &truth::PROGRESS,
    &truth::SHORTEST,
    &truth::ALIVE,
    &truth::LABEL,
    &truth::VALID,
    &truth::REDUNDANT,
    &truth::VIOLATIONS,
    &truth::PIVOT,
    &truth::HAZARD,
    &truth::CLIPPED,
    &truth::GAIN,
    &truth::GAINED,
    &turning_point::ENTRY,
    &sum::ENTRY,
    &gate::ENTRY,
];
