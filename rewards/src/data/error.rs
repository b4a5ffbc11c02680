//! What can be wrong with making training data.

use crate::error::nearest;
use truestep_core::{
    annotate::AnnotateError, channels::Channel, graph::GraphError, host::HostError,
    registry::TaskError, replay::ReplayError,
};

/// Why training data cannot be made from episodes.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DataError {
    /// An episode cannot be executed here.
    #[error(transparent)]
    Replay(#[from] ReplayError),
    /// The graph cannot be made or solved.
    #[error(transparent)]
    Graph(#[from] GraphError),
    /// An episode cannot be annotated.
    #[error(transparent)]
    Annotate(#[from] AnnotateError),
    /// An episode does not reproduce.
    #[error(
        "{episode} does not reproduce at step {step}: run `truestep replay` on the file to see what differs"
    )]
    Differs {
        /// The episode, by task and rollout.
        episode: String,
        /// The first frame whose state differs, 0 being the start.
        step: usize,
    },
    /// Values need a horizon.
    #[error("{episode} has no step budget, and values need a horizon: record it with one")]
    NoBudget {
        /// The episode, by task and rollout.
        episode: String,
    },
    /// A rule needs a channel that the episodes lack.
    #[error("`{rule}` needs the channel `{}`, which `{template}` does not carry here: {}", .channel.name(), .channel.source())]
    Missing {
        /// The rule.
        rule: &'static str,
        /// The channel.
        channel: Channel,
        /// The template of the episode.
        template: String,
    },
    /// A word that names nothing.
    #[error("unknown {what} `{word}`: expected one of {known}{}", hint(.suggestion.as_deref()))]
    Unknown {
        /// What was to be named.
        what: &'static str,
        /// The word as given.
        word: String,
        /// The words there are.
        known: String,
        /// The nearest word, if one is near.
        suggestion: Option<String>,
    },
    /// Bounds of a share that are none.
    #[error(
        "`{text}` are no bounds of a share: expected `1/4..3/4`, both in 0..=1 and the first not above the second"
    )]
    BadShare {
        /// The text as given.
        text: String,
    },
}

impl From<HostError> for DataError {
    fn from(error: HostError) -> Self {
        ReplayError::from(error).into()
    }
}

impl From<TaskError> for DataError {
    fn from(error: TaskError) -> Self {
        ReplayError::from(error).into()
    }
}

fn hint(suggestion: Option<&str>) -> String {
    suggestion.map_or(String::new(), |name| format!("; did you mean `{name}`?"))
}

pub(crate) fn unknown(what: &'static str, word: &str, known: &[&str]) -> DataError {
    DataError::Unknown {
        what,
        word: word.chars().take(80).collect(),
        known: known.join(", "),
        suggestion: nearest(word, known.iter().copied()),
    }
}
