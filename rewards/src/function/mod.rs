//! Functions beside the pipeline: losses, filters and measures of the field that price no trajectory. [`LIST`] is the
//! list. Those that need only numbers of single steps or answers are signals over files of them: [`COLUMNS`].

mod archer;
mod beta_binomial;
mod bi_level_gae;
mod cleaner_saar;
mod cso;
mod deepsearch_backup;
mod dpo;
mod drpo;
mod grounded_prm;
mod gui_r1;
mod heron;
mod hrm_hnc;
mod implicit;
mod literal;
mod mah;
mod matchtir_match;
mod mobile_r1;
mod mscr;
mod par;
mod paverl_columns;
mod pica_crm;
mod pow3r;
mod reseek;
mod rest_mcts_tree;
mod rlcr;
mod sar;
mod sarm;
mod search_r1;
mod starc;
mod stepsearch;
mod text;
mod ui_r1;
mod webshop;

pub use archer::{ArcherTurn, q_target};
pub use beta_binomial::BetaScore;
pub use bi_level_gae::BiLevelGae;
pub use cleaner_saar::CleanerSaar;
pub use cso::{CandidateStep, CriticalPair, candidate_pairs, same_answer};
pub use deepsearch_backup::{DeepSearchTree, squash};
pub use dpo::{DpoPair, sigmoid, softplus};
pub use drpo::{GradedAnswer, drpo_coefficients};
pub use grounded_prm::GroundedPrm;
pub use gui_r1::{GuiAction, GuiR1, token_set_f1, well_formed};
pub use heron::{HeronRule, factor_deviations};
pub use hrm_hnc::{HncSample, hnc_samples};
pub use implicit::{ImplicitRewards, implicit_rewards};
pub use literal::{Literal, thought_answer};
pub use mah::{HeadPreference, mah_loss, mixed_logits, preferences};
pub use matchtir_match::{
    ToolCall, call_similarity, greedy_match, matched_rewards, optimal_match, soft_rewards,
};
pub use mobile_r1::{MobileAction, mobile_r1};
pub use mscr::MarginCalibration;
pub use par::{ParShaping, par_shape};
pub use paverl_columns::{PaVeRlColumns, paverl_columns};
pub use pica_crm::{CrmLoss, crm_loss};
pub use pow3r::{RubricWeights, rubric_reward};
pub use reseek::ReSeek;
pub use rest_mcts_tree::{
    Labelled, SearchNode, UNFINISHED, VisitedNode, back_propagate, simple_targets, value_targets,
};
pub use rlcr::{ConfidentAnswer, area_under_roc, brier, calibration_error, rlcr_reward};
pub use sar::SelfAligned;
pub use sarm::{StageProgress, stage_progress};
pub use search_r1::{SearchR1, search_r1};
pub use starc::{Canonical, TabularReward, TabularWorld, normalised_distance, pearson_distance};
pub use stepsearch::{SearchOutcome, SearchSteps, search_steps, similarities, step_search_outcome};
use text::is_word;
pub use text::{Tagged, four_decimals, normalised, tagged, token_f1};
pub use ui_r1::{UiR1, ui_r1};
pub use webshop::{WebShopPurchase, categories_match, title_score};

use crate::registry::Entry;

/// Signals over numbers from outside, which come from a file.
pub const COLUMNS: &[&Entry] = &[
    &implicit::ENTRY,
    &beta_binomial::ENTRY,
    &rlcr::ENTRY,
    &heron::ENTRY,
    &par::ENTRY,
    &sar::ENTRY,
    &drpo::ENTRY,
    &archer::ENTRY,
    &mobile_r1::ENTRY,
];

/// Every function.
pub const LIST: &[&Entry] = &[
    &cso::ENTRY,
    &dpo::ENTRY,
    &pica_crm::ENTRY,
    &matchtir_match::GREEDY,
    &matchtir_match::OPTIMAL,
    &matchtir_match::SOFT,
    &cleaner_saar::ENTRY,
    &rest_mcts_tree::ENTRY,
    &hrm_hnc::ENTRY,
    &grounded_prm::ENTRY,
    &deepsearch_backup::ENTRY,
    &pow3r::ENTRY,
    &sarm::ENTRY,
    &bi_level_gae::ENTRY,
    &search_r1::ENTRY,
    &stepsearch::ENTRY,
    &reseek::ENTRY,
    &webshop::ENTRY,
    &gui_r1::ENTRY,
    &ui_r1::ENTRY,
    &starc::ENTRY,
    &mscr::ENTRY,
    &mah::ENTRY,
    &paverl_columns::ENTRY,
];
