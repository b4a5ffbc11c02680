//! What can be wrong with a scheme, or with asking it.

use crate::{
    given::Want,
    info::{Form, Stage},
};
use std::fmt;
use truestep_core::{channels::Channel, given::Columns};

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
    #[error("unknown scheme `{name}` at column {column}{}; `list schemes` prints them all", hints(.suggestions))]
    UnknownScheme {
        /// The name as written.
        name: String,
        /// Where.
        column: usize,
        /// The names that may be meant, the likeliest first.
        suggestions: Vec<String>,
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
        "scheme `{scheme}` (column {column}) is a library function over {input}; it does not price trajectories: `compute {scheme} INPUT.jsonl` computes it"
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
    /// The numbers from outside that the scheme reads were not handed to what is to be priced.
    #[error(
        "`{file}` holds numbers of recorded episodes, which a scheme reads where those are scored: `score F.jsonl`, `explain` or `export`; an audit reads numbers of transitions, in the order of `graph --edges`"
    )]
    NoNumbers {
        /// The file.
        file: String,
    },
    /// A scheme over numbers from outside names no file of them.
    #[error(
        "scheme `{scheme}` (column {column}) reads a file of numbers: name it, `file:F.jsonl` as a signal and `file=F.jsonl` as a parameter; letters, digits and `._-/:` may stand in its path"
    )]
    NoFile {
        /// The scheme.
        scheme: &'static str,
        /// Where.
        column: usize,
    },
    /// The path of a file of numbers cannot be written in a scheme.
    #[error(
        "the path `{path}` cannot stand in a scheme: letters, digits and `._-/:` may stand in it, and it begins with a letter, `/`, `./` or `../`"
    )]
    BadPath {
        /// The path.
        path: String,
    },
    /// A file of numbers lacks a column.
    #[error("`{file}` has no column `{column}`: it has {there}")]
    NoColumn {
        /// The file.
        file: String,
        /// The column.
        column: String,
        /// The columns there are.
        there: String,
    },
    /// A file of numbers has several columns, and none is named.
    #[error("`{file}` has the columns {there}: name one, such as `file:{file}(column={first})`")]
    WhichColumn {
        /// The file.
        file: String,
        /// The columns there are.
        there: String,
        /// The first.
        first: String,
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
    /// A scheme was added whose name is taken, or is none.
    #[error(
        "the name `{name}` cannot be given to a scheme: expected one that no other scheme has, of letters, digits and `:-_.` after a letter"
    )]
    TakenName {
        /// The name.
        name: String,
    },
    /// Nested brackets go too deep, or the text is too long.
    #[error("the scheme is too {what}: the limit is {limit}")]
    TooLarge {
        /// `"long"`, `"deep"` or `"many"`.
        what: &'static str,
        /// The limit.
        limit: usize,
    },
}

impl SchemeError {
    /// Why a column was not there, among those that were handed over.
    pub(crate) fn of_want(want: &Want, given: Option<&Columns>) -> Self {
        let file = want.file.clone();
        let Some(given) = given else {
            return Self::NoNumbers { file };
        };
        let names: Vec<String> = given.keys().map(|name| format!("`{name}`")).collect();
        let there = names.join(", ");
        match &want.column {
            Some(column) => Self::NoColumn {
                file,
                column: column.clone(),
                there,
            },
            None => Self::WhichColumn {
                file,
                there,
                first: given.keys().next().cloned().unwrap_or_default(),
            },
        }
    }
}

fn hint(suggestion: Option<&str>) -> String {
    suggestion.map_or(String::new(), |name| format!("; did you mean `{name}`?"))
}

fn hints(suggestions: &[String]) -> String {
    let names: Vec<String> = suggestions.iter().map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        None => String::new(),
        Some((only, [])) => format!("; did you mean {only}?"),
        Some((last, others)) => format!("; did you mean {} or {last}?", others.join(", ")),
    }
}

/// A value of somebody's file, as far as a message shows it.
pub(crate) fn shortened(value: impl fmt::Display) -> String {
    value.to_string().chars().take(40).collect()
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
