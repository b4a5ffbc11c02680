//! Credits that compute on the plain numbers of a group or of the batch.

use crate::{prelude::*, stage::Credit};

/// A rule over the rewards of the episodes compared.
pub trait GroupRule<S>: Send + Sync {
    /// The advantages, `[episode][step]`, of the shape of `rewards`.
    ///
    /// # Errors
    /// Why the group has none.
    fn advantages(
        &self,
        episodes: &[&Episode],
        rewards: &[Vec<S>],
    ) -> Result<Vec<Vec<S>>, Undefined>;
}

/// A rule applied to every group, or to the batch as a whole.
///
/// A `-inf` or an undefined reward makes its whole group undefined; under `truncation=bootstrap` cut-off episodes are left
/// out and undefined.
#[derive(Clone, Debug)]
pub struct Grouped<R> {
    rule: R,
    whole_batch: bool,
    truncation: Truncation,
}

impl<R> Grouped<R> {
    pub(crate) fn by_task(rule: R, args: &Args<'_>) -> Self {
        Self {
            rule,
            whole_batch: false,
            truncation: args.truncation(),
        }
    }

    pub(crate) fn by_batch(rule: R, args: &Args<'_>) -> Self {
        Self {
            whole_batch: true,
            ..Self::by_task(rule, args)
        }
    }
}

impl<S: Scalar, R: GroupRule<S>> Credit<S> for Grouped<R> {
    fn advantages(&self, batch: &Batch<'_>, rewards: &Rows<S>) -> Rows<S> {
        let scope = if self.whole_batch {
            Scope::Batch
        } else {
            Scope::Task
        };
        let cut =
            |i: usize| self.truncation == Truncation::Bootstrap && is_cut(&batch.episodes()[i]);
        let mut out: Rows<S> = rewards
            .iter()
            .map(|row| vec![Undefined::Truncated.into(); row.len()])
            .collect();
        for group in members(&scope.of_episodes(batch)) {
            let group: Vec<usize> = group.into_iter().filter(|&i| !cut(i)).collect();
            let episodes: Vec<&Episode> = group.iter().map(|&i| &batch.episodes()[i]).collect();
            let plain: Result<Vec<Vec<S>>, Undefined> =
                group.iter().map(|&i| numbers(&rewards[i])).collect();
            let found = plain.and_then(|plain| self.rule.advantages(&episodes, &plain));
            match found {
                Ok(found) => {
                    for (&i, advantages) in group.iter().zip(found) {
                        out[i] = row(advantages);
                    }
                }
                Err(why) => {
                    for &i in &group {
                        out[i] = vec![why.into(); rewards[i].len()];
                    }
                }
            }
        }
        out
    }

    fn is_by_group(&self) -> bool {
        !self.whole_batch
    }
}

/// Give every step of an episode the episode's number.
pub(crate) fn spread_out<S: Clone>(per_episode: &[S], rewards: &[Vec<S>]) -> Vec<Vec<S>> {
    per_episode
        .iter()
        .zip(rewards)
        .map(|(x, row)| vec![x.clone(); row.len()])
        .collect()
}

/// Cut a flat list into rows of the lengths of `like`.
pub(crate) fn cut_like<S: Clone, T>(flat: &[S], like: &[Vec<T>]) -> Vec<Vec<S>> {
    let mut rest = flat;
    like.iter()
        .map(|row| {
            let (head, tail) = rest.split_at(row.len());
            rest = tail;
            head.to_vec()
        })
        .collect()
}
