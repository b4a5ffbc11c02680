//! Signals: a number per step from the truth. One scheme per file; [`LIST`] is the list.

mod carl;
mod csrs;
mod dpa;
mod ensemble;
mod et_agent;
mod fapo;
mod g_ra;
mod gain_clipped;
mod gate;
mod hrm_gated;
mod math_shepherd;
mod mrt;
mod outcome;
mod pav;
mod pica_clipped;
mod pica_ratio;
mod pica_survival;
mod potential;
mod reasoning_sql;
mod rest_mcts;
mod robo_dopamine;
mod search_r1_exact;
mod shaping_distance;
mod shaping_subgoals;
mod shaping_success;
mod stepsearch_exact;
mod sum;
mod topocurate;
mod truth;
mod turning_point;
mod vsrm;

pub use carl::{Carl, carl_reward};
pub use csrs::{Csrs, kept_categories};
pub use dpa::{Dpa, directional, rounded_weights};
pub use ensemble::Ensemble;
pub use et_agent::EtAgent;
pub use fapo::{Fapo, boxed_index, critic_reward, names_error};
pub use g_ra::{GRa, Level, accumulate};
pub use gain_clipped::GainClipped;
pub use gate::Gate;
pub use hrm_gated::{GateLevel, HrmGated, sequential_gate};
pub use math_shepherd::ShepherdLabel;
pub use mrt::{Mrt, cumulative_regret, progress_bonuses};
pub use outcome::Outcome;
pub use pav::{Pav, best_of, effective_reward};
pub use pica_clipped::PicaClipped;
pub use pica_ratio::{PicaRatio, survival_ratios};
pub use pica_survival::PicaSurvival;
pub use potential::{Potential, Shaping, shaping_terms};
pub use reasoning_sql::ReasoningSql;
pub use rest_mcts::{RestMcts, value_recursion};
pub use robo_dopamine::{Hop, after_hop, hop};
pub use search_r1_exact::SearchR1Exact;
pub use shaping_distance::DistancePotential;
pub use shaping_subgoals::SubgoalPotential;
pub use shaping_success::SuccessPotential;
pub use stepsearch_exact::StepSearchExact;
pub use sum::Sum;
pub use topocurate::{Topology, heterogeneity};
pub use truth::Truth;
pub use turning_point::{Turning, TurningRow, TurningRule};
pub use vsrm::Vsrm;

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
    &search_r1_exact::ENTRY,
    &stepsearch_exact::ENTRY,
    &reasoning_sql::ENTRY,
    &turning_point::ENTRY,
    &pav::ENTRY,
    &mrt::ENTRY,
    &robo_dopamine::ENTRY,
    &vsrm::ENTRY,
    &math_shepherd::HARD,
    &math_shepherd::SOFT,
    &rest_mcts::ENTRY,
    &ensemble::WCO,
    &ensemble::UWO_PPO,
    &ensemble::UWO_BON,
    &dpa::ENTRY,
    &sum::ENTRY,
    &gate::ENTRY,
];
