//! What a scheme says about itself, for people and for programs.

use serde::Serialize;
use std::fmt;
use truestep_core::channels::{Channel, Channels};

/// The place of a scheme in a pipeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// A number per step from the truth.
    Signal,
    /// Numbers to numbers: gate, clip, delta, centre, shape, noise.
    Transform,
    /// Rewards to advantages over a group or a batch.
    Credit,
    /// A function beside the pipeline: a loss, a filter, a distance between rewards. Called from the library only.
    Function,
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Stage::Signal => "signal",
            Stage::Transform => "transform",
            Stage::Credit => "credit",
            Stage::Function => "function",
        })
    }
}

/// How much of a trajectory a scheme must see to price one step; the order is by growing need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// One transition: r(s, a, s′).
    Edge,
    /// One transition and a finite memory of those before (best so far, calls made).
    Memory,
    /// The whole trajectory.
    Trajectory,
    /// A group of trajectories, or the batch.
    Group,
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Form::Edge => "edge",
            Form::Memory => "memory",
            Form::Trajectory => "trajectory",
            Form::Group => "group",
        })
    }
}

/// Where the definition of a scheme comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The formula is printed in the paper or a full-text summary of it.
    Paper,
    /// The authors' released code was executed or transcribed.
    ReleasedCode,
    /// The formula was not published or could not be read; the form is ours.
    Reconstruction,
    /// Our own.
    Ours,
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Status::Paper => "paper",
            Status::ReleasedCode => "released code",
            Status::Reconstruction => "reconstruction",
            Status::Ours => "ours",
        })
    }
}

/// The families schemes are listed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// The outcome and baselines over it.
    Outcome,
    /// Potentials and gains.
    Shaping,
    /// Rewards that count only if a condition holds.
    Gated,
    /// Critical steps, forks and prefixes.
    Pivot,
    /// Values from search trees.
    Tree,
    /// Progress towards success.
    Progress,
    /// Log-ratios of policies.
    Implicit,
    /// Aggregating, bounding and normalising step scores.
    Aggregation,
    /// Noise of verifiers, confidence and calibration.
    Calibration,
    /// Advantages over turns.
    Turn,
    /// Rewards of single actions: calls, queries, clicks.
    Action,
    /// Building blocks of pipelines.
    Composition,
}

impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Family::Outcome => "outcome",
            Family::Shaping => "shaping",
            Family::Gated => "gated",
            Family::Pivot => "pivot",
            Family::Tree => "tree",
            Family::Progress => "progress",
            Family::Implicit => "implicit",
            Family::Aggregation => "aggregation",
            Family::Calibration => "calibration",
            Family::Turn => "turn",
            Family::Action => "action",
            Family::Composition => "composition",
        })
    }
}

/// The values a parameter may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Domain {
    /// Any number.
    Any,
    /// A number of at least 0.
    NonNegative,
    /// A number above 0.
    Positive,
    /// A number in 0..=1.
    Unit,
    /// A whole number of at least 0.
    Count,
    /// One of these words.
    Words(&'static [&'static str]),
    /// A name: of a column, or of a file of numbers, whose path has letters, digits and `._-/:`.
    Name,
}

impl fmt::Display for Domain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Domain::Any => f.write_str("a number"),
            Domain::NonNegative => f.write_str("a number of at least 0"),
            Domain::Positive => f.write_str("a number above 0"),
            Domain::Unit => f.write_str("a number in 0..=1"),
            Domain::Count => f.write_str("a whole number of at least 0"),
            Domain::Words(words) => write!(f, "{}", words.join(" or ")),
            Domain::Name => f.write_str("a name of letters, digits and `._-/:`"),
        }
    }
}

/// A parameter of a scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// Its value unless given.
    pub default: &'static str,
    /// What it may be.
    pub domain: Domain,
    /// What it means.
    pub meaning: &'static str,
}

impl Parameter {
    /// A parameter.
    #[must_use]
    pub const fn new(
        name: &'static str,
        default: &'static str,
        domain: Domain,
        meaning: &'static str,
    ) -> Self {
        Self {
            name,
            default,
            domain,
            meaning,
        }
    }
}

/// The parameter every signal and every credit takes.
pub const TRUNCATION: Parameter = Parameter::new(
    "truncation",
    "terminal",
    Domain::Words(&["terminal", "bootstrap"]),
    "what a cut-off episode is: ended (potential 0, its return counts) or unfinished (potential kept, left out of comparisons; V at the cut where a scheme reads values, else it has none and nothing is put in its place)",
);

/// What a scheme says about itself; `list schemes` prints these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SchemeInfo {
    /// Its name, unique; variants are named by source (`grpo:verl`).
    pub name: &'static str,
    /// What it pays for, in one line.
    pub summary: &'static str,
    /// Its family.
    pub family: Family,
    /// Its place in a pipeline.
    pub stage: Stage,
    /// How much it must see.
    pub form: Form,
    /// The channels it needs.
    pub channels: &'static [Channel],
    /// Where it comes from.
    pub source: &'static str,
    /// How sure its formula is.
    pub status: Status,
    /// Its own parameters; [`TRUNCATION`] comes on top for signals and credits.
    pub parameters: &'static [Parameter],
}

impl SchemeInfo {
    /// The channels it needs, as a set.
    #[must_use]
    pub const fn needs(&self) -> Channels {
        Channels::of(self.channels)
    }

    /// All parameters it takes, [`TRUNCATION`] included.
    pub fn all_parameters(&self) -> impl Iterator<Item = &Parameter> {
        let common = matches!(self.stage, Stage::Signal | Stage::Credit);
        self.parameters.iter().chain(common.then_some(&TRUNCATION))
    }
}
