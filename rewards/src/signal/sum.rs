use crate::{
    args::Args,
    edge::{Edge, edges},
    error::SchemeError,
    info::{Family, Form, SchemeInfo, Stage, Status},
    number::Scalar,
    registry::{Brackets, Build, Entry},
    scope::Batch,
    stage::{BatchSignal, EpisodeSignal, Memory, Signal, SignalObject, StepSignal, price_steps},
    value::{Rows, Value},
};
use truestep_core::{trajectory::Episode, truth::StateTruth};

pub(crate) const ENTRY: Entry = Entry::with(
    SchemeInfo {
        name: "sum",
        summary: "the sum of the signals in its brackets",
        family: Family::Composition,
        stage: Stage::Signal,
        form: Form::Edge,
        channels: &[],
        source: "-",
        status: Status::Ours,
        parameters: &[],
    },
    Build::Signal(build),
    Brackets::Signals,
);

/// The sum of signals: `sum(outcome, gain:clipped |> scale(by=1/10))`.
///
/// # Formula
/// r_t = Σᵢ rᵢ,t.
/// # Source
/// Ours.
/// # Our reading and deviations
/// The sum has the widest form of its parts; a part that is undefined makes the step undefined.
/// # Needs
/// What its parts need.
/// # Range
/// The sum of its parts' ranges.
/// # Known exploits
/// Those of its parts.
/// # Worked example
/// Outcome 0, 1 and gain 1, 1: 1, 2.
#[allow(missing_debug_implementations, reason = "holds trait objects")]
pub struct Sum<T>(Vec<T>);

impl<S: Scalar> StepSignal<S> for Sum<Box<dyn StepSignal<S>>> {
    fn start(&self, first: &StateTruth) -> Memory {
        Memory {
            words: Vec::new(),
            parts: self.0.iter().map(|s| s.start(first)).collect(),
        }
    }

    fn price(&self, memory: &mut Memory, edge: &Edge<'_>) -> Value<S> {
        memory.parts.resize(self.0.len(), Memory::default());
        self.0
            .iter()
            .zip(&mut memory.parts)
            .fold(Value::zero(), |total, (signal, memory)| {
                total.plus(signal.price(memory, edge))
            })
    }
}

impl<S: Scalar> EpisodeSignal<S> for Sum<Signal<S>> {
    fn price(&self, episode: &Episode) -> Vec<Value<S>> {
        let zero = edges(episode).map(|_| Value::zero()).collect();
        self.0.iter().fold(zero, |total, signal| {
            let part = match signal {
                Signal::Step(signal) => price_steps(signal.as_ref(), episode),
                Signal::Episode(signal) => signal.price(episode),
                Signal::Batch(_) => unreachable!("invariant: batch parts make a batch sum"),
            };
            add(total, part)
        })
    }
}

struct BatchSum<S>(Vec<Signal<S>>);

impl<S: Scalar> BatchSignal<S> for BatchSum<S> {
    fn price(&self, batch: &Batch<'_>) -> Rows<S> {
        let zero: Rows<S> = batch
            .episodes()
            .iter()
            .map(|e| vec![Value::zero(); e.steps()])
            .collect();
        self.0.iter().fold(zero, |total, signal| {
            let rows = signal.rows(batch);
            total
                .into_iter()
                .zip(rows)
                .map(|(a, b)| add(a, b))
                .collect()
        })
    }
}

fn add<S: Scalar>(a: Vec<Value<S>>, b: Vec<Value<S>>) -> Vec<Value<S>> {
    a.into_iter().zip(b).map(|(a, b)| a.plus(b)).collect()
}

fn narrowest<S: Scalar>(parts: Vec<Signal<S>>) -> Signal<S> {
    let any_batch = parts.iter().any(|p| matches!(p, Signal::Batch(_)));
    let all_steps = parts.iter().all(|p| matches!(p, Signal::Step(_)));
    if any_batch {
        Signal::Batch(Box::new(BatchSum(parts)))
    } else if all_steps {
        let steps = parts.into_iter().filter_map(|p| match p {
            Signal::Step(signal) => Some(signal),
            Signal::Episode(_) | Signal::Batch(_) => None,
        });
        Signal::Step(Box::new(Sum(steps.collect())))
    } else {
        Signal::Episode(Box::new(Sum(parts)))
    }
}

fn build(mut args: Args<'_>) -> Result<SignalObject, SchemeError> {
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
        float: narrowest(float),
        exact: exact.map(narrowest),
    })
}
