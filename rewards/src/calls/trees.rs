//! Search trees: values, labels and back-ups.

use super::{Callable, Wrong, read};
use crate::function::{
    DeepSearchTree, GroundedPrm, SearchNode, hnc_samples, simple_targets, squash, value_targets,
};
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

/// A node of a tree, as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Node {
    #[serde(default)]
    step: String,
    end: Option<bool>,
    #[serde(default)]
    children: Vec<Node>,
}

impl From<Node> for SearchNode {
    fn from(node: Node) -> Self {
        Self {
            step: node.step,
            end: node.end,
            children: node.children.into_iter().map(Self::from).collect(),
        }
    }
}

pub(super) const REST: Callable = Callable {
    name: "rest-mcts:tree",
    example: r#"{"root": {"children": [{"step": "a", "children": [{"step": "b", "children": [{"step": "c", "end": true}]}]}]}, "path": ["a", "b", "c"]}"#,
    call: rest,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rest {
    root: Node,
    #[serde(default)]
    path: Vec<String>,
}

fn rest(input: Json) -> Result<Json, Wrong> {
    let given: Rest = read(input)?;
    let root = SearchNode::from(given.root);
    Ok(json!({
        "values": value_targets(&root).samples(),
        "simple": simple_targets(&root, &given.path),
    }))
}

pub(super) const HNC: Callable = Callable {
    name: "hrm-hnc",
    example: r#"{"root": {"children": [{"step": "a", "children": [{"step": "b", "end": true}, {"step": "c", "end": false}]}]}}"#,
    call: hnc,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Hnc {
    root: Node,
}

fn hnc(input: Json) -> Result<Json, Wrong> {
    let given: Hnc = read(input)?;
    let samples = hnc_samples(&given.root.into());
    let samples = samples.iter();
    let samples: Vec<Json> = samples
        .map(|s| json!({"context": s.context, "step": s.step, "label": s.label}))
        .collect();
    Ok(json!({"samples": samples}))
}

pub(super) const GROUNDED: Callable = Callable {
    name: "grounded-prm",
    example: r#"{"labels": [1, 1, -1], "last": 1, "depth": 2, "decay": 0.9}"#,
    call: grounded,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Grounded {
    labels: Vec<f64>,
    last: f64,
    #[serde(default)]
    depth: u16,
    #[serde(default = "decay")]
    decay: f64,
}

fn decay() -> f64 {
    0.9
}

fn grounded(input: Json) -> Result<Json, Wrong> {
    let given: Grounded = read(input)?;
    let rule = GroundedPrm { decay: given.decay };
    let value = rule.value(&given.labels, given.last);
    Ok(json!({"value": value, "by_depth": rule.by_depth(given.depth.into(), value)}))
}

pub(super) const DEEPSEARCH: Callable = Callable {
    name: "deepsearch:backup",
    example: r#"{"ends": [{"path": ["a", "b", "c"], "value": 1}], "threshold": 0, "temperature": 1, "largest": 1}"#,
    call: deepsearch,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DeepSearch {
    ends: Vec<End>,
    #[serde(default)]
    threshold: f64,
    #[serde(default = "unit")]
    temperature: f64,
    #[serde(default = "unit")]
    largest: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct End {
    path: Vec<String>,
    value: f64,
}

fn unit() -> f64 {
    1.0
}

fn deepsearch(input: Json) -> Result<Json, Wrong> {
    let given: DeepSearch = read(input)?;
    let mut tree = DeepSearchTree::default();
    for end in &given.ends {
        tree.update(&end.path, end.value, given.threshold);
    }
    let node = |(path, &(value, visits)): (&String, &(f64, u64))| {
        let q = value / visits as f64;
        let squashed = squash(q, given.temperature, given.largest);
        let node = json!({"value": value, "visits": visits, "q": q, "squashed": squashed});
        (path.clone(), node)
    };
    let nodes: Map<String, Json> = tree.nodes.iter().map(node).collect();
    Ok(json!({"nodes": nodes}))
}
