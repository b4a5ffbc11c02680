//! Scripted: plays the lines of a file.

use crate::error::{AgentError, shorten};
use std::sync::Arc;
use truestep_core::{
    agent::{Act, Agent, AgentFactory, Choice, Decision},
    text_file,
    trajectory::AgentInfo,
};

/// Plays the actions of a text file, one per line, and stops after the last. Empty lines and lines that start with `#`
/// are skipped. Every episode plays the whole script from its start.
#[derive(Clone, Debug)]
pub struct Scripted {
    name: String,
    actions: Arc<[String]>,
}

impl Scripted {
    /// The script in `file`.
    ///
    /// # Errors
    /// [`AgentError::Script`] if the file cannot be read, is not UTF-8 or holds no action.
    pub fn open(file: &str) -> Result<Self, AgentError> {
        let bad = |reason: String| AgentError::Script {
            file: shorten(file),
            reason,
        };
        let text = text_file::read(file).map_err(|e| bad(e.to_string()))?;
        let script = Self::of(file, text.lines().map(str::to_owned));
        if script.actions.is_empty() {
            return Err(bad("it holds no action; write one per line".into()));
        }
        Ok(script)
    }

    /// The script `lines`, called `file` in records.
    #[must_use]
    pub fn of(file: &str, lines: impl IntoIterator<Item = String>) -> Self {
        let spoken = |line: &String| !line.trim().is_empty() && !line.starts_with('#');
        Self {
            name: format!("scripted:{file}"),
            actions: lines.into_iter().filter(spoken).collect(),
        }
    }
}

impl AgentFactory for Scripted {
    fn info(&self) -> AgentInfo {
        AgentInfo {
            name: self.name.clone(),
            policy: None,
            params: Default::default(),
        }
    }

    fn make(&self) -> Box<dyn Agent> {
        Box::new(self.clone())
    }
}

impl Agent for Scripted {
    fn act(&mut self, decision: &Decision<'_>) -> Act {
        let next = self.actions.get(decision.step as usize);
        Act {
            choice: next.map_or(Choice::Stop, |action| Choice::Text(action.clone())),
            probability: next.map(|_| 1.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    #[test]
    fn a_script_that_is_no_script_is_refused_with_its_reason() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(b"click[ok]\n\xff\n").unwrap();
        let path = file.path().to_str().unwrap().to_owned();
        let said = Scripted::open(&path).unwrap_err().to_string();
        assert!(said.contains("line 2 is not UTF-8"), "{said}");
        let empty = tempfile::NamedTempFile::new().unwrap();
        let said = Scripted::open(empty.path().to_str().unwrap()).unwrap_err();
        assert!(said.to_string().contains("no action"), "{said}");
        assert!(Scripted::open("/no/such/file").is_err());
    }

    #[test]
    fn comments_and_empty_lines_are_no_actions() {
        let lines = ["# find it", "search[a]", "", "  ", "click[b]"];
        let script = Scripted::of("x", lines.map(str::to_owned));
        assert_eq!(*script.actions, ["search[a]", "click[b]"]);
    }
}
