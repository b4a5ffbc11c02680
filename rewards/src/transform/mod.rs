//! Transforms: numbers to numbers. One scheme per file; [`LIST`] is the list.

mod clip;
mod evpv;
mod first_error;
mod last;
mod min_form;
mod pica;
mod scale;
mod tp_grpo;

pub use clip::Clip;
pub(crate) use evpv::only_last;
pub use evpv::{Aggregation, reliability_gate};
pub use first_error::{FirstError, InterventionPlan, first_error, intervention_plan};
pub use last::Last;
pub use min_form::{MinForm, min_form_weights};
pub use pica::{PicaRule, pica_raw, pica_step_rewards, survival};
pub use scale::Scale;
pub use tp_grpo::{TpGrpo, thoughts};

use crate::registry::Entry;

/// Every transform.
pub const LIST: &[&Entry] = &[
    &scale::ENTRY,
    &clip::ENTRY,
    &last::ENTRY,
    &min_form::ENTRY,
    &pica::PAPER,
    &pica::RELEASED,
    &first_error::ENTRY,
    &tp_grpo::ENTRY,
    &evpv::GATE,
    &evpv::AGGREGATE,
];
