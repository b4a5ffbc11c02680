//! The one list of schemes. Adding a scheme is one file and one line in its stage's list; a program that uses this crate adds its
//! own with [`register`].
//!
//! ```
//! use truestep_rewards::{
//!     Scheme, SchemeError, Stage, Status, Value,
//!     args::Args,
//!     edge::Edge,
//!     info::{Domain, Family, Form, Parameter, SchemeInfo},
//!     number::{Fraction, Scalar},
//!     registry::{Build, Entry, register},
//!     stage::{Memory, SignalObject, StepSignal},
//! };
//!
//! /// A fee for every action that was refused.
//! struct Fee<S>(S);
//!
//! impl<S: Scalar> StepSignal<S> for Fee<S> {
//!     fn price(&self, _: &mut Memory, edge: &Edge<'_>) -> Value<S> {
//!         match edge.effect.is_rejected() {
//!             true => Value::Number(-self.0.clone()),
//!             false => Value::zero(),
//!         }
//!     }
//! }
//!
//! fn build(args: Args<'_>) -> Result<SignalObject, SchemeError> {
//!     let (float, exact) = (args.scalar("fee"), args.scalar("fee"));
//!     Ok(SignalObject::step(Fee::<f64>(float), Fee::<Fraction>(exact)))
//! }
//!
//! static FEE: Entry = Entry::new(
//!     SchemeInfo {
//!         name: "my:fee",
//!         summary: "minus a fee for every refused action",
//!         family: Family::Action,
//!         stage: Stage::Signal,
//!         form: Form::Edge,
//!         channels: &[],
//!         source: "our lab",
//!         status: Status::Ours,
//!         parameters: &[Parameter::new("fee", "1/10", Domain::NonNegative, "the fee")],
//!     },
//!     Build::Signal(build),
//! )
//! .with_formula("r_t = −fee if the action was refused, else 0");
//!
//! register(&FEE)?;
//! let scheme: Scheme = "sum(outcome, my:fee(fee=1/5)) |> rloo:verl".parse()?;
//! assert!(scheme.is_exact());
//! assert!(register(&FEE).is_err(), "a name is taken once");
//! # Ok::<(), SchemeError>(())
//! ```

use crate::{
    args::Args,
    cards, credit,
    error::{SchemeError, nearest},
    function,
    info::SchemeInfo,
    signal,
    stage::{CreditObject, SignalObject, TransformObject},
    transform,
};
use std::{
    collections::BTreeSet,
    panic::Location,
    sync::{PoisonError, RwLock},
};

/// The schemes that were added from outside, in order.
static ADDED: RwLock<Vec<&'static Entry>> = RwLock::new(Vec::new());

/// Most schemes that can be added.
pub const MAX_ADDED: usize = 4096;

/// How a scheme is made from its arguments.
#[derive(Clone, Copy, Debug)]
pub enum Build {
    /// A signal; schemes in the brackets reach it built.
    Signal(fn(Args<'_>) -> Result<SignalObject, SchemeError>),
    /// A transform.
    Transform(fn(Args<'_>) -> Result<TransformObject, SchemeError>),
    /// A credit.
    Credit(fn(Args<'_>) -> Result<CreditObject, SchemeError>),
    /// A library function; the text says what it works on.
    Function(&'static str),
}

/// A scheme: what it says about itself, and how it is made.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// What it says about itself.
    pub info: SchemeInfo,
    /// How it is made.
    pub build: Build,
    /// Whether schemes and conditions may stand in its brackets.
    pub brackets: Brackets,
    /// The file it stands in, which holds its card.
    file: &'static str,
    /// Its formula, where it has no card here.
    formula: Option<&'static str>,
    /// What its example has in the brackets, where one of another scheme will not do.
    example: Option<&'static str>,
}

/// What may stand in a scheme's brackets besides its parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Brackets {
    /// Nothing.
    Parameters,
    /// Signals.
    Signals,
    /// Signals and conditions.
    Gate,
    /// Pipelines that end in a credit.
    Credits,
}

impl Entry {
    /// The scheme with what must stand in its brackets: a text that can be read, of one that is no function.
    #[must_use]
    pub fn example(&self) -> String {
        let name = self.info.name;
        let file = match (name, self.reads_file()) {
            ("file", _) => return "file:NUMBERS.jsonl".to_owned(),
            (_, true) => "file=NUMBERS.jsonl",
            (_, false) => "",
        };
        let parts = self.example.unwrap_or(match self.brackets {
            Brackets::Parameters => "",
            Brackets::Gate => "shaping:subgoals, outcome >= 1",
            Brackets::Signals => "outcome, shaping:subgoals",
            Brackets::Credits => "grpo:verl, 1/2 * gain:subgoals |> flow-grpo",
        });
        match (parts, file) {
            ("", "") => name.to_owned(),
            (parts, "") => format!("{name}({parts})"),
            ("", file) => format!("{name}({file})"),
            (parts, file) => format!("{name}({parts}, {file})"),
        }
    }

    /// The command that uses it.
    #[must_use]
    pub fn usage(&self) -> String {
        let example = self.example();
        let scheme = match self.build {
            Build::Function(_) => {
                return format!("truestep compute {} INPUT.jsonl", self.info.name);
            }
            Build::Signal(_) => example,
            Build::Transform(_) | Build::Credit(_) => format!("outcome |> {example}"),
        };
        format!("truestep score F.jsonl --scheme '{scheme}'")
    }

    /// Whether it reads a file of numbers, so that it is nothing by itself.
    #[must_use]
    pub fn reads_file(&self) -> bool {
        let names_file = |parameter: &crate::info::Parameter| parameter.name == "file";
        self.info.name == "file" || self.info.parameters.iter().any(names_file)
    }

    /// A scheme whose brackets hold parameters only.
    #[must_use]
    #[track_caller]
    pub const fn new(info: SchemeInfo, build: Build) -> Self {
        Self::with(info, build, Brackets::Parameters)
    }

    /// A scheme whose brackets hold more.
    #[must_use]
    #[track_caller]
    pub const fn with(info: SchemeInfo, build: Build, brackets: Brackets) -> Self {
        Self {
            info,
            build,
            brackets,
            file: Location::caller().file(),
            formula: None,
            example: None,
        }
    }

    /// The same with its formula, for a scheme from outside: those of this crate have it on their cards.
    #[must_use]
    pub const fn with_formula(self, formula: &'static str) -> Self {
        Self {
            formula: Some(formula),
            ..self
        }
    }

    /// The same with what stands in the brackets of its example, such as `outcome`, where a scheme does not take just any.
    #[must_use]
    pub const fn with_example(self, parts: &'static str) -> Self {
        Self {
            example: Some(parts),
            ..self
        }
    }

    /// Its formula, as its card has it; cards tell variants of one file together.
    #[must_use]
    pub fn formula(&self) -> Option<&'static str> {
        let card = || {
            // A file of another program may have the same path as one of ours.
            let is_ours = |ours: &Self| ours.info.name == self.info.name && ours.file == self.file;
            let ours = built_in().any(is_ours);
            ours.then(|| cards::formula(self.file)).flatten()
        };
        self.formula.or_else(card)
    }
}

/// What begins the name of a scheme that is a file of numbers.
pub(crate) const FILE: &str = "file:";

/// Add a scheme to those that texts may name, for the rest of the program's run. It must be done before the texts are read, and
/// in the same order in every run whose listings are to be equal.
///
/// # Errors
/// [`SchemeError::TakenName`] if a scheme has its name already or the name cannot be read in a scheme;
/// [`SchemeError::TooLarge`] if [`MAX_ADDED`] were added.
pub fn register(entry: &'static Entry) -> Result<(), SchemeError> {
    let mut added = ADDED.write().unwrap_or_else(PoisonError::into_inner);
    let name = entry.info.name;
    let reads = crate::text::is_name(name);
    if !reads
        || built_in()
            .chain(added.iter().copied())
            .any(|e| e.info.name == name)
    {
        return Err(SchemeError::TakenName {
            name: name.to_owned(),
        });
    }
    if added.len() >= MAX_ADDED {
        return Err(SchemeError::TooLarge {
            what: "many",
            limit: MAX_ADDED,
        });
    }
    added.push(entry);
    Ok(())
}

/// Every scheme of this crate.
fn built_in() -> impl Iterator<Item = &'static Entry> {
    signal::LIST
        .iter()
        .chain(function::COLUMNS)
        .chain(transform::LIST)
        .chain(credit::LIST)
        .chain(function::LIST)
        .copied()
}

/// Every scheme, stage by stage in the order of the lists, then those that were added.
pub fn schemes() -> impl Iterator<Item = &'static Entry> {
    let added = ADDED.read().unwrap_or_else(PoisonError::into_inner).clone();
    built_in().chain(added)
}

/// The scheme named `name`, which stands at `column` of a text.
///
/// # Errors
/// [`SchemeError::UnknownScheme`] with the names that may be meant.
pub fn find(name: &str, column: usize) -> Result<&'static Entry, SchemeError> {
    // Of a file of numbers its name is part of the scheme's.
    let known = match name.strip_prefix(FILE) {
        Some(file) if !file.is_empty() => "file",
        _ => name,
    };
    schemes()
        .find(|entry| entry.info.name == known)
        .ok_or_else(|| SchemeError::UnknownScheme {
            name: name.to_owned(),
            column,
            suggestions: meant(name),
        })
}

/// Most names that are suggested.
const SUGGESTED: usize = 4;

/// The names that may be meant by one that is none: those of which it is a part, whatever the order and the case of its words
/// (`grpo`, `subgoals`, `verl:grpo`); else the nearest one. Functions, which stand in no scheme, come last.
fn meant(name: &str) -> Vec<String> {
    let words = |text: &str| -> BTreeSet<String> {
        let lower = text.to_lowercase();
        let words = lower.split([':', '-', '_']).filter(|word| !word.is_empty());
        words.map(str::to_owned).collect()
    };
    let wanted = words(name);
    let is_part = |entry: &&Entry| !wanted.is_empty() && wanted.is_subset(&words(entry.info.name));
    let mut parts: Vec<&Entry> = schemes().filter(is_part).collect();
    parts.sort_by_key(|entry| {
        let is_function = matches!(entry.build, Build::Function(_));
        (is_function, words(entry.info.name).len())
    });
    let same = parts
        .iter()
        .filter(|e| words(e.info.name) == wanted)
        .count();
    parts.truncate(if same > 0 { same } else { SUGGESTED });
    if parts.is_empty() {
        let lower = name.to_lowercase();
        let near = nearest(&lower, schemes().map(|entry| entry.info.name));
        return near.into_iter().collect();
    }
    parts
        .iter()
        .map(|entry| entry.info.name.to_owned())
        .collect()
}
