//! What schemes gave the steps of an episode, beside its lines of training data.

use crate::{
    error::SchemeError,
    scheme::Scheme,
    score::{Scored, score_many},
    value::{Undefined, Value},
};
use serde::Serialize;
use std::{collections::BTreeMap, sync::Arc};
use truestep_core::{
    given::{Cell, Column, Columns},
    trajectory::Episode,
};

/// What begins the name under which an episode carries scores: no file is called so.
const MARK: &str = "\0";
const REWARDS: &str = "rewards";
const ADVANTAGES: &str = "advantages";

/// What a scheme gave an episode.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StepScores {
    /// The rewards, `[steps]`.
    pub rewards: Vec<Value<f64>>,
    /// The advantages, `[steps]`, if the scheme ends in a credit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advantages: Option<Vec<Value<f64>>>,
}

/// Score `episodes` together and let each carry what it got, so that its lines do.
///
/// # Errors
/// As [`score_many`].
pub fn carry_scores(episodes: &mut [Episode], schemes: &[Scheme]) -> Result<(), SchemeError> {
    for scored in score_many(episodes, schemes)? {
        let file: Arc<str> = format!("{MARK}{}", scored.scheme).into();
        for (i, episode) in episodes.iter_mut().enumerate() {
            episode.given.put(&file, Arc::new(columns(&scored, i)));
        }
    }
    Ok(())
}

fn columns(scored: &Scored, episode: usize) -> Columns {
    let column = |row: &[Value<f64>]| Column::Steps(row.iter().map(cell).collect());
    let rewards = (REWARDS.to_owned(), column(&scored.rewards[episode]));
    let advantages = scored.advantages.as_ref();
    let advantages = advantages.map(|rows| (ADVANTAGES.to_owned(), column(&rows[episode])));
    std::iter::once(rewards).chain(advantages).collect()
}

fn cell(value: &Value<f64>) -> Cell {
    match value {
        Value::Number(x) => Cell::Number(*x),
        Value::MinusInfinity => Cell::Number(f64::NEG_INFINITY),
        Value::Undefined(_) => Cell::Nothing,
    }
}

/// What an episode carries, by scheme.
pub(super) fn carried(episode: &Episode) -> BTreeMap<String, StepScores> {
    let steps = episode.steps();
    let row = |column: &Column| -> Vec<Value<f64>> {
        let value = |t: usize| match column.at(t, steps) {
            Cell::Number(f64::NEG_INFINITY) => Value::MinusInfinity,
            Cell::Number(x) => Value::checked(*x),
            Cell::Nothing | Cell::Numbers(_) => Undefined::NotScored.into(),
        };
        (0..steps).map(value).collect()
    };
    let scores = |(name, columns): (&str, &Columns)| {
        let scheme = name.strip_prefix(MARK)?;
        let scores = StepScores {
            rewards: row(columns.get(REWARDS)?),
            advantages: columns.get(ADVANTAGES).map(row),
        };
        Some((scheme.to_owned(), scores))
    };
    episode.given.files().filter_map(scores).collect()
}
