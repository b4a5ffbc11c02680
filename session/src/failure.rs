//! Why a request was not done.

use crate::plan::PlanError;
use serde::Serialize;
use truestep_core::{host::HostError, registry::TaskError};

/// Every code there is, as the documentation of the protocol lists them. They are stable.
pub const CODES: &[&str] = &[
    "malformed",
    "too_long",
    "unknown_method",
    "bad_params",
    "bad_scheme",
    "unknown_task",
    "other_version",
    "no_instance",
    "bad_task",
    "no_such_view",
    "no_such_slot",
    "not_reset",
    "episode_over",
    "no_such_menu_entry",
    "bad_snapshot",
    "response_full",
    "recording_full",
    "not_recorded",
    "host",
];

/// Longest message, in characters; what agents and files put into it may be long.
const MAX_CHARS: usize = 600;

/// Why a request was not done; nothing has changed then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{code}: {message}")]
pub struct Failure {
    /// Stable name of the cause.
    pub code: &'static str,
    /// What was wrong, and what to do.
    pub message: String,
}

impl Failure {
    /// The failure with that code, one of [`CODES`]; the message becomes one line.
    #[must_use]
    pub fn new(code: &'static str, message: impl AsRef<str>) -> Self {
        debug_assert!(CODES.contains(&code), "the code `{code}` is not listed");
        Self {
            code,
            message: one_line(message.as_ref()),
        }
    }

    pub(crate) fn bad_params(message: impl AsRef<str>) -> Self {
        Self::new("bad_params", message)
    }
}

/// `text` without line breaks and control characters, and not too long.
#[must_use]
pub fn one_line(text: &str) -> String {
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    let mut line: String = text.chars().map(plain).take(MAX_CHARS).collect();
    if text.chars().nth(MAX_CHARS).is_some() {
        line.push('…');
    }
    line
}

impl From<TaskError> for Failure {
    fn from(error: TaskError) -> Self {
        let code = match &error {
            TaskError::UnknownEnvironment { .. }
            | TaskError::UnknownTemplate { .. }
            | TaskError::AbsentTemplate { .. } => "unknown_task",
            TaskError::OtherVersion { .. } => "other_version",
            TaskError::NoInstance { .. } => "no_instance",
            _ => "bad_task",
        };
        Self::new(code, error.to_string())
    }
}

impl From<PlanError> for Failure {
    fn from(error: PlanError) -> Self {
        match error {
            PlanError::Task(error) => error.into(),
            error => Self::new("no_instance", error.to_string()),
        }
    }
}

impl From<HostError> for Failure {
    fn from(error: HostError) -> Self {
        let code = match &error {
            HostError::NoSuchSlot { .. } => "no_such_slot",
            HostError::NotReset { .. } => "not_reset",
            HostError::EpisodeOver { .. } => "episode_over",
            HostError::NoSuchView(_) => "no_such_view",
            HostError::NoSuchMenuEntry { .. } => "no_such_menu_entry",
            HostError::WrongModel { .. } | HostError::BadSnapshot { .. } => "bad_snapshot",
            _ => "host",
        };
        Self::new(code, error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_no_breaks_and_an_end() {
        assert_eq!(one_line("a\nb\u{1b}[31m"), "a b [31m");
        assert!(one_line(&"x".repeat(1_000_000)).len() < 700);
    }
}
