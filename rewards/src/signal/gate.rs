use crate::{
    condition::{Compare, Condition, StepQuantity, Subject},
    number::Number,
    prelude::*,
    stage::price_steps,
};
use truestep_core::truth::StateTruth;

pub(crate) const ENTRY: Entry = Entry::with(
    SchemeInfo {
        name: "gate",
        summary: "a signal that counts only where conditions hold, of the episode or of the step",
        family: Family::Gated,
        stage: Stage::Signal,
        // Conditions on the episode widen it.
        form: Form::Edge,
        channels: &[Channel::Outcome],
        source: "the common core of G-RA, HRM and outcome-gated process rewards",
        status: Status::Ours,
        parameters: &[Parameter::new(
            "closed",
            "0",
            Domain::Any,
            "what a step gets where a condition fails",
        )],
    },
    Build::Signal(build),
    Brackets::Gate,
);

/// A signal that counts only where every condition holds: `gate(shaping:subgoals, outcome >= 1)`,
/// `gate(gain:success, truth:pivot >= 1)`, `gate(truth:valid, distance <= 2)`.
///
/// # Formula
/// r_t if all conditions hold at step t, else `closed` (0).
/// # Source
/// Ours; the common core of G-RA (arXiv 2508.10548) and of process rewards gated on the outcome.
/// # Our reading and deviations
/// A condition compares with a number, exactly: a quantity of the whole episode (`outcome`, `success`, `progress`, `steps`,
/// `violations`, `rejections`), one of the step as it was taken (`distance`, infinite where success is out of reach; `step`, from 1;
/// `steps-left`), or what any other signal gives the step. A bare name of a quantity is the quantity: `outcome >= 1` is about the
/// episode. Where a condition's number is undefined, so is the step. Penalties are masked too.
/// # Needs
/// What its signal and conditions need.
/// # Range
/// That of its signal, and `closed`.
/// # Known exploits
/// Within successful episodes those of its signal: a farmable bonus stays farmable before a success. A potential-based term that
/// counts at some steps only does not telescope.
/// # Worked example
/// Sub-goal rewards 1/2, 1/2 in a failed episode under `outcome >= 1`: 0, 0; under `step <= 1`: 1/2, 0.
#[allow(missing_debug_implementations, reason = "holds trait objects")]
pub struct Gate<S> {
    signal: Signal<S>,
    tests: Vec<Test<S>>,
    closed: S,
}

/// A condition, ready to be asked.
struct Test<S> {
    subject: Asked<S>,
    compare: Compare,
    bound: Number,
}

enum Asked<S> {
    Episode(crate::condition::Quantity),
    Step(StepQuantity),
    Signal(Signal<S>),
}

/// Whether a step counts, or why that is not known.
type Verdict = Result<bool, Undefined>;

impl<S: Scalar> Test<S> {
    /// Whether it holds at every step of an episode; the rows of a batch signal are handed in.
    fn at_steps(&self, episode: &Episode, priced: Option<&Vec<Value<S>>>) -> Vec<Verdict> {
        let compared = |row: &[Value<S>]| -> Vec<Verdict> {
            let bound = S::from_number(&self.bound);
            row.iter()
                .map(|v| self.compare.holds_of(v, &bound))
                .collect()
        };
        match (&self.subject, priced) {
            (Asked::Episode(quantity), _) => {
                let value = quantity
                    .of(episode)
                    .ok_or(Undefined::Missing(Channel::Outcome));
                let verdict = value.map(|v| self.compare.holds(&v, &self.bound.value()));
                vec![verdict; episode.steps()]
            }
            (Asked::Step(quantity), _) => (1..)
                .zip(edges(episode))
                .map(|(n, edge)| quantity.holds(&edge, n, self.compare, &self.bound))
                .collect(),
            (Asked::Signal(_), Some(row)) => compared(row),
            (Asked::Signal(Signal::Step(signal)), None) => {
                compared(&price_steps(signal.as_ref(), episode))
            }
            (Asked::Signal(Signal::Episode(signal)), None) => compared(&signal.price(episode)),
            (Asked::Signal(Signal::Batch(_)), None) => {
                vec![Err(Undefined::NotScored); episode.steps()]
            }
        }
    }
}

fn both(a: Verdict, b: Verdict) -> Verdict {
    Ok(a? && b?)
}

impl<S: Scalar> Gate<S> {
    fn open(&self, value: Value<S>, verdict: Verdict) -> Value<S> {
        match verdict {
            Ok(true) => value,
            Ok(false) => Value::Number(self.closed.clone()),
            Err(why) => why.into(),
        }
    }

    /// The values of an episode where the gate is open; `priced` holds each test's row, if its signal is of the batch.
    fn mask(
        &self,
        episode: &Episode,
        values: Vec<Value<S>>,
        priced: &[Option<Vec<Value<S>>>],
    ) -> Vec<Value<S>> {
        let mut verdicts: Vec<Verdict> = vec![Ok(true); values.len()];
        for (i, test) in self.tests.iter().enumerate() {
            let here = test.at_steps(episode, priced.get(i).and_then(Option::as_ref));
            for (all, one) in verdicts.iter_mut().zip(here) {
                *all = both(*all, one);
            }
        }
        let pairs = values.into_iter().zip(verdicts);
        pairs
            .map(|(value, verdict)| self.open(value, verdict))
            .collect()
    }
}

/// The same of single transitions, when nothing needs more.
struct StepGate<S>(Gate<S>);

impl<S: Scalar> StepGate<S> {
    /// The signals inside: the one that is gated, and those of the tests.
    fn signals(&self) -> impl Iterator<Item = &dyn StepSignal<S>> {
        let tests = self.0.tests.iter().filter_map(|test| match &test.subject {
            Asked::Signal(signal) => Some(signal),
            Asked::Episode(_) | Asked::Step(_) => None,
        });
        let all = std::iter::once(&self.0.signal).chain(tests);
        all.filter_map(|signal| match signal {
            Signal::Step(signal) => Some(signal.as_ref()),
            Signal::Episode(_) | Signal::Batch(_) => None,
        })
    }

    /// The number of the step from which on no test can tell one from the next, if a test counts steps at all: as far as the
    /// memory has to count.
    fn count_to(&self) -> Option<u64> {
        let tests = self.0.tests.iter();
        let counting = tests.filter(|t| matches!(t.subject, Asked::Step(StepQuantity::Step)));
        let above = |t: &Test<S>| {
            let past = t.bound.value().floor().to_integer().max(0) + 1;
            u64::try_from(past).unwrap_or(u64::MAX)
        };
        counting.map(above).max()
    }
}

impl<S: Scalar> StepSignal<S> for StepGate<S> {
    fn start(&self, first: &StateTruth) -> Memory {
        Memory {
            words: vec![0; usize::from(self.count_to().is_some())],
            parts: self.signals().map(|s| s.start(first)).collect(),
        }
    }

    fn price(&self, memory: &mut Memory, edge: &Edge<'_>) -> Value<S> {
        let number = match memory.words.first_mut() {
            Some(count) => {
                *count = count.saturating_add(1).min(self.count_to().unwrap_or(0));
                *count
            }
            None => 0,
        };
        let signals = self.signals();
        memory
            .parts
            .resize(self.signals().count(), Memory::default());
        let mut priced = signals
            .zip(&mut memory.parts)
            .map(|(signal, memory)| signal.price(memory, edge));
        let value = priced.next().unwrap_or(Undefined::NotScored.into());
        let mut verdict: Verdict = Ok(true);
        for test in &self.0.tests {
            let one = match &test.subject {
                Asked::Step(quantity) => quantity.holds(edge, number, test.compare, &test.bound),
                Asked::Signal(_) => {
                    let told = priced.next().unwrap_or(Undefined::NotScored.into());
                    test.compare.holds_of(&told, &S::from_number(&test.bound))
                }
                Asked::Episode(_) => Err(Undefined::NotScored),
            };
            verdict = both(verdict, one);
        }
        self.0.open(value, verdict)
    }
}

impl<S: Scalar> EpisodeSignal<S> for Gate<S> {
    fn price(&self, episode: &Episode) -> Vec<Value<S>> {
        let values = match &self.signal {
            Signal::Step(signal) => price_steps(signal.as_ref(), episode),
            Signal::Episode(signal) => signal.price(episode),
            Signal::Batch(_) => unreachable!("invariant: batch signals make a batch gate"),
        };
        self.mask(episode, values, &[])
    }
}

impl<S: Scalar> BatchSignal<S> for Gate<S> {
    fn price(&self, batch: &Batch<'_>) -> Rows<S> {
        let rows = self.signal.rows(batch);
        let mut told: Vec<Option<Rows<S>>> = self
            .tests
            .iter()
            .map(|test| match &test.subject {
                Asked::Signal(signal @ Signal::Batch(_)) => Some(signal.rows(batch)),
                _ => None,
            })
            .collect();
        let paired = batch.episodes().iter().zip(rows).enumerate();
        paired
            .map(|(i, (episode, values))| {
                let mut row = |rows: &mut Option<Rows<S>>| {
                    rows.as_mut().map(|rows| std::mem::take(&mut rows[i]))
                };
                let priced: Vec<Option<Vec<Value<S>>>> = told.iter_mut().map(&mut row).collect();
                self.mask(episode, values, &priced)
            })
            .collect()
    }
}

fn gate<S: Scalar>(signal: Signal<S>, tests: Vec<Test<S>>, closed: S) -> Signal<S> {
    let is_batch = |signal: &Signal<S>| matches!(signal, Signal::Batch(_));
    let is_step = |signal: &Signal<S>| matches!(signal, Signal::Step(_));
    let of_tests = |ask: &dyn Fn(&Signal<S>) -> bool, others: bool| -> Vec<bool> {
        let asked = |test: &Test<S>| match &test.subject {
            Asked::Signal(signal) => ask(signal),
            Asked::Step(_) => others,
            Asked::Episode(_) => false,
        };
        tests.iter().map(asked).collect()
    };
    let any_batch = is_batch(&signal) || of_tests(&is_batch, false).contains(&true);
    let all_steps = is_step(&signal) && !of_tests(&is_step, true).contains(&false);
    let gate = Gate {
        signal,
        tests,
        closed,
    };
    if any_batch {
        Signal::Batch(Box::new(gate))
    } else if all_steps {
        Signal::Step(Box::new(StepGate(gate)))
    } else {
        Signal::Episode(Box::new(gate))
    }
}

/// The conditions as tests in both scalars; without exact ones if a signal has no exact form.
fn tests(
    conditions: Vec<(Condition, Option<SignalObject>)>,
) -> (Vec<Test<f64>>, Option<Vec<Test<Fraction>>>) {
    let (mut float, mut exact) = (Vec::new(), Some(Vec::new()));
    for (condition, signal) in conditions {
        let (compare, bound) = (condition.compare, condition.bound);
        let (plain, ring) = match (condition.subject, signal) {
            (Subject::Episode(q), _) => (Asked::Episode(q), Some(Asked::Episode(q))),
            (Subject::Step(q), _) => (Asked::Step(q), Some(Asked::Step(q))),
            (Subject::Signal(_), Some(signal)) => {
                (Asked::Signal(signal.float), signal.exact.map(Asked::Signal))
            }
            (Subject::Signal(_), None) => continue,
        };
        float.push(Test {
            subject: plain,
            compare,
            bound,
        });
        exact = exact.zip(ring).map(|(mut all, subject)| {
            all.push(Test {
                subject,
                compare,
                bound,
            });
            all
        });
    }
    (float, exact)
}

fn build(mut args: Args<'_>) -> Result<SignalObject, SchemeError> {
    let one_signal = args.parts.len() == 1 && !args.conditions.is_empty();
    match args.parts.pop() {
        Some(part) if one_signal => {
            let (float, exact) = tests(std::mem::take(&mut args.conditions));
            let ring = part.exact.zip(exact);
            Ok(SignalObject {
                float: gate(part.float, float, args.scalar("closed")),
                exact: ring.map(|(signal, tests)| gate(signal, tests, args.scalar("closed"))),
            })
        }
        _ => Err(args.wrong_parts("one signal and at least one condition such as `outcome >= 1`")),
    }
}
