use super::{Case, number, strings, truth};
use serde_json::{Value as Json, json};
use truestep_rewards::{
    condition::Compare,
    signal::{
        EtAgent, Fapo, GateLevel, Level, Topology, accumulate, boxed_index, carl_reward,
        critic_reward, heterogeneity, kept_categories, names_error, sequential_gate,
    },
    transform::{Aggregation, reliability_gate},
};

pub(crate) fn g_ra(case: &Case<'_>) -> Json {
    // Only the order of priorities counts; they need not be whole.
    let priority = |level: &Json| number(&level["priority"]);
    let rank = |own: f64| {
        let levels = case.list("levels").iter();
        levels.filter(|other| priority(other) < own).count() as i64
    };
    let levels: Vec<Level<f64>> = case
        .list("levels")
        .iter()
        .map(|level| Level {
            priority: rank(priority(level)),
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

pub(crate) fn evpv_gate(case: &Case<'_>) -> Json {
    let visual: Vec<f64> = match case.has("visual_step_indices") {
        true => case.fs("visual_step_indices"),
        false => vec![],
    };
    let visual = |t: usize| visual.contains(&(t as f64));
    // A reliability may be a number in a text; an unparsable one counts as out of range.
    let reliability = match case.get("reliability") {
        Json::String(text) => text.trim().parse().unwrap_or(-1.0),
        other => other.as_f64().unwrap_or(-1.0),
    };
    // A step that was not judged counts as wrong.
    let labels = case.list("step_labels").iter();
    let gated: Vec<f64> = labels
        .map(|label| if label.is_null() { -1.0 } else { number(label) })
        .enumerate()
        .map(|(t, label)| reliability_gate(label, visual(t), reliability))
        .collect();
    json!({ "gated": gated })
}

pub(crate) fn evpv_aggregations(case: &Case<'_>) -> Json {
    let labels = case.fs("step_labels");
    json!({
        "calculate_correctness_rate": Aggregation::Rate.of(&labels),
        "calculate_weighted_correctness": Aggregation::Weighted.of(&labels),
        "calculate_streak_score": Aggregation::Streak.of(&labels),
        "calculate_geometric_mean": Aggregation::Geometric.of(&labels),
        "calculate_first_error_position": Aggregation::FirstError.of(&labels),
    })
}

pub(crate) fn carl(case: &Case<'_>) -> Json {
    let hard = case.get("hard").as_object().unwrap();
    let mut infraction = hard.values().any(truth);
    let mut soft = Vec::new();
    for (name, factor) in case.get("soft").as_object().unwrap() {
        let ends = case.has(&format!("{name}_accumulation"))
            && case.s(&format!("{name}_accumulation")) == "terminal";
        let factor = number(factor);
        if ends {
            infraction |= factor < 1.0;
        } else {
            soft.push(factor);
        }
    }
    let collision = hard.get("collision").is_some_and(truth);
    let penalty = case.f("terminal_penalty")
        + if collision {
            case.f("collision_terminal_penalty")
        } else {
            0.0
        };
    let reward = carl_reward(
        case.f("progress"),
        &soft,
        infraction,
        penalty,
        case.f("reward_factor"),
    );
    json!({ "reward": reward, "terminated": infraction })
}

pub(crate) fn hrm_gating(case: &Case<'_>) -> Json {
    let levels: Vec<GateLevel<f64>> = case
        .list("levels")
        .iter()
        .map(|l| GateLevel {
            score: number(&l["score"]),
            threshold: number(&l["threshold"]),
            weight: number(&l["weight"]),
        })
        .collect();
    let (used, reward) = sequential_gate(&levels);
    let used: Vec<u8> = used.into_iter().map(u8::from).collect();
    json!({ "reward": reward, "used": used })
}

pub(crate) fn et_agent(case: &Case<'_>) -> Json {
    let with_own = |own: &str, others: &str| {
        let mut all = vec![case.f(own)];
        all.extend(case.fs(others));
        all
    };
    let calls = with_own("tool_calls", "group_other_tool_calls");
    let lengths = with_own("response_length", "group_other_lengths");
    let rule = EtAgent {
        tool: case.f("sigma_tool"),
        length: case.f("sigma_length"),
    };
    let reward = rule.reward(
        0,
        &calls,
        &lengths,
        case.f("correctness"),
        case.b("format_valid"),
    );
    json!({ "reward": reward })
}

pub(crate) fn topocurate(case: &Case<'_>) -> Json {
    let trajectories = case.list("trajectories");
    let mut names: Vec<String> = Vec::new();
    let mut rollouts = Vec::new();
    for t in trajectories {
        let states = strings(&t["states"]).into_iter().map(|name| {
            names.iter().position(|n| *n == name).unwrap_or_else(|| {
                names.push(name);
                names.len() - 1
            })
        });
        rollouts.push((states.collect::<Vec<_>>(), truth(&t["success"])));
    }
    let topology = Topology::<f64>::new(&rollouts);
    let potential: serde_json::Map<String, Json> = names
        .iter()
        .zip(&topology.potential)
        .map(|(n, p)| (n.clone(), json!(p)))
        .collect();
    let drop = case.f("drop_delta");
    let each: Vec<Json> = rollouts
        .iter()
        .map(|(states, _)| {
            json!({
                "reflective_recovery": topology.recovery(states, &drop),
                "semantic_efficiency": topology.efficiency(states),
            })
        })
        .collect();
    let chains: Vec<Vec<String>> = trajectories
        .iter()
        .filter(|t| truth(&t["success"]))
        .map(|t| strings(&t["tools"]))
        .collect();
    json!({
        "potential": potential, "per_trajectory": each,
        "error_branch_ratio": topology.error_branch_ratio(&case.f("fail_tau")),
        "strategic_heterogeneity": heterogeneity(&chains),
    })
}

pub(crate) fn csrs(case: &Case<'_>) -> Json {
    let success = case.b("trajectory_success");
    let n = case.n("num_steps");
    json!({
        "kept_categories": kept_categories(success),
        "step_reward_anchor": vec![f64::from(u8::from(success)); n],
        "action_targets_trainable": vec![success; n],
    })
}

pub(crate) fn fapo(case: &Case<'_>) -> Json {
    if case.has("critic_text") {
        // Only the end of the text is read there.
        let text: Vec<char> = case.s("critic_text").chars().collect();
        let end: String = text[text.len().saturating_sub(300)..].iter().collect();
        let predicted = boxed_index(&end);
        let truth = case.f("true_first_error_index") as i64;
        let (reward, accurate) = critic_reward(predicted, truth, case.f("num_steps") as i64);
        return json!({ "reward": reward, "accurate_verdict": accurate });
    }
    let rule = Fapo {
        correct: case.f("correct"),
        incorrect: case.f("incorrect"),
        flawed: case.f("flawed_penalty"),
    };
    let correct = case.b("answer_correct");
    let text = case
        .get("genrm_first_error_index_text")
        .as_str()
        .unwrap_or("");
    let flawed = correct && names_error(text);
    json!({ "reward": rule.reward(correct, flawed), "flawed_positive": flawed })
}
