//! Functions beside the pipeline: losses, filters and measures of the field that price no trajectory. [`LIST`] is the list.

mod cleaner_saar;
mod cso;
mod dpo;
mod matchtir_match;
mod pica_crm;

pub use cleaner_saar::CleanerSaar;
pub use cso::{CandidateStep, CriticalPair, candidate_pairs, same_answer};
pub use dpo::{DpoPair, sigmoid, softplus};
pub use matchtir_match::{
    ToolCall, call_similarity, greedy_match, matched_rewards, optimal_match, soft_rewards,
};
pub use pica_crm::{CrmLoss, crm_loss};

use crate::registry::Entry;

/// Every function.
pub const LIST: &[&Entry] = &[
    &cso::ENTRY,
    &dpo::ENTRY,
    &pica_crm::ENTRY,
    &matchtir_match::GREEDY,
    &matchtir_match::OPTIMAL,
    &matchtir_match::SOFT,
    &cleaner_saar::ENTRY,
];
