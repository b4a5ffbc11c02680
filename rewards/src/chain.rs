//! A signal followed by transforms, as one signal of the narrowest form that can do it.

use crate::{
    edge::{Edge, edges},
    number::Scalar,
    scope::Batch,
    stage::{
        BatchSignal, EpisodeSignal, Memory, Signal, SignalObject, StepSignal, StepTransform,
        Transform, TransformObject, price_steps,
    },
    value::{Rows, Value},
};
use truestep_core::{trajectory::Episode, truth::StateTruth};

/// `signal |> transforms` in both scalars; exact only if all of them are.
pub(crate) fn chain(signal: SignalObject, transforms: Vec<TransformObject>) -> SignalObject {
    transforms.into_iter().fold(signal, |signal, transform| {
        let exact = signal.exact.zip(transform.exact);
        SignalObject {
            float: join(signal.float, transform.float),
            exact: exact.map(|(s, t)| join(s, t)),
        }
    })
}

fn join<S: Scalar>(signal: Signal<S>, transform: Transform<S>) -> Signal<S> {
    match (signal, transform) {
        (Signal::Step(signal), Transform::Step(transform)) => {
            Signal::Step(Box::new(StepChain { signal, transform }))
        }
        (Signal::Batch(signal), transform) => Signal::Batch(Box::new(BatchChain {
            signal: Signal::Batch(signal),
            transform,
        })),
        (signal, transform @ Transform::Batch(_)) => {
            Signal::Batch(Box::new(BatchChain { signal, transform }))
        }
        (signal, transform) => Signal::Episode(Box::new(EpisodeChain { signal, transform })),
    }
}

struct StepChain<S> {
    signal: Box<dyn StepSignal<S>>,
    transform: Box<dyn StepTransform<S>>,
}

impl<S: Scalar> StepSignal<S> for StepChain<S> {
    fn start(&self, first: &StateTruth) -> Memory {
        Memory {
            words: Vec::new(),
            parts: vec![self.signal.start(first), Memory::default()],
        }
    }

    fn price(&self, memory: &mut Memory, edge: &Edge<'_>) -> Value<S> {
        memory.parts.resize(2, Memory::default());
        let (first, second) = memory.parts.split_at_mut(1);
        let value = self.signal.price(&mut first[0], edge);
        self.transform.apply(&mut second[0], edge, value)
    }
}

struct EpisodeChain<S> {
    signal: Signal<S>,
    transform: Transform<S>,
}

impl<S: Scalar> EpisodeSignal<S> for EpisodeChain<S> {
    fn price(&self, episode: &Episode) -> Vec<Value<S>> {
        let values = match &self.signal {
            Signal::Step(signal) => price_steps(signal.as_ref(), episode),
            Signal::Episode(signal) => signal.price(episode),
            Signal::Batch(_) => unreachable!("invariant: batch signals make batch chains"),
        };
        match &self.transform {
            Transform::Step(transform) => {
                let mut memory = Memory::default();
                edges(episode)
                    .zip(values)
                    .map(|(edge, value)| transform.apply(&mut memory, &edge, value))
                    .collect()
            }
            Transform::Episode(transform) => transform.apply(episode, values),
            Transform::Batch(_) => unreachable!("invariant: batch transforms make batch chains"),
        }
    }
}

struct BatchChain<S> {
    signal: Signal<S>,
    transform: Transform<S>,
}

impl<S: Scalar> BatchSignal<S> for BatchChain<S> {
    fn price(&self, batch: &Batch<'_>) -> Rows<S> {
        self.transform.rows(batch, self.signal.rows(batch))
    }
}
