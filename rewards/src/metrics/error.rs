//! What can be wrong with a comparison.

use truestep_core::{channels::Channel, digest::Digest, graph::GraphError};

/// Why a credit could not be compared with the truth.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum MetricError {
    /// A step has no exact advantage.
    #[error(
        "step {step} of episode {episode} (`{template}`) has no exact advantage: {}", Channel::Advantage.source()
    )]
    NoAdvantage {
        /// The episode's place in the batch.
        episode: usize,
        /// Its template.
        template: String,
        /// The step.
        step: usize,
    },
    /// The credits are not those of these episodes.
    #[error(
        "episode {episode} has {steps} steps and {credits} credits; pass the rows `score` gave for these episodes"
    )]
    Shape {
        /// The episode's place in the batch; the number of episodes if there are more or fewer rows than those.
        episode: usize,
        /// Its steps.
        steps: usize,
        /// The credits given.
        credits: usize,
    },
    /// A lumped graph, which does not tell the states of an episode.
    #[error("gradients need a raw graph: a lumped one does not tell the states of an episode")]
    NeedsRaw,
    /// More logits than fit.
    #[error(
        "{logits} logits (steps x edges) are above the limit of {limit}; take a smaller instance or a shorter horizon"
    )]
    TooLarge {
        /// Steps times edges.
        logits: usize,
        /// The limit.
        limit: usize,
    },
    /// An episode went where the graph is not.
    #[error(
        "step {step} of episode {episode} leaves state {state}, which is not in the graph at this step; pass episodes of this task within the horizon"
    )]
    UnknownState {
        /// The episode's place in the batch.
        episode: usize,
        /// The step.
        step: usize,
        /// The state's digest.
        state: Digest,
    },
    /// An action that is not on the menu has no logit.
    #[error(
        "step {step} of episode {episode} takes `{action}`, which is not on the menu of its state: a free-form action has no logit"
    )]
    OffMenu {
        /// The episode's place in the batch.
        episode: usize,
        /// The step.
        step: usize,
        /// The action, shortened.
        action: String,
    },
    /// The graph could not be solved.
    #[error(transparent)]
    Graph(#[from] GraphError),
}
