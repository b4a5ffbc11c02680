//! Pairs, losses and replacements.

use super::{Callable, Wrong, fits, read};
use crate::{
    function::{CandidateStep, CleanerSaar, DpoPair, candidate_pairs, crm_loss},
    similarity::ratio,
};
use serde::Deserialize;
use serde_json::{Value as Json, json};

pub(super) const DPO: Callable = Callable {
    name: "dpo-pair",
    example: r#"{"chosen": -1, "chosen_reference": -1, "rejected": -2, "rejected_reference": -2, "beta": 0.1}"#,
    call: dpo,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Dpo {
    chosen: f64,
    chosen_reference: f64,
    rejected: f64,
    rejected_reference: f64,
    beta: f64,
}

fn dpo(input: Json) -> Result<Json, Wrong> {
    let given: Dpo = read(input)?;
    let pair = DpoPair {
        chosen: given.chosen,
        chosen_reference: given.chosen_reference,
        rejected: given.rejected,
        rejected_reference: given.rejected_reference,
    };
    Ok(json!({"margin": pair.margin(given.beta), "loss": pair.loss(given.beta)}))
}

pub(super) const CRM: Callable = Callable {
    name: "pica:crm-loss",
    example: r#"{"trajectories": [{"logits": [-1, -2, -0.5], "labels": [true, true, true]}], "negative_weight": 1, "eps": 1e-5}"#,
    call: crm,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Crm {
    trajectories: Vec<Labelled>,
    #[serde(default = "one")]
    negative_weight: f64,
    #[serde(default = "eps")]
    eps: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Labelled {
    logits: Vec<f64>,
    labels: Vec<bool>,
}

fn one() -> f64 {
    1.0
}

fn eps() -> f64 {
    1e-5
}

fn crm(input: Json) -> Result<Json, Wrong> {
    let given: Crm = read(input)?;
    let even = given
        .trajectories
        .iter()
        .all(|t| t.logits.len() == t.labels.len());
    fits(even, "a trajectory has one label a logit")?;
    let trajectories = given.trajectories.into_iter();
    let trajectories: Vec<_> = trajectories.map(|t| (t.logits, t.labels)).collect();
    let loss = crm_loss(&trajectories, given.negative_weight, given.eps);
    Ok(json!({"loss": loss.loss, "positive": loss.positive, "negative": loss.negative}))
}

pub(super) const CSO: Callable = Callable {
    name: "cso",
    example: r#"{"steps": [{"candidates": ["search[a]", "search[b]"], "scores": [0.3, 0.9], "selected": 0}], "good_min": 0.6, "bad_max": 0.5}"#,
    call: cso,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cso {
    steps: Vec<Candidates>,
    #[serde(default = "good_min")]
    good_min: f64,
    #[serde(default = "bad_max")]
    bad_max: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Candidates {
    candidates: Vec<String>,
    scores: Vec<f64>,
    selected: usize,
}

fn good_min() -> f64 {
    0.6
}

fn bad_max() -> f64 {
    0.5
}

fn cso(input: Json) -> Result<Json, Wrong> {
    let given: Cso = read(input)?;
    let step = |s: Candidates| CandidateStep {
        candidates: s.candidates,
        scores: s.scores,
        selected: s.selected,
    };
    let steps: Vec<CandidateStep> = given.steps.into_iter().map(step).collect();
    let pairs = candidate_pairs(&steps, given.good_min, given.bad_max);
    let pairs = pairs.iter();
    let pairs: Vec<Json> = pairs
        .map(|p| json!({"step": p.step, "chosen": p.chosen, "rejected": p.rejected}))
        .collect();
    Ok(json!({"pairs": pairs}))
}

pub(super) const CLEANER: Callable = Callable {
    name: "cleaner:saar",
    example: r#"{"failed": "print(1)", "corrected": "print(2)", "threshold": 0.5}"#,
    call: cleaner,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cleaner {
    failed: String,
    corrected: String,
    #[serde(default = "bad_max")]
    threshold: f64,
}

/// Most characters of texts that are compared, which takes their product.
const MOST_CHARACTERS: usize = 20_000;

fn cleaner(input: Json) -> Result<Json, Wrong> {
    let given: Cleaner = read(input)?;
    let is_short = |text: &str| text.chars().nth(MOST_CHARACTERS).is_none();
    fits(
        is_short(&given.failed) && is_short(&given.corrected),
        "texts of at most 20000 characters are compared",
    )?;
    let rule = CleanerSaar {
        threshold: given.threshold,
    };
    Ok(json!({
        "similarity": ratio(&given.failed, &given.corrected),
        "replaces_reasoning": rule.replaces_reasoning(&given.failed, &given.corrected),
    }))
}
