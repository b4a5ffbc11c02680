//! What can be wrong with a scheme, or with asking it.

use crate::info::{Form, Stage};
use truestep_core::channels::Channel;

/// Why a scheme could not be built, or could not price what it was given.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SchemeError {
    /// The text does not follow the grammar of schemes.
    #[error(
        "the scheme `{text}` cannot be read at column {column}: expected {expected}, found {found}"
    )]
    Syntax {
        /// The text, shortened.
        text: String,
        /// Where, counted from 1 in characters.
        column: usize,
        /// What could stand there.
        expected: &'static str,
        /// What stands there.
        found: String,
    },
    /// No scheme has this name.
    #[error("unknown scheme `{name}` at column {column}{}; `list schemes` prints them all", hint(.suggestion.as_deref()))]
    UnknownScheme {
        /// The name as written.
        name: String,
        /// Where.
        column: usize,
        /// The nearest name, if one is near.
        suggestion: Option<String>,
    },
    /// The scheme takes no such parameter.
    #[error("scheme `{scheme}` has no parameter `{name}` (column {column}){}; it takes {known}", hint(.suggestion.as_deref()))]
    UnknownParameter {
        /// The scheme.
        scheme: &'static str,
        /// The parameter as written.
        name: String,
        /// Where.
        column: usize,
        /// The nearest parameter, if one is near.
        suggestion: Option<String>,
        /// The parameters it takes.
        known: String,
    },
    /// A parameter is given twice.
    #[error("parameter `{name}` of scheme `{scheme}` is given twice (column {column})")]
    RepeatedParameter {
        /// The scheme.
        scheme: &'static str,
        /// The parameter.
        name: String,
        /// Where the second one stands.
        column: usize,
    },
    /// A parameter's value is out of its range.
    #[error(
        "parameter `{name}` of scheme `{scheme}` cannot be `{value}` (column {column}): expected {expected}"
    )]
    BadParameter {
        /// The scheme.
        scheme: &'static str,
        /// The parameter.
        name: String,
        /// The value as written.
        value: String,
        /// Where.
        column: usize,
        /// What it may be.
        expected: String,
    },
    /// The schemes or conditions inside the brackets are not those the scheme takes.
    #[error("scheme `{scheme}` (column {column}) takes {expected} inside its brackets")]
    BadParts {
        /// The scheme.
        scheme: &'static str,
        /// Where.
        column: usize,
        /// What it takes.
        expected: &'static str,
    },
    /// A scheme stands where its stage does not belong.
    #[error(
        "scheme `{scheme}` is a {stage} and cannot stand at column {column}: a pipeline is signal |> transforms |> credit"
    )]
    Misplaced {
        /// The scheme.
        scheme: &'static str,
        /// Its stage.
        stage: Stage,
        /// Where.
        column: usize,
    },
    /// A function beside the pipeline was asked to price a trajectory.
    #[error(
        "scheme `{scheme}` (column {column}) is a library function over {input}; it does not price trajectories"
    )]
    NotPipeline {
        /// The scheme.
        scheme: &'static str,
        /// Where.
        column: usize,
        /// What it works on.
        input: &'static str,
    },
    /// The trajectory or environment lacks a channel the scheme needs.
    #[error("scheme `{scheme}` needs the channel `{}`, which `{environment}` does not carry here: {}", .channel.name(), .channel.source())]
    MissingChannel {
        /// The scheme.
        scheme: String,
        /// The channel.
        channel: Channel,
        /// The template of the episode, or the environment asked.
        environment: String,
    },
    /// The scheme is not made of ring operations.
    #[error(
        "scheme `{scheme}` cannot run in exact rationals: it takes roots, logarithms or exponentials; score it in doubles"
    )]
    NotExact {
        /// The scheme.
        scheme: String,
    },
    /// A single step was to be priced, and the scheme must see more.
    #[error(
        "scheme `{scheme}` has the form {form} and cannot price a single step: give it whole episodes"
    )]
    NotPerStep {
        /// The scheme.
        scheme: String,
        /// Its form.
        form: Form,
    },
    /// Nested brackets go too deep, or the text is too long.
    #[error("the scheme is too {what}: the limit is {limit}")]
    TooLarge {
        /// `"long"` or `"deep"`.
        what: &'static str,
        /// The limit.
        limit: usize,
    },
}

fn hint(suggestion: Option<&str>) -> String {
    suggestion.map_or(String::new(), |name| format!("; did you mean `{name}`?"))
}

/// The entry of `names` nearest to `name`, if it is near enough to be meant.
pub(crate) fn nearest<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Option<String> {
    // Jaro-Winkler below 0.75 is as a rule another word.
    const NEAR: f64 = 0.75;
    names
        .map(|known| (strsim::jaro_winkler(name, known), known))
        .filter(|(score, _)| *score >= NEAR)
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
        .map(|(_, known)| known.to_owned())
}
