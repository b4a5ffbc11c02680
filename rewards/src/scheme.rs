//! A scheme ready to price: a pipeline of stages, checked and built.

use crate::{
    args::{Args, Inside},
    chain::chain,
    condition::Subject,
    edge::Edge,
    error::SchemeError,
    given::{Want, Wants},
    info::{Form, Stage},
    number::Fraction,
    registry::{Brackets, Build, Entry, FILE, find},
    stage::{CreditObject, Memory, Signal, SignalObject, TransformObject, Voice},
    text::{Call, Given, Literal, Pipeline, parse},
    transform::Scale,
    value::Value,
};
use std::{fmt, str::FromStr};
use truestep_core::{
    channels::{Channel, Channels},
    trajectory::Episode,
    truth::StateTruth,
};

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
    name: Option<String>,
    text: String,
    form: Form,
    needs: Channels,
    wants: Vec<Want>,
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
        pipeline.check_size()?;
        let wants = Wants::default();
        let built = build(&pipeline, &wants)?;
        Ok(Self {
            name: None,
            text: pipeline.to_string(),
            form: built.form,
            needs: built.needs,
            wants: wants.all(),
            signal: built.signal,
            credit: built.credit,
        })
    }

    /// The outcome, with the advantages that a file of numbers says: what an estimator in any language made.
    ///
    /// # Errors
    /// [`SchemeError::BadPath`] if the path could not be written in a scheme.
    pub fn of_advantages(file: &str) -> Result<Self, SchemeError> {
        if !crate::text::is_file(file) {
            return Err(SchemeError::BadPath {
                path: file.to_owned(),
            });
        }
        let mut pipeline = parse("outcome |> given")?;
        let credit = pipeline.calls.last_mut();
        credit.into_iter().for_each(|call| {
            call.given.push(Given {
                name: "file".to_owned(),
                column: call.column,
                value: Literal::Word(file.to_owned()),
            });
        });
        Self::from_pipeline(pipeline)
    }

    /// The same scheme with a name of its user's, which reports show.
    #[must_use]
    pub fn named(self, name: impl Into<String>) -> Self {
        Self {
            name: Some(name.into()),
            ..self
        }
    }

    /// The name its user gave it.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
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

    /// The columns it reads of files of numbers from outside, each once; a [`Table`](crate::given::Table) hands them to the
    /// episodes before they are scored.
    #[must_use]
    pub fn wants(&self) -> &[Want] {
        &self.wants
    }

    /// The column it is, if it is a file of numbers and nothing else: then it is a number of each step by itself.
    pub(crate) fn is_column(&self) -> Option<&Want> {
        let is_alone = self.text.starts_with(FILE) && !self.text.contains("|>");
        self.wants.first().filter(|_| is_alone)
    }

    /// That an episode was handed every column it reads.
    ///
    /// # Errors
    /// [`SchemeError::NoNumbers`], [`SchemeError::NoColumn`].
    pub(crate) fn check_given(&self, episode: &Episode) -> Result<(), SchemeError> {
        let missing = |want: &&Want| want.of(episode).is_none();
        match self.wants.iter().find(missing) {
            None => Ok(()),
            Some(want) => Err(SchemeError::of_want(
                want,
                episode.given.columns(&want.file),
            )),
        }
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
    /// [`SchemeError::MissingChannel`] with the first that is missing; [`SchemeError::NoNumbers`] if it reads a file of numbers,
    /// which are of recorded episodes.
    pub fn check(&self, provided: Channels, environment: &str) -> Result<(), SchemeError> {
        if let Some(want) = self.wants.first() {
            return Err(SchemeError::of_want(want, None));
        }
        self.check_channels(provided, environment)
    }

    /// The same of the channels alone, for episodes that are recorded and may have been handed numbers.
    pub(crate) fn check_channels(
        &self,
        provided: Channels,
        environment: &str,
    ) -> Result<(), SchemeError> {
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

/// The stages of a pipeline, built; without a signal if it starts with a later stage.
#[derive(Default)]
struct Stages {
    signal: Option<SignalObject>,
    transforms: Vec<TransformObject>,
    credit: Option<CreditObject>,
    form: Option<Form>,
    needs: Channels,
}

impl Stages {
    /// Build and add one call.
    fn add(&mut self, call: &Call, needs_signal: bool, wants: &Wants) -> Result<(), SchemeError> {
        let entry = find(&call.name, call.column)?;
        let (args, inside) = arguments(entry, call, wants)?;
        self.form = self.form.max(Some(entry.info.form.max(inside.0)));
        self.needs = self.needs.union(entry.info.needs()).union(inside.1);
        let is_first = self.signal.is_none() && self.transforms.is_empty();
        let begun = self.signal.is_some() || !needs_signal;
        match entry.build {
            Build::Signal(make) if is_first && self.credit.is_none() => {
                // A step without truth is no transition: even a signal that reads nothing cannot price it.
                self.needs = self.needs.union(Channels::of(&[Channel::Effect]));
                self.signal = Some(make(args)?);
            }
            Build::Transform(make) if begun && self.credit.is_none() => {
                self.transforms.push(make(args)?);
            }
            Build::Credit(make) if begun && self.credit.is_none() => {
                self.credit = Some(make(args)?);
            }
            Build::Function(input) => {
                return Err(SchemeError::NotPipeline {
                    scheme: entry.info.name,
                    column: call.column,
                    input,
                });
            }
            Build::Signal(_) | Build::Transform(_) | Build::Credit(_) => {
                return Err(misplaced(entry, call));
            }
        }
        Ok(())
    }
}

fn misplaced(entry: &Entry, call: &Call) -> SchemeError {
    SchemeError::Misplaced {
        scheme: entry.info.name,
        stage: entry.info.stage,
        column: call.column,
    }
}

fn stages(pipeline: &Pipeline, needs_signal: bool, wants: &Wants) -> Result<Stages, SchemeError> {
    let mut stages = Stages::default();
    for call in &pipeline.calls {
        stages.add(call, needs_signal, wants)?;
    }
    Ok(stages)
}

fn build(pipeline: &Pipeline, wants: &Wants) -> Result<Built, SchemeError> {
    let mut stages = stages(pipeline, true, wants)?;
    if let (Some(weight), None) = (&pipeline.weight, &stages.credit) {
        stages.transforms.push(Scale::by(weight));
    }
    let signal = stages.signal;
    let signal = signal.expect("invariant: the parser gives at least one call, and it was placed");
    Ok(Built {
        signal: chain(signal, stages.transforms),
        credit: stages.credit,
        form: stages.form.unwrap_or(Form::Edge),
        needs: stages.needs,
    })
}

/// A pipeline in brackets that must be a signal.
fn build_signal(pipeline: &Pipeline, wants: &Wants) -> Result<Built, SchemeError> {
    let built = build(pipeline, wants)?;
    match (&built.credit, pipeline.calls.last()) {
        (Some(_), Some(last)) => Err(misplaced(find(&last.name, last.column)?, last)),
        _ => Ok(built),
    }
}

fn arguments<'a>(
    entry: &'static Entry,
    call: &'a Call,
    wants: &'a Wants,
) -> Result<(Args<'a>, (Form, Channels)), SchemeError> {
    let allowed = match entry.brackets {
        Brackets::Parameters => call.parts.is_empty() && call.conditions.is_empty(),
        Brackets::Signals | Brackets::Credits => call.conditions.is_empty(),
        Brackets::Gate => true,
    };
    let bad_parts = |expected| SchemeError::BadParts {
        scheme: entry.info.name,
        column: call.column,
        expected,
    };
    if !allowed {
        return Err(bad_parts(match entry.brackets {
            Brackets::Parameters => "only parameters `name=value`",
            Brackets::Signals | Brackets::Gate => "signals and parameters",
            Brackets::Credits => "pipelines that end in a credit, and parameters",
        }));
    }
    let mut inside = Inside::default();
    let (mut form, mut needs) = (Form::Edge, Channels::default());
    for part in &call.parts {
        if entry.brackets == Brackets::Credits {
            let built = stages(part, false, wants)?;
            form = form.max(built.form.unwrap_or(Form::Edge));
            needs = needs.union(built.needs);
            let credit = built.credit;
            inside.voices.push(Voice {
                weight: part.weight,
                signal: built.signal,
                transforms: built.transforms,
                credit: credit.ok_or_else(|| bad_parts("pipelines that end in a credit"))?,
            });
            continue;
        }
        let built = build_signal(part, wants)?;
        form = form.max(built.form);
        needs = needs.union(built.needs);
        inside.parts.push(built.signal);
    }
    for condition in &call.conditions {
        needs = needs.union(condition.needs());
        form = form.max(condition.form());
        let signal = match &condition.subject {
            Subject::Signal(pipeline) => {
                let built = build_signal(pipeline, wants)?;
                form = form.max(built.form);
                needs = needs.union(built.needs);
                Some(built.signal)
            }
            Subject::Episode(_) | Subject::Step(_) => None,
        };
        inside.conditions.push((condition.clone(), signal));
    }
    Ok((Args::new(&entry.info, call, inside, wants)?, (form, needs)))
}
