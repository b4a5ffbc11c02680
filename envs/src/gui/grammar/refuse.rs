//! Why a text was not understood, and why a verb cannot be said.

use std::fmt;

/// The longest text that is read, in bytes.
pub const MOST_BYTES: usize = 64 * 1024;

/// The most verbs one text may hold.
pub const MOST_VERBS: usize = 64;

/// The deepest nesting that is read.
pub const MOST_DEPTH: usize = 48;

/// What is wrong with a text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// It is too long to be read.
    #[error("the text has {bytes} bytes, at most {MOST_BYTES} are read")]
    TooLong {
        /// How long it is.
        bytes: usize,
    },
    /// It is nested too deeply.
    #[error("the text is nested deeper than {MOST_DEPTH}")]
    TooDeep,
    /// It holds too many actions.
    #[error("the text holds more than {MOST_VERBS} actions")]
    TooMany,
    /// It holds no action.
    #[error("no action found; expected {expected}")]
    NoAction {
        /// What was looked for.
        expected: &'static str,
    },
    /// It breaks the rules of its notation.
    #[error("not {expected}: {found}")]
    Malformed {
        /// The beginning of what was found, or what is wrong with it.
        found: String,
        /// What was expected.
        expected: &'static str,
    },
    /// It names an action that the grammar does not have.
    #[error("unknown action {action}; expected one of {expected}")]
    Unknown {
        /// The name.
        action: String,
        /// Those there are.
        expected: String,
    },
    /// An argument is missing.
    #[error("{action} lacks {argument}; expected {expected}")]
    Missing {
        /// Of which action.
        action: String,
        /// Which one.
        argument: String,
        /// What it should be.
        expected: String,
    },
    /// An argument is none of those it may be.
    #[error("{argument} of {action} is {found}; expected {expected}")]
    Wrong {
        /// Of which action.
        action: String,
        /// Which one.
        argument: String,
        /// The beginning of what was found.
        found: String,
        /// What it should be.
        expected: String,
    },
    /// There is an argument that the action does not have.
    #[error("{action} has no argument {argument}; leave it out")]
    Extra {
        /// Which action.
        action: String,
        /// Which one.
        argument: String,
    },
}

/// A fault, and what the released parser raises at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    /// The fault.
    pub fault: Fault,
    /// The name of the exception of the released parser, where it raises one.
    pub raised: Option<&'static str>,
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self {
            fault,
            raised: None,
        }
    }
}

impl Fault {
    /// With what the released parser raises.
    #[must_use]
    pub(super) fn raises(self, exception: &'static str) -> Refusal {
        Refusal {
            fault: self,
            raised: Some(exception),
        }
    }

    /// A text that breaks the rules of its notation.
    #[must_use]
    pub(super) fn malformed(found: impl AsRef<str>, expected: &'static str) -> Self {
        Self::Malformed {
            found: clip(found.as_ref()),
            expected,
        }
    }
}

/// The beginning of a text, for a message.
#[must_use]
pub(super) fn clip(text: &str) -> String {
    const MOST: usize = 60;
    let mut short: String = text
        .chars()
        .take(MOST)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if short.is_empty() {
        "nothing".clone_into(&mut short);
    } else if text.chars().nth(MOST).is_some() {
        short.push_str("...");
    }
    short
}

/// A text that an agent wrote and that is no action, told to the agent: what was wrong, what was expected, an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// In which grammar.
    pub grammar: &'static str,
    /// What is wrong.
    pub fault: Fault,
    /// The name of the exception of the released parser, where it raises one.
    pub raised: Option<&'static str>,
    /// A text that is right.
    pub example: &'static str,
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {}; for example {}",
            self.grammar, self.fault, self.example
        )
    }
}

impl std::error::Error for Rejection {}

/// Why a grammar cannot say a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unsayable {
    /// It has no such verb.
    #[error("the grammar has no such verb")]
    Verb,
    /// It has the verb, but not with this part.
    #[error("the grammar has the verb, but cannot say its {0}")]
    Part(&'static str),
    /// The point lies outside the screen, or between those that the grammar has.
    #[error("the grammar has no such point")]
    Point,
    /// A text that the notation cannot carry.
    #[error("the grammar's notation cannot carry the text")]
    Text,
    /// A key that the grammar has no name for.
    #[error("the grammar has no such key")]
    Key,
    /// It says one verb at a time.
    #[error("the grammar says one verb at a time")]
    Batch,
}
