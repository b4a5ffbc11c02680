//! From a numeric case to our functions. Adding a scheme's cases is one line in [`ADAPTERS`].

mod baselines;
mod gated;
mod pivot;
mod shaping;

use serde_json::{Value as Json, json};
use truestep_rewards::value::Value;

/// One case of a file.
pub(crate) struct Case<'a>(pub(crate) &'a Json);

/// Computes what a case expects, in the same shape.
pub(crate) type Adapter = fn(&Case<'_>) -> Json;

/// The adapter of every file, by its name without extension.
pub(crate) const ADAPTERS: &[(&str, Adapter)] = &[
    ("carl_multiplicative", gated::carl),
    ("cleaner_saar_similarity", pivot::cleaner),
    ("cso_pair_selection", pivot::cso),
    ("csrs_selective_learning", gated::csrs),
    ("densegrpo_step_gain", baselines::densegrpo),
    ("dpo_pair_loss", pivot::dpo),
    ("et_agent_efficiency_reward", gated::et_agent),
    ("evpv_reliability_gate", gated::evpv_gate),
    ("evpv_step_aggregations", gated::evpv_aggregations),
    ("fapo", gated::fapo),
    ("first_error_intervention", pivot::first_error),
    ("flow_grpo_stat_tracker", baselines::flow_grpo),
    ("g_ra", gated::g_ra),
    ("gdpo", baselines::gdpo),
    ("gigpo", pivot::gigpo),
    ("hrm_conditional_gating_reconstruction", gated::hrm_gating),
    ("matchtir_dual_advantage", pivot::matchtir_dual),
    ("matchtir_optimal_assignment", pivot::matchtir_optimal),
    ("matchtir_rewards", pivot::matchtir_rewards),
    ("pbrs", shaping::pbrs),
    ("pica_conditional_reward_model", pivot::pica_crm),
    ("pica_pbrs_view", pivot::pica_pbrs_view),
    ("pica_step_reward", pivot::pica_step_reward),
    ("portool_reconstruction", pivot::portool),
    ("pure_min_form", shaping::pure_min_form),
    ("slate", pivot::slate),
    ("stratified_grpo", baselines::stratified_grpo),
    ("tempo", pivot::tempo_cases),
    ("topocurate_reconstruction", gated::topocurate),
    ("tp_grpo_thoughts_reconstruction", pivot::tp_grpo),
    ("trl_grpo", baselines::trl_grpo),
    ("trl_rloo", baselines::trl_rloo),
    ("turningpoint_grpo", pivot::turning_point),
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
