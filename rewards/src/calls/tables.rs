//! Tables of scores, of tokens and of rewards.

use super::{Callable, Wrong, fits, read};
use crate::function::{
    BiLevelGae, Canonical, RubricWeights, TabularReward, TabularWorld, normalised_distance,
    pearson_distance, rubric_reward, stage_progress,
};
use serde::Deserialize;
use serde_json::{Value as Json, json};

pub(super) const POW3R: Callable = Callable {
    name: "pow3r:inferred",
    example: r#"{"scores": [[1, 0, 0], [1, 1, 1]], "weights": [3, 2, 1], "categories": ["a", "a", "b"]}"#,
    call: pow3r,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pow3r {
    scores: Vec<Vec<f64>>,
    weights: Vec<f64>,
    categories: Vec<String>,
}

fn pow3r(input: Json) -> Result<Json, Wrong> {
    let given: Pow3r = read(input)?;
    let criteria = given.weights.len();
    let even =
        given.categories.len() == criteria && given.scores.iter().all(|row| row.len() == criteria);
    fits(
        even,
        "`scores` has a row a rollout with one number a criterion, `weights` and `categories` have one entry a criterion",
    )?;
    let mut names: Vec<&String> = vec![];
    let number = |name| {
        let at = names.iter().position(|known| *known == name);
        let at = at.unwrap_or_else(|| {
            names.push(name);
            names.len() - 1
        });
        u32::try_from(at).unwrap_or(u32::MAX)
    };
    let categories: Vec<u32> = given.categories.iter().map(number).collect();
    let weights = RubricWeights::adapt(&given.scores, &given.weights, &categories);
    let reward = |row: &Vec<f64>| rubric_reward(row, &weights.adapted);
    let rewards: Vec<f64> = given.scores.iter().map(reward).collect();
    Ok(json!({"contrast": weights.contrast, "adapted": weights.adapted, "rewards": rewards}))
}

pub(super) const SARM: Callable = Callable {
    name: "sarm",
    example: r#"{"stage": 0, "at": 5, "start": 0, "end": 10, "shares": [0.2, 0.3, 0.5]}"#,
    call: sarm,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sarm {
    stage: usize,
    at: f64,
    start: f64,
    end: f64,
    shares: Vec<f64>,
}

fn sarm(input: Json) -> Result<Json, Wrong> {
    let given: Sarm = read(input)?;
    fits(
        given.stage < given.shares.len(),
        "`stage` counts the `shares` from 0",
    )?;
    let Sarm {
        stage,
        at,
        start,
        end,
        shares,
    } = given;
    let progress = stage_progress(stage, at, start, end, &shares);
    Ok(json!({"tau": progress.tau, "progress": progress.progress}))
}

pub(super) const BI_LEVEL: Callable = Callable {
    name: "bi-level-gae",
    example: r#"{"rewards": [0, 0, 0, 0, 1, 0, 0, 0, 0, 1], "values": [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0], "mask": [true, true, true, true, true, true, true, true, true, true], "gamma": 1, "lambda": 1, "turn_gamma": 0.95}"#,
    call: bi_level,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BiLevel {
    rewards: Vec<f64>,
    values: Vec<f64>,
    mask: Vec<bool>,
    gamma: f64,
    lambda: f64,
    turn_gamma: f64,
}

/// Most tokens of a row: the turns among them are looked up one by one.
const MOST_TOKENS: usize = 1 << 15;

fn bi_level(input: Json) -> Result<Json, Wrong> {
    let given: BiLevel = read(input)?;
    let tokens = given.rewards.len();
    fits(
        given.values.len() == tokens && given.mask.len() == tokens,
        "`rewards`, `values` and `mask` have one entry a token",
    )?;
    fits(tokens <= MOST_TOKENS, "a row has at most 32768 tokens")?;
    let rule = BiLevelGae {
        gamma: given.gamma,
        lambda: given.lambda,
        turn_gamma: given.turn_gamma,
    };
    let advantages = rule.advantages(&given.rewards, &given.values, &given.mask);
    let advantages = advantages
        .map_err(|_| Wrong::Fit("the last token that counts has reward 0, so it ends no turn"))?;
    Ok(json!({"advantages": advantages}))
}

pub(super) const STARC: Callable = Callable {
    name: "starc",
    example: r#"{"transition": [[[0.5, 0.5], [1, 0]], [[0, 1], [1, 0]]], "gamma": 0.9, "first": [[[1, 0], [0, 0]], [[0, 2], [0, 1]]], "second": [[[2, 0], [0, 0]], [[0, 4], [0, 2]]], "canonical": "value"}"#,
    call: starc,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Starc {
    transition: Vec<Vec<Vec<f64>>>,
    gamma: f64,
    first: Vec<Vec<Vec<f64>>>,
    second: Vec<Vec<Vec<f64>>>,
    #[serde(default)]
    canonical: How,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum How {
    #[default]
    Value,
    ValuePotential,
    MinimalPotential,
    Minimal,
    Epic,
    Dard,
}

impl From<How> for Canonical {
    fn from(how: How) -> Self {
        match how {
            How::Value => Self::Value,
            How::ValuePotential => Self::ValuePotential,
            How::MinimalPotential => Self::MinimalPotential,
            How::Minimal => Self::Minimal,
            How::Epic => Self::Epic,
            How::Dard => Self::Dard,
        }
    }
}

/// Most states times actions times states of a table: its system of equations is solved densely.
const MOST_CELLS: usize = 1 << 14;

fn starc(input: Json) -> Result<Json, Wrong> {
    let given: Starc = read(input)?;
    let (states, actions) = (
        given.transition.len(),
        given.transition.first().map_or(0, Vec::len),
    );
    let is_whole = |table: &[Vec<Vec<f64>>]| {
        let row =
            |row: &Vec<Vec<f64>>| row.len() == actions && row.iter().all(|n| n.len() == states);
        table.len() == states && table.iter().all(row)
    };
    let whole = [&given.transition, &given.first, &given.second]
        .iter()
        .all(|t| is_whole(t));
    fits(
        states > 0 && actions > 0 && whole,
        "`transition`, `first` and `second` are tables `[state][action][next]` of one size",
    )?;
    fits(
        states * actions * states <= MOST_CELLS,
        "a table has at most 16384 cells",
    )?;
    fits(
        (0.0..1.0).contains(&given.gamma),
        "`gamma` is at least 0 and below 1",
    )?;
    let world = TabularWorld {
        transition: given.transition,
        gamma: given.gamma,
    };
    let reward = |reward| TabularReward { reward };
    let (first, second) = (reward(given.first), reward(given.second));
    Ok(json!({
        "distance": normalised_distance(&world, &first, &second, given.canonical.into()),
        "pearson": pearson_distance(&world, &first, &second),
    }))
}
