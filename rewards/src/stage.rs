//! The three stages as traits, and the built objects a pipeline is made of.
//!
//! A scheme implements the narrowest trait it can: a signal that prices one transition at a time streams, runs on a state
//! graph and needs no group. [`SignalObject`] and its kin hold the same scheme twice, for doubles and - if it is made of
//! ring operations - for exact fractions.

use crate::{
    edge::{Edge, edges},
    number::{Fraction, Number},
    scope::Batch,
    value::{Rows, Value},
};
use truestep_core::{trajectory::Episode, truth::StateTruth};

/// What a memory scheme carries from step to step; a tree, since schemes nest. Equal memories mean equal futures.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Memory {
    /// The scheme's own words.
    pub words: Vec<u64>,
    /// The memories of the schemes inside it.
    pub parts: Vec<Memory>,
}

/// A signal that prices one transition at a time.
pub trait StepSignal<S>: Send + Sync {
    /// The memory at the start of an episode; empty for `Edge` schemes.
    fn start(&self, _first: &StateTruth) -> Memory {
        Memory::default()
    }
    /// The reward of one transition; `Edge` schemes leave the memory alone.
    fn price(&self, memory: &mut Memory, edge: &Edge<'_>) -> Value<S>;
}

/// A signal that must see the whole episode.
pub trait EpisodeSignal<S>: Send + Sync {
    /// The rewards, `[steps]`.
    fn price(&self, episode: &Episode) -> Vec<Value<S>>;
}

/// A signal that must see the group or the batch.
pub trait BatchSignal<S>: Send + Sync {
    /// The rewards, `[episode][step]`.
    fn price(&self, batch: &Batch<'_>) -> Rows<S>;
}

/// A transform of one step's number.
pub trait StepTransform<S>: Send + Sync {
    /// The new number.
    fn apply(&self, memory: &mut Memory, edge: &Edge<'_>, value: Value<S>) -> Value<S>;
}

/// A transform of an episode's numbers.
pub trait EpisodeTransform<S>: Send + Sync {
    /// The new numbers, `[steps]`, of the same length.
    fn apply(&self, episode: &Episode, values: Vec<Value<S>>) -> Vec<Value<S>>;
}

/// A transform that must see the group or the batch.
pub trait BatchTransform<S>: Send + Sync {
    /// The new numbers, `[episode][step]`, of the same shape.
    fn apply(&self, batch: &Batch<'_>, rows: Rows<S>) -> Rows<S>;
}

/// The last stage: rewards to advantages.
pub trait Credit<S>: Send + Sync {
    /// The advantages, `[episode][step]`, of the same shape as the rewards.
    fn advantages(&self, batch: &Batch<'_>, rewards: &Rows<S>) -> Rows<S>;
    /// Whether those of an episode depend on its group alone, so that groups can be priced one by one. `false` if unsure.
    fn is_by_group(&self) -> bool {
        false
    }
}

/// A built signal in one scalar.
#[allow(missing_debug_implementations, reason = "holds trait objects")]
pub enum Signal<S> {
    /// Per transition.
    Step(Box<dyn StepSignal<S>>),
    /// Per episode.
    Episode(Box<dyn EpisodeSignal<S>>),
    /// Per batch.
    Batch(Box<dyn BatchSignal<S>>),
}

/// A built transform in one scalar.
#[allow(missing_debug_implementations, reason = "holds trait objects")]
pub enum Transform<S> {
    /// Per step.
    Step(Box<dyn StepTransform<S>>),
    /// Per episode.
    Episode(Box<dyn EpisodeTransform<S>>),
    /// Per batch.
    Batch(Box<dyn BatchTransform<S>>),
}

impl<S: crate::number::Scalar> Signal<S> {
    /// The rewards of a batch, `[episode][step]`.
    #[must_use]
    pub fn rows(&self, batch: &Batch<'_>) -> Rows<S> {
        let each = |f: &dyn Fn(&Episode) -> Vec<Value<S>>| batch.episodes().iter().map(f).collect();
        match self {
            Signal::Step(signal) => each(&|e| price_steps(signal.as_ref(), e)),
            Signal::Episode(signal) => each(&|e| signal.price(e)),
            Signal::Batch(signal) => signal.price(batch),
        }
    }
}

/// The rewards of one episode under a per-step signal, `[steps]`.
pub(crate) fn price_steps<S>(signal: &dyn StepSignal<S>, episode: &Episode) -> Vec<Value<S>> {
    let mut memory = match episode.start.truth.as_ref() {
        Some(first) => signal.start(first),
        None => Memory::default(),
    };
    let mut out = Vec::with_capacity(episode.steps());
    out.extend(edges(episode).map(|edge| signal.price(&mut memory, &edge)));
    out
}

impl<S: crate::number::Scalar> Transform<S> {
    /// The new numbers of a batch.
    #[must_use]
    pub fn rows(&self, batch: &Batch<'_>, rows: Rows<S>) -> Rows<S> {
        let paired = batch.episodes().iter().zip(rows);
        match self {
            Transform::Step(transform) => paired
                .map(|(episode, values)| {
                    let mut memory = Memory::default();
                    edges(episode)
                        .zip(values)
                        .map(|(edge, value)| transform.apply(&mut memory, &edge, value))
                        .collect()
                })
                .collect(),
            Transform::Episode(transform) => paired.map(|(e, v)| transform.apply(e, v)).collect(),
            Transform::Batch(transform) => {
                let rows = paired.map(|(_, v)| v).collect();
                transform.apply(batch, rows)
            }
        }
    }
}

/// A scheme built for doubles, and for exact fractions if it can.
#[allow(missing_debug_implementations, reason = "holds trait objects")]
pub struct Twin<F, X> {
    /// In doubles.
    pub float: F,
    /// In exact fractions; `None` if the scheme is not made of ring operations.
    pub exact: Option<X>,
}

/// A built signal.
pub type SignalObject = Twin<Signal<f64>, Signal<Fraction>>;
/// A built transform.
pub type TransformObject = Twin<Transform<f64>, Transform<Fraction>>;
/// A built credit.
pub type CreditObject = Twin<Box<dyn Credit<f64>>, Box<dyn Credit<Fraction>>>;

/// A pipeline that ends in a credit, built; without a signal it takes the rewards that come in.
pub(crate) struct Voice {
    /// The factor before it.
    pub(crate) weight: Option<Number>,
    /// What it prices by.
    pub(crate) signal: Option<SignalObject>,
    /// What changes the numbers.
    pub(crate) transforms: Vec<TransformObject>,
    /// What makes advantages of them.
    pub(crate) credit: CreditObject,
}

macro_rules! twins {
    ($object:ident, $kind:ident, $($ring:ident, $float:ident, $variant:ident, $trait:ident;)*) => {
        impl $object {
            $(
                /// A scheme made of ring operations, once in each scalar.
                pub fn $ring(float: impl $trait<f64> + 'static, exact: impl $trait<Fraction> + 'static) -> Self {
                    Self { float: $kind::$variant(Box::new(float)), exact: Some($kind::$variant(Box::new(exact))) }
                }
                /// A scheme that runs in doubles only.
                pub fn $float(float: impl $trait<f64> + 'static) -> Self {
                    Self { float: $kind::$variant(Box::new(float)), exact: None }
                }
            )*
        }
    };
}

twins! { SignalObject, Signal,
    step, step_float, Step, StepSignal;
    episode, episode_float, Episode, EpisodeSignal;
    batch, batch_float, Batch, BatchSignal;
}
twins! { TransformObject, Transform,
    step, step_float, Step, StepTransform;
    episode, episode_float, Episode, EpisodeTransform;
    batch, batch_float, Batch, BatchTransform;
}

impl CreditObject {
    /// A credit made of ring operations, once in each scalar.
    pub fn ring(float: impl Credit<f64> + 'static, exact: impl Credit<Fraction> + 'static) -> Self {
        Self {
            float: Box::new(float),
            exact: Some(Box::new(exact)),
        }
    }

    /// A credit that runs in doubles only.
    pub fn float(float: impl Credit<f64> + 'static) -> Self {
        Self {
            float: Box::new(float),
            exact: None,
        }
    }
}
