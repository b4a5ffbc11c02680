use super::{Case, nodes, number, numbers, strings, total};
use serde_json::{Value as Json, json};
use truestep_rewards::{
    credit::{VerPo, position_advantages},
    function::stage_progress,
    scope::members,
    signal::{
        Vsrm, after_hop, best_of, cumulative_regret, effective_reward, hop, progress_bonuses,
        shaping_terms,
    },
    transform::{RunningCentre, ppo_scaling, released},
};

pub(crate) fn spa(case: &Case<'_>) -> Json {
    match case.s("variant") {
        "paper_fused" => {
            let (alpha, beta) = (case.f("alpha"), case.f("beta"));
            let contributions = case.fs("contributions");
            let pairs = contributions.iter().zip(case.fs("executable"));
            let fused: Vec<f64> = pairs.map(|(c, g)| alpha * c + beta * g).collect();
            json!({ "fused_rewards": fused, "estimator_sum": total(&contributions) })
        }
        "released_ppo_step_scaling" => {
            let mask = case.bs("response_mask");
            let mut left = ppo_scaling(&case.fs("step_scores"));
            let mut out = vec![0.0; mask.len()];
            // Scores are dealt out from the last step on; steps without one keep 0.
            for t in (0..mask.len()).rev() {
                if mask[t] && !mask.get(t + 1).copied().unwrap_or(false) {
                    out[t] = left.pop().unwrap_or(0.0);
                }
            }
            json!({ "token_rewards": out })
        }
        _ => {
            let trajectories = case.list("trajectories");
            let tasks: Vec<Json> = trajectories.iter().map(|t| t["task"].clone()).collect();
            let mut out = vec![Vec::new(); trajectories.len()];
            for group in members(&nodes(&tasks)) {
                let of = |i: &usize| &trajectories[*i];
                let totals: Vec<f64> = group
                    .iter()
                    .map(|i| number(&of(i)["final_reward"]))
                    .collect();
                let marker = case.s("failure_marker");
                let fails: Vec<Vec<bool>> = group
                    .iter()
                    .map(|i| {
                        let seen = strings(&of(i)["observations"]);
                        let next = |k: usize| seen.get(k + 1).is_some_and(|o| o.contains(marker));
                        (0..seen.len()).map(next).collect()
                    })
                    .collect();
                for (&i, row) in group.iter().zip(released(&totals, &fails, &case.f("beta"))) {
                    out[i] = row;
                }
            }
            json!({ "step_rewards": out })
        }
    }
}

pub(crate) fn pav(case: &Case<'_>) -> Json {
    let (base, q, v) = (case.f("q_base"), case.f("q_prover"), case.f("v_prover"));
    let (alpha, k) = (case.f("alpha"), case.n("best_of_k") as u64);
    let (bq, bv) = (best_of(&q, k), best_of(&v, k));
    json!({
        "prover_advantage": q - v, "effective_reward": effective_reward(base, alpha, q - v),
        "best_of_k_q": bq, "best_of_k_v": bv, "best_of_k_advantage": bq - bv,
        "effective_reward_best_of_k": effective_reward(base, alpha, bq - bv),
    })
}

pub(crate) fn mrt(case: &Case<'_>) -> Json {
    let success = case.fs("meta_prover_success_after_episode");
    let bonus = progress_bonuses(&success);
    let outcome = case.f("outcome");
    json!({
        "total_reward": outcome + case.f("alpha") * total(&bonus), "progress_bonus": bonus,
        "cumulative_regret_vs_oracle_1": cumulative_regret(&success, &1.0),
        "termination_baseline_advantage": outcome - success[0],
    })
}

pub(crate) fn robo_dopamine(case: &Case<'_>) -> Json {
    let progress = case.fs("progress");
    let hops: Vec<f64> = progress.windows(2).map(|p| hop(&p[0], &p[1])).collect();
    let mut again = vec![progress[0]];
    for h in &hops {
        again.push(after_hop(again.last().unwrap(), h));
    }
    json!({
        "hop": hops, "reconstructed_progress": again,
        "policy_invariant_shaping": shaping_terms(&progress, &case.f("gamma")),
    })
}

pub(crate) fn sarm(case: &Case<'_>) -> Json {
    let found = stage_progress(
        case.n("stage"),
        case.f("frame"),
        case.f("stage_start"),
        case.f("stage_end"),
        &case.fs("stage_proportions"),
    );
    json!({ "tau": found.tau, "progress": found.progress })
}

pub(crate) fn vsrm(case: &Case<'_>) -> Json {
    let rule = Vsrm {
        gamma: case.f("gamma"),
        lookahead: case.n("max_lookahead"),
        flat: case.f("equality_eps"),
    };
    let rewards = rule.rewards(&case.fs("prefix_accuracy"));
    if !case.has("valid_length") {
        return json!({ "step_rewards": rewards });
    }
    // How far a response is padded is the batch's matter.
    let padded = case.0["expected"]["token_rewards"].as_array();
    let mut tokens = vec![0.0; padded.map_or(12, Vec::len)];
    for (reward, at) in rewards.iter().zip(case.fs("cut_token_index")) {
        if (0.0..case.f("valid_length")).contains(&at) {
            tokens[at as usize] = *reward;
        }
    }
    json!({ "token_rewards": tokens })
}

pub(crate) fn verpo(case: &Case<'_>) -> Json {
    let passes: Vec<Vec<Vec<f64>>> = case
        .list("test_pass")
        .iter()
        .map(|t| t.as_array().unwrap().iter().map(numbers).collect())
        .collect();
    let rule = VerPo {
        alpha: case.f("alpha"),
        sigma: case.f("sigma"),
        delta: case.f("delta"),
        gamma: case.f("gamma"),
        beta: case.f("beta"),
    };
    let p = rule.parts(&passes, &case.fs("all_tests_pass"));
    json!({
        "pass_rate": p.pass_rate, "kde_density": p.density, "weights": p.weights,
        "turn_reward": p.turn_reward, "traj_reward": p.trajectory_reward, "advantage": p.advantages,
    })
}

pub(crate) fn prorl_centre(case: &Case<'_>) -> Json {
    let mut running = RunningCentre::new(case.f("min_std"));
    let frozen = case.get("freeze_before_batch").as_u64().unwrap_or(u64::MAX);
    let out: Vec<Vec<f64>> = case
        .ffs("reward_batches")
        .iter()
        .enumerate()
        .map(|(k, batch)| {
            if (k as u64) < frozen {
                running.learn(batch);
            }
            batch.iter().map(|&x| running.centred(x)).collect()
        })
        .collect();
    json!({ "centered": out })
}

pub(crate) fn prorl_position(case: &Case<'_>) -> Json {
    let positions = case.n("max_positions");
    let (steps, stops) = (case.ns("num_steps"), case.bs("has_terminate_action"));
    let valid = case.bs("valid");
    let rows: Vec<Option<Vec<f64>>> = case
        .ffs("step_rewards")
        .into_iter()
        .enumerate()
        .map(|(i, rewards)| {
            let active = (steps[i] + usize::from(stops[i])).min(positions);
            let mut row: Vec<f64> = rewards.into_iter().take(steps[i]).collect();
            row.resize(active, 0.0);
            valid[i].then_some(row)
        })
        .collect();
    let advantages: Vec<Vec<f64>> = position_advantages(&rows, &case.f("gamma"))
        .into_iter()
        .map(|mut row| {
            row.resize(positions, 0.0);
            row
        })
        .collect();
    let active: Vec<Vec<bool>> = rows
        .iter()
        .map(|r| {
            (0..positions)
                .map(|t| r.as_ref().is_some_and(|r| t < r.len()))
                .collect()
        })
        .collect();
    json!({ "position_advantages": advantages, "active_mask": active })
}
