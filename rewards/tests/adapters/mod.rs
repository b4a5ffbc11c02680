//! From a numeric case to our functions. Adding a scheme's cases is one line in [`ADAPTERS`].

mod action;
mod aggregation;
mod baselines;
mod gated;
mod matching;
pub(crate) mod ordered;
mod pivot;
mod progress;
mod recent;
mod shaping;
mod tree;
mod turn;

use serde_json::{Value as Json, json};
use truestep_rewards::value::Value;

/// One case of a file.
pub(crate) struct Case<'a>(pub(crate) &'a Json);

/// Computes what a case expects, in the same shape.
pub(crate) type Adapter = fn(&Case<'_>) -> Json;

/// The adapter of every file, by its name without extension.
pub(crate) const ADAPTERS: &[(&str, Adapter)] = &[
    ("archer", turn::archer),
    ("beta_binomial_prm", aggregation::beta_binomial),
    ("bi_level_gae", turn::bi_level),
    ("carl_multiplicative", gated::carl),
    ("cleaner_saar_similarity", pivot::cleaner),
    ("clip_delta", aggregation::clip_delta),
    ("cso_pair_selection", pivot::cso),
    ("csrs_selective_learning", gated::csrs),
    ("deepsearch_advantage", tree::deepsearch_advantage),
    ("deepsearch_backup", tree::deepsearch_backup),
    ("densegrpo_step_gain", baselines::densegrpo),
    ("dpa_directional", aggregation::dpa),
    ("dpo_pair_loss", pivot::dpo),
    ("drpo_decoupled", aggregation::drpo),
    ("et_agent_efficiency_reward", gated::et_agent),
    ("evpv_reliability_gate", gated::evpv_gate),
    ("evpv_step_aggregations", gated::evpv_aggregations),
    ("fapo", gated::fapo),
    ("first_error_intervention", pivot::first_error),
    ("flow_grpo_stat_tracker", baselines::flow_grpo),
    ("g_ra", gated::g_ra),
    ("gdpo", baselines::gdpo),
    ("gigpo", pivot::gigpo),
    ("grounded_prm_backprop", tree::grounded_prm),
    ("group_flip_noise", aggregation::flip),
    ("gui_r1_action_reward", action::gui_r1),
    ("heron_hierarchy", aggregation::heron),
    ("hrm_conditional_gating_reconstruction", gated::hrm_gating),
    ("hrm_hnc_labels", tree::hrm_hnc),
    ("implicit_log_ratio", turn::implicit),
    ("matchtir_dual_advantage", matching::matchtir_dual),
    ("matchtir_optimal_assignment", matching::matchtir_optimal),
    ("matchtir_rewards", matching::matchtir_rewards),
    ("math_shepherd", tree::math_shepherd),
    ("mobile_r1_action", action::mobile),
    ("mrt_progress_bonus", progress::mrt),
    ("noisy_verifier_corrections", aggregation::noisy_verifier),
    ("oprl_istar_advantage", turn::oprl),
    ("par_reward_shaping", aggregation::par),
    ("pav_effective_reward", progress::pav),
    ("pbrs", shaping::pbrs),
    ("pica_conditional_reward_model", pivot::pica_crm),
    ("pica_pbrs_view", pivot::pica_pbrs_view),
    ("pica_step_reward", pivot::pica_step_reward),
    ("portool_reconstruction", pivot::portool),
    ("pow3r_inferred", aggregation::pow3r),
    ("ppr_renorm", aggregation::ppr),
    ("prime_implicit_reward", turn::prime),
    ("prof_filter", aggregation::prof),
    ("prorl_position_advantage", progress::prorl_position),
    ("prorl_reward_centering", progress::prorl_centre),
    ("pure_min_form", shaping::pure_min_form),
    ("pure_rloo_advantage", turn::pure_rloo),
    ("reseek_judge", action::reseek),
    ("rest_mcts_backprop", tree::rest_backprop),
    ("rest_mcts_simple_value_samples", tree::rest_simple),
    ("rest_mcts_value_recursion", tree::rest_recursion),
    ("rest_mcts_value_targets", tree::rest_targets),
    ("reward_ensemble_wco_uwo", aggregation::ensemble),
    ("rlcr_calibration", aggregation::rlcr),
    ("robo_dopamine_hop", progress::robo_dopamine),
    ("sar_self_aligned", aggregation::sar),
    ("sarm_stage_progress", progress::sarm),
    ("search_r1_outcome", action::search_r1_outcome),
    ("slate", pivot::slate),
    ("spa_rl", progress::spa),
    ("starc_metrics", action::starc),
    ("stepsearch_outcome_reward", action::stepsearch_outcome),
    ("stepsearch_step_reward", action::stepsearch_steps),
    ("stratified_grpo", baselines::stratified_grpo),
    ("tempo", pivot::tempo_cases),
    ("topocurate_reconstruction", gated::topocurate),
    ("tp_grpo_thoughts_reconstruction", pivot::tp_grpo),
    ("trl_grpo", baselines::trl_grpo),
    ("trl_rloo", baselines::trl_rloo),
    ("turn_level_gae", turn::turn_level_gae),
    ("turningpoint_grpo", pivot::turning_point),
    ("ui_r1_action_reward", action::ui_r1_reward),
    ("verl_dr_grpo", baselines::verl_dr_grpo),
    ("verl_grpo", baselines::verl_grpo),
    ("verl_grpo_passk", baselines::verl_grpo_passk),
    ("verl_opo", baselines::verl_opo),
    ("verl_reinforce_pp", baselines::verl_reinforce_pp),
    (
        "verl_reinforce_pp_baseline",
        baselines::verl_reinforce_pp_baseline,
    ),
    ("verl_rloo", baselines::verl_rloo),
    ("verpo", progress::verpo),
    ("vsrm", progress::vsrm),
    ("webshop_reward", action::webshop),
    ("prime_batch", recent::prime_batch),
    ("flow_grpo_batch_spread", recent::flow_batch),
    ("verl_091_reinforce_pp", recent::reinforce_pp_crossing),
    ("openrlhf_reinforce_baseline", recent::openrlhf),
    ("verl_gpg", recent::gpg_cases),
    ("verl_remax", recent::remax_cases),
    ("verl_optimal_token_baseline", recent::otb),
    ("tree_grpo", recent::tree_grpo),
    ("hgpo", recent::hgpo),
    ("rewardflow", recent::rewardflow),
    ("vpr", recent::vpr),
    ("igpo", recent::igpo),
    ("turn_loo", recent::turn_loo_cases),
    ("vgpo", recent::vgpo),
    ("grpo_lambda", recent::grpo_lambda),
    ("csr_agreement", recent::csr),
    ("gflownet_forward_looking", recent::gflownet),
    ("rlvrr_chain", recent::rlvrr),
    ("crf", recent::crf),
    ("p2s", recent::p2s),
    ("lare", recent::lare),
    ("paverl_columns", recent::paverl),
    ("mscr", recent::mscr),
    ("mah", recent::mah),
];

impl Case<'_> {
    /// The value at `input.key`, else `params.key`.
    pub(crate) fn get(&self, key: &str) -> &Json {
        let input = &self.0["input"][key];
        if input.is_null() {
            &self.0["params"][key]
        } else {
            input
        }
    }
    pub(crate) fn f(&self, key: &str) -> f64 {
        number(self.get(key))
    }
    pub(crate) fn n(&self, key: &str) -> usize {
        self.f(key) as usize
    }
    pub(crate) fn s(&self, key: &str) -> &str {
        self.get(key).as_str().unwrap()
    }
    pub(crate) fn b(&self, key: &str) -> bool {
        truth(self.get(key))
    }
    pub(crate) fn fs(&self, key: &str) -> Vec<f64> {
        numbers(self.get(key))
    }
    pub(crate) fn ns(&self, key: &str) -> Vec<usize> {
        numbers(self.get(key)).iter().map(|&x| x as usize).collect()
    }
    pub(crate) fn ffs(&self, key: &str) -> Vec<Vec<f64>> {
        list(self.get(key)).iter().map(numbers).collect()
    }
    pub(crate) fn bs(&self, key: &str) -> Vec<bool> {
        list(self.get(key)).iter().map(truth).collect()
    }
    pub(crate) fn list(&self, key: &str) -> &[Json] {
        list(self.get(key))
    }
    pub(crate) fn strings(&self, key: &str) -> Vec<String> {
        strings(self.get(key))
    }
    pub(crate) fn has(&self, key: &str) -> bool {
        !self.get(key).is_null()
    }
}

pub(crate) fn number(json: &Json) -> f64 {
    match json {
        Json::Bool(b) => f64::from(u8::from(*b)),
        other => other
            .as_f64()
            .unwrap_or_else(|| panic!("{other} is no number")),
    }
}

pub(crate) fn truth(json: &Json) -> bool {
    number(json) != 0.0
}

pub(crate) fn list(json: &Json) -> &[Json] {
    json.as_array()
        .unwrap_or_else(|| panic!("{json} is no list"))
}

pub(crate) fn numbers(json: &Json) -> Vec<f64> {
    list(json).iter().map(number).collect()
}

pub(crate) fn strings(json: &Json) -> Vec<String> {
    list(json)
        .iter()
        .map(|s| s.as_str().unwrap().to_owned())
        .collect()
}

/// Groups by name, numbered in order of first appearance.
pub(crate) fn nodes(names: &[Json]) -> Vec<u32> {
    let mut seen: Vec<&Json> = Vec::new();
    names
        .iter()
        .map(|name| {
            let at = seen.iter().position(|s| *s == name).unwrap_or_else(|| {
                seen.push(name);
                seen.len() - 1
            });
            at as u32
        })
        .collect()
}

/// Values as JSON: numbers, or null.
pub(crate) fn values(values: &[Value<f64>]) -> Json {
    json!(values)
}

pub(crate) fn defined(numbers: &[f64]) -> Vec<Value<f64>> {
    numbers.iter().map(|&x| Value::Number(x)).collect()
}

/// What a case expects where its input is refused: an error, by whatever name.
pub(crate) fn refused(case: &Case<'_>) -> Json {
    json!({ "error": case.0["expected"]["error"] })
}

/// The sum, never minus zero.
pub(crate) fn total(xs: &[f64]) -> f64 {
    xs.iter().sum::<f64>() + 0.0
}

/// Rows padded with 0 to the longest.
pub(crate) fn padded(mut rows: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    let longest = rows.iter().map(Vec::len).max().unwrap_or(0);
    rows.iter_mut().for_each(|r| r.resize(longest, 0.0));
    rows
}

/// A flat list cut into rows of the lengths of `like`.
pub(crate) fn cut(flat: &[f64], like: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut flat = flat.iter().copied();
    like.iter()
        .map(|r| flat.by_ref().take(r.len()).collect())
        .collect()
}
