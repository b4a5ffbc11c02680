//! Answers with confidences, candidates with several rewards, results of queries.

use super::{Callable, Wrong, fits, read};
use crate::function::{MarginCalibration, paverl_columns, preferences};
use serde::Deserialize;
use serde_json::{Value as Json, json};

pub(super) const MSCR: Callable = Callable {
    name: "mscr",
    example: r#"{"right": [true, false], "confidence": [0.9, 0.9], "margin": 0.5}"#,
    call: mscr,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Mscr {
    right: Vec<bool>,
    confidence: Vec<f64>,
    margin: f64,
}

fn mscr(input: Json) -> Result<Json, Wrong> {
    let given: Mscr = read(input)?;
    let even = given.right.len() == given.confidence.len();
    fits(even, "`right` and `confidence` have one entry an answer")?;
    let reward = MarginCalibration {
        margin: given.margin,
    };
    let answers = given.right.iter().zip(&given.confidence);
    let rewards: Option<Vec<f64>> = answers
        .map(|(right, confidence)| reward.reward(*right, *confidence))
        .collect();
    let rewards = rewards.ok_or(Wrong::Fit("a confidence is from 0 to 1"))?;
    Ok(json!({"rewards": rewards}))
}

pub(super) const MAH: Callable = Callable {
    name: "mah",
    example: r#"{"candidates": [[1, 0], [0, 1]]}"#,
    call: mah,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Mah {
    candidates: Vec<Vec<f64>>,
}

fn mah(input: Json) -> Result<Json, Wrong> {
    let given: Mah = read(input)?;
    let pairs = preferences(&given.candidates);
    let pairs: Vec<Json> = (pairs.iter())
        .map(|pair| json!({"head": pair.head, "chosen": pair.chosen, "rejected": pair.rejected}))
        .collect();
    Ok(json!({"preferences": pairs}))
}

pub(super) const PAVERL: Callable = Callable {
    name: "paverl",
    example: r#"{"found": [["Ada", "3"]], "right": [["3", "Berlin"]]}"#,
    call: paverl,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Paverl {
    found: Vec<Vec<String>>,
    right: Vec<Vec<String>>,
}

fn paverl(input: Json) -> Result<Json, Wrong> {
    let given: Paverl = read(input)?;
    let even = |rows: &[Vec<String>]| {
        rows.iter()
            .all(|row| Some(row.len()) == rows.first().map(Vec::len))
    };
    fits(
        even(&given.found) && even(&given.right),
        "the rows of a result have one entry a column",
    )?;
    let share: f64 = paverl_columns(&given.found, &given.right);
    Ok(json!({"share": share}))
}
