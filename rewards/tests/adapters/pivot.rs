use super::{Case, defined, nodes, number, numbers, ordered::children, strings};
use serde_json::{Value as Json, json};
use truestep_rewards::{
    credit::{
        Gigpo, GigpoRow, Portool, Slate, masked_returns, selection_probabilities,
        similarity_clusters, slate_reward, tempo, tempo_divisor,
    },
    function::{
        CandidateStep, CleanerSaar, CriticalPair, DpoPair, candidate_pairs, crm_loss, same_answer,
        sigmoid,
    },
    scope::members,
    signal::{TurningRow, TurningRule},
    similarity::ratio,
    transform::{
        PicaRule, TpGrpo, intervention_plan, pica_raw, pica_step_rewards, survival, thoughts,
    },
    tree::PrefixTree,
    value::Value,
};

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

pub(crate) fn pica_crm(case: &Case<'_>) -> Json {
    let labels = case.list("labels").iter().map(strings);
    let trajectories: Vec<(Vec<f64>, Vec<bool>)> = case
        .ffs("logits")
        .into_iter()
        .zip(labels.map(|row| row.iter().map(|l| l == "+").collect()))
        .collect();
    let loss = crm_loss(&trajectories, case.f("neg_weight"), case.f("eps"));
    let hazard: Vec<Vec<f64>> = trajectories
        .iter()
        .map(|(z, _)| z.iter().map(|&z| sigmoid(z)).collect())
        .collect();
    let alive: Vec<Vec<f64>> = hazard.iter().map(|h| survival(h)).collect();
    json!({
        "loss": loss.loss, "loss_pos": loss.positive, "loss_neg": loss.negative,
        "hazard": hazard, "survival": alive,
    })
}

pub(crate) fn cso(case: &Case<'_>) -> Json {
    let steps: Vec<CandidateStep> = case
        .list("steps")
        .iter()
        .map(|s| CandidateStep {
            candidates: s["candidates"]
                .as_array()
                .map_or(Vec::new(), |_| strings(&s["candidates"])),
            // A step with an unreadable score or without a choice has no scores, so it is skipped.
            scores: s["scores"]
                .as_array()
                .filter(|scores| scores.iter().all(Json::is_number) && s["selected"].is_u64())
                .map_or(Vec::new(), |_| numbers(&s["scores"])),
            selected: s["selected"].as_u64().unwrap_or(0) as usize,
        })
        .collect();
    let pairs = candidate_pairs(&steps, case.f("good_min"), case.f("bad_max"));
    let show =
        |p: &CriticalPair| json!({ "step": p.step, "chosen": p.chosen, "rejected": p.rejected });
    let verified: Vec<Json> = pairs
        .iter()
        .filter(|p| {
            let answer = &case.get("branch_answer_by_chosen")[&p.chosen];
            let truth = case.get("ground_truth");
            !answer.is_null() && !truth.is_null() && same_answer(&text(answer), &text(truth))
        })
        .map(show)
        .collect();
    let all: Vec<Json> = pairs.iter().map(show).collect();
    json!({ "candidate_pairs": all, "verified_pairs": verified })
}

/// A text as it is, anything else as it is written.
fn text(json: &Json) -> String {
    json.as_str()
        .map_or_else(|| json.to_string(), str::to_owned)
}

pub(crate) fn dpo(case: &Case<'_>) -> Json {
    let pair = DpoPair {
        chosen: case.f("logp_chosen"),
        chosen_reference: case.f("ref_logp_chosen"),
        rejected: case.f("logp_rejected"),
        rejected_reference: case.f("ref_logp_rejected"),
    };
    let beta = case.f("beta");
    json!({ "margin": pair.margin(beta), "loss": pair.loss(beta) })
}

pub(crate) fn tempo_cases(case: &Case<'_>) -> Json {
    let sequences: Vec<Vec<i64>> = case
        .ffs("sequences")
        .iter()
        .map(|s| s.iter().map(|&x| x as i64).collect())
        .collect();
    let rewards = case.fs("rewards");
    let mut out: Vec<Vec<Value<f64>>> = vec![Vec::new(); rewards.len()];
    for group in members(&nodes(case.list("group"))) {
        let own: Vec<Vec<i64>> = group.iter().map(|&i| sequences[i].clone()).collect();
        let returns: Vec<f64> = group.iter().map(|&i| rewards[i]).collect();
        let rows = tempo(&PrefixTree::new(&own), &returns);
        let divisor = if case.b("norm_by_std") {
            tempo_divisor(&returns, case.f("epsilon"))
        } else {
            Ok(1.0)
        };
        for (&i, row) in group.iter().zip(rows) {
            let divided = |x: f64| match divisor {
                Ok(d) => Value::Number(x / d),
                Err(why) => Value::Undefined(why),
            };
            out[i] = row.into_iter().map(divided).collect();
        }
    }
    json!({ "token_advantages": out })
}

/// The leaves of a tree of named children: path of names, and the leaf.
fn leaves(tree: &Json, path: &[String], out: &mut Vec<(Vec<String>, Json)>) {
    let below = children(tree);
    if below.is_empty() {
        out.push((path.to_vec(), tree.clone()));
    }
    for (name, child) in below {
        let mut path = path.to_vec();
        path.push(name.to_owned());
        leaves(child, &path, out);
    }
}

pub(crate) fn portool(case: &Case<'_>) -> Json {
    let mut found = Vec::new();
    leaves(case.get("tree"), &[], &mut found);
    let paths: Vec<Vec<String>> = found.iter().map(|(p, _)| p.clone()).collect();
    let outcomes: Vec<f64> = found.iter().map(|(_, l)| number(&l["outcome"])).collect();
    let tree = PrefixTree::new(&paths);
    let mut names = vec![String::new(); tree.len()];
    let mut valid = vec![0.0; tree.len()];
    for (path, ids) in paths.iter().zip(&tree.paths) {
        let mut at = case.get("tree");
        for (depth, (name, &id)) in path.iter().zip(ids).enumerate() {
            let below = children(at);
            at = below.into_iter().find(|(n, _)| n == name).unwrap().1;
            valid[id] = at["format"].as_f64().unwrap_or(0.0);
            names[id] = path[..=depth].join("/");
        }
    }
    let portool = Portool {
        decay: case.f("gamma"),
        format_weight: case.f("w_format"),
        trajectory_weight: case.f("w_traj"),
        fork_weight: case.f("w_fork"),
        eps: case.f("eps"),
        ddof: case.n("ddof"),
    };
    let parts = portool.parts(&tree, &outcomes, &valid);
    let named = |values: &[f64]| -> Json {
        let pairs = names.iter().zip(values).skip(1);
        Json::Object(pairs.map(|(n, v)| (n.clone(), json!(v))).collect())
    };
    let by_leaf = |f: &dyn Fn(usize) -> Json| -> Json {
        let leaves = paths.iter().enumerate();
        Json::Object(leaves.map(|(i, p)| (p.join("/"), f(i))).collect())
    };
    json!({
        "step_reward": named(&parts.step_reward), "fork_advantage": named(&parts.fork),
        "trajectory_advantage": by_leaf(&|i| json!(parts.trajectory[i])),
        "advantage_by_leaf": by_leaf(&|i| json!(parts.advantages[i])),
    })
}

pub(crate) fn turning_point(case: &Case<'_>) -> Json {
    let rows: Vec<TurningRow<f64>> = case
        .list("rows")
        .iter()
        .map(|row| TurningRow {
            baseline: number(&row["baseline"]),
            after: numbers(&row["intermediate"]),
            last: number(&row["final"]),
        })
        .collect();
    let rule = TurningRule {
        eta: case.f("eta"),
        first_step: case.b("apply_first_step_bonus"),
        first_consistent: case.b("select_first_step_only_from_consistent_trajectory"),
        without_delta: case.b("indicator_wo_delta_global_constraint"),
        positive_only: case.b("select_only_positive_intermediate_step"),
        consistent: case.b("select_inter_step_only_from_consistent_trajectory"),
        balance: case.b("use_balanced_bonus"),
        global_main: case.b("take_delta_global_as_main"),
        use_delta: case.b("use_delta_global"),
        bonus_from_before: case.b("use_sde_minus_rt"),
        drop_main: case.b("drop_original_reward_when_having_bonus"),
    };
    let found = rule.rewards(&rows);
    let turning: Vec<Vec<u8>> = found
        .turning
        .iter()
        .map(|row| row.iter().map(|&t| u8::from(t)).collect())
        .collect();
    json!({
        "step_rewards": found.rewards, "increments": found.increments,
        "sign_agreement": found.agreement, "turning": turning,
    })
}

pub(crate) fn tp_grpo(case: &Case<'_>) -> Json {
    let labels = case.bs("step_correct");
    let rule = TpGrpo {
        correct: case.f("reward_correct"),
        incorrect: case.f("penalty_incorrect"),
    };
    let rewards: Vec<f64> = labels.iter().map(|&l| rule.reward(l)).collect();
    let found: Vec<Json> = thoughts(&labels)
        .into_iter()
        .map(|(r, label)| json!({ "start": r.start, "end": r.end, "label": u8::from(label) }))
        .collect();
    json!({ "thoughts": found, "step_reward": rewards })
}

pub(crate) fn first_error(case: &Case<'_>) -> Json {
    let scores = case.fs("step_scores");
    let plan = intervention_plan(&scores, case.f("threshold"));
    let n = scores.len();
    // Only failed rollouts are trained on.
    let failed = !(case.has("outcome_correct") && case.b("outcome_correct"));
    let mask = plan.train_original.iter().map(|&m| u8::from(m && failed));
    let mask: Vec<u8> = mask.collect();
    let sign: Vec<i32> = (0..n)
        .map(|t| if t < plan.kept_prefix { 1 } else { -1 })
        .collect();
    let share = (n > 0).then(|| plan.kept_prefix as f64 / n as f64);
    json!({
        "first_error": plan.first_error, "kept_prefix": plan.kept_prefix,
        "correct_prefix_fraction": share, "train_mask_original": mask,
        "train_intervention": u8::from(plan.train_intervention && failed), "vppo_style_sign": sign,
    })
}

pub(crate) fn slate(case: &Case<'_>) -> Json {
    let early = (case.f("lambda_bonus"), case.f("max_budget"), case.f("step"));
    let rewards: Vec<f64> = case
        .list("candidates")
        .iter()
        .map(|c| {
            let bonus = (c["type"] == "answer").then_some(early);
            slate_reward(number(&c["think"]), number(&c["action"]), bonus)
        })
        .collect();
    let compared =
        Slate::normalizer(case.f("epsilon")).apply(&defined(&rewards), &vec![0; rewards.len()]);
    let plain: Option<Vec<f64>> = compared.iter().map(|v| v.number().copied()).collect();
    let chosen = match plain {
        Some(plain) => json!(selection_probabilities(&plain, case.f("eta"))),
        None => json!(vec![Json::Null; rewards.len()]),
    };
    json!({ "rewards": rewards, "advantages": compared, "selection_probabilities": chosen })
}

pub(crate) fn gigpo(case: &Case<'_>) -> Json {
    let steps = case.list("steps");
    let column = |key: &str| -> Vec<Json> { steps.iter().map(|s| s[key].clone()).collect() };
    let groups = nodes(&column("group"));
    let rollouts: Vec<Json> = steps
        .iter()
        .map(|s| json!([s["group"], s["traj"]]))
        .collect();
    let rollouts = nodes(&rollouts);
    let rewards: Vec<f64> = column("step_reward").iter().map(number).collect();
    let mut returns = vec![0.0; steps.len()];
    for rows in members(&rollouts) {
        let own: Vec<f64> = rows.iter().map(|&i| rewards[i]).collect();
        let to_go = masked_returns(&own, &vec![true; own.len()], case.f("gamma"));
        rows.iter().zip(to_go).for_each(|(&i, g)| returns[i] = g);
    }
    let texts: Vec<&str> = steps
        .iter()
        .map(|s| s["obs"].as_str().unwrap_or(""))
        .collect();
    let threshold = match case.b("enable_similarity") {
        true => case.f("similarity_thresh"),
        false => 2.0,
    };
    let clusters = if threshold > 1.0 {
        let keys: Vec<Json> = steps
            .iter()
            .map(|s| json!([s["group"], s["obs"]]))
            .collect();
        nodes(&keys)
    } else {
        similarity_clusters(&texts, &groups, threshold)
    };
    let rows: Vec<GigpoRow> = (0..steps.len())
        .map(|i| GigpoRow {
            group: groups[i],
            rollout: rollouts[i],
            cluster: clusters[i],
            episode_return: number(&steps[i]["episode_return"]),
            step_return: returns[i],
        })
        .collect();
    let rule = |by_episodes| Gigpo {
        weight: case.f("step_advantage_w"),
        divide: case.s("mode") == "mean_std_norm",
        by_episodes,
        eps: case.f("epsilon"),
    };
    let parts = rule(false).advantages(&rows);
    // Only the partition is asserted: clusters take the labels of the file where both partitions are the same.
    let labels = case.0["expected"]["step_group"].as_array();
    let clusters = match labels {
        Some(labels)
            if nodes(labels) == nodes(&clusters.iter().map(|c| json!(c)).collect::<Vec<_>>()) =>
        {
            json!(labels)
        }
        _ => json!(clusters),
    };
    json!({
        "step_returns": returns, "step_group": clusters, "episode_advantage": parts.episode,
        "episode_advantage_across_trajectories": rule(true).advantages(&rows).episode,
        "step_advantage": parts.step, "advantage": parts.advantage,
    })
}

pub(crate) fn cleaner(case: &Case<'_>) -> Json {
    // A turn without a readable call has no similarity and is replaced as a whole.
    if !case.has("failed_call") || !case.has("corrected_call") {
        return json!({ "similarity": null, "replace_reasoning": true });
    }
    let (failed, corrected) = (case.s("failed_call"), case.s("corrected_call"));
    let rule = CleanerSaar {
        threshold: case.f("threshold"),
    };
    json!({
        "similarity": ratio(failed, corrected),
        "replace_reasoning": rule.replaces_reasoning(failed, corrected),
    })
}
