use super::{Case, nodes, values};
use serde_json::{Value as Json, json};
use truestep_rewards::{
    credit::{Compare, DrGrpoVerl, GrpoTrl, GrpoVerl, RlooTrl, RlooVerl},
    normalize::SpreadOver,
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
    tokens(
        case,
        &DrGrpoVerl.compare(&rewards(case), &nodes(case.list("group"))),
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
    let over = match case.s("scale_rewards") {
        "group" => Some(SpreadOver::Group),
        "batch" => Some(SpreadOver::Batch),
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
