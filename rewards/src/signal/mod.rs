//! Signals: a number per step from the truth. One scheme per file; [`LIST`] is the list.

mod carl;
mod constant;
mod crf;
mod csr;
mod csrs;
mod dpa;
mod ensemble;
mod et_agent;
mod fapo;
mod file;
mod g_ra;
mod gain_clipped;
mod gate;
mod gflownet;
mod hrm_gated;
mod igpo;
mod kind;
mod lare;
mod math_shepherd;
mod mrt;
mod outcome;
mod p2s;
mod pav;
mod paverl;
mod pica_clipped;
mod pica_ratio;
mod pica_survival;
mod potential;
mod reasoning_sql;
mod rest_mcts;
mod rewardflow;
mod rlvrr;
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
mod vpr;
mod vsrm;

pub use carl::{Carl, carl_reward};
pub use constant::Constant;
pub use crf::{Crf, concise};
pub use csr::{Csr, agreements};
pub use csrs::{Csrs, kept_categories};
pub use dpa::{Dpa, directional, rounded_weights};
pub use ensemble::Ensemble;
pub use et_agent::EtAgent;
pub use fapo::{Fapo, boxed_index, critic_reward, names_error};
pub use file::FromFile;
pub use g_ra::{GRa, Level, accumulate};
pub use gain_clipped::GainClipped;
pub use gate::Gate;
pub use gflownet::{ForwardLooking, energy_gain};
pub use hrm_gated::{GateLevel, HrmGated, sequential_gate};
pub use igpo::IgpoGain;
pub use kind::ActionKind;
pub use lare::{FACTORS, LaRe, latent_weights};
pub use math_shepherd::ShepherdLabel;
pub use mrt::{Mrt, cumulative_regret, progress_bonuses};
pub use outcome::Outcome;
pub use p2s::{P2s, faithful_reward};
pub use pav::{Pav, best_of, effective_reward};
pub use paverl::PaVeRl;
pub use pica_clipped::PicaClipped;
pub use pica_ratio::{PicaRatio, survival_ratios};
pub use pica_survival::PicaSurvival;
pub use potential::{Potential, Shaping, shaping_terms};
pub use reasoning_sql::ReasoningSql;
pub use rest_mcts::{RestMcts, value_recursion};
pub use rewardflow::{RewardFlowGain, flowed};
pub use rlvrr::{Rlvrr, chain_content};
pub use robo_dopamine::{Hop, after_hop, hop};
pub use search_r1_exact::SearchR1Exact;
pub use shaping_distance::DistancePotential;
pub use shaping_subgoals::SubgoalPotential;
pub use shaping_success::SuccessPotential;
pub use stepsearch_exact::StepSearchExact;
pub use sum::{Combined, How};
pub use topocurate::{Topology, heterogeneity};
pub use truth::Truth;
pub use turning_point::{Turning, TurningRow, TurningRule};
pub use vpr::ActionValue;
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
    &rewardflow::ENTRY,
    &igpo::ENTRY,
    &vpr::ENTRY,
    &kind::ENTRY,
    &csr::ENTRY,
    &p2s::ENTRY,
    &gflownet::ENTRY,
    &rlvrr::ENTRY,
    &crf::ENTRY,
    &lare::ENTRY,
    &paverl::ENTRY,
    &file::ENTRY,
    &sum::SUM,
    &sum::PRODUCT,
    &sum::DIFFERENCE,
    &sum::MAX,
    &sum::MIN,
    &constant::ENTRY,
    &gate::ENTRY,
];
