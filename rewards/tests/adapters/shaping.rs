use super::Case;
use serde_json::{Value as Json, json};
use truestep_rewards::{
    signal::shaping_terms,
    transform::min_form_weights,
    value::{Value, discounted},
};

fn total(rewards: &[f64], gamma: f64) -> f64 {
    let values: Vec<Value<f64>> = rewards.iter().map(|&r| Value::Number(r)).collect();
    *discounted(&values, &gamma).number().unwrap()
}

pub(crate) fn pbrs(case: &Case<'_>) -> Json {
    let gamma = case.f("gamma");
    let rewards = case.fs("rewards");
    let mut potentials = case.fs("potentials");
    if case.b("terminal_potential_zero") {
        *potentials.last_mut().unwrap() = 0.0;
    }
    let shaping = shaping_terms(&potentials, &gamma);
    let shaped: Vec<f64> = rewards.iter().zip(&shaping).map(|(r, f)| r + f).collect();
    let (before, after) = (total(&rewards, gamma), total(&shaped, gamma));
    json!({
        "shaping": shaping, "shaped_rewards": shaped, "return": before, "shaped_return": after,
        "return_shift": after - before,
    })
}

pub(crate) fn pure_min_form(case: &Case<'_>) -> Json {
    let scores = case.fs("process_scores");
    let valid = case.n("valid_steps");
    if valid == 0 {
        // A softmax over nothing is NaN, and so is everything it multiplies.
        return json!({ "weighted_rewards": vec![f64::NAN; scores.len()], "return": f64::NAN });
    }
    let weights = if case.b("disable_weighted_reward") {
        vec![1.0 / valid as f64; valid]
    } else {
        min_form_weights(&scores[..valid], case.f("temperature"))
    };
    let mut weighted: Vec<f64> = weights.iter().zip(&scores).map(|(w, p)| w * p).collect();
    weighted.resize(scores.len(), 0.0);
    json!({ "weighted_rewards": weighted, "return": weighted.iter().sum::<f64>() })
}
