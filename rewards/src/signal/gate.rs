use crate::{
    args::Args,
    condition::Condition,
    error::SchemeError,
    info::{Domain, Family, Form, Parameter, SchemeInfo, Stage, Status},
    number::Scalar,
    registry::{Brackets, Build, Entry},
    scope::Batch,
    stage::{BatchSignal, EpisodeSignal, Signal, SignalObject, price_steps},
    value::{Rows, Undefined, Value},
};
use truestep_core::{channels::Channel, trajectory::Episode};

pub(crate) const ENTRY: Entry = Entry::with(
    SchemeInfo {
        name: "gate",
        summary: "a signal that counts only if conditions hold for the episode",
        family: Family::Gated,
        stage: Stage::Signal,
        form: Form::Trajectory,
        channels: &[Channel::Outcome],
        source: "the common core of G-RA, HRM and outcome-gated process rewards",
        status: Status::Ours,
        parameters: &[Parameter::new(
            "closed",
            "0",
            Domain::Any,
            "what every step of an episode gets that fails a condition",
        )],
    },
    Build::Signal(build),
    Brackets::Gate,
);

/// A signal that counts only in episodes that meet every condition: `gate(shaping:subgoals, outcome >= 1)`.
///
/// # Formula
/// r_t if all conditions hold for the episode, else `closed` (0).
/// # Source
/// Ours; the common core of G-RA (arXiv 2508.10548) and of process rewards gated on the outcome.
/// # Our reading and deviations
/// Conditions compare a quantity of the whole episode (outcome, success, progress, steps, violations, rejections) with a
/// number, exactly. Penalties are masked too.
/// # Needs
/// What its signal and conditions need.
/// # Range
/// That of its signal, and `closed`.
/// # Known exploits
/// Within successful episodes those of its signal: a farmable bonus stays farmable before a success.
/// # Worked example
/// Sub-goal rewards 1/2, 1/2 in a failed episode under `outcome >= 1`: 0, 0.
#[allow(missing_debug_implementations, reason = "holds trait objects")]
pub struct Gate<S> {
    signal: Signal<S>,
    conditions: Vec<Condition>,
    closed: S,
}

impl<S: Scalar> Gate<S> {
    fn mask(&self, episode: &Episode, values: Vec<Value<S>>) -> Vec<Value<S>> {
        let holds = self
            .conditions
            .iter()
            .try_fold(true, |all, c| c.holds(episode).map(|h| all && h));
        match holds {
            Some(true) => values,
            Some(false) => vec![Value::Number(self.closed.clone()); values.len()],
            None => vec![Undefined::Missing(Channel::Outcome).into(); values.len()],
        }
    }
}

impl<S: Scalar> EpisodeSignal<S> for Gate<S> {
    fn price(&self, episode: &Episode) -> Vec<Value<S>> {
        let values = match &self.signal {
            Signal::Step(signal) => price_steps(signal.as_ref(), episode),
            Signal::Episode(signal) => signal.price(episode),
            Signal::Batch(_) => unreachable!("invariant: batch signals make a batch gate"),
        };
        self.mask(episode, values)
    }
}

impl<S: Scalar> BatchSignal<S> for Gate<S> {
    fn price(&self, batch: &Batch<'_>) -> Rows<S> {
        let rows = self.signal.rows(batch);
        let paired = batch.episodes().iter().zip(rows);
        paired.map(|(e, values)| self.mask(e, values)).collect()
    }
}

fn gate<S: Scalar>(signal: Signal<S>, args: &Args<'_>) -> Signal<S> {
    let batch = matches!(signal, Signal::Batch(_));
    let gate = Gate {
        signal,
        conditions: args.conditions().to_vec(),
        closed: args.scalar("closed"),
    };
    if batch {
        Signal::Batch(Box::new(gate))
    } else {
        Signal::Episode(Box::new(gate))
    }
}

fn build(mut args: Args<'_>) -> Result<SignalObject, SchemeError> {
    let one_signal = args.parts.len() == 1 && !args.conditions().is_empty();
    match args.parts.pop() {
        Some(part) if one_signal => Ok(SignalObject {
            float: gate(part.float, &args),
            exact: part.exact.map(|exact| gate(exact, &args)),
        }),
        _ => Err(args.wrong_parts("one signal and at least one condition such as `outcome >= 1`")),
    }
}
