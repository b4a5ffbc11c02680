//! Credits that compute on the plain numbers of a group or of the batch.

use crate::{prelude::*, scope::Numbers, stage::Credit};

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

/// A rule applied to every group, whose numbers are then put on one scale over the batch.
///
/// Groups without numbers are undefined and take no part in the scale.
#[derive(Clone, Debug)]
pub(crate) struct Whitened<R, W> {
    grouped: Grouped<R>,
    whiten: W,
}

impl<R, W: Fn(&[f64]) -> Vec<f64>> Whitened<R, W> {
    pub(crate) fn new(rule: R, whiten: W, args: &Args<'_>) -> Self {
        Self {
            grouped: Grouped::by_task(rule, args),
            whiten,
        }
    }
}

impl<R, W> Credit<f64> for Whitened<R, W>
where
    R: GroupRule<f64>,
    W: Fn(&[f64]) -> Vec<f64> + Send + Sync,
{
    fn advantages(&self, batch: &Batch<'_>, rewards: &Rows<f64>) -> Rows<f64> {
        let mut rows = self.grouped.advantages(batch, rewards);
        let is_number = |value: &&mut Value<f64>| value.number().is_some();
        let plain = rows.iter().flatten().filter_map(|v| v.number().copied());
        let scaled = (self.whiten)(&plain.collect::<Vec<f64>>());
        let numbers = rows.iter_mut().flatten().filter(is_number);
        for (value, scaled) in numbers.zip(scaled) {
            *value = Value::checked(scaled);
        }
        rows
    }
}

/// The group number of every episode: rollouts of one task with one group number share it.
pub(crate) fn group_numbers(episodes: &[&Episode]) -> Vec<u32> {
    let mut numbers = Numbers::default();
    let mut out = Vec::with_capacity(episodes.len());
    for e in episodes {
        let task = &e.task;
        out.push(numbers.of((&task.template, task.seed.0, &task.parameters, e.group)));
    }
    out
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
