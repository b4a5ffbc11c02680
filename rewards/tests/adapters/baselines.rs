use super::{Case, nodes, values};
use serde_json::{Value as Json, json};
use truestep_rewards::{
    credit::{
        Compare, DenseGrpo, DrGrpoVerl, FlowGrpo, GrpoTrl, GrpoVerl, ReinforcePpBaseline, RlooTrl,
        RlooVerl, gdpo_trl, gdpo_verl, masked_returns, opo, passk, step_gains, stratified,
    },
    normalize::{SpreadOver, WhitenMean, whiten},
    number::mean,
    scope::members,
    value::{Undefined, Value},
};

/// One advantage per response, copied to its tokens and padded with 0.
pub(crate) fn tokens(case: &Case<'_>, advantages: &[Value<f64>]) -> Json {
    let lengths = case.ns("response_lengths");
    let longest = lengths.iter().copied().max().unwrap_or(0);
    let rows: Vec<Vec<Value<f64>>> = advantages
        .iter()
        .zip(&lengths)
        .map(|(a, &n)| {
            let mut row = vec![*a; n];
            row.resize(longest, Value::Number(0.0));
            row
        })
        .collect();
    json!({ "token_advantages": rows, "sequence_advantage": advantages })
}

/// Rewards, where null is a response nobody scored.
pub(crate) fn rewards(case: &Case<'_>) -> Vec<Value<f64>> {
    case.list("rewards")
        .iter()
        .map(|r| match r.as_f64() {
            Some(x) => Value::Number(x),
            None => Undefined::NotScored.into(),
        })
        .collect()
}

pub(crate) fn verl_grpo(case: &Case<'_>) -> Json {
    let normalizer = GrpoVerl::normalizer(case.f("epsilon"));
    tokens(
        case,
        &normalizer.apply(&rewards(case), &nodes(case.list("group"))),
    )
}

pub(crate) fn verl_dr_grpo(case: &Case<'_>) -> Json {
    let groups = nodes(case.list("group"));
    // The flag that makes it Dr. GRPO; with it on it is GRPO.
    let divides = case.has("norm_adv_by_std_in_grpo") && case.b("norm_adv_by_std_in_grpo");
    tokens(
        case,
        &match divides {
            true => GrpoVerl::normalizer(1e-6).apply(&rewards(case), &groups),
            false => DrGrpoVerl.compare(&rewards(case), &groups),
        },
    )
}

pub(crate) fn verl_rloo(case: &Case<'_>) -> Json {
    tokens(
        case,
        &RlooVerl.compare(&rewards(case), &nodes(case.list("group"))),
    )
}

fn blocks(case: &Case<'_>) -> Vec<u32> {
    let size = case.n("num_generations");
    (0..case.list("rewards").len())
        .map(|i| (i / size) as u32)
        .collect()
}

pub(crate) fn trl_grpo(case: &Case<'_>) -> Json {
    let over = match case.get("scale_rewards") {
        Json::Bool(true) => Some(SpreadOver::Group),
        word if word == "group" => Some(SpreadOver::Group),
        word if word == "batch" => Some(SpreadOver::Batch),
        _ => None,
    };
    let credit = GrpoTrl::new(over, case.f("eps"));
    json!({ "advantages": values(&credit.compare(&rewards(case), &blocks(case))) })
}

pub(crate) fn trl_rloo(case: &Case<'_>) -> Json {
    let normalize = case.b("normalize_advantages").then(|| case.f("eps"));
    let credit = RlooTrl { normalize };
    json!({ "advantages": values(&credit.compare(&rewards(case), &blocks(case))) })
}

fn plain(case: &Case<'_>) -> Vec<f64> {
    case.fs("rewards")
}

/// Padded token rows and the value of every row's first token.
fn token_rows(lengths: &[usize], flat: &[f64]) -> Json {
    let longest = lengths.iter().copied().max().unwrap_or(0);
    let mut rest = flat;
    let rows: Vec<Vec<f64>> = lengths
        .iter()
        .map(|&n| {
            let (head, tail) = rest.split_at(n);
            rest = tail;
            let mut row = head.to_vec();
            row.resize(longest, 0.0);
            row
        })
        .collect();
    let first: Vec<f64> = rows.iter().filter_map(|r| r.first().copied()).collect();
    json!({ "token_advantages": rows, "sequence_advantage": first })
}

pub(crate) fn verl_reinforce_pp(case: &Case<'_>) -> Json {
    let lengths = case.ns("response_lengths");
    let flat: Vec<f64> = plain(case)
        .iter()
        .zip(&lengths)
        .flat_map(|(&r, &n)| {
            let mut row = vec![0.0; n];
            row.iter_mut().last().into_iter().for_each(|end| *end = r);
            masked_returns(&row, &vec![true; n], case.f("gamma"))
        })
        .collect();
    whitened_rows(&lengths, &whiten(&flat, WhitenMean::Masked))
}

pub(crate) fn verl_reinforce_pp_baseline(case: &Case<'_>) -> Json {
    let lengths = case.ns("response_lengths");
    let groups = nodes(case.list("group"));
    let flat = ReinforcePpBaseline::whitened(&plain(case), &lengths, &groups);
    whitened_rows(&lengths, &flat)
}

/// Token rows, or the error the authors raise where there is one token alone and so no variance.
fn whitened_rows(lengths: &[usize], flat: &[f64]) -> Json {
    match flat.len() {
        1 => json!({ "error": "ValueError" }),
        _ => token_rows(lengths, flat),
    }
}

/// Apply a comparison of plain numbers group by group.
fn by_group(
    case: &Case<'_>,
    compare: impl Fn(&[f64], &[usize]) -> Result<Vec<f64>, Undefined>,
) -> Result<Vec<Value<f64>>, Undefined> {
    let (rewards, lengths) = (plain(case), case.ns("response_lengths"));
    let mut out = vec![Value::Number(0.0); rewards.len()];
    for group in members(&nodes(case.list("group"))) {
        let r: Vec<f64> = group.iter().map(|&i| rewards[i]).collect();
        let n: Vec<usize> = group.iter().map(|&i| lengths[i]).collect();
        for (&i, a) in group.iter().zip(compare(&r, &n)?) {
            out[i] = Value::Number(a);
        }
    }
    Ok(out)
}

pub(crate) fn verl_opo(case: &Case<'_>) -> Json {
    tokens(case, &by_group(case, |r, n| Ok(opo(r, n))).unwrap())
}

pub(crate) fn verl_grpo_passk(case: &Case<'_>) -> Json {
    match by_group(case, |r, _| passk(r, case.f("epsilon"))) {
        Ok(advantages) => tokens(case, &advantages),
        Err(Undefined::Singleton) => json!({ "error": "ValueError" }),
        Err(other) => json!({ "error": other.to_string() }),
    }
}

pub(crate) fn flow_grpo(case: &Case<'_>) -> Json {
    let over = if case.b("global_std") {
        SpreadOver::Batch
    } else {
        SpreadOver::Group
    };
    let normalizer = FlowGrpo::normalizer(over, case.f("eps"));
    json!({ "advantages": normalizer.apply(&rewards(case), &nodes(case.list("group"))) })
}

pub(crate) fn densegrpo(case: &Case<'_>) -> Json {
    let predictions = case.ffs("predicted_final_reward_after_step");
    let gains: Vec<Vec<f64>> = predictions.iter().map(|p| step_gains(p)).collect();
    let mut normalizer = DenseGrpo::normalizer(case.f("eps"));
    if let (Some("sample"), Some(spread)) = (case.get("std").as_str(), &mut normalizer.spread) {
        spread.ddof = 1;
    }
    let longest = gains.iter().map(Vec::len).max().unwrap_or(0);
    let mut out: Vec<Vec<Value<f64>>> = gains.iter().map(|_| Vec::new()).collect();
    for t in 0..longest {
        let here: Vec<usize> = (0..gains.len()).filter(|&i| gains[i].len() > t).collect();
        let column: Vec<Value<f64>> = here.iter().map(|&i| Value::Number(gains[i][t])).collect();
        let compared = normalizer.apply(&column, &vec![0; here.len()]);
        here.iter().zip(compared).for_each(|(&i, a)| out[i].push(a));
    }
    let sums: Vec<f64> = gains.iter().map(|g| g.iter().sum()).collect();
    json!({ "step_gain": gains, "group_advantage_per_step": out, "sum_gain": sums })
}

pub(crate) fn stratified_grpo(case: &Case<'_>) -> Json {
    let (rewards, strata) = (plain(case), nodes(case.list("strata")));
    let s = stratified(&rewards, &strata, case.f("alpha"), case.f("epsilon"));
    let overall = mean(&rewards).unwrap();
    let offset: Vec<f64> = strata
        .iter()
        .map(|&k| {
            let own = rewards.iter().zip(&strata).filter(|(_, j)| **j == k);
            mean(&own.map(|(r, _)| *r).collect::<Vec<f64>>()).unwrap() - overall
        })
        .collect();
    json!({ "san": s.san, "global": s.global, "blended": s.blended, "cross_stratum_offset": offset })
}

pub(crate) fn gdpo(case: &Case<'_>) -> Json {
    let rewards: Vec<Vec<Option<f64>>> = case
        .list("rewards_by_objective")
        .iter()
        .map(|row| super::list(row).iter().map(Json::as_f64).collect())
        .collect();
    let size = case.n("group_size");
    let groups: Vec<u32> = (0..rewards.len()).map(|i| (i / size) as u32).collect();
    let (sum, normalised) = gdpo_trl(&rewards, &groups, &case.fs("weights"), case.f("trl_eps"));
    let mut out = json!({ "trl_advantage": normalised, "trl_pre_batchnorm": sum });
    let plain: Option<Vec<Vec<f64>>> = rewards
        .iter()
        .map(|r| r.iter().copied().collect())
        .collect();
    if let Some(plain) = plain.filter(|p| p[0].len() == 2) {
        let eps = case.f("verl_group_eps");
        let n = plain.len();
        let lengths: Vec<usize> = (0..n).map(|i| 1 + i % 3).collect();
        out["verl_advantage_one_token"] = json!(gdpo_verl(&plain, &groups, &vec![1; n], eps));
        let flat = gdpo_verl(&plain, &groups, &lengths, eps);
        out["verl_advantage_tokens"] = token_rows(&lengths, &flat)["token_advantages"].clone();
        out["verl_advantage_token_lengths"] = json!(lengths);
    }
    out
}
