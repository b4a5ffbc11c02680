//! Signals made of columns.

use super::Want;
use crate::{
    scope::Batch,
    stage::{BatchSignal, EpisodeSignal, SignalObject},
    value::{Rows, Undefined, Value, numbers},
};
use truestep_core::trajectory::Episode;

/// A number a step, of the columns of that step.
struct Each<F> {
    columns: Vec<Want>,
    price: F,
}

impl<F: Fn(&[f64]) -> f64 + Send + Sync> EpisodeSignal<f64> for Each<F> {
    fn price(&self, episode: &Episode) -> Vec<Value<f64>> {
        let columns: Vec<_> = self.columns.iter().map(|c| c.steps(episode)).collect();
        let at = |t: usize| {
            let all: Vec<Value<f64>> = columns.iter().map(|column| column[t]).collect();
            match numbers(&all) {
                Ok(all) => Value::checked((self.price)(&all)),
                Err(why) => why.into(),
            }
        };
        (0..episode.steps()).map(at).collect()
    }
}

/// A signal that prices each step by what stands in some columns at it.
pub(crate) fn each(
    columns: Vec<Want>,
    price: impl Fn(&[f64]) -> f64 + Send + Sync + 'static,
) -> SignalObject {
    SignalObject::episode_float(Each { columns, price })
}

/// One number an episode, paid at its last step.
struct Paid<F>(F);

/// Nothing, and the number at the last step.
fn at_last(episode: &Episode, number: Value<f64>) -> Vec<Value<f64>> {
    let mut row = vec![Value::zero(); episode.steps()];
    row.iter_mut().rev().take(1).for_each(|last| *last = number);
    row
}

impl<F: Fn(&Episode) -> Value<f64> + Send + Sync> EpisodeSignal<f64> for Paid<F> {
    fn price(&self, episode: &Episode) -> Vec<Value<f64>> {
        at_last(episode, (self.0)(episode))
    }
}

/// A signal that pays a number at the last step of an episode.
pub(crate) fn paid(price: impl Fn(&Episode) -> Value<f64> + Send + Sync + 'static) -> SignalObject {
    SignalObject::episode_float(Paid(price))
}

/// The same of numbers that take the other episodes.
struct PaidByBatch<F>(F);

impl<F: Fn(&Batch<'_>) -> Vec<Value<f64>> + Send + Sync> BatchSignal<f64> for PaidByBatch<F> {
    fn price(&self, batch: &Batch<'_>) -> Rows<f64> {
        let mut numbers = (self.0)(batch).into_iter();
        let mut next = || numbers.next().unwrap_or(Undefined::NotScored.into());
        let episodes = batch.episodes().iter();
        episodes.map(|episode| at_last(episode, next())).collect()
    }
}

/// A signal that pays every episode of a batch a number at its last step: `price` gives one for each.
pub(crate) fn paid_by_batch(
    price: impl Fn(&Batch<'_>) -> Vec<Value<f64>> + Send + Sync + 'static,
) -> SignalObject {
    SignalObject::batch_float(PaidByBatch(price))
}
