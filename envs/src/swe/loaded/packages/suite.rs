//! What a package's own tests say here, and how that compares with an interpreter of the machine's.

use super::{Package, PackageError};
use crate::swe::{
    files::Tree,
    given::ProjectFiles,
    guest::{Guest, Report, Tried},
    loaded::{harness, ids, make, source::Files},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// What a test said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Its id, as unittest has it; parameters in brackets.
    pub id: String,
    /// Whether it passed: one that is skipped has not.
    pub passed: bool,
    /// What came of it, in a word.
    pub outcome: &'static str,
    /// What it raised, in a line.
    pub raised: String,
}

impl Said {
    fn of(test: &Tried) -> Self {
        let last = test.trace.lines().next_back().unwrap_or_default();
        Self {
            id: test.id.clone(),
            passed: test.passed,
            outcome: test.outcome,
            raised: last.trim().to_owned(),
        }
    }
}

impl std::fmt::Display for Said {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} {}", self.id, self.outcome, self.raised)
    }
}

/// What unittest calls what stands for a module that it cannot import.
const UNIMPORTED: &str = "unittest.loader._FailedTest.";

/// A package with its tests, run once.
#[derive(Debug)]
pub struct Suite {
    /// The tests that are asked for, by their ids.
    pub tests: Vec<Said>,
    /// Files of tests that cannot be imported here.
    pub unimported: Vec<Said>,
    /// The files of tests.
    pub modules: Vec<String>,
    pub(super) package: &'static Package,
    pub(super) files: Files,
    pub(super) tree: Tree,
    pub(super) harness: Tree,
}

impl Suite {
    /// Find the tests of a package in a folder of sources, without those that are excluded, and run them.
    ///
    /// # Errors
    /// [`PackageError`] if the source or its tests cannot be read, or no interpreter is to be had.
    pub fn run(
        guest: &Guest,
        package: &'static Package,
        cache: &Path,
    ) -> Result<Self, PackageError> {
        let files = package.files(cache)?;
        let modules = modules(package, &files);
        // Any name stands for a module here: which tests are in it is what is asked.
        let some: Vec<String> = modules
            .iter()
            .map(|path| format!("{}.test", dotted(path)))
            .collect();
        let harness =
            harness::harness(&files, &some).map_err(|error| package.untested(error.to_string()))?;
        let tree = make::tree(&files).map_err(|reason| package.untested(reason))?;
        let mut suite = Self {
            tests: vec![],
            unimported: vec![],
            modules,
            package,
            files,
            tree,
            harness,
        };
        let all = suite.report(guest, &suite.tree, &[])?;
        let found = all.tests.iter().map(|test| test.id.as_str());
        let ids: Vec<String> = suite
            .selected(found)
            .into_iter()
            .map(str::to_owned)
            .collect();
        let names: BTreeSet<String> = suite
            .modules
            .iter()
            .map(|path| format!("{UNIMPORTED}{}", dotted(path)))
            .collect();
        suite.unimported = all
            .tests
            .iter()
            .filter(|test| names.contains(&test.id))
            .map(Said::of)
            .collect();
        if ids.is_empty() {
            let first = suite.unimported.first().map(Said::to_string);
            return Err(package.untested(first.unwrap_or_else(|| "none is found".into())));
        }
        let report = suite.report(guest, &suite.tree, &ids)?;
        suite.tests = report.tests.iter().map(Said::of).collect();
        suite.tests.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(suite)
    }

    /// What tests say of a tree.
    pub(super) fn report(
        &self,
        guest: &Guest,
        tree: &Tree,
        ids: &[String],
    ) -> Result<std::sync::Arc<Report>, PackageError> {
        let report = guest.test(&ProjectFiles::project(tree).with(&self.harness), ids)?;
        match &report.trouble {
            Some(trouble) if ids.is_empty() => Err(self.package.untested(trouble.clone())),
            _ => Ok(report),
        }
    }

    /// Those of some ids that are asked for.
    fn selected<'i>(&self, ids: impl Iterator<Item = &'i str>) -> BTreeSet<&'i str> {
        let modules: BTreeSet<String> = self.modules.iter().map(|path| dotted(path)).collect();
        let is_file = |path: &str| self.files.contains_key(path);
        let excluded: Vec<String> = self
            .package
            .excluded
            .iter()
            .map(|one| ids::of_unittest(&one.test))
            .collect();
        let is_excluded = |id: &str| {
            excluded.iter().any(|one| {
                id.strip_prefix(one.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
            })
        };
        ids.filter(|id| {
            let module = ids::module(id, is_file).map(|path| path.replace('/', "."));
            module.is_some_and(|module| modules.contains(&module)) && !is_excluded(id)
        })
        .collect()
    }

    /// Tests that pass.
    #[must_use]
    pub fn passing(&self) -> usize {
        self.tests.iter().filter(|test| test.passed).count()
    }

    /// The same tests where another interpreter has run them: whether each of them, as pytest names it, passed.
    #[must_use]
    pub fn beside(&self, there: &BTreeMap<String, bool>) -> Beside {
        let there: BTreeMap<String, bool> = there
            .iter()
            .map(|(name, passed)| (ids::of_unittest(name), *passed))
            .collect();
        let asked = self.selected(there.keys().map(String::as_str));
        let passes_there = |id: &str| there.get(id).is_some_and(|passed| *passed);
        let passing: BTreeSet<&str> = asked
            .iter()
            .copied()
            .filter(|id| passes_there(id))
            .collect();
        let here: BTreeSet<&str> = self
            .tests
            .iter()
            .filter(|test| test.passed)
            .map(|test| test.id.as_str())
            .collect();
        let names = |some: BTreeSet<&str>| some.into_iter().map(str::to_owned).collect();
        let told = |id: &str| {
            let test = self.tests.iter().find(|test| test.id == *id);
            test.map_or_else(|| format!("{id} MISSING"), Said::to_string)
        };
        Beside {
            tests: asked.len(),
            passing: passing.len(),
            only_here: names(&here - &passing),
            only_there: (&passing - &here).into_iter().map(told).collect(),
        }
    }
}

/// What another interpreter says of the same tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    /// Tests it has found of those that are asked for.
    pub tests: usize,
    /// Those that pass.
    pub passing: usize,
    /// Tests that pass in the guest and not there, by their ids.
    pub only_here: Vec<String>,
    /// Tests that pass there and not in the guest, each with what came of it here.
    pub only_there: Vec<String>,
}

impl Package {
    /// Write its source into an empty folder, for an interpreter that writes into what it runs.
    ///
    /// # Errors
    /// [`PackageError`] if the source cannot be read or the copy not be written.
    pub fn copy(&self, cache: &Path, folder: &Path) -> Result<(), PackageError> {
        for (path, bytes) in self.files(cache)? {
            let place = folder.join(&path);
            let around = place.parent().unwrap_or(folder);
            let written = fs::create_dir_all(around).and_then(|()| fs::write(&place, &bytes));
            written.map_err(|reason| PackageError::File {
                path: place.clone(),
                reason,
            })?;
        }
        Ok(())
    }
}

/// The module of a file.
fn dotted(path: &str) -> String {
    path.strip_suffix(".py").unwrap_or(path).replace('/', ".")
}

/// The files of tests that are asked for, as pytest finds them.
fn modules(package: &Package, files: &Files) -> Vec<String> {
    let is_excluded = |path: &str| package.excluded.iter().any(|one| one.test == path);
    let is_of = |path: &str| {
        package.tests.iter().any(|place| {
            let within = path.strip_prefix(place.as_str());
            within.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    };
    let holds_tests = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or(path);
        package.tests.iter().any(|place| place == path)
            || name
                .strip_suffix(".py")
                .is_some_and(|stem| stem.starts_with("test_") || stem.ends_with("_test"))
    };
    let found = files
        .keys()
        .filter(|path| is_of(path) && holds_tests(path) && !is_excluded(path));
    found.cloned().collect()
}
