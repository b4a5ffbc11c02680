//! What can be chosen about the tools.

use super::family::ENV;
use std::path::PathBuf;
use truestep_core::options::{Given, OptionKind, WorldOption};

const TOOLS: &str = "tools";

/// The options.
#[must_use]
pub fn options() -> Vec<WorldOption> {
    vec![WorldOption {
        env: ENV,
        name: TOOLS,
        value_name: "PATH",
        summary: "Tools of your own: a folder with a `domain.json`, or a `.wasm`, `.wat` or `.py` file",
        kind: OptionKind::Path,
        default: None,
        conflicts: &[],
    }]
}

/// Where the tools are that were chosen.
#[must_use]
pub fn tools(given: &Given) -> Option<PathBuf> {
    given.get(TOOLS).map(PathBuf::from)
}
