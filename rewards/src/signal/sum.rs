use crate::{prelude::*, stage::price_steps};
use truestep_core::truth::StateTruth;

macro_rules! entries {
    ($($name:ident = $text:literal, $how:ident, $summary:literal;)*) => {
        $(pub(crate) const $name: Entry = Entry::with(
            SchemeInfo {
                name: $text,
                summary: $summary,
                family: Family::Composition,
                stage: Stage::Signal,
                form: Form::Edge,
                channels: &[],
                source: "-",
                status: Status::Ours,
                parameters: &[],
            },
            Build::Signal(|args| build(args, How::$how)),
            Brackets::Signals,
        );)*
    };
}

entries! {
    SUM = "sum", Sum, "the sum of the signals in its brackets";
    PRODUCT = "product", Product, "the product of the signals in its brackets";
    DIFFERENCE = "difference", Difference, "the first signal in its brackets minus the others";
    MAX = "max", Max, "the largest of the signals in its brackets";
    MIN = "min", Min, "the smallest of the signals in its brackets";
}

/// Arithmetic of signals, step by step: `sum(outcome, 1/10 * gain:clipped)`, `max(gain:success, 0)`.
///
/// # Formula
/// `sum`: Σᵢ rᵢ,t; `product`: Πᵢ rᵢ,t; `difference`: r₁,t − Σ_{i>1} rᵢ,t; `max` and `min`: the largest and the smallest rᵢ,t.
/// # Source
/// Ours.
/// # Our reading and deviations
/// The result has the widest form of its parts; a part that is undefined makes the step undefined. −∞ is below every number:
/// it is what `min` gives, never what `max` gives beside a number; its product with a number above 0 is −∞; a product with any other
/// number, and a difference that takes −∞ off, do not exist.
/// # Needs
/// What its parts need.
/// # Range
/// What the arithmetic makes of its parts' ranges.
/// # Known exploits
/// Those of its parts. A maximum of potential-based terms does not telescope: it can be farmed by a loop.
/// # Worked example
/// Outcome 0, 1 and gain 1, 1: sum 1, 2; product 0, 1; difference −1, 0; max 1, 1; min 0, 1.
#[allow(missing_debug_implementations, reason = "holds trait objects")]
pub struct Combined<T> {
    how: How,
    parts: Vec<T>,
}

/// The arithmetic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Σ.
    Sum,
    /// Π.
    Product,
    /// The first minus the others.
    Difference,
    /// The largest.
    Max,
    /// The smallest.
    Min,
}

impl How {
    /// What two values make.
    #[must_use]
    pub fn join<S: Scalar>(self, a: Value<S>, b: Value<S>) -> Value<S> {
        match (self, &a, &b) {
            (_, Value::Undefined(why), _) | (_, _, Value::Undefined(why)) => (*why).into(),
            (How::Sum, ..) => a.plus(b),
            (How::Difference, _, Value::MinusInfinity) => Undefined::Infinite.into(),
            (How::Difference, ..) => a.join(b, |a, b| a - b),
            (How::Min, ..) => a.join(b, S::smaller),
            (How::Max, Value::MinusInfinity, _) => b,
            (How::Max, _, Value::MinusInfinity) => a,
            (How::Max, ..) => a.join(b, S::larger),
            (How::Product, Value::MinusInfinity, Value::Number(x))
            | (How::Product, Value::Number(x), Value::MinusInfinity)
                if *x > S::zero() =>
            {
                Value::MinusInfinity
            }
            (How::Product, Value::Number(_), Value::Number(_)) => a.join(b, |a, b| a * b),
            (How::Product, ..) => Undefined::Infinite.into(),
        }
    }

    fn all<S: Scalar>(self, values: impl Iterator<Item = Value<S>>) -> Value<S> {
        let joined = values.reduce(|a, b| self.join(a, b));
        joined.unwrap_or(Undefined::NotScored.into())
    }

    /// Rows of one episode, joined step by step.
    fn rows<S: Scalar>(self, parts: &[Vec<Value<S>>], steps: usize) -> Vec<Value<S>> {
        let at = |t: usize| self.all(parts.iter().map(|row| row[t].clone()));
        (0..steps).map(at).collect()
    }
}

impl<S: Scalar> StepSignal<S> for Combined<Box<dyn StepSignal<S>>> {
    fn start(&self, first: &StateTruth) -> Memory {
        Memory {
            words: Vec::new(),
            parts: self.parts.iter().map(|s| s.start(first)).collect(),
        }
    }

    fn price(&self, memory: &mut Memory, edge: &Edge<'_>) -> Value<S> {
        memory.parts.resize(self.parts.len(), Memory::default());
        let parts = self.parts.iter().zip(&mut memory.parts);
        self.how
            .all(parts.map(|(signal, memory)| signal.price(memory, edge)))
    }
}

impl<S: Scalar> EpisodeSignal<S> for Combined<Signal<S>> {
    fn price(&self, episode: &Episode) -> Vec<Value<S>> {
        let row = |signal: &Signal<S>| match signal {
            Signal::Step(signal) => price_steps(signal.as_ref(), episode),
            Signal::Episode(signal) => signal.price(episode),
            Signal::Batch(_) => unreachable!("invariant: batch parts make a batch signal"),
        };
        let parts: Vec<Vec<Value<S>>> = self.parts.iter().map(row).collect();
        self.how.rows(&parts, episode.steps())
    }
}

impl<S: Scalar> BatchSignal<S> for Combined<Signal<S>> {
    fn price(&self, batch: &Batch<'_>) -> Rows<S> {
        let mut parts: Vec<_> = self
            .parts
            .iter()
            .map(|p| p.rows(batch).into_iter())
            .collect();
        let one = |episode: &Episode| {
            let rows = parts.iter_mut().map(|rows| rows.next().unwrap_or_default());
            let rows: Vec<Vec<Value<S>>> = rows.collect();
            self.how.rows(&rows, episode.steps())
        };
        batch.episodes().iter().map(one).collect()
    }
}

fn narrowest<S: Scalar>(how: How, parts: Vec<Signal<S>>) -> Signal<S> {
    let any_batch = parts.iter().any(|p| matches!(p, Signal::Batch(_)));
    let all_steps = parts.iter().all(|p| matches!(p, Signal::Step(_)));
    if any_batch {
        Signal::Batch(Box::new(Combined { how, parts }))
    } else if all_steps {
        let steps = parts.into_iter().filter_map(|p| match p {
            Signal::Step(signal) => Some(signal),
            Signal::Episode(_) | Signal::Batch(_) => None,
        });
        let parts = steps.collect();
        Signal::Step(Box::new(Combined { how, parts }))
    } else {
        Signal::Episode(Box::new(Combined { how, parts }))
    }
}

fn build(mut args: Args<'_>, how: How) -> Result<SignalObject, SchemeError> {
    if args.parts.is_empty() {
        return Err(args.wrong_parts("one signal or more"));
    }
    let parts = std::mem::take(&mut args.parts);
    let (mut float, mut exact) = (Vec::new(), Some(Vec::new()));
    for part in parts {
        float.push(part.float);
        exact = exact.zip(part.exact).map(|(mut all, one)| {
            all.push(one);
            all
        });
    }
    Ok(SignalObject {
        float: narrowest(how, float),
        exact: exact.map(|parts| narrowest(how, parts)),
    })
}
