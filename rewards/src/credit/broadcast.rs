//! Comparing episode returns, and giving every step of an episode the same advantage.

use crate::{
    args::Args,
    edge::{Truncation, is_cut},
    info::{Domain, Parameter},
    number::Scalar,
    scope::Batch,
    stage::Credit,
    value::{Rows, Undefined, Value, discounted},
};

/// The parameter for the discount of returns.
pub(crate) const GAMMA: Parameter =
    Parameter::new("gamma", "1", Domain::Unit, "discount of the episode return");

/// The return of every episode, `[episodes]`. Under `bootstrap` a cut-off episode has none.
#[must_use]
pub fn episode_returns<S: Scalar>(
    batch: &Batch<'_>,
    rewards: &Rows<S>,
    gamma: &S,
    truncation: Truncation,
) -> Vec<Value<S>> {
    batch
        .episodes()
        .iter()
        .zip(rewards)
        .map(|(episode, row)| {
            if truncation == Truncation::Bootstrap && is_cut(episode) {
                Undefined::Truncated.into()
            } else {
                discounted(row, gamma)
            }
        })
        .collect()
}

/// A comparison of one number per episode.
pub trait Compare<S>: Send + Sync {
    /// The advantage of every episode from its return and its group, both `[episodes]`.
    fn compare(&self, returns: &[Value<S>], groups: &[u32]) -> Vec<Value<S>>;
    /// Whether an episode is compared with its group alone. `false` if unsure.
    fn is_by_group(&self) -> bool {
        false
    }
}

/// Episode returns, compared, and copied to every step.
#[derive(Clone, Debug)]
pub struct Broadcast<S, C> {
    compare: C,
    gamma: S,
    truncation: Truncation,
}

impl<S: Scalar, C> Broadcast<S, C> {
    pub(crate) fn new(compare: C, args: &Args<'_>) -> Self {
        Self {
            compare,
            gamma: args.scalar("gamma"),
            truncation: args.truncation(),
        }
    }
}

impl<S: Scalar, C: Compare<S>> Credit<S> for Broadcast<S, C> {
    fn advantages(&self, batch: &Batch<'_>, rewards: &Rows<S>) -> Rows<S> {
        let returns = episode_returns(batch, rewards, &self.gamma, self.truncation);
        self.compare
            .compare(&returns, batch.groups())
            .into_iter()
            .zip(rewards)
            .map(|(advantage, row)| vec![advantage; row.len()])
            .collect()
    }

    fn is_by_group(&self) -> bool {
        self.compare.is_by_group()
    }
}
