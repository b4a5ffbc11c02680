use crate::{number::variance, prelude::*, stage::price_steps};

const COEFFICIENT: &[Parameter] = &[Parameter::new(
    "coefficient",
    "0.1",
    Domain::NonNegative,
    "weight of the variance",
)];

pub(crate) const WCO: Entry = Entry::with(
    info(
        "ensemble:wco",
        "the smallest of the signals in its brackets",
        &[],
    ),
    Build::Signal(|args| build(args, Ensemble::Worst)),
    Brackets::Signals,
);
pub(crate) const UWO_PPO: Entry = Entry::with(
    info(
        "ensemble:uwo-ppo",
        "mean minus a share of the sample variance of the signals in its brackets",
        COEFFICIENT,
    ),
    Build::Signal(|args| {
        let coefficient = args.float("coefficient");
        build(
            args,
            Ensemble::Uncertain {
                coefficient,
                ddof: 1,
            },
        )
    }),
    Brackets::Signals,
);
pub(crate) const UWO_BON: Entry = Entry::with(
    info(
        "ensemble:uwo-bon",
        "mean minus a share of the population variance of the signals in its brackets",
        COEFFICIENT,
    ),
    Build::Signal(|args| {
        let coefficient = args.float("coefficient");
        build(
            args,
            Ensemble::Uncertain {
                coefficient,
                ddof: 0,
            },
        )
    }),
    Brackets::Signals,
);

const fn info(
    name: &'static str,
    summary: &'static str,
    parameters: &'static [Parameter],
) -> SchemeInfo {
    SchemeInfo {
        name,
        summary,
        family: Family::Calibration,
        stage: Stage::Signal,
        form: Form::Edge,
        channels: &[],
        source: "tlc4418/llm_optimization@416b03c; arXiv 2310.02743",
        status: Status::ReleasedCode,
        parameters,
    }
}

/// Conservative ensembles: several estimates of one reward, distrusted where they disagree.
///
/// # Formula
/// Worst case: min_i r_i. Uncertainty-weighted: mean − c·variance ([`Ensemble::of`]).
/// # Source
/// Coste et al., *Reward model ensembles*, arXiv 2310.02743, <https://arxiv.org/abs/2310.02743>; tlc4418/llm_optimization at
/// 416b03c. Its PPO file uses the sample variance with c = 0.1, its best-of-n file the population variance with c = 0.5.
/// # Our reading and deviations
/// The members are signals: corrupt one truth several ways, `ensemble:wco(a |> noise…, a |> noise…)`. A scheme of one member is
/// that member; its sample variance does not exist (NaN there).
/// # Needs
/// What its members need.
/// # Range
/// At most the mean of its members.
/// # Known exploits
/// Errors shared by all members stay.
/// # Worked example
/// Members 1, 2, 3, c = 1: worst 1; sample 1, population 4/3.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Ensemble {
    /// The smallest.
    Worst,
    /// Mean minus a share of the variance.
    Uncertain {
        /// The share.
        coefficient: f64,
        /// Degrees of freedom taken off.
        ddof: usize,
    },
}

impl Ensemble {
    /// The combined reward; `None` of no members, and of one whose sample variance is asked for.
    #[must_use]
    pub fn of(self, members: &[f64]) -> Option<f64> {
        match self {
            Ensemble::Worst => members.iter().copied().reduce(f64::smaller),
            Ensemble::Uncertain { coefficient, ddof } => {
                Some(mean(members)? - coefficient * variance(members, ddof)?)
            }
        }
    }
}

/// Several signals and how their numbers are joined step by step.
pub(crate) struct Joined<F> {
    pub(crate) parts: Vec<Signal<f64>>,
    pub(crate) join: F,
}

impl<F: Fn(&[f64]) -> f64> Joined<F> {
    fn rows(&self, columns: &[Vec<Value<f64>>], steps: usize) -> Vec<Value<f64>> {
        let at = |t: usize| {
            let all: Vec<Value<f64>> = columns.iter().map(|c| c[t]).collect();
            match numbers(&all) {
                Ok(all) => Value::checked((self.join)(&all)),
                Err(why) => why.into(),
            }
        };
        (0..steps).map(at).collect()
    }
}

impl<F: Fn(&[f64]) -> f64 + Send + Sync> EpisodeSignal<f64> for Joined<F> {
    fn price(&self, episode: &Episode) -> Vec<Value<f64>> {
        let columns: Vec<Vec<Value<f64>>> = self
            .parts
            .iter()
            .map(|part| match part {
                Signal::Step(signal) => price_steps(signal.as_ref(), episode),
                Signal::Episode(signal) => signal.price(episode),
                Signal::Batch(_) => unreachable!("invariant: batch parts make a batch signal"),
            })
            .collect();
        self.rows(&columns, episode.steps())
    }
}

impl<F: Fn(&[f64]) -> f64 + Send + Sync> BatchSignal<f64> for Joined<F> {
    fn price(&self, batch: &Batch<'_>) -> Rows<f64> {
        let parts: Vec<Rows<f64>> = self.parts.iter().map(|p| p.rows(batch)).collect();
        let one = |(i, e): (usize, &Episode)| {
            let columns: Vec<Vec<Value<f64>>> = parts.iter().map(|rows| rows[i].clone()).collect();
            self.rows(&columns, e.steps())
        };
        batch.episodes().iter().enumerate().map(one).collect()
    }
}

impl<F: Fn(&[f64]) -> f64 + Send + Sync> StepSignal<f64> for Joined<F> {
    fn start(&self, first: &truestep_core::truth::StateTruth) -> Memory {
        let part = |p: &Signal<f64>| match p {
            Signal::Step(signal) => signal.start(first),
            Signal::Episode(_) | Signal::Batch(_) => Memory::default(),
        };
        Memory {
            words: Vec::new(),
            parts: self.parts.iter().map(part).collect(),
        }
    }

    fn price(&self, memory: &mut Memory, edge: &Edge<'_>) -> Value<f64> {
        memory.parts.resize(self.parts.len(), Memory::default());
        let all: Vec<Value<f64>> = self
            .parts
            .iter()
            .zip(&mut memory.parts)
            .map(|(part, memory)| match part {
                Signal::Step(signal) => signal.price(memory, edge),
                Signal::Episode(_) | Signal::Batch(_) => Undefined::NotScored.into(),
            })
            .collect();
        match numbers(&all) {
            Ok(all) => Value::checked((self.join)(&all)),
            Err(why) => why.into(),
        }
    }
}

/// Join signals step by step, in the narrowest form that can do it.
pub(crate) fn joined(
    mut args: Args<'_>,
    join: impl Fn(&[f64]) -> f64 + Send + Sync + 'static,
) -> SignalObject {
    let parts: Vec<Signal<f64>> = std::mem::take(&mut args.parts)
        .into_iter()
        .map(|p| p.float)
        .collect();
    let any_batch = parts.iter().any(|p| matches!(p, Signal::Batch(_)));
    let all_steps = parts.iter().all(|p| matches!(p, Signal::Step(_)));
    let joined = Joined { parts, join };
    if any_batch {
        SignalObject::batch_float(joined)
    } else if all_steps {
        SignalObject::step_float(joined)
    } else {
        SignalObject::episode_float(joined)
    }
}

fn build(args: Args<'_>, ensemble: Ensemble) -> Result<SignalObject, SchemeError> {
    if args.parts.is_empty() {
        return Err(args.wrong_parts("one signal or more"));
    }
    let combined = move |all: &[f64]| ensemble.of(all).or_else(|| mean(all)).unwrap_or(0.0);
    Ok(joined(args, combined))
}
