use super::Case;
use serde_json::{Value as Json, json};
use truestep_rewards::transform::{PicaRule, pica_raw, pica_step_rewards, survival};

pub(crate) fn pica_step_reward(case: &Case<'_>) -> Json {
    let hazards = case.fs("failure_probability");
    let rule = PicaRule {
        multiplier: 1.0 + case.f("step_reward_scale"),
        baseline: case.f("baseline_step_reward"),
        alpha: case.f("alpha"),
        gamma: case.f("gamma"),
        free: case.n("free_turns"),
    };
    let steps = case.n("n_search_turns");
    let outcome = case.f("outcome");
    let rewards = if outcome < 0.0 {
        vec![0.0; steps]
    } else {
        pica_step_rewards(&hazards, steps, &rule)
    };
    json!({
        "step_rewards": rewards, "terminal_reward": case.f("outcome_reward_scale") * outcome,
        "raw_step_rewards": pica_raw(&hazards, rule.baseline),
    })
}

pub(crate) fn pica_pbrs_view(case: &Case<'_>) -> Json {
    let hazards = case.fs("failure_probability");
    let survival = survival(&hazards);
    let log_shaping: Vec<f64> = hazards.iter().map(|h| libm::log(1.0 - h)).collect();
    json!({
        "log_shaping": log_shaping, "sum_log_shaping": log_shaping.iter().sum::<f64>() + 0.0,
        "log_final_survival": survival.last().map_or(0.0, |s| libm::log(*s)),
        "centred": pica_raw(&hazards, case.f("baseline")), "survival": survival,
    })
}
