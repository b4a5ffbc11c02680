//! Credits: rewards to advantages over a group or a batch. One scheme per file; [`LIST`] is the list.

mod broadcast;
mod dr_grpo_verl;
mod grpo_process;
mod grpo_trl;
mod grpo_verl;
mod rloo_trl;
mod rloo_verl;

pub use broadcast::{Broadcast, Compare, episode_returns};
pub use dr_grpo_verl::DrGrpoVerl;
pub use grpo_process::GrpoProcess;
pub use grpo_trl::GrpoTrl;
pub use grpo_verl::GrpoVerl;
pub use rloo_trl::RlooTrl;
pub use rloo_verl::RlooVerl;

use crate::registry::Entry;

/// Every credit.
pub const LIST: &[&Entry] = &[
    &grpo_verl::ENTRY,
    &dr_grpo_verl::ENTRY,
    &grpo_process::ENTRY,
    &grpo_trl::ENTRY,
    &rloo_verl::ENTRY,
    &rloo_trl::ENTRY,
];
