use super::{Case, nodes, number, ordered::children, strings, truth};
use serde_json::{Map, Value as Json, json};
use truestep_rewards::{
    credit::DeepSearch,
    function::{
        DeepSearchTree, GroundedPrm, Labelled, SearchNode, VisitedNode, back_propagate,
        hnc_samples, simple_targets, value_targets,
    },
    scope::members,
    signal::{ShepherdLabel, value_recursion},
};

pub(crate) fn deepsearch_advantage(case: &Case<'_>) -> Json {
    let norm = match case.get("adv_norm_method").as_str() {
        None | Some("sibling_mean_std") => DeepSearch::Siblings,
        Some("mean_std") => DeepSearch::Own,
        Some("alpha_scale") => DeepSearch::Scale,
        Some(_) => DeepSearch::Plain,
    };
    let scores = case.ffs("token_scores");
    let lengths = case.ns("lengths");
    let cut: Vec<Vec<f64>> = scores
        .iter()
        .zip(&lengths)
        .map(|(s, &n)| s[..n].to_vec())
        .collect();
    let alpha = if case.has("adv_scale_alpha") {
        case.f("adv_scale_alpha")
    } else {
        1.0
    };
    let mut out = vec![Vec::new(); cut.len()];
    for group in members(&nodes(case.list("group"))) {
        let own: Vec<Vec<f64>> = group.iter().map(|&i| cut[i].clone()).collect();
        for (&i, mut row) in group.iter().zip(norm.of(&own, alpha, case.f("epsilon"))) {
            // There a row is shifted as a whole and masked by a factor 0, which leaves an undefined row undefined.
            let undefined = norm == DeepSearch::Own && lengths[i] < 2;
            row.resize(scores[i].len(), if undefined { f64::NAN } else { 0.0 });
            out[i] = row;
        }
    }
    json!({ "token_advantages": out })
}

pub(crate) fn deepsearch_backup(case: &Case<'_>) -> Json {
    let mut tree = DeepSearchTree::default();
    for update in case.list("updates") {
        let path = strings(&update["path"]);
        tree.update(&path, number(&update["value"]), case.f("backup_threshold"));
    }
    let nodes: Map<String, Json> = tree
        .nodes
        .iter()
        .map(|(k, (v, n))| {
            (
                k.clone(),
                json!({ "value": v, "visits": n, "q": v / *n as f64 }),
            )
        })
        .collect();
    json!({ "nodes": nodes })
}

/// A node of a tree; `graded` says whether a leaf with a grade is an end without being called one.
fn node(step: &str, json: &Json, graded: bool) -> SearchNode {
    let children = children(json);
    let ended = match &json["end"] {
        Json::Null => graded && children.is_empty() && !json["correct"].is_null(),
        end => truth(end),
    };
    SearchNode {
        step: step.to_owned(),
        end: ended.then(|| json["correct"].as_bool().unwrap_or(false)),
        children: children
            .iter()
            .map(|(name, child)| node(name, child, graded))
            .collect(),
    }
}

fn show(label: &Labelled) -> Json {
    json!({
        "y": label.steps, "value": label.value, "he": u8::from(label.reaches),
        "min_steps_to_correct": label.missing,
        "children": label.children.iter().map(show).collect::<Vec<Json>>(),
    })
}

fn samples(found: Vec<(String, f64)>) -> Vec<Json> {
    let show = |(steps, value)| json!({ "steps": steps, "value": value });
    found.into_iter().map(show).collect()
}

pub(crate) fn rest_targets(case: &Case<'_>) -> Json {
    let labels = value_targets(&node("", case.get("tree"), false));
    json!({ "value_samples": samples(labels.samples()), "tree": show(&labels) })
}

pub(crate) fn rest_simple(case: &Case<'_>) -> Json {
    let tree = node("", case.get("tree"), false);
    json!({ "value_samples": samples(simple_targets(&tree, &case.strings("terminal_path"))) })
}

fn visited(step: &str, path: &str, json: &Json, visits: &Json) -> VisitedNode {
    let path = format!("{path}{step}");
    VisitedNode {
        step: step.to_owned(),
        value: json["V"].as_f64().unwrap_or(0.0),
        visits: visits[&path].as_u64().unwrap_or(0),
        children: children(json)
            .iter()
            .map(|(n, c)| visited(n, &path, c, visits))
            .collect(),
    }
}

fn show_visited(node: &VisitedNode) -> Json {
    let children: Map<String, Json> = node
        .children
        .iter()
        .map(|c| (c.step.clone(), show_visited(c)))
        .collect();
    json!({ "V": node.value, "visits": node.visits, "children": children })
}

pub(crate) fn rest_backprop(case: &Case<'_>) -> Json {
    let mut root = visited("", "", case.get("tree"), case.get("visits"));
    back_propagate(&mut root, &case.strings("node"));
    show_visited(&root)
}

pub(crate) fn rest_recursion(case: &Case<'_>) -> Json {
    let missing: Vec<Option<u32>> = case
        .ns("reasoning_distance_m")
        .iter()
        .map(|&m| Some(m as u32))
        .collect();
    let (w, v) = value_recursion(&missing, &case.fs("step_error_r"));
    json!({ "w": w, "v": v })
}

pub(crate) fn math_shepherd(case: &Case<'_>) -> Json {
    let labels: Vec<ShepherdLabel> = case
        .list("completions_correct_per_step")
        .iter()
        .map(|s| {
            ShepherdLabel::of(
                &s.as_array()
                    .unwrap()
                    .iter()
                    .map(truth)
                    .collect::<Vec<bool>>(),
            )
        })
        .collect();
    let hard: Vec<f64> = labels.iter().map(|l| l.hard).collect();
    let soft: Vec<f64> = labels.iter().map(|l| l.soft).collect();
    let least = |xs: &[f64]| xs.iter().copied().fold(f64::INFINITY, f64::min);
    json!({
        "solution_score_min_soft": least(&soft), "solution_score_min_hard": least(&hard),
        "hard": hard, "soft": soft,
    })
}

pub(crate) fn grounded_prm(case: &Case<'_>) -> Json {
    let path = case.fs("path_values");
    let rule = GroundedPrm {
        decay: case.f("delay"),
    };
    let depth = case.n("expanded_node_depth");
    // A node that ends the search itself is both the first and the last value.
    let labels = path.get(1..path.len() - 1).unwrap_or(&[]);
    let value = rule.value(labels, path[path.len() - 1]);
    let visits: Vec<u8> = (0..=depth).map(|d| u8::from(d < depth)).collect();
    json!({ "value_by_depth": rule.by_depth(depth, value), "visits_by_depth": visits })
}

pub(crate) fn hrm_hnc(case: &Case<'_>) -> Json {
    let all: Vec<Json> = hnc_samples(&node("", case.get("tree"), true))
        .into_iter()
        .map(|s| json!({ "context": s.context, "step": s.step, "label": s.label }))
        .collect();
    json!({ "samples": all })
}
