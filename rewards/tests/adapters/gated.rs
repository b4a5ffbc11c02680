use super::{Case, number};
use serde_json::{Value as Json, json};
use truestep_rewards::{
    condition::Compare,
    signal::{Level, accumulate},
};

pub(crate) fn g_ra(case: &Case<'_>) -> Json {
    let levels: Vec<Level<f64>> = case
        .list("levels")
        .iter()
        .map(|level| Level {
            priority: number(&level["priority"]) as i64,
            reward: number(&level["reward"]),
            threshold: number(&level["threshold"]),
        })
        .collect();
    let compare = match case.s("gate_open_if") {
        "reward > threshold" => Compare::Above,
        _ => Compare::AtLeast,
    };
    let gated = accumulate(&levels, compare);
    // A counted reward of 0 and a masked one look alike in `gated`; the mask is read from rewards of 1.
    let ones: Vec<Level<f64>> = levels
        .iter()
        .map(|level| {
            let open = compare.holds(&level.reward, &level.threshold);
            let reward = if open { 2.0 } else { 1.0 };
            let threshold = 1.5;
            Level {
                reward,
                threshold,
                ..level.clone()
            }
        })
        .collect();
    let mask: Vec<f64> = accumulate(&ones, compare)
        .into_iter()
        .map(|x| f64::from(u8::from(x != 0.0)))
        .collect();
    let direct: f64 = levels.iter().map(|l| l.reward).sum();
    json!({ "mask": mask, "gated": gated, "total": gated.iter().sum::<f64>(), "direct_total": direct })
}
