//! What runs of tests tell: which fail, and whether all pass, by what of a report was shown.

mod pytest;

use super::{
    files::{self, Tree},
    guest::{ROOT, Ran, Report},
    shell::{Program, Request},
    text,
    types::{Def, Origin},
};
use std::collections::BTreeSet;

/// What a report tells whoever reads what is shown of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tells {
    /// Whether it shows a test that fails: any of all, or of a part one that failed at the start.
    pub(super) fails: bool,
    /// Of a run of all tests, whether they pass.
    pub(super) all: Option<bool>,
}

/// What `run_tests` tells, where the tests are as they were.
pub(super) fn tells(def: &Def, report: &Report, which: &str, shown: &str) -> Tells {
    let all = which.eq_ignore_ascii_case(text::ALL) && report.names(&def.ids);
    let failing = report.tests.iter().filter(|test| !test.passed);
    let mut failing = failing.filter(|test| counts(def, &test.id, all));
    Tells {
        fails: failing.any(|test| is_shown(&text::headline(test), shown)),
        all: all.then(|| report.all_pass()),
    }
}

/// Whether a test that fails says which tests fail: in a run of all any of the project's, in one of a part those of the
/// issue.
fn counts(def: &Def, id: &str, all: bool) -> bool {
    let test = def.ids.iter().position(|known| known == id);
    test.is_some_and(|test| all || !def.judged.passes(test))
}

fn is_shown(line: &str, shown: &str) -> bool {
    !line.is_empty() && shown.lines().any(|other| other == line)
}

/// What `python -m unittest` or `pytest` said in a shell, the tests as they were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// The lines that name tests of the project that do not pass, and those tests.
    failing: Vec<(String, String)>,
    /// Whether all tests were asked for.
    all: bool,
    /// The last line, if all passed.
    passed: Option<String>,
    /// What was run: the key of the package.
    package: u128,
}

impl Run {
    /// Of a request that was carried out, if it was one to run tests.
    pub(super) fn of(def: &Def, tree: &Tree, request: &Request, ran: &Ran) -> Option<Self> {
        let Program::Module(program) = &request.program else {
            return None;
        };
        let is_inside = request.cwd == ROOT || request.cwd.starts_with(&format!("{ROOT}/"));
        if !is_inside || !def.tests_are_whole(tree) {
            return None;
        }
        let (failing, asks_all, passed) = match program.as_str() {
            "unittest" => {
                let last = ran.stderr.lines().next_back().unwrap_or_default();
                let passed = last.starts_with("OK").then_some(last);
                let lines = ran.stderr.lines();
                let failing = lines.filter_map(|line| Some((line, by_unittest(def, line)?)));
                (failing.collect::<Vec<_>>(), asks_all(def, request), passed)
            }
            "pytest" => {
                let last = ran.stdout.lines().next_back().unwrap_or_default();
                let passed = (ran.status == 0 && pytest::all_passed(def, last)).then_some(last);
                let lines = ran.stdout.lines();
                let failing = lines.filter_map(|line| Some((line, pytest::failing(def, line)?)));
                (failing.collect(), pytest::asks_all(def, request), passed)
            }
            _ => return None,
        };
        let failing = failing.into_iter();
        Some(Self {
            failing: failing.map(|(line, id)| (line.to_owned(), id)).collect(),
            // What is found in a project from elsewhere need not be what it is judged by.
            all: def.origin == Origin::Drawn && asks_all,
            passed: passed.map(str::to_owned),
            package: def.graded(tree).key(),
        })
    }

    /// Whether what is shown says which tests fail.
    pub(super) fn shows_failing(&self, def: &Def, shown: &str) -> bool {
        let mut failing = self
            .failing
            .iter()
            .filter(|(_, id)| counts(def, id, self.all));
        failing.any(|(line, _)| is_shown(line, shown))
    }

    /// Whether what is shown says that all tests pass, of a package that is still the one of this key.
    pub(super) fn shows_passing(&self, package: u128, shown: &str) -> bool {
        let passed = self.passed.as_deref().unwrap_or_default();
        self.all && self.package == package && is_shown(passed, shown)
    }
}

/// The test of the project that a line of unittest's says does not pass.
fn by_unittest(def: &Def, line: &str) -> Option<String> {
    let named = ["FAIL: ", "ERROR: "]
        .iter()
        .find_map(|word| line.strip_prefix(word))?;
    let (_, id) = named.split_once(" (")?;
    let id = id.split_once(')')?.0;
    let full = [id.to_owned(), format!("tests.{id}")];
    full.into_iter().find(|id| def.ids.contains(id))
}

/// Whether a call of unittest asks for all tests of the project: it finds them itself, or all their modules are named.
fn asks_all(def: &Def, request: &Request) -> bool {
    const PLAIN: [&str; 12] = [
        "-v",
        "--verbose",
        "-q",
        "--quiet",
        "-b",
        "--buffer",
        "-f",
        "--failfast",
        "-c",
        "--catch",
        "--locals",
        "discover",
    ];
    let (mut start, mut named, mut discovers) = (None, BTreeSet::new(), false);
    let mut words = request.arguments.iter();
    while let Some(word) = words.next() {
        discovers |= word == "discover" && named.is_empty();
        match word.as_str() {
            "-s" | "--start-directory" => start = words.next().cloned(),
            "-t" | "--top-level-directory" => {
                words.next();
            }
            "-p" | "--pattern" => {
                if !words
                    .next()
                    .is_some_and(|p| ["test*.py", "test_*.py", "*.py"].contains(&p.as_str()))
                {
                    return false;
                }
            }
            word if PLAIN.contains(&word) => {}
            word if word.starts_with('-') => return false,
            word if discovers && start.is_none() => start = Some(word.to_owned()),
            word => {
                named.insert(word.trim_end_matches(".py").replace('/', "."));
            }
        }
    }
    if named.is_empty() {
        let start = files::absolute(&request.cwd, start.as_deref().unwrap_or("."));
        return start == ROOT || start == format!("{ROOT}/tests");
    }
    let module = |id: &String| id.rsplitn(3, '.').nth(2).unwrap_or_default().to_owned();
    !discovers
        && def
            .ids
            .iter()
            .map(module)
            .all(|module| named.contains(&module))
}
