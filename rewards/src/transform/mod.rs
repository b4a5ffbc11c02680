//! Transforms: numbers to numbers. One scheme per file; [`LIST`] is the list.

mod clip;
mod clip_delta;
mod corrupt;
mod discount;
mod evpv;
mod first_error;
mod flip;
mod last;
mod log;
mod min_form;
mod noisy_verifier;
mod pica;
mod ppr;
mod prof;
mod prorl_centre;
mod scale;
mod spa;
mod tp_grpo;

pub use clip::Clip;
pub use clip_delta::{ClipBelow, clip_below, delta};
pub use corrupt::{Corrupt, recalibrated};
pub use discount::{Discount, ToGo};
pub(crate) use evpv::only_last;
pub use evpv::{Aggregation, reliability_gate};
pub use first_error::{FirstError, InterventionPlan, first_error, intervention_plan};
pub use flip::{Coin, Flip, group_flip};
pub use last::Last;
pub use log::Log;
pub use min_form::{MinForm, min_form_weights};
pub use noisy_verifier::{Rates, backward, forward};
pub use pica::{PicaRule, pica_raw, pica_step_rewards, survival};
pub use ppr::{PprRenorm, renormed};
pub use prof::{Prof, ScoredRollout, consistency};
pub use prorl_centre::RunningCentre;
pub use scale::Scale;
pub use spa::{SpaPaper, ppo_scaling, released};
pub use tp_grpo::{TpGrpo, thoughts};

use crate::registry::Entry;

/// Every transform.
pub const LIST: &[&Entry] = &[
    &scale::ENTRY,
    &clip::ENTRY,
    &log::ENTRY,
    &discount::DISCOUNT,
    &discount::TO_GO,
    &last::ENTRY,
    &min_form::ENTRY,
    &pica::PAPER,
    &pica::RELEASED,
    &first_error::ENTRY,
    &tp_grpo::ENTRY,
    &evpv::GATE,
    &evpv::AGGREGATE,
    &spa::PAPER,
    &spa::RELEASED,
    &spa::SCALING,
    &clip_delta::CLIP,
    &clip_delta::DELTA,
    &ppr::ENTRY,
    &noisy_verifier::BACKWARD,
    &noisy_verifier::FORWARD,
    &flip::FLIP,
    &flip::GROUP,
    &corrupt::ENTRY,
    &prof::ENTRY,
    &prorl_centre::ENTRY,
];
