//! Why an audit cannot be made.

use crate::{error::SchemeError, info::Form, value::Undefined};
use truestep_core::{channels::Channel, graph::GraphError};

impl AuditError {
    /// That a step has no price.
    pub(crate) fn no_price(after: Vec<String>, action: String, why: Undefined) -> Self {
        match why {
            Undefined::Infinite => Self::Infinite { after, action },
            why => Self::NoPrice { after, action, why },
        }
    }
}

/// Why there is no verdict.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum AuditError {
    /// Without discount and horizon every check would pass.
    #[error(
        "discount {discount} is not below 1: without discount and without horizon every action that does not lose is optimal under the outcome and nothing would be checked; give a discount in 0..1, or a horizon"
    )]
    Undiscounted {
        /// The discount as given.
        discount: String,
    },
    /// A discount that doubles cannot tell from 1.
    #[error(
        "discount {discount} is too near 1 to be computed with; give one of at most 0.999999999, or a horizon (`--horizon H`)"
    )]
    TooNearOne {
        /// The discount as given.
        discount: String,
    },
    /// A horizon of no steps.
    #[error("a horizon of 0 steps has no action to judge; give at least 1")]
    NoHorizon,
    /// The graph cannot be made or solved.
    #[error(transparent)]
    Graph(#[from] GraphError),
    /// The scheme cannot price here.
    #[error(transparent)]
    Scheme(#[from] SchemeError),
    /// The scheme needs a channel that is defined only with so many steps left.
    #[error(
        "`{scheme}` needs the channel `{}`, which depends on the steps left: give a horizon (`--horizon H`), and the policy it is stated under (`--policy P`)", .channel.name()
    )]
    NeedsHorizon {
        /// The scheme.
        scheme: String,
        /// The channel.
        channel: Channel,
    },
    /// The scheme needs what a transition alone does not know.
    #[error(
        "`{scheme}` needs the channel `{}`, which depends on the whole episode so far: no transition of a graph carries it; score recorded episodes instead", .channel.name()
    )]
    NeedsHistory {
        /// The scheme.
        scheme: String,
        /// The channel.
        channel: Channel,
    },
    /// No reward of single episodes to audit.
    #[error(
        "`{scheme}` has the form {form} and gives no episode a reward of its own: audit the gradient it makes (`--group K`, `audit_group`), or what stands before the part that compares episodes"
    )]
    Form {
        /// The scheme.
        scheme: String,
        /// Its form.
        form: Form,
    },
    /// A transition costs without bound.
    #[error(
        "the step `{action}` after {after:?} is paid minus infinity, which no policy can be weighed by: bound the reward first, as in `… |> clip(low=-10, high=10)`"
    )]
    Infinite {
        /// The actions from the start to the state before.
        after: Vec<String>,
        /// The action.
        action: String,
    },
    /// A transition has no price.
    #[error("the step `{action}` after {after:?} has no number: {why}")]
    NoPrice {
        /// The actions from the start to the state before.
        after: Vec<String>,
        /// The action.
        action: String,
        /// What there is instead.
        why: Undefined,
    },
    /// More states than the cap once the scheme's memory is counted.
    #[error(
        "the scheme's memory makes more than {max_states} states of {nodes}; raise the cap (`--max-states`), or take a smaller task"
    )]
    TooManyMemories {
        /// The cap.
        max_states: u32,
        /// States of the graph alone.
        nodes: usize,
    },
    /// More trajectories than the cap.
    #[error(
        "there are more than {cap} trajectories of up to {steps} steps; take a smaller task, a shorter horizon, or raise the cap (`--max-trajectories`)"
    )]
    TooManyTrajectories {
        /// The cap.
        cap: u64,
        /// The length up to which they were listed.
        steps: u32,
    },
    /// More groups than the limit.
    #[error(
        "there are more than {limit} groups of {size} among {trajectories} trajectories; take a smaller group (`--group`), a shorter horizon, or a smaller task"
    )]
    TooManyGroups {
        /// Trajectories of the policy.
        trajectories: usize,
        /// Rollouts of a group.
        size: u32,
        /// The limit.
        limit: u64,
    },
    /// A table under a horizon.
    #[error("a table is judged under a discount below 1, not over a horizon")]
    TableHorizon,
    /// A group of no rollouts.
    #[error("a group of 0 rollouts has no gradient; give at least 1")]
    NoGroup,
    /// The layers of a horizon would take too long, or too much memory.
    #[error(
        "{nodes} states over {horizon} steps take too long or too much memory; shorten the horizon or take a smaller task"
    )]
    TooLong {
        /// States.
        nodes: usize,
        /// Steps.
        horizon: u32,
    },
    /// The graph has no truth.
    #[error("the states of the graph were not kept, so that its transitions have no truth")]
    NoTruth,
}
