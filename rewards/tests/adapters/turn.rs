use super::{Case, cut, defined, number, numbers, padded, refused, total};
use serde_json::{Value as Json, json};
use truestep_rewards::{
    credit::{
        Istar, Prime, PureRloo, PureRollout, implicit_loss, masked_returns, pairwise_accuracy,
        prime_returns, turn_gae,
    },
    function::{ArcherTurn, BiLevelGae, implicit_rewards, q_target},
    normalize::{WhitenMean, whiten},
    value::{Undefined, discounted},
};

pub(crate) fn implicit(case: &Case<'_>) -> Json {
    let steps: Vec<Vec<(f64, f64)>> = case
        .list("step_token_logprobs_policy_ref")
        .iter()
        .map(|s| {
            let pair = |t: &Json| (number(&t[0]), number(&t[1]));
            s.as_array().unwrap().iter().map(pair).collect()
        })
        .collect();
    let r = implicit_rewards(&steps, case.f("beta"));
    json!({
        "outcome_reward": total(&r.rewards), "step_reward": r.rewards,
        "cumulative_q": r.cumulative, "step_mean_log_ratio": r.mean_ratio,
    })
}

pub(crate) fn prime(case: &Case<'_>) -> Json {
    let n = case.n("n_samples");
    let accuracy = case.fs("verifier_accuracy");
    let ratios: Vec<Vec<f64>> = case
        .ffs("prm_logprobs")
        .iter()
        .zip(case.ffs("ref_logprobs"))
        .map(|(p, r)| p.iter().zip(r).map(|(a, b)| a - b).collect())
        .collect();
    let sums: Vec<f64> = ratios.iter().map(|r| total(r)).collect();
    let scores: Vec<Vec<f64>> = match case.s("granularity") {
        "token" => ratios,
        _ => ratios
            .iter()
            .zip(&sums)
            .map(|(r, &s)| {
                let mut row = vec![0.0; r.len()];
                *row.last_mut().unwrap() = s;
                row
            })
            .collect(),
    };
    let rule = Prime {
        gamma_rm: case.f("gamma_rm"),
        gamma_verifier: case.f("gamma_verifier"),
    };
    let mut returns = Vec::new();
    let mut ordered = Vec::new();
    for (s, (a, t)) in scores.chunks(n).zip(accuracy.chunks(n).zip(sums.chunks(n))) {
        let Ok(rows) = prime_returns(s, a, &rule) else {
            return refused(case);
        };
        returns.extend(rows);
        ordered.push(pairwise_accuracy(t, a));
    }
    let flat: Vec<f64> = returns.iter().flatten().copied().collect();
    let whitened = cut(&whiten(&flat, WhitenMean::Plain), &returns);
    json!({
        "implicit_scores": padded(scores), "ce_loss": implicit_loss(&sums, &accuracy, case.f("beta_train")),
        "rloo_returns": padded(returns), "whitened_advantages": padded(whitened),
        "pairwise_accuracy": total(&ordered) / ordered.len() as f64,
    })
}

pub(crate) fn oprl(case: &Case<'_>) -> Json {
    let estimator = match (case.s("estimator"), case.get("mode").as_str()) {
        ("compute_istar_rloo_advantage", _) => Istar::Rloo,
        (_, Some("mean_std_norm")) => Istar::GrpoStd,
        _ => Istar::Grpo,
    };
    let steps = case.ffs("implicit_step_rewards");
    let out = estimator.group(
        &case.fs("episode_outcomes"),
        &steps,
        case.f("step_advantage_w"),
    );
    json!({ "step_advantages": out })
}

pub(crate) fn pure_rloo(case: &Case<'_>) -> Json {
    let group: Vec<PureRollout> = case
        .list("trajectories")
        .iter()
        .map(|t| {
            let steps = t["steps"].as_array().unwrap();
            PureRollout {
                rewards: steps
                    .iter()
                    .map(|s| number(&s["weighted_reward"]))
                    .collect(),
                tokens: steps
                    .iter()
                    .map(|s| number(&s["num_tokens"]) as usize)
                    .collect(),
                solved: number(&t["solved"]),
            }
        })
        .collect();
    let rule = PureRloo {
        by_step: case.s("reward_baseline") == "step",
        verifiable: match case.s("reward_mode").contains("VR") {
            true => case.f("verifiable_reward_coef"),
            false => 0.0,
        },
    };
    // Alone, its baseline is 0/0.
    let undefined = |r: &PureRollout| vec![f64::NAN; r.rewards.len()];
    let at_ends = rule
        .rewards(&group)
        .unwrap_or_else(|_| group.iter().map(undefined).collect());
    let (mut rewards, mut advantages) = (Vec::new(), Vec::new());
    for (rollout, paid) in group.iter().zip(at_ends) {
        let mut row = Vec::new();
        let mut ends = Vec::new();
        for (reward, &n) in paid.iter().zip(&rollout.tokens) {
            row.resize(row.len() + n - 1, 0.0);
            ends.push(row.len());
            row.push(*reward);
        }
        let mut to_go = masked_returns(&row, &vec![true; row.len()], 1.0);
        if !case.b("nomask_separator_adv") {
            ends.into_iter().for_each(|t| to_go[t] = 0.0);
        }
        rewards.push(row);
        advantages.push(to_go);
    }
    let scores: Vec<f64> = group.iter().map(PureRollout::total).collect();
    let agree: Vec<f64> = group
        .iter()
        .map(|r| f64::from(u8::from((r.total() > 0.0) == (r.solved == 1.0))))
        .collect();
    json!({
        "token_rewards": padded(rewards), "token_advantages": padded(advantages),
        "outcome_score": scores, "prm_matches_verifier": agree,
    })
}

pub(crate) fn archer(case: &Case<'_>) -> Json {
    let rewards = case.fs("rewards");
    let gamma = case.f("gamma");
    let column = |key: &str| case.fs(key);
    let (q1, q2, v1, v2) = (column("q1"), column("q2"), column("v1"), column("v2"));
    let target = |key: &str| -> Vec<f64> {
        let next = column(key);
        let done = column("done");
        (0..rewards.len())
            .map(|t| q_target(rewards[t], gamma, done[t], next[t]))
            .collect()
    };
    let advantage: Vec<f64> = (0..rewards.len())
        .map(|t| {
            ArcherTurn {
                q: [q1[t], q2[t]],
                v: [v1[t], v2[t]],
            }
            .advantage()
        })
        .collect();
    json!({
        "mc_returns": masked_returns(&rewards, &vec![true; rewards.len()], gamma),
        "trajectory_reward": discounted(&defined(&rewards), &1.0),
        "q_target_1": target("target_next_v1"), "q_target_2": target("target_next_v2"),
        "turn_advantage": advantage,
    })
}

pub(crate) fn turn_level_gae(case: &Case<'_>) -> Json {
    let first = case.s("estimator").ends_with("firsttok");
    let (gamma, lambda) = (case.f("gamma"), case.f("lambda"));
    let (mut advantages, mut returns, mut tokens) = (Vec::new(), Vec::new(), Vec::new());
    for trajectory in case.list("trajectories") {
        let turns = trajectory.as_array().unwrap();
        let rewards: Vec<f64> = turns.iter().map(|t| number(&t["reward"])).collect();
        let values: Vec<Vec<f64>> = turns.iter().map(|t| numbers(&t["values"])).collect();
        let anchor = |v: &Vec<f64>| if first { v[0] } else { v[v.len() - 1] };
        let anchors: Vec<f64> = values.iter().map(anchor).collect();
        let found = turn_gae(&rewards, &anchors, &gamma, &lambda);
        returns.push(
            found
                .iter()
                .zip(&anchors)
                .map(|(a, v)| vec![a + v])
                .collect::<Vec<_>>(),
        );
        tokens.extend(found.iter().zip(&values).map(|(&a, v)| vec![a; v.len()]));
        advantages.push(found);
    }
    let flat: Vec<f64> = tokens.iter().flatten().copied().collect();
    let whitened = padded(cut(&whiten(&flat, WhitenMean::Plain), &tokens));
    json!({ "turn_advantages": advantages, "turn_returns": returns, "whitened_token_advantages": whitened })
}

pub(crate) fn bi_level(case: &Case<'_>) -> Json {
    let rule = BiLevelGae {
        gamma: case.f("gamma"),
        lambda: case.f("lambda"),
        turn_gamma: case.f("high_level_gamma"),
    };
    let (rewards, values) = (case.ffs("token_rewards"), case.ffs("values"));
    let masks: Vec<Vec<bool>> = case
        .ffs("loss_mask")
        .iter()
        .map(|m| m.iter().map(|&x| x != 0.0).collect())
        .collect();
    let rows: Result<Vec<Vec<f64>>, Undefined> = (0..rewards.len())
        .map(|i| rule.advantages(&rewards[i], &values[i], &masks[i]))
        .collect();
    // There a row that ends unpaid reads past its last token.
    let Ok(rows) = rows else {
        return refused(case);
    };
    let live = |i: usize, t: usize| masks[i][t];
    let flat: Vec<f64> = (0..rows.len())
        .flat_map(|i| {
            (0..rows[i].len())
                .filter(move |&t| live(i, t))
                .map(move |t| (i, t))
        })
        .map(|(i, t)| rows[i][t])
        .collect();
    if flat.len() < 2 {
        return refused(case);
    }
    let mut white = whiten(&flat, WhitenMean::Plain).into_iter();
    let map = |f: &mut dyn FnMut(usize, usize) -> f64| -> Vec<Vec<f64>> {
        (0..rows.len())
            .map(|i| {
                (0..rows[i].len())
                    .map(|t| if live(i, t) { f(i, t) } else { 0.0 })
                    .collect()
            })
            .collect()
    };
    let returns = map(&mut |i, t| rows[i][t] + values[i][t]);
    let whitened = map(&mut |_, _| white.next().unwrap());
    json!({ "advantages": rows, "returns": returns, "whitened": whitened })
}
