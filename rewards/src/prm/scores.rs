//! Reading a model's scores.

use crate::error::shortened;
use serde_json::Value;
use truestep_core::trajectory::Episode;

/// What is wrong with scores.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ScoreError {
    /// A line is not JSON.
    #[error("line {line}: not JSON: {message}; `NaN` and `Infinity` are not numbers in JSON")]
    Malformed {
        /// Line number, from 1.
        line: usize,
        /// What was wrong.
        message: String,
    },
    /// A line has another form.
    #[error(
        "line {line}: expected one number per step, `[0.9, 0.2]` or {{\"episode\": 0, \"scores\": [0.9, 0.2]}}, and the same form on every line"
    )]
    Form {
        /// Line number, from 1.
        line: usize,
    },
    /// A score is no number.
    #[error("line {line}: score {step} is {found}, expected a finite number")]
    NoNumber {
        /// Line number, from 1.
        line: usize,
        /// Which score, from 0.
        step: usize,
        /// What stands there.
        found: String,
    },
    /// There is no such episode.
    #[error(
        "line {line}: there is no episode {episode}: the trajectories hold {episodes}, counted from 0"
    )]
    NoEpisode {
        /// Line number, from 1.
        line: usize,
        /// The episode named.
        episode: u64,
        /// How many there are.
        episodes: usize,
    },
    /// An episode is scored twice.
    #[error("line {line}: episode {episode} is scored a second time")]
    Twice {
        /// Line number, from 1.
        line: usize,
        /// The episode.
        episode: usize,
    },
    /// An episode is not scored.
    #[error(
        "episode {episode} has no scores: {scored} of {episodes} episodes are scored, and every one must be"
    )]
    Missing {
        /// The first that has none.
        episode: usize,
        /// How many have some.
        scored: usize,
        /// How many there are.
        episodes: usize,
    },
    /// Scores and steps differ in number.
    #[error("episode {episode} has {steps} steps and {scores} scores: expected one score per step")]
    Length {
        /// The episode.
        episode: usize,
        /// Its steps.
        steps: usize,
        /// Its scores.
        scores: usize,
    },
    /// A score is NaN or infinite.
    #[error("score {step} of episode {episode} is not finite")]
    NotFinite {
        /// The episode.
        episode: usize,
        /// Which score, from 0.
        step: usize,
    },
}

/// The scores in `text`, `[episode][step]`: one line per episode, either a list of one number per step in the order of the
/// episodes, or an object `{"episode", "scores"}` in any order. Empty lines say nothing.
///
/// # Errors
/// [`ScoreError`], with the number of the line.
pub fn read_scores(text: &str, episodes: &[Episode]) -> Result<Vec<Vec<f64>>, ScoreError> {
    let mut found: Vec<Option<Vec<f64>>> = vec![None; episodes.len()];
    let mut lists: Option<bool> = None;
    let mut next = 0u64;
    for (i, text) in text.lines().enumerate() {
        let line = i + 1;
        if text.trim().is_empty() {
            continue;
        }
        let value: Value = serde_json::from_str(text).map_err(|e| ScoreError::Malformed {
            line,
            message: truestep_core::json::why(&e),
        })?;
        let (is_list, episode, scores) = match &value {
            Value::Array(scores) => (true, Some(next), Some(scores)),
            other => (false, other["episode"].as_u64(), other["scores"].as_array()),
        };
        let form = || ScoreError::Form { line };
        let (episode, scores) = episode.zip(scores).ok_or_else(form)?;
        if *lists.get_or_insert(is_list) != is_list {
            return Err(form());
        }
        next += 1;
        let no_episode = || ScoreError::NoEpisode {
            line,
            episode,
            episodes: episodes.len(),
        };
        let at = usize::try_from(episode).map_err(|_| no_episode())?;
        let place = found.get_mut(at).ok_or_else(no_episode)?;
        if place.is_some() {
            return Err(ScoreError::Twice { line, episode: at });
        }
        *place = Some(numbers(scores, line)?);
    }
    let scored = found.iter().filter(|s| s.is_some()).count();
    let whole = found.into_iter().enumerate().map(|(episode, scores)| {
        scores.ok_or(ScoreError::Missing {
            episode,
            scored,
            episodes: episodes.len(),
        })
    });
    let whole: Vec<Vec<f64>> = whole.collect::<Result<_, _>>()?;
    check(episodes, &whole)?;
    Ok(whole)
}

fn numbers(scores: &[Value], line: usize) -> Result<Vec<f64>, ScoreError> {
    let number = |(step, value): (usize, &Value)| {
        value.as_f64().ok_or_else(|| ScoreError::NoNumber {
            line,
            step,
            found: shortened(value),
        })
    };
    scores.iter().enumerate().map(number).collect()
}

/// That there is one finite score for every step.
pub(crate) fn check(episodes: &[Episode], scores: &[Vec<f64>]) -> Result<(), ScoreError> {
    if scores.len() != episodes.len() {
        return Err(ScoreError::Missing {
            episode: scores.len().min(episodes.len()),
            scored: scores.len(),
            episodes: episodes.len(),
        });
    }
    for (episode, (e, scores)) in episodes.iter().zip(scores).enumerate() {
        if scores.len() != e.steps() {
            return Err(ScoreError::Length {
                episode,
                steps: e.steps(),
                scores: scores.len(),
            });
        }
        if let Some(step) = scores.iter().position(|s| !s.is_finite()) {
            return Err(ScoreError::NotFinite { episode, step });
        }
    }
    Ok(())
}
