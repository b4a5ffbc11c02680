//! What a task is made of, the state of an episode, and what an agent can do.

use super::{
    bugs::Gold,
    edit::{EditCall, Replacing, Windowed},
    files::{Changes, Tree},
    guest::ROOT,
    hidden::Hidden,
    shell::Session,
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, sync::Arc};
use truestep_core::{digest::Digest, forms::ActionForms, model::Goal, truth::FactSet};

/// Most bytes of what is written in one action.
pub(super) const MOST_TEXT_BYTES: usize = 16_000;
/// Letters of what is shown after an action.
pub(super) const SHOWN_LETTERS: usize = 12_000;
/// Most tests of a project: one bit each.
pub(super) const MOST_TESTS: usize = 1_024;

/// The fact that the names of the files in question were shown.
pub(super) const NAMES: usize = 0;
/// The fact that it was shown which tests fail.
pub(super) const SUITE: usize = 1;
/// The fact that the code of a test that fails was shown.
pub(super) const TEST: usize = 2;

/// The fact that a site was shown.
pub(super) fn site_fact(site: usize) -> usize {
    TEST + 1 + site
}

/// One task.
#[derive(Debug)]
pub struct Def {
    pub(super) goal: Goal,
    pub(super) forms: ActionForms,
    /// The folder of the package, absolute: what is judged.
    pub(super) package: String,
    /// The project with the bug, and its history.
    pub(super) start: Tree,
    /// The ids of all tests.
    pub(super) ids: Vec<String>,
    /// What they say of the project at the start.
    pub(super) judged: Judged,
    /// Places where lines can be written in several ways.
    pub(super) sites: Vec<Site>,
    /// For each file with sites: what is written at them when it has this content.
    pub(super) contents: BTreeMap<(String, Digest), Vec<(usize, usize)>>,
    /// What can be opened once the names of files are known.
    pub(super) looks: Vec<Look>,
    /// What shows a failing test's code, each as lines that stand together.
    pub(super) test_needles: Vec<Vec<String>>,
    /// Paths that tell where to look.
    pub(super) names: Vec<String>,
    /// What has to be known before anything is edited, beside the site itself.
    pub(super) prior: FactSet,
    /// What the right end rests on.
    pub(super) evidence: FactSet,
    /// What the repair is.
    pub(super) gold: Gold,
    /// What the order of the menu is drawn from.
    pub(super) order: Digest,
    /// Files that runs find beside the project.
    pub(super) harness: Tree,
    /// Tests that nobody is shown, and that an end has to pass too.
    pub(super) hidden: Option<Hidden>,
    pub(super) origin: Origin,
}

/// Where a task is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// Drawn from a skeleton.
    Drawn,
    /// Read from a file of instances.
    Loaded {
        /// Why the repair is no plan, so that there are no distances; nothing where it is one.
        unplanned: Option<&'static str>,
        /// Tests that are not judged by, since they say nothing here.
        left_out: u32,
    },
}

/// Lines of a file that can be written in several ways.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Site {
    /// The file, as it is named in the project.
    pub(super) path: String,
    /// Its first line at the start, from 1.
    pub(super) first: usize,
    /// The ways, each whole lines.
    pub(super) options: Vec<Arc<str>>,
    /// The way at the start, and the right one; they are the same where only mistakes can be made.
    pub(super) start: usize,
    pub(super) right: usize,
    /// Lines that show it as it is at the start.
    pub(super) needles: Vec<String>,
    /// What it is to the task, in a word or two.
    pub(super) role: &'static str,
}

impl Site {
    /// Whether the bug is there.
    pub(super) fn is_gold(&self) -> bool {
        self.start != self.right
    }
}

/// A place that the menu offers to open, and what that shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) path: String,
    pub(super) line: u32,
    pub(super) shows: FactSet,
}

/// What the tests say of a package, one bit each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Judged {
    passes: [u64; MOST_TESTS / 64],
    /// Tests there are.
    pub(super) count: u16,
    /// Why what they say counts for nothing, if it does; then none passes.
    pub(super) void: Option<Void>,
    /// What the hidden tests say, where these are all passed and there are such.
    pub(super) hidden: Option<HiddenCount>,
}

/// What hidden tests say of a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct HiddenCount {
    /// Those that pass.
    pub(super) passed: u16,
    /// All of them.
    pub(super) of: u16,
}

/// Why tests say nothing of a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Void {
    /// It uses what a package may not.
    Forbidden,
    /// Tests that have to fail pass.
    Forged,
}

impl Void {
    /// Its name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Forbidden => "forbidden",
            Self::Forged => "forged",
        }
    }
}

impl Judged {
    /// Of tests in order.
    pub(super) fn of(passed: impl Iterator<Item = bool>) -> Self {
        let mut judged = Self::default();
        for (at, passed) in passed.enumerate().take(MOST_TESTS) {
            judged.passes[at / 64] |= u64::from(passed) << (at % 64);
            judged.count = at as u16 + 1;
        }
        judged
    }

    /// Of so many tests that say nothing.
    pub(super) fn void(count: usize, why: Void) -> Self {
        Self {
            void: Some(why),
            ..Self::of((0..count).map(|_| false))
        }
    }

    /// Whether a test passes.
    pub(super) fn passes(&self, test: usize) -> bool {
        test < MOST_TESTS && self.passes[test / 64] >> (test % 64) & 1 == 1
    }

    /// How many pass.
    pub(super) fn passing(&self) -> usize {
        self.passes
            .iter()
            .map(|word| word.count_ones() as usize)
            .sum()
    }

    /// Whether all do, and the hidden ones where there are such: what an end is graded by.
    pub(super) fn right(&self) -> bool {
        self.all() && self.hidden.is_none_or(|hidden| hidden.passed == hidden.of)
    }

    /// Whether all tests pass that are shown.
    pub(super) fn all(&self) -> bool {
        self.count > 0 && self.passing() == usize::from(self.count)
    }
}

/// What an agent's tools remember besides files.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
pub struct Desk {
    /// The shell's session, once there was one.
    pub(super) session: Option<Session>,
    /// SWE-agent's window.
    pub(super) window: Windowed,
    /// What `str_replace_editor` can take back.
    pub(super) history: Replacing,
}

/// What the dynamics depend on.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
pub struct State {
    /// What differs from the files at the start.
    pub(super) changes: Arc<Changes>,
    pub(super) desk: Arc<Desk>,
    pub(super) known: FactSet,
    /// What the original tests say of the package as it is; a function of it.
    pub(super) judged: Judged,
    /// Of a package of the agent's own that does not pass: the fewest places, by their numbers, with whose right lines it does,
    /// if any; a function of the files.
    pub(super) carried: Option<FactSet>,
    /// Whether it was shown that all tests pass, since the package was last changed.
    pub(super) verified: bool,
    /// What is shown.
    pub(super) shown: Option<Arc<str>>,
    /// Set by the end: whether it was right.
    pub(super) ended: Option<bool>,
}

/// What an agent does. Paths are as the project names them, or absolute outside it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Show the names of files that match.
    FindFile(Arc<str>),
    /// Show which files have lines that match, and how many.
    SearchDir(Arc<str>),
    /// Show the lines of a file that match.
    SearchFile(Arc<str>, Arc<str>),
    /// Show a file around a line.
    Open(Arc<str>, u32),
    /// Move the window to a line.
    Goto(u32),
    /// Move it up.
    ScrollUp,
    /// Move it down.
    ScrollDown,
    /// Write other lines for some.
    Edit(Arc<LineEdit>),
    /// Make a file.
    Create(Arc<str>, Arc<str>),
    /// Run tests whose ids contain a text.
    Tests(Arc<str>),
    /// Run a line of bash.
    Bash(Arc<str>),
    /// Call `str_replace_editor`.
    Editor(Arc<EditCall>),
    /// Put everything back.
    Restart,
    /// End.
    Submit,
}

/// Other lines for some.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LineEdit {
    /// The file.
    pub path: Arc<str>,
    /// The first line, from 1.
    pub first: u32,
    /// The last.
    pub last: u32,
    /// What takes their place, without the last end of line; empty for nothing.
    pub text: Arc<str>,
}

/// A path as it stands in the tree.
pub(super) fn absolute(path: &str) -> String {
    super::files::absolute(ROOT, path)
}

/// A path as the project names it.
pub(super) fn relative(path: &str) -> &str {
    path.strip_prefix(ROOT)
        .and_then(|rest| rest.strip_prefix('/'))
        .unwrap_or(path)
}

/// Whether a file, as the project names it, is of the tests or decides how they run.
pub(super) fn is_test(name: &str) -> bool {
    const DECIDES: [&str; 8] = [
        "pyproject.toml",
        "setup.cfg",
        "tox.ini",
        "pytest.ini",
        "conftest.py",
        "sitecustomize.py",
        "usercustomize.py",
        "unittest.py",
    ];
    name == "tests"
        || name.starts_with("tests/")
        || DECIDES.contains(&name)
        || name.ends_with(".pth")
}

/// Whether a file of a project as it is at the start, as the project names it, is of the tests or decides how they run: in
/// projects from elsewhere tests lie in the package too, or beside it.
pub(super) fn is_test_file(name: &str) -> bool {
    let mut parts = name.rsplit('/');
    let stem = parts.next().and_then(|file| file.strip_suffix(".py"));
    let is_module = |stem: &str| {
        stem.starts_with("test_")
            || stem.ends_with("_test")
            || ["test", "tests", "conftest"].contains(&stem)
    };
    is_test(name)
        || parts.any(|folder| folder == "tests" || folder == "test")
        || stem.is_some_and(is_module)
}
