//! Everything that can be wrong with a user's tools.

use std::path::PathBuf;
use truestep_sandbox::SandboxError;

/// Why a user's tools cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ToolsError {
    /// There is nothing of that name.
    #[error("there is no `{path}`; expected a folder with a `domain.json`, such a file, or a `.wasm`, `.wat` or `.py` file", path = path.display())]
    Missing {
        /// The name.
        path: PathBuf,
    },
    /// A folder that holds no tools.
    #[error("the folder `{path}` holds neither a `domain.json` nor tools (`pack.wasm`, `tools.wat` or `tools.py`)", path = path.display())]
    Empty {
        /// The folder.
        path: PathBuf,
    },
    /// A file that is none of those that tools are read from.
    #[error("`{file}` is no file of tools; expected `.wasm`, `.wat` or `.py`{hint}")]
    Kind {
        /// The file.
        file: String,
        /// What to do about it.
        hint: &'static str,
    },
    /// A name that leads out of the domain's folder.
    #[error(
        "`{file}` lies outside the domain's folder; name a file in it, without `..`, `/` in front or a link that leads out"
    )]
    Outside {
        /// The name.
        file: String,
    },
    /// A file cannot be read.
    #[error("`{file}` cannot be read: {reason}")]
    File {
        /// The file.
        file: String,
        /// Why.
        reason: String,
    },
    /// A file is too large.
    #[error("`{file}` has more than {most} bytes; expected at most that many")]
    TooLarge {
        /// The file.
        file: String,
        /// The most.
        most: u64,
    },
    /// Something in a domain's file is not as it should be.
    #[error("{file}: `{field}`: {reason}")]
    Field {
        /// The file.
        file: String,
        /// The path to it, such as `tasks[0].gold[1].tool`.
        field: String,
        /// What is wrong and what was expected.
        reason: String,
    },
    /// The tools cannot be loaded.
    #[error(transparent)]
    Sandbox(#[from] SandboxError),
    /// The tools are written in Python, and this program was built without it.
    #[error(
        "`{file}` is Python, and this program was built without it: build it with `--features python`, or give a `.wasm` or `.wat` file"
    )]
    NoPython {
        /// The file.
        file: String,
    },
    /// The tools bear names that no action can.
    #[error("the tools of `{domain}` cannot be offered: {reason}")]
    Tools {
        /// The domain.
        domain: String,
        /// Why.
        reason: String,
    },
    /// A task cannot be made.
    #[error("task `{task}`{case}: {reason}")]
    Task {
        /// The task.
        task: String,
        /// Which of its cases, if it has some: ` (case 2)`.
        case: String,
        /// Why.
        reason: String,
    },
}

/// What was wrong at a place within a domain's file.
#[derive(Debug)]
pub(super) struct Wrong {
    /// The path to it.
    pub(super) field: String,
    /// What is wrong and what was expected.
    pub(super) reason: String,
}

impl Wrong {
    pub(super) fn new(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            reason: reason.into(),
        }
    }

    pub(super) fn within(self, outer: &str) -> Self {
        let field = match self.field.as_str() {
            "" | "." => outer.to_owned(),
            inner if inner.starts_with('[') => format!("{outer}{inner}"),
            inner => format!("{outer}.{inner}"),
        };
        Self { field, ..self }
    }

    pub(super) fn of(self, file: &str) -> ToolsError {
        ToolsError::Field {
            file: file.to_owned(),
            field: self.field,
            reason: self.reason,
        }
    }
}
