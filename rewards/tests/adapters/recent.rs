//! The cases that `tests/data/transcribe.py` writes.

use super::{Case, cut, list, nodes, number, numbers, padded, total};
use serde_json::{Value as Json, json};
use truestep_rewards::{
    credit::{
        FlowGrpo, GrpoLambda, Hgpo, Igpo, Prime, TokenBaseline, TreeForm, TreeGrpo, anchored,
        batch_normalised, crossing_returns, gpg, prime_returns, released, remax, score_norm,
        state_normalised, summed, switched, token_baseline, turn_loo, turn_normalised,
    },
    function::{DpoPair, MarginCalibration, mah_loss, mixed_logits, paverl_columns, preferences},
    normalize::{SpreadOver, WhitenMean, whiten},
    number::{Fraction, Number, Scalar},
    scope::members,
    signal::{
        agreements, chain_content, concise, energy_gain, faithful_reward, flowed, latent_weights,
    },
    value::row,
};

fn flat(rows: &[Vec<f64>]) -> Vec<f64> {
    rows.iter().flatten().copied().collect()
}

/// Names as numbers, in order of first appearance over all rows.
fn numbered(rows: &[Json]) -> Vec<Vec<u32>> {
    let all: Vec<Json> = rows.iter().flat_map(|r| list(r).to_vec()).collect();
    let known = nodes(&all);
    let mut rest = known.into_iter();
    rows.iter()
        .map(|r| rest.by_ref().take(list(r).len()).collect())
        .collect()
}

pub(crate) fn prime_batch(case: &Case<'_>) -> Json {
    let (rewards, outcomes) = (case.ffs("rewards"), case.fs("outcomes"));
    let rule = Prime {
        gamma_rm: case.f("gamma"),
        gamma_verifier: case.f("gamma"),
    };
    let mut returns = vec![vec![]; rewards.len()];
    for group in members(&nodes(case.list("group"))) {
        let rows: Vec<Vec<f64>> = group.iter().map(|&i| rewards[i].clone()).collect();
        let wins: Vec<f64> = group.iter().map(|&i| outcomes[i]).collect();
        for (&i, row) in group
            .iter()
            .zip(prime_returns(&rows, &wins, &rule).unwrap())
        {
            returns[i] = row;
        }
    }
    json!({ "advantages": cut(&whiten(&flat(&returns), WhitenMean::Plain), &rewards) })
}

pub(crate) fn flow_batch(case: &Case<'_>) -> Json {
    let rewards = case.ffs("rewards");
    let groups = nodes(case.list("group"));
    let normalizer = FlowGrpo::normalizer(SpreadOver::Batch, 1e-4);
    let mut out: Vec<Vec<f64>> = rewards.iter().map(|r| vec![0.0; r.len()]).collect();
    for t in 0..padded(rewards.clone())[0].len() {
        let here: Vec<usize> = (0..rewards.len())
            .filter(|&i| rewards[i].len() > t)
            .collect();
        let values = row(here.iter().map(|&i| rewards[i][t]).collect());
        let own: Vec<u32> = here.iter().map(|&i| groups[i]).collect();
        for (&i, a) in here.iter().zip(normalizer.apply(&values, &own)) {
            out[i][t] = *a.number().unwrap();
        }
    }
    json!({ "advantages": out })
}

pub(crate) fn reinforce_pp_crossing(case: &Case<'_>) -> Json {
    let rewards = case.ffs("rewards");
    let masks: Vec<Vec<bool>> = case
        .list("mask")
        .iter()
        .map(|m| numbers(m).iter().map(|x| *x > 0.5).collect())
        .collect();
    let pairs = rewards.iter().zip(&masks);
    let returns: Vec<Vec<f64>> = pairs
        .map(|(r, m)| crossing_returns(r, m, case.f("gamma")))
        .collect();
    let kept = returns.iter().flatten().zip(masks.iter().flatten());
    let kept: Vec<f64> = kept.filter(|(_, m)| **m).map(|(x, _)| *x).collect();
    let mut white = whiten(&kept, WhitenMean::Masked).into_iter();
    let mut at = |m: &bool| if *m { white.next().unwrap() } else { 0.0 };
    let advantages: Vec<Vec<f64>> = masks
        .iter()
        .map(|m| m.iter().map(&mut at).collect())
        .collect();
    json!({ "returns": returns, "advantages": advantages })
}

pub(crate) fn openrlhf(case: &Case<'_>) -> Json {
    let returns = case.fs("returns");
    let mut centred = returns.clone();
    for group in members(&nodes(case.list("group"))) {
        let own: Vec<f64> = group.iter().map(|&i| returns[i]).collect();
        let mean = total(&own) / own.len() as f64;
        group.iter().for_each(|&i| centred[i] -= mean);
    }
    let lengths = case.ns("lengths");
    let pairs = centred.iter().zip(&lengths);
    let steps: Vec<f64> = pairs.flat_map(|(x, &n)| vec![*x; n]).collect();
    let scaled = batch_normalised(&steps, case.b("divide"));
    let mut first = 0;
    let at = |n: &usize| {
        first += n;
        scaled[first - n]
    };
    json!({ "advantages": lengths.iter().map(at).collect::<Vec<f64>>() })
}

pub(crate) fn gpg_cases(case: &Case<'_>) -> Json {
    let groups = nodes(case.list("group"));
    json!({ "advantages": gpg(&case.fs("returns"), &groups, &case.f("norm")) })
}

pub(crate) fn remax_cases(case: &Case<'_>) -> Json {
    json!({ "advantages": remax(&case.ffs("rewards"), &case.f("baseline")) })
}

pub(crate) fn otb(case: &Case<'_>) -> Json {
    let rewards = case.ffs("rewards");
    let returns = remax(&rewards, &0.0);
    let weights: Vec<Vec<f64>> = case
        .ffs("taken")
        .iter()
        .zip(case.ffs("menu"))
        .map(|(taken, menu)| {
            let norms = taken
                .iter()
                .zip(menu)
                .map(|(p, n)| score_norm(*p, n as usize));
            norms
                .scan(0.0, |sum, norm| {
                    *sum += norm;
                    Some(*sum)
                })
                .collect()
        })
        .collect();
    let rule = TokenBaseline {
        zero_tail: case.b("zero_tail"),
        eps: 1e-8,
    };
    json!({ "advantages": token_baseline(&returns, &weights, rule) })
}

pub(crate) fn tree_grpo(case: &Case<'_>) -> Json {
    let rewards = case.ffs("rewards");
    let returns: Vec<f64> = rewards.iter().map(|r| total(r)).collect();
    let form = match case.s("form") {
        "tree" => TreeForm::Sum,
        "tree-2norm" => TreeForm::Twice,
        "tree-inner" => TreeForm::Inner,
        _ => TreeForm::PerStep,
    };
    let rule = TreeGrpo { form, eps: 1e-6 };
    json!({ "advantages": rule.advantages(&rewards, &returns, &nodes(case.list("tree"))) })
}

pub(crate) fn hgpo(case: &Case<'_>) -> Json {
    let returns = case.ffs("returns");
    let rule = Hgpo {
        history: case.n("history"),
        alpha: case.n("alpha") as u32,
        divide: case.b("divide"),
        drop_zeros: case.b("drop_zeros"),
        eps: 1e-6,
    };
    let found = rule.advantages(&numbered(case.list("states")), &flat(&returns));
    json!({ "advantages": cut(&found, &returns) })
}

pub(crate) fn rewardflow(case: &Case<'_>) -> Json {
    let paths = case.list("paths");
    let known = numbered(paths);
    let mut names: Vec<(&str, u32)> = paths
        .iter()
        .flat_map(|p| list(p).iter().map(|s| s.as_str().unwrap()))
        .zip(known.iter().flatten().copied())
        .collect();
    names.sort_unstable();
    names.dedup();
    let mut rewards = vec![0.0; names.len()];
    for (name, state) in &names {
        let reward = &case.get("rewards")[name];
        rewards[*state as usize] = if reward.is_null() {
            0.0
        } else {
            number(reward)
        };
    }
    let steps = known.iter().flat_map(|p| p.windows(2));
    let transitions: Vec<(u32, u32)> = steps.map(|pair| (pair[0], pair[1])).collect();
    let values = flowed(&rewards, &transitions, &case.f("gamma"));
    let gains: Vec<Vec<f64>> = known
        .iter()
        .map(|p| {
            let pairs = p.windows(2);
            pairs
                .map(|pair| values[pair[1] as usize] - values[pair[0] as usize])
                .collect()
        })
        .collect();
    let by_name: Vec<f64> = names.iter().map(|(_, s)| values[*s as usize]).collect();
    json!({ "values": by_name, "gains": gains })
}

pub(crate) fn vpr(case: &Case<'_>) -> Json {
    let (values, nodes) = (case.fs("values"), nodes(case.list("nodes")));
    json!({ "advantages": match case.s("mode") {
        "turn" => turn_normalised(&values, &nodes, case.n("min_group"), 1e-8),
        _ => state_normalised(&values, &nodes, case.b("batch"), 1e-8),
    } })
}

pub(crate) fn igpo(case: &Case<'_>) -> Json {
    let rewards = case.ffs("rewards");
    json!({ "advantages": match case.s("form") {
        "released" => released(&rewards),
        _ => summed(&rewards, &Igpo {
            separate: case.b("separate"),
            gamma: case.f("gamma"),
            eps: 1e-6,
        }),
    } })
}

pub(crate) fn turn_loo_cases(case: &Case<'_>) -> Json {
    json!({ "advantages": turn_loo(&case.fs("returns"), &case.ns("lengths")) })
}

pub(crate) fn vgpo(case: &Case<'_>) -> Json {
    json!({ "advantages": anchored(&case.fs("values"), case.f("absolute"), 1e-4) })
}

pub(crate) fn grpo_lambda(case: &Case<'_>) -> Json {
    let rule = GrpoLambda {
        share: case.f("share"),
        penalty: case.f("penalty"),
        eps: 1e-6,
    };
    let groups = nodes(case.list("group"));
    let (returns, lengths) = (case.fs("returns"), case.ns("lengths"));
    json!({ "returns": switched(&returns, &lengths, &case.bs("solved"), &groups, &rule) })
}

pub(crate) fn csr(case: &Case<'_>) -> Json {
    json!({ "agreements": agreements::<f64>(&nodes(case.list("ends"))) })
}

pub(crate) fn gflownet(case: &Case<'_>) -> Json {
    let (worth, eps) = (case.fs("worth"), case.f("eps"));
    let pairs = worth.windows(2);
    let gains: Vec<f64> = pairs.map(|w| energy_gain(w[0], w[1], eps)).collect();
    json!({ "total": total(&gains), "gains": gains })
}

pub(crate) fn rlvrr(case: &Case<'_>) -> Json {
    json!({ "content": chain_content::<f64>(&case.ns("chain"), &case.ns("met")) })
}

pub(crate) fn crf(case: &Case<'_>) -> Json {
    let (outcome, fewest, taken) = (case.f("outcome"), case.f("fewest"), case.f("taken"));
    json!({ "reward": concise(outcome, fewest, taken, &case.f("weight")) })
}

pub(crate) fn p2s(case: &Case<'_>) -> Json {
    let (ps, weight) = (case.fs("probabilities"), case.f("weight"));
    let last = ps.len() - 1;
    let outcome = |t: usize| (t == last).then(|| case.f("outcome"));
    let price = |(t, p): (usize, &f64)| faithful_reward(*p, outcome(t), &weight);
    json!({ "rewards": ps.iter().enumerate().map(price).collect::<Vec<f64>>() })
}

pub(crate) fn lare(case: &Case<'_>) -> Json {
    let exact = |row: &Json| -> Vec<Fraction> {
        let counts = numbers(row).into_iter();
        counts.map(|x| Fraction::from_count(x as usize)).collect()
    };
    let factors: Vec<Vec<Fraction>> = case.list("factors").iter().map(exact).collect();
    let ridge = Fraction::from_number(&Number::parse(case.s("ridge")).unwrap());
    let weights = latent_weights(&factors, &exact(case.get("returns")), &ridge);
    json!({ "weights": weights.iter().map(Scalar::to_f64).collect::<Vec<f64>>() })
}

pub(crate) fn paverl(case: &Case<'_>) -> Json {
    let table =
        |key: &str| -> Vec<Vec<String>> { case.list(key).iter().map(super::strings).collect() };
    json!({ "share": paverl_columns::<f64>(&table("found"), &table("right")) })
}

pub(crate) fn mscr(case: &Case<'_>) -> Json {
    let rule = MarginCalibration {
        margin: case.f("margin"),
    };
    json!({ "reward": rule.reward(case.b("right"), case.f("confidence")) })
}

pub(crate) fn mah(case: &Case<'_>) -> Json {
    let found = preferences(&case.ffs("vectors"));
    let found: Vec<[usize; 3]> = found
        .iter()
        .map(|p| [p.head, p.chosen, p.rejected])
        .collect();
    let pair = |p: &Vec<f64>| DpoPair {
        chosen: p[0],
        chosen_reference: p[1],
        rejected: p[2],
        rejected_reference: p[3],
    };
    let pairs: Vec<DpoPair> = case.ffs("pairs").iter().map(pair).collect();
    json!({
        "preferences": found,
        "loss": mah_loss(&pairs, case.f("beta")),
        "logits": mixed_logits(&case.ffs("logits"), &case.fs("weights")),
    })
}
