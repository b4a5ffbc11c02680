//! Transforms: numbers to numbers. One scheme per file; [`LIST`] is the list.

mod clip;
mod last;
mod min_form;
mod pica;
mod scale;

pub use clip::Clip;
pub use last::Last;
pub use min_form::{MinForm, min_form_weights};
pub use pica::{PicaRule, pica_raw, pica_step_rewards, survival};
pub use scale::Scale;

use crate::registry::Entry;

/// Every transform.
pub const LIST: &[&Entry] = &[
    &scale::ENTRY,
    &clip::ENTRY,
    &last::ENTRY,
    &min_form::ENTRY,
    &pica::PAPER,
    &pica::RELEASED,
];
