//! Credits: rewards to advantages over a group or a batch. One scheme per file; [`LIST`] is the list.

mod broadcast;
mod deepsearch;
mod densegrpo;
mod dr_grpo_verl;
mod flow_grpo;
mod gdpo;
mod gigpo;
mod given;
mod gpg;
mod grouped;
mod grpo_lambda;
mod grpo_passk;
mod grpo_process;
mod grpo_trl;
mod grpo_verl;
mod hgpo;
mod igpo;
mod matchtir;
mod mix;
mod opo_verl;
mod oprl;
mod otb;
mod portool;
mod prime;
mod prorl;
mod pure_rloo;
mod reinforce_openrlhf;
mod reinforce_pp;
mod reinforce_pp_baseline;
mod reinforce_pp_crossing;
mod remax;
mod rewardflow;
mod rloo_trl;
mod rloo_verl;
mod slate;
mod stratified_grpo;
mod tempo;
mod tree_grpo;
mod turn_gae;
mod turn_loo;
mod verpo;
mod vgpo;
mod vpr;

pub use broadcast::{Broadcast, Compare, episode_returns};
pub use deepsearch::DeepSearch;
pub use densegrpo::{DenseGrpo, step_gains};
pub use dr_grpo_verl::DrGrpoVerl;
pub use flow_grpo::FlowGrpo;
pub use gdpo::{Gdpo, gdpo_trl, gdpo_verl};
pub use gigpo::{Gigpo, GigpoParts, GigpoRow, similarity_clusters};
pub use given::GivenAdvantages;
pub use gpg::{Gpg, gpg};
pub use grouped::{GroupRule, Grouped};
pub use grpo_lambda::{GrpoLambda, switched};
pub use grpo_passk::{GrpoPassk, passk};
pub use grpo_process::GrpoProcess;
pub use grpo_trl::GrpoTrl;
pub use grpo_verl::GrpoVerl;
pub use hgpo::Hgpo;
pub use igpo::{Igpo, released, summed};
pub use matchtir::MatchTir;
pub use mix::Mix;
pub use opo_verl::{OpoVerl, opo};
pub use oprl::Istar;
pub use otb::{TokenBaseline, score_norm, token_baseline};
pub use portool::{Portool, PortoolParts};
pub use prime::{Prime, implicit_loss, implicit_probability, pairwise_accuracy, prime_returns};
pub use prorl::{ProRl, position_advantages};
pub use pure_rloo::{PureRloo, PureRollout};
pub use reinforce_openrlhf::{ReinforceOpenRlhf, batch_normalised};
pub use reinforce_pp::{ReinforcePp, masked_returns};
pub use reinforce_pp_baseline::ReinforcePpBaseline;
pub use reinforce_pp_crossing::{ReinforcePpCrossing, crossing_returns};
pub use remax::{Remax, remax};
pub use rewardflow::RewardFlow;
pub use rloo_trl::RlooTrl;
pub use rloo_verl::RlooVerl;
pub use slate::{Slate, selection_probabilities, slate_reward};
pub use stratified_grpo::{Stratified, StratifiedGrpo, stratified};
pub use tempo::{Tempo, tempo, tempo_divisor};
pub use tree_grpo::{TreeForm, TreeGrpo};
pub use turn_gae::{TurnGae, turn_gae};
pub use turn_loo::{TurnLoo, turn_loo};
pub use verpo::{VerPo, VerPoParts};
pub use vgpo::{Vgpo, anchored};
pub use vpr::{Vpr, state_normalised, turn_normalised};

use crate::registry::Entry;

/// Every credit.
pub const LIST: &[&Entry] = &[
    &grpo_verl::ENTRY,
    &dr_grpo_verl::ENTRY,
    &grpo_process::ENTRY,
    &grpo_trl::ENTRY,
    &rloo_verl::ENTRY,
    &rloo_trl::ENTRY,
    &reinforce_pp::ENTRY,
    &reinforce_pp_baseline::ENTRY,
    &opo_verl::ENTRY,
    &grpo_passk::ENTRY,
    &flow_grpo::ENTRY,
    &densegrpo::ENTRY,
    &stratified_grpo::ENTRY,
    &gdpo::TRL,
    &gdpo::VERL,
    &gigpo::ENTRY,
    &matchtir::ENTRY,
    &portool::ENTRY,
    &slate::ENTRY,
    &tempo::ENTRY,
    &verpo::ENTRY,
    &prorl::ENTRY,
    &oprl::ENTRY,
    &prime::ENTRY,
    &pure_rloo::ENTRY,
    &deepsearch::ENTRY,
    &turn_gae::ENTRY,
    &turn_loo::ENTRY,
    &reinforce_pp_crossing::ENTRY,
    &reinforce_openrlhf::ENTRY,
    &gpg::ENTRY,
    &remax::ENTRY,
    &otb::OTB,
    &otb::TIR,
    &hgpo::ENTRY,
    &rewardflow::ENTRY,
    &tree_grpo::ENTRY,
    &igpo::RELEASED,
    &igpo::PAPER,
    &vpr::TURN,
    &vpr::STATE,
    &vgpo::ENTRY,
    &grpo_lambda::ENTRY,
    &mix::ENTRY,
    &given::ENTRY,
];
