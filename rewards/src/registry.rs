//! The one list of schemes. Adding a scheme is one file and one line in its stage's list.

use crate::{
    args::Args,
    credit,
    error::{SchemeError, nearest},
    function,
    info::SchemeInfo,
    signal,
    stage::{CreditObject, SignalObject, TransformObject},
    transform,
};

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
}

/// What may stand in a scheme's brackets besides its parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Brackets {
    /// Nothing.
    Parameters,
    /// Signals.
    Signals,
    /// Signals and conditions on the episode.
    Gate,
}

impl Entry {
    /// A scheme whose brackets hold parameters only.
    #[must_use]
    pub const fn new(info: SchemeInfo, build: Build) -> Self {
        Self {
            info,
            build,
            brackets: Brackets::Parameters,
        }
    }

    /// A scheme whose brackets hold more.
    #[must_use]
    pub const fn with(info: SchemeInfo, build: Build, brackets: Brackets) -> Self {
        Self {
            info,
            build,
            brackets,
        }
    }
}

/// Every scheme, stage by stage in the order of the lists.
pub fn schemes() -> impl Iterator<Item = &'static Entry> {
    signal::LIST
        .iter()
        .chain(transform::LIST)
        .chain(credit::LIST)
        .chain(function::LIST)
        .copied()
}

/// The scheme named `name`, which stands at `column` of a text.
///
/// # Errors
/// [`SchemeError::UnknownScheme`] with the nearest name.
pub fn find(name: &str, column: usize) -> Result<&'static Entry, SchemeError> {
    schemes()
        .find(|entry| entry.info.name == name)
        .ok_or_else(|| SchemeError::UnknownScheme {
            name: name.to_owned(),
            column,
            suggestion: nearest(name, schemes().map(|entry| entry.info.name)),
        })
}
