//! Editors as published agents have them: SWE-agent's window ([`Windowed`]) with its searches ([`search`]), and
//! `str_replace_editor` ([`Replacing`]).
//!
//! What they say is what the published tools say: SWE-agent 1.1 (`tools/windowed`, `tools/windowed_edit_linting`,
//! `tools/search`, <https://github.com/SWE-agent/SWE-agent>) and Anthropic's `EditTool20250124`
//! (<https://github.com/anthropics/anthropic-quickstarts>, `computer-use-demo`). Each keeps a small state of its own beside
//! the tree, which is part of the digest; where an answer differs from the published tool, its item says so.

mod lines;
mod replace;
pub mod search;
mod syntax;
#[cfg(test)]
mod tests;
mod window;

pub use replace::{EditCall, Replacing};
pub use syntax::{Finding, NoSyntax, Syntax};
pub(in crate::swe) use window::held;
pub use window::{SUBMISSION, Windowed};

/// What an editor answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The text, without an end of line behind it.
    pub text: String,
    /// Whether it did what was asked.
    pub ok: bool,
}

impl Answer {
    fn done(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ok: true,
        }
    }

    fn refused(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ok: false,
        }
    }
}
