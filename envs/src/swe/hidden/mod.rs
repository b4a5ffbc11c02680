//! Hidden tests: of the same behaviour as a project's own, with other values, which no agent is shown and no shell runs.
//!
//! They are written from what the project was drawn from. First its suite is drawn anew: what only tests are written with -
//! names, amounts, the order of things - has other values, and the skeleton's arithmetic says what follows. Then each test is
//! written with other numbers and words, and expects what the right package answers (`write.py`); names are imported from
//! other places where the package offers them. A class of tests ends with all of its own once more, in the other order. Where
//! a plain value is expected a plain value has to come (`exact.py`), and what lies near to something that the package makes
//! must not be equal to it. Whoever
//! made the tests pass that are shown, and not the behaviour, fails these.

#[cfg(test)]
mod tests;

use super::{
    decoy,
    files::Tree,
    given::ProjectFiles,
    guest::{Guest, ROOT},
    repos::{Repository, SourceFile, draw_tests},
    tasks::{Drawn, LIMITS},
    types::HiddenCount,
};
use crate::swe::bugs::python::{self, Kind};
use std::collections::BTreeSet;
use truestep_core::model::HostFault;
use xxhash_rust::xxh3::xxh3_64;

/// The program that writes them.
const WRITE: &str = include_str!("write.py");
/// Comparisons that a value of a type of its own cannot pass by saying that it is equal.
const EXACT: &str = include_str!("exact.py");
/// What takes the place of the first import.
const IMPORTS: &str = "import unittest\n\nfrom tests.exact import Exact\n";
/// Tests of a task, at most, and at least.
const MOST: usize = 64;
const LEAST: usize = 20;
/// Of them those that tell of the bug, at most.
const MOST_TELLING: usize = 24;
/// The name of the test that holds the others of its class again.
const AGAIN: &str = "test_again";

/// Tests that nobody is shown.
#[derive(Clone, Debug)]
pub(super) struct Hidden {
    /// The right project, with these tests in the place of its own.
    start: Tree,
    /// Their ids.
    ids: Vec<String>,
}

impl Hidden {
    /// All that can be written for a project that is right; nothing where they are too few.
    ///
    /// # Errors
    /// A [`HostFault`] if no interpreter is to be had.
    pub(super) fn written(
        guest: &Guest,
        repository: &Repository,
        drawn: &Drawn,
    ) -> Result<Option<Self>, HostFault> {
        let other = drawn.seed.derive("swe/hidden", 0);
        let Ok(anew) = draw_tests(drawn.skeleton, (drawn.seed, other)) else {
            return Ok(None);
        };
        let file = |file: &SourceFile| (format!("{ROOT}/{}", file.path), file.text.clone());
        let Ok(mut start) = Tree::new(anew.files.iter().map(file), LIMITS) else {
            return Ok(None);
        };
        let tests = repository.files.iter();
        let shown = tests.filter(|file| file.path.starts_with("tests/test_"));
        let shown: Vec<&str> = shown.map(|file| file.text.as_str()).collect();
        let given = serde_json::json!([repository.package, other.0 >> 1, shown]);
        let code = format!("{WRITE}\n\nmain(*{given})\n");
        let ran = guest.run_ours(&ProjectFiles::project(&start), &code)?;
        if ran.status != 0 {
            tracing::debug!("no hidden tests: {}", ran.stderr);
            return Ok(None);
        }
        for (path, bytes) in &ran.changes {
            let done = match bytes {
                Some(bytes) => start.write(path, bytes),
                None => start.remove(path),
            };
            if done.is_err() {
                return Ok(None);
            }
        }
        let all = Self::of(start);
        Ok((all.ids.len() >= LEAST).then_some(all))
    }

    /// The right project with these tests.
    pub(super) fn start(&self) -> &Tree {
        &self.start
    }

    /// Their ids.
    pub(super) fn ids(&self) -> &[String] {
        &self.ids
    }

    /// All tests of a project.
    fn of(start: Tree) -> Self {
        let ids = modules(&start).flat_map(|(module, text)| {
            let statements = python::parse(text).unwrap_or_default();
            let tests = decoy::tests(&module, &statements, text);
            tests.into_iter().map(|(id, _)| id).collect::<Vec<_>>()
        });
        let ids = ids.collect();
        Self { start, ids }
    }

    /// Those that the right project passes; nothing where they are too few.
    fn passing(mut self, guest: &Guest) -> Result<Option<Self>, HostFault> {
        let report = guest.test(&ProjectFiles::project(&self.start), &self.ids)?;
        let passed = report.tests.iter().filter(|test| test.passed);
        let passed: BTreeSet<&String> = passed.map(|test| &test.id).collect();
        self.ids.retain(|id| passed.contains(id));
        Ok((self.ids.len() >= LEAST).then_some(self))
    }

    /// Those that a task is graded by, some that tell of its bug and others from all over the suite; nothing where none tells of
    /// it: then the tests that are shown ask all there is to ask. `failing` are those of the shown ones that do.
    ///
    /// # Errors
    /// A [`HostFault`] if no interpreter is to be had.
    pub(super) fn telling(
        &self,
        guest: &Guest,
        (start, package): (&Tree, &str),
        failing: &[String],
    ) -> Result<Option<Self>, HostFault> {
        // Most that tell are of the classes of those.
        let class = |id: &str| id.rsplit_once('.').map(|(class, _)| class.to_owned());
        let classes: BTreeSet<Option<String>> = failing.iter().map(|id| class(id)).collect();
        let (near, far): (Vec<String>, Vec<String>) =
            (self.ids.iter().cloned()).partition(|id| classes.contains(&class(id)));
        let mut telling = vec![];
        for some in [near, far] {
            if telling.is_empty() {
                let files = ProjectFiles::graded(&self.start, start, package);
                let report = guest.test(&files, &some)?;
                let failed = report.tests.iter().filter(|test| !test.passed);
                telling.extend(failed.map(|test| test.id.clone()));
            }
        }
        let telling: BTreeSet<&String> = telling.iter().collect();
        let others: Vec<&String> = (self.ids.iter())
            .filter(|id| !telling.contains(id))
            .collect();
        let telling: Vec<&String> = telling.into_iter().collect();
        let telling = spread(&telling, MOST_TELLING);
        let mut kept = telling.clone();
        kept.extend(spread(&others, MOST - kept.len()));
        let Some(start) = alone(&self.start, &kept) else {
            return Ok(None);
        };
        let hidden = Self::of(start).passing(guest)?;
        Ok(hidden.filter(|hidden| telling.iter().any(|id| hidden.ids.contains(id))))
    }

    /// What they say of the package of a tree.
    ///
    /// # Errors
    /// A [`HostFault`] if no interpreter is to be had.
    pub(super) fn count(
        &self,
        guest: &Guest,
        tree: &Tree,
        package: &str,
    ) -> Result<HiddenCount, HostFault> {
        let report = guest.test(&ProjectFiles::graded(&self.start, tree, package), &self.ids)?;
        let passed = report.tests.iter().filter(|test| test.passed).count();
        Ok(HiddenCount {
            passed: passed as u16,
            of: self.ids.len() as u16,
        })
    }
}

/// The modules of tests, each with its text.
fn modules(start: &Tree) -> impl Iterator<Item = (String, &str)> {
    let folder = format!("{ROOT}/tests/");
    start.walk(ROOT).filter_map(move |(path, _)| {
        let name = path.strip_prefix(&folder)?.strip_suffix(".py")?;
        let text = start.read_text(path).ok()?;
        name.starts_with("test_")
            .then(|| (format!("tests.{name}"), text))
    })
}

/// At most so many of some, from all over them.
fn spread<'i>(some: &[&'i String], most: usize) -> Vec<&'i String> {
    let count = some.len().min(most);
    (0..count).map(|at| some[at * some.len() / count]).collect()
}

/// The project with these of its tests, and for each class of several with one that holds all of them again.
fn alone(start: &Tree, kept: &[&String]) -> Option<Tree> {
    let mut tree = start.clone();
    for (module, text) in modules(start) {
        let statements = python::parse(text).ok()?;
        let (mut edits, mut unequal) = (vec![], vec![]);
        let mut here = false;
        for class in &statements {
            let Kind::Class { name, .. } = &class.kind else {
                continue;
            };
            let of_class = format!("{module}.{}.", &text[name.clone()]);
            let tests = decoy::tests(&module, std::slice::from_ref(class), text);
            let mut names = vec![];
            for (id, test) in &tests {
                match kept.contains(&id) {
                    true => {
                        names.push(&id[of_class.len()..]);
                        let drawn = xxh3_64(id.as_bytes());
                        unequal.extend(decoy::unequal(test, text, drawn));
                    }
                    false => edits.push((test.span.clone(), "pass".to_owned())),
                }
            }
            here |= !names.is_empty();
            if names.len() > 1 {
                let calls = names.iter().rev();
                let calls =
                    calls.map(|name| format!("        self.setUp()\n        self.{name}()\n"));
                let calls: String = calls.collect();
                edits.push((
                    class.span.end..class.span.end,
                    format!("\n\n    def {AGAIN}(self) -> None:\n{}", calls.trim_end()),
                ));
            }
        }
        let path = format!("{ROOT}/{}.py", module.replace('.', "/"));
        match here {
            true => {
                // What stands at one place is written from the end: the comparisons of a last test before the test after it.
                edits.extend(unequal);
                let text = decoy::edited(text, edits)
                    .replacen("import unittest\n", IMPORTS, 1)
                    .replace("(unittest.TestCase):", "(Exact):");
                tree.write(&path, text).ok()?
            }
            false => tree.remove(&path).ok()?,
        };
    }
    tree.write(&format!("{ROOT}/tests/exact.py"), EXACT).ok()?;
    Some(tree.sealed())
}
