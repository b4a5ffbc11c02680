//! A scheme ready to price: a pipeline of stages, checked and built.

use crate::{
    args::Args,
    chain::chain,
    edge::Edge,
    error::SchemeError,
    info::{Form, Stage},
    number::Fraction,
    registry::{Brackets, Build, Entry, find},
    stage::{CreditObject, Memory, Signal, SignalObject, TransformObject},
    text::{Call, Pipeline, parse},
    value::Value,
};
use std::{fmt, str::FromStr};
use truestep_core::{channels::Channels, truth::StateTruth};

/// How many episodes decide about the numbers of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    /// The episode itself.
    Episode,
    /// The rollouts of its group.
    Group,
    /// All that are priced together, or it is not known to be fewer.
    Batch,
}

/// A pipeline of schemes, built from its text.
///
/// ```
/// use truestep_rewards::Scheme;
/// let text = "gate(shaping:subgoals, outcome >= 1) |> min-form(T=0.1) |> rloo:verl";
/// let scheme: Scheme = text.parse().unwrap();
/// assert_eq!(scheme.to_string(), text);
/// assert!(scheme.has_credit());
/// let wrong = "shaping:distanse".parse::<Scheme>().unwrap_err();
/// assert!(wrong.to_string().contains("did you mean `shaping:distance`?"));
/// ```
pub struct Scheme {
    text: String,
    form: Form,
    needs: Channels,
    pub(crate) signal: SignalObject,
    pub(crate) credit: Option<CreditObject>,
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Scheme({})", self.text)
    }
}

impl FromStr for Scheme {
    type Err = SchemeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::from_pipeline(parse(text)?)
    }
}

struct Built {
    signal: SignalObject,
    credit: Option<CreditObject>,
    form: Form,
    needs: Channels,
}

impl Scheme {
    /// Build a pipeline. One that starts with a transform or a credit starts from `outcome`.
    ///
    /// # Errors
    /// An unknown scheme or parameter, a value out of range, a stage out of place.
    pub fn from_pipeline(mut pipeline: Pipeline) -> Result<Self, SchemeError> {
        if let Some(first) = pipeline.calls.first() {
            let stage = find(&first.name, first.column)?.info.stage;
            if matches!(stage, Stage::Transform | Stage::Credit) {
                let outcome = parse("outcome")?;
                pipeline.calls.splice(0..0, outcome.calls);
            }
        }
        let built = build(&pipeline)?;
        Ok(Self {
            text: pipeline.to_string(),
            form: built.form,
            needs: built.needs,
            signal: built.signal,
            credit: built.credit,
        })
    }

    /// How much of a trajectory it must see.
    #[must_use]
    pub fn form(&self) -> Form {
        self.form
    }

    /// The channels it needs.
    #[must_use]
    pub fn needs(&self) -> Channels {
        self.needs
    }

    /// Whether it ends in a credit stage, so that scoring gives advantages as well as rewards.
    #[must_use]
    pub fn has_credit(&self) -> bool {
        self.credit.is_some()
    }

    /// How many episodes decide about one: what a reader of a long file has to hold at once.
    #[must_use]
    pub fn reach(&self) -> Reach {
        let signal = match &self.signal.float {
            Signal::Batch(_) => Reach::Batch,
            Signal::Step(_) | Signal::Episode(_) => Reach::Episode,
        };
        let credit = match &self.credit {
            None => Reach::Episode,
            Some(credit) if credit.float.is_by_group() => Reach::Group,
            Some(_) => Reach::Batch,
        };
        signal.max(credit)
    }

    /// Whether it can run in exact rationals.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.signal.exact.is_some() && self.credit.as_ref().is_none_or(|c| c.exact.is_some())
    }

    /// That `environment`, which provides `provided`, carries every channel the scheme needs.
    ///
    /// # Errors
    /// [`SchemeError::MissingChannel`] with the first that is missing.
    pub fn check(&self, provided: Channels, environment: &str) -> Result<(), SchemeError> {
        match self.needs.missing_from(provided).first() {
            None => Ok(()),
            Some(&channel) => Err(SchemeError::MissingChannel {
                scheme: self.text.clone(),
                channel,
                environment: environment.to_owned(),
            }),
        }
    }

    /// A pricer of single transitions in doubles, for `Edge` and `Memory` schemes on a state graph.
    ///
    /// # Errors
    /// [`SchemeError::NotPerStep`] for other forms; [`SchemeError::MissingChannel`].
    pub fn per_step(
        &self,
        provided: Channels,
        environment: &str,
    ) -> Result<Pricer<'_, f64>, SchemeError> {
        self.check(provided, environment)?;
        self.pricer(&self.signal.float)
    }

    /// The same in exact rationals.
    ///
    /// # Errors
    /// As [`Scheme::per_step`], and [`SchemeError::NotExact`].
    pub fn per_step_exact(
        &self,
        provided: Channels,
        environment: &str,
    ) -> Result<Pricer<'_, Fraction>, SchemeError> {
        self.check(provided, environment)?;
        let exact = self.signal.exact.as_ref().ok_or_else(|| self.not_exact())?;
        self.pricer(exact)
    }

    pub(crate) fn not_exact(&self) -> SchemeError {
        SchemeError::NotExact {
            scheme: self.text.clone(),
        }
    }

    fn pricer<'a, S>(&self, signal: &'a Signal<S>) -> Result<Pricer<'a, S>, SchemeError> {
        match signal {
            Signal::Step(signal) if self.credit.is_none() => Ok(Pricer {
                signal: signal.as_ref(),
            }),
            _ => Err(SchemeError::NotPerStep {
                scheme: self.text.clone(),
                form: self.form,
            }),
        }
    }
}

/// Prices single transitions.
#[allow(missing_debug_implementations, reason = "holds a trait object")]
pub struct Pricer<'a, S> {
    signal: &'a dyn crate::stage::StepSignal<S>,
}

impl<S> Pricer<'_, S> {
    /// The memory at the start of an episode; stays empty for `Edge` schemes.
    #[must_use]
    pub fn start(&self, first: &StateTruth) -> Memory {
        self.signal.start(first)
    }

    /// The reward of `edge`, updating `memory`.
    pub fn price(&self, memory: &mut Memory, edge: &Edge<'_>) -> Value<S> {
        self.signal.price(memory, edge)
    }
}

fn build(pipeline: &Pipeline) -> Result<Built, SchemeError> {
    let mut signal = None;
    let mut transforms: Vec<TransformObject> = Vec::new();
    let mut credit = None;
    let (mut form, mut needs) = (Form::Edge, Channels::default());
    for call in &pipeline.calls {
        let entry = find(&call.name, call.column)?;
        let (args, inside) = arguments(entry, call)?;
        form = form.max(entry.info.form).max(inside.0);
        needs = needs.union(entry.info.needs()).union(inside.1);
        match entry.build {
            Build::Signal(make) if signal.is_none() => signal = Some(make(args)?),
            Build::Transform(make) if signal.is_some() && credit.is_none() => {
                transforms.push(make(args)?);
            }
            Build::Credit(make) if signal.is_some() && credit.is_none() => {
                credit = Some(make(args)?);
            }
            Build::Function(input) => {
                return Err(SchemeError::NotPipeline {
                    scheme: entry.info.name,
                    column: call.column,
                    input,
                });
            }
            Build::Signal(_) | Build::Transform(_) | Build::Credit(_) => {
                return Err(SchemeError::Misplaced {
                    scheme: entry.info.name,
                    stage: entry.info.stage,
                    column: call.column,
                });
            }
        }
    }
    let signal = signal.expect("invariant: the parser gives at least one call, and it was placed");
    Ok(Built {
        signal: chain(signal, transforms),
        credit,
        form,
        needs,
    })
}

fn arguments<'a>(
    entry: &'static Entry,
    call: &'a Call,
) -> Result<(Args<'a>, (Form, Channels)), SchemeError> {
    let allowed = match entry.brackets {
        Brackets::Parameters => call.parts.is_empty() && call.conditions.is_empty(),
        Brackets::Signals => call.conditions.is_empty(),
        Brackets::Gate => true,
    };
    if !allowed {
        return Err(SchemeError::BadParts {
            scheme: entry.info.name,
            column: call.column,
            expected: match entry.brackets {
                Brackets::Parameters => "only parameters `name=value`",
                Brackets::Signals | Brackets::Gate => "signals and parameters",
            },
        });
    }
    let (mut form, mut needs) = (Form::Edge, Channels::default());
    let mut parts = Vec::new();
    for part in &call.parts {
        let built = build(part)?;
        if built.credit.is_some() {
            let last = part.calls.last().unwrap_or(call);
            let entry = find(&last.name, last.column)?;
            return Err(SchemeError::Misplaced {
                scheme: entry.info.name,
                stage: Stage::Credit,
                column: last.column,
            });
        }
        form = form.max(built.form);
        needs = needs.union(built.needs);
        parts.push(built.signal);
    }
    for condition in &call.conditions {
        needs = needs.union(condition.needs());
    }
    Ok((Args::new(&entry.info, call, parts)?, (form, needs)))
}
