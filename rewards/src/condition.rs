//! Conditions for gates: on a whole episode (`outcome >= 1`), on a step (`distance <= 2`), on what a signal gives a step
//! (`truth:pivot >= 1`).

use crate::{
    edge::Edge,
    error::{SchemeError, nearest},
    info::Form,
    number::{Number, Scalar},
    registry::schemes,
    text::Pipeline,
    value::{Undefined, Value},
};
use num_rational::Ratio;
use std::fmt;
use truestep_core::{
    channels::{Channel, Channels},
    trajectory::Episode,
    truth::Distance,
};

/// A number that an episode has as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// The grade at the end.
    Outcome,
    /// 1 if the task was solved, else 0.
    Success,
    /// Sub-goals that hold at the end over all sub-goals.
    Progress,
    /// Number of actions.
    Steps,
    /// Rules broken over the episode.
    Violations,
    /// Actions that were rejected.
    Rejections,
}

impl Quantity {
    const ALL: [Quantity; 6] = [
        Quantity::Outcome,
        Quantity::Success,
        Quantity::Progress,
        Quantity::Steps,
        Quantity::Violations,
        Quantity::Rejections,
    ];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Quantity::Outcome => "outcome",
            Quantity::Success => "success",
            Quantity::Progress => "progress",
            Quantity::Steps => "steps",
            Quantity::Violations => "violations",
            Quantity::Rejections => "rejections",
        }
    }

    /// The channels it needs.
    #[must_use]
    pub fn needs(self) -> Channels {
        match self {
            Quantity::Outcome | Quantity::Success => Channels::of(&[Channel::Outcome]),
            Quantity::Progress => Channels::of(&[Channel::Subgoals]),
            Quantity::Steps => Channels::of(&[]),
            Quantity::Violations => Channels::of(&[Channel::Violations]),
            Quantity::Rejections => Channels::of(&[Channel::Effect]),
        }
    }

    /// Its value; `None` without truth.
    #[must_use]
    pub fn of(self, episode: &Episode) -> Option<Ratio<i128>> {
        let wide = |r: truestep_core::rational::Rational| {
            Ratio::new(i128::from(*r.numer()), i128::from(*r.denom()))
        };
        let count = |n: usize| Some(Ratio::from_integer(n as i128));
        match self {
            Quantity::Outcome => episode.outcome().map(wide),
            Quantity::Success => count(usize::from(episode.success()?)),
            Quantity::Progress => episode.last().truth.as_ref().map(|t| wide(t.progress)),
            Quantity::Steps => count(episode.steps()),
            Quantity::Violations => {
                let steps = episode.transitions.iter().map(|t| t.truth.as_ref());
                count(
                    steps
                        .map(|t| t.map(|t| t.violations.len()))
                        .sum::<Option<usize>>()?,
                )
            }
            Quantity::Rejections => {
                let rejected = |t: &&truestep_core::trajectory::Transition| t.effect.is_rejected();
                count(episode.transitions.iter().filter(rejected).count())
            }
        }
    }
}

/// A number that a step has, told from where it was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepQuantity {
    /// Fewest steps to success before the action; larger than any number where success is out of reach.
    Distance,
    /// Number of the step, from 1.
    Step,
    /// Steps left before the action.
    StepsLeft,
}

impl StepQuantity {
    const ALL: [StepQuantity; 3] = [
        StepQuantity::Distance,
        StepQuantity::Step,
        StepQuantity::StepsLeft,
    ];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            StepQuantity::Distance => "distance",
            StepQuantity::Step => "step",
            StepQuantity::StepsLeft => "steps-left",
        }
    }

    /// The channels it needs.
    #[must_use]
    pub fn needs(self) -> Channels {
        match self {
            StepQuantity::Distance => Channels::of(&[Channel::Distance]),
            StepQuantity::Step => Channels::of(&[]),
            StepQuantity::StepsLeft => Channels::of(&[Channel::StepsLeft]),
        }
    }

    /// Whether it compares so with `bound`, at the step with this number.
    ///
    /// # Errors
    /// The channel that is missing.
    pub(crate) fn holds(
        self,
        edge: &Edge<'_>,
        number: u64,
        compare: Compare,
        bound: &Number,
    ) -> Result<bool, Undefined> {
        let count = match (self, edge.before.distance) {
            (StepQuantity::Step, _) => number,
            (StepQuantity::StepsLeft, _) => {
                let left = edge.before.steps_left;
                u64::from(left.ok_or(Undefined::Missing(Channel::StepsLeft))?)
            }
            (StepQuantity::Distance, Distance::Steps(n)) => u64::from(n),
            (StepQuantity::Distance, Distance::Never) => return Ok(compare.holds_of_infinity()),
            (StepQuantity::Distance, Distance::NotComputed) => {
                return Err(Undefined::Missing(Channel::Distance));
            }
        };
        let count = Ratio::from_integer(i128::from(count));
        Ok(compare.holds(&count, &bound.value()))
    }
}

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    /// `>=`
    AtLeast,
    /// `>`
    Above,
    /// `<=`
    AtMost,
    /// `<`
    Below,
    /// `==`
    Equal,
}

impl Compare {
    /// All comparisons.
    pub const ALL: [Compare; 5] = [
        Compare::AtLeast,
        Compare::Above,
        Compare::AtMost,
        Compare::Below,
        Compare::Equal,
    ];

    /// How it is written.
    #[must_use]
    pub fn symbol(self) -> &'static str {
        match self {
            Compare::AtLeast => ">=",
            Compare::Above => ">",
            Compare::AtMost => "<=",
            Compare::Below => "<",
            Compare::Equal => "==",
        }
    }

    /// Whether `a` compares so with `b`.
    #[must_use]
    pub fn holds<T: PartialOrd>(self, a: &T, b: &T) -> bool {
        match self {
            Compare::AtLeast => a >= b,
            Compare::Above => a > b,
            Compare::AtMost => a <= b,
            Compare::Below => a < b,
            Compare::Equal => a == b,
        }
    }

    /// Whether infinity compares so with any number.
    fn holds_of_infinity(self) -> bool {
        matches!(self, Compare::AtLeast | Compare::Above)
    }

    /// Whether a value compares so with `bound`: minus infinity is below every number.
    ///
    /// # Errors
    /// Why the value is undefined.
    pub(crate) fn holds_of<S: Scalar>(
        self,
        value: &Value<S>,
        bound: &S,
    ) -> Result<bool, Undefined> {
        match value {
            Value::Number(x) => Ok(self.holds(x, bound)),
            Value::MinusInfinity => Ok(matches!(self, Compare::AtMost | Compare::Below)),
            Value::Undefined(why) => Err(*why),
        }
    }
}

/// What is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A number of the whole episode.
    Episode(Quantity),
    /// A number of the step.
    Step(StepQuantity),
    /// What a signal gives the step.
    Signal(Pipeline),
}

/// Something compared with a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// What is compared.
    pub subject: Subject,
    /// How.
    pub compare: Compare,
    /// With what.
    pub bound: Number,
}

impl Condition {
    /// The condition on `subject`, in which a bare name of a quantity stands for that quantity.
    #[must_use]
    pub fn new(subject: Pipeline, compare: Compare, bound: Number) -> Self {
        let quantity = |name: &str| {
            let episode = Quantity::ALL.into_iter().find(|q| q.name() == name);
            let step = StepQuantity::ALL.into_iter().find(|q| q.name() == name);
            episode.map(Subject::Episode).or(step.map(Subject::Step))
        };
        let subject = match subject.bare_name().and_then(quantity) {
            Some(quantity) => quantity,
            None => Subject::Signal(subject),
        };
        Self {
            subject,
            compare,
            bound,
        }
    }

    /// That a bare name in the place of the subject is a quantity or a scheme.
    ///
    /// # Errors
    /// [`SchemeError::Syntax`] with the nearest name.
    pub(crate) fn check_name(&self) -> Result<(), SchemeError> {
        let Subject::Signal(pipeline) = &self.subject else {
            return Ok(());
        };
        let Some(name) = pipeline.bare_name() else {
            return Ok(());
        };
        let known = |n: &str| schemes().any(|entry| entry.info.name == n);
        if known(name) {
            return Ok(());
        }
        let quantities = Quantity::ALL.iter().map(|q| q.name());
        let names = quantities.chain(StepQuantity::ALL.iter().map(|q| q.name()));
        let near = nearest(name, names.chain(schemes().map(|entry| entry.info.name)));
        Err(SchemeError::Syntax {
            text: self.to_string(),
            column: pipeline.calls.first().map_or(1, |call| call.column),
            expected: "outcome, success, progress, steps, violations or rejections of the episode, distance, step or steps-left of the step, or a signal",
            found: match near {
                Some(near) => format!("`{name}`; did you mean `{near}`?"),
                None => format!("`{name}`"),
            },
        })
    }

    /// The channels its quantity needs; a signal's come with the signal.
    #[must_use]
    pub fn needs(&self) -> Channels {
        match &self.subject {
            Subject::Episode(quantity) => quantity.needs(),
            Subject::Step(quantity) => quantity.needs(),
            Subject::Signal(_) => Channels::default(),
        }
    }

    /// How much must be seen for its quantity; a signal's form comes with the signal.
    pub(crate) fn form(&self) -> Form {
        match &self.subject {
            Subject::Episode(_) => Form::Trajectory,
            Subject::Step(StepQuantity::Step) => Form::Memory,
            Subject::Step(_) | Subject::Signal(_) => Form::Edge,
        }
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.subject {
            Subject::Episode(quantity) => f.write_str(quantity.name())?,
            Subject::Step(quantity) => f.write_str(quantity.name())?,
            Subject::Signal(pipeline) => pipeline.fmt(f)?,
        }
        write!(f, " {} {}", self.compare.symbol(), self.bound)
    }
}
