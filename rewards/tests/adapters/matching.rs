use super::{Case, nodes};
use serde_json::{Value as Json, json};
use truestep_rewards::{
    credit::MatchTir,
    function::{
        ToolCall, call_similarity, greedy_match, matched_rewards, optimal_match, soft_rewards,
    },
    scope::members,
};

pub(crate) fn matchtir_dual(case: &Case<'_>) -> Json {
    let rewards = case.ffs("turn_rewards");
    let rule = MatchTir {
        lambda: case.f("lam"),
        divide: case.b("norm_by_std"),
        eps: case.f("epsilon"),
    };
    let mut out = vec![Vec::new(); rewards.len()];
    for group in members(&nodes(case.list("group"))) {
        let own: Vec<Vec<f64>> = group.iter().map(|&i| rewards[i].clone()).collect();
        for (&i, row) in group.iter().zip(rule.advantages(&own)) {
            out[i] = row;
        }
    }
    json!({ "turn_advantages": out })
}

fn call(json: &Json) -> ToolCall {
    ToolCall {
        name: json["name"].as_str().unwrap_or("").to_owned(),
        arguments: json["arguments"].as_object().cloned().unwrap_or_default(),
    }
}

pub(crate) fn matchtir_rewards(case: &Case<'_>) -> Json {
    if case.has("similarity") {
        let matched = greedy_match(&case.ffs("similarity"));
        let note = &case.0["expected"]["note"];
        return match note.is_null() {
            true => json!({ "assignment": matched }),
            false => json!({ "assignment": matched, "note": note }),
        };
    }
    let unmatched = case.f("unmatched_reward");
    let predicted: Vec<ToolCall> = case.list("predicted").iter().map(call).collect();
    let gold: Vec<ToolCall> = case.list("gold").iter().map(call).collect();
    let similarity: Vec<Vec<f64>> = predicted
        .iter()
        .map(|p| gold.iter().map(|g| call_similarity(p, g)).collect())
        .collect();
    let matched = greedy_match(&similarity);
    let mut out = json!({
        "similarity": similarity, "assignment": matched,
        "hard_rewards": matched_rewards(&similarity, &matched, unmatched),
    });
    // The transport needs both sides.
    if !predicted.is_empty() && !gold.is_empty() {
        out["soft_rewards"] = json!(soft_rewards(&similarity, case.f("ot_reg")));
    }
    let note = &case.0["expected"]["note"];
    if !note.is_null() {
        out["note"] = note.clone();
    }
    out
}

pub(crate) fn matchtir_optimal(case: &Case<'_>) -> Json {
    let similarity = case.ffs("similarity");
    let matched = optimal_match(&similarity);
    let expected = &case.0["expected"];
    let total: f64 = (0..similarity.len())
        .filter_map(|i| matched[i].map(|j| similarity[i][j]))
        .sum();
    // Where the optimum is not unique the file asserts the total alone.
    let asserted = |key: &str, ours: Json| match expected[key].is_null() {
        true => Json::Null,
        false => ours,
    };
    let rewards = matched_rewards(&similarity, &matched, case.f("unmatched_reward"));
    json!({
        "total": total, "rewards": asserted("rewards", json!(rewards)),
        "assignment": asserted("assignment", json!(matched)),
    })
}
