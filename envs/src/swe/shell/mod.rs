//! A subset of bash over a [`Tree`], with the commands that work on code needs.
//!
//! A [`Shell`] is a session: a tree, a working folder, variables and functions. [`Shell::run`] carries out one text as
//! `bash -c` would, and says what came out on each stream and with which status. Nothing is started on the machine: every
//! command is written here, so the same line on the same tree gives the same bytes everywhere, and what a line may cost
//! is bounded by [`Budget`].
//!
//! Read it in the order of the data: the text becomes commands (`parse`, `words`), words become arguments (`expand`,
//! `braces`, `glob`, `arith`), the `machine` runs them over `streams`, and each command is one entry of [`COMMANDS`] with
//! the options it knows. From that table `docs/swe-shell.md` is made; a command or an option that is not in it is
//! refused with a list of what there is.
//!
//! Python is somebody else's: `python`, `pytest` and `unittest` reach a [`Runner`].
//!
//! ```
//! use truestep_envs::swe::{files::{Limits, Tree}, shell::{Budget, NoPython, Shell}};
//! let tree = Tree::new([("/repo/a.txt", "pear\napple\n")], Limits::default())?;
//! let mut shell = Shell::new(tree, "/repo");
//! let outcome = shell.run("sort a.txt | head -n 1", &mut NoPython, &Budget::default());
//! assert_eq!((outcome.stdout(), outcome.status), ("apple\n".into(), 0));
//! # Ok::<(), truestep_envs::swe::files::FileError>(())
//! ```

mod arith;
mod ast;
mod braces;
mod call;
pub mod commands;
mod conditions;
mod docs;
mod driver;
mod escapes;
mod expand;
pub(crate) mod glob;
mod machine;
mod options;
mod parameters;
mod parse;
mod redirect;
mod regexes;
mod runner;
mod streams;
mod table;
#[cfg(test)]
mod tests;
mod words;

pub use docs::document;
pub use driver::{code, code_after};
pub use options::{Command, Flag, Value};
pub use runner::{NoPython, Program, Reply, Request, Runner, RunnerFault};
pub use table::COMMANDS;

use crate::swe::files::Tree;
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use truestep_core::digest::Digest;

/// A pattern as `grep` reads it: what the editors' searches take.
pub(crate) fn search_regex(pattern: &str) -> Result<regex::bytes::Regex, String> {
    regexes::basic(pattern, regexes::Case::Minds)
}

/// Status of a line that was stopped, as `timeout` has it.
pub const STOPPED: u8 = 124;

/// What one line may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Commands and turns of loops.
    pub steps: u64,
    /// Bytes looked at, written or moved, about one a step inside a command.
    pub work: u64,
    /// Bytes of a stream that are shown; what is more is dropped and counted.
    pub output: usize,
}

impl Budget {
    /// What a line of an agent's may cost in the environment: 5,000 commands, 16 MiB moved, 64 KiB shown.
    pub const OF_AN_AGENT: Self = Self {
        steps: 5_000,
        work: 16 << 20,
        output: 64 << 10,
    };
}

impl Default for Budget {
    /// 10,000 commands, 256 MiB moved, 1 MiB shown.
    fn default() -> Self {
        Self {
            steps: 10_000,
            work: 256 << 20,
            output: 1 << 20,
        }
    }
}

/// Why a line did not come to its own end.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Stop {
    /// More commands than [`Budget::steps`].
    #[error(
        "stopped after {0} commands: a line may run no more; is there a loop that does not end?"
    )]
    Steps(u64),
    /// More than [`Budget::work`].
    #[error(
        "stopped after {0} bytes of work: a line may do no more; work on fewer or smaller files"
    )]
    Work(u64),
    /// Functions or scripts that call each other too deeply.
    #[error("stopped: functions and scripts may call each other at most {0} deep")]
    Depth(usize),
    /// The runner failed: this says nothing about the line.
    #[error("the runner failed: {0}")]
    Fault(String),
}

/// What a line came to.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Outcome {
    /// What went to the first stream.
    pub out: Vec<u8>,
    /// What went to the second.
    pub err: Vec<u8>,
    /// Both in the order in which they were written: what a terminal shows.
    pub shown: Vec<u8>,
    /// Bytes that were dropped because [`Budget::output`] was passed.
    pub dropped: u64,
    /// The status of the last command, 0 to 255.
    pub status: u8,
    /// Why it was stopped, if it was.
    pub stop: Option<Stop>,
}

impl Outcome {
    /// The first stream as text.
    #[must_use]
    pub fn stdout(&self) -> String {
        String::from_utf8_lossy(&self.out).into_owned()
    }

    /// The second stream as text.
    #[must_use]
    pub fn stderr(&self) -> String {
        String::from_utf8_lossy(&self.err).into_owned()
    }

    /// Both streams as text, with a line about what was dropped.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::from_utf8_lossy(&self.shown).into_owned();
        if self.dropped > 0 {
            let dropped = self.dropped;
            text.push_str(&format!(
                "\n[{dropped} further bytes of output are not shown]\n"
            ));
        }
        text
    }
}

/// What a session remembers besides its files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The working folder.
    pub cwd: String,
    /// The working folder before.
    previous: String,
    variables: BTreeMap<String, String>,
    exported: BTreeSet<String>,
    functions: BTreeMap<String, String>,
    /// `$0` is not among them.
    arguments: Vec<String>,
    status: u8,
    /// Letters of `set`, and `p` for `pipefail`.
    options: BTreeSet<char>,
}

/// A session of a shell.
#[derive(Clone, Debug, PartialEq)]
pub struct Shell {
    /// Its files.
    pub tree: Tree,
    session: Arc<Session>,
}

impl Shell {
    /// A session over `tree` in the folder `cwd`.
    #[must_use]
    pub fn new(tree: Tree, cwd: &str) -> Self {
        let mut session = Session {
            cwd: crate::swe::files::absolute("/", cwd),
            previous: String::new(),
            variables: BTreeMap::new(),
            exported: BTreeSet::new(),
            functions: BTreeMap::new(),
            arguments: vec![],
            status: 0,
            options: BTreeSet::new(),
        };
        for (name, value) in [
            ("HOME", "/root"),
            ("LANG", "C.UTF-8"),
            ("PATH", "/usr/local/bin:/usr/bin:/bin"),
            ("USER", "root"),
        ] {
            session.variables.insert(name.into(), value.into());
            session.exported.insert(name.into());
        }
        Self {
            tree,
            session: Arc::new(session),
        }
    }

    /// A session that was stored, over its tree.
    #[must_use]
    pub fn resume(tree: Tree, session: Session) -> Self {
        let session = Arc::new(session);
        Self { tree, session }
    }

    /// What it remembers besides its files.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// The working folder.
    #[must_use]
    pub fn cwd(&self) -> &str {
        &self.session.cwd
    }

    /// The digest of files and session.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let session = serde_json::to_vec(&*self.session).unwrap_or_default();
        self.tree.digest().chain(&session)
    }

    /// Carry out one text. The session goes on from where the line before left it.
    pub fn run(&mut self, line: &str, runner: &mut dyn Runner, budget: &Budget) -> Outcome {
        machine::run(self, line, runner, budget)
    }
}
