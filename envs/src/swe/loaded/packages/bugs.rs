//! Instances in SWE-smith's format over a package: our operators' bugs, each tried on the package's own tests.

use super::{PackageError, Suite, issue};
use crate::swe::{
    bugs::{Candidate, Invalid, Operator, Shape, Verdict, candidates, python},
    files::diff::{self, Slide},
    guest::{Guest, ROOT, Report},
    loaded::project,
    repos::{Repository, SourceFile},
    types::{MOST_TESTS, is_test_file},
};
use serde_json::{Value, json};
use truestep_core::chance::Seed;

/// Bugs that are tried for one that is wanted, at most.
const TRIED_EACH: usize = 8;

/// Lines that a patch shows around a change.
const CONTEXT: usize = 3;

/// What is to be made.
#[derive(Clone, Copy, Debug)]
pub struct Making {
    /// Instances that are wanted.
    pub wanted: usize,
    /// What they are drawn from.
    pub seed: Seed,
}

/// Instances, and what became of the bugs that are none.
#[derive(Clone, Debug, Default)]
pub struct Made {
    /// Entries of a file of instances: `instance_id`, `repo`, `patch` (which makes the bug), `FAIL_TO_PASS`, `PASS_TO_PASS` and
    /// `problem_statement`.
    pub entries: Vec<Value>,
    /// Bugs that were tried.
    pub tried: usize,
    /// Those that no test noticed.
    pub survived: usize,
    /// Those that more tests failed of than may.
    pub too_many: usize,
    /// Files of the package that are no Python this reads, in which no bugs are made.
    pub unread: Vec<String>,
}

impl Suite {
    /// Make instances of a package: mistakes of one place, one in eight two mistakes of a file, one in eight a function without
    /// its body. Each fails one test at least, and four in ten at most, of those that pass.
    ///
    /// # Errors
    /// [`PackageError`] if the package has too many tests, or no interpreter is to be had.
    pub fn instances(&self, guest: &Guest, making: Making) -> Result<Made, PackageError> {
        let ids: Vec<String> = self
            .tests
            .iter()
            .filter(|test| test.passed)
            .map(|test| test.id.clone())
            .collect();
        if ids.len() > MOST_TESTS {
            return Err(self.package.untested(format!(
                "{} pass, and at most {MOST_TESTS} are counted",
                ids.len()
            )));
        }
        let (repository, unread) = self.repository();
        let mut made = Made {
            unread,
            ..Made::default()
        };
        for bug in self
            .bugs(&repository, making.seed)?
            .iter()
            .take(making.wanted * TRIED_EACH)
        {
            if made.entries.len() == making.wanted {
                break;
            }
            made.tried += 1;
            let Some(report) = self.tried(guest, &repository, bug, &ids)? else {
                continue;
            };
            match said(&ids, &report) {
                Ok(verdict) => {
                    // As they are judged, those that fail first: what says something else then hangs on what ran before it.
                    let judged = [&verdict.fail_to_pass[..], &verdict.pass_to_pass].concat();
                    let again = self.tried(guest, &repository, bug, &judged)?;
                    if again.is_none_or(|again| said(&ids, &again).as_ref() != Ok(&verdict)) {
                        continue;
                    }
                    let number = made.entries.len();
                    made.entries
                        .extend(self.entry((&repository, bug), &verdict, &report, number));
                }
                Err(Invalid::Survived) => made.survived += 1,
                Err(_) => made.too_many += 1,
            }
        }
        Ok(made)
    }

    /// The package as a project of ours: the files of it that are Python this reads, without tests.
    fn repository(&self) -> (Repository, Vec<String>) {
        let (source, mut files, mut unread) = (self.package.source.as_str(), vec![], vec![]);
        for (path, bytes) in &self.files {
            let is_inside = path
                .strip_prefix(source)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
            if !is_inside || !path.ends_with(".py") || is_test_file(path) {
                continue;
            }
            match std::str::from_utf8(bytes) {
                // Its lines are written back with the ends they have.
                Ok(text) if python::parse(text).is_ok() && !text.contains('\r') => {
                    files.push(SourceFile {
                        path: path.clone(),
                        text: text.to_owned(),
                    })
                }
                _ => unread.push(path.clone()),
            }
        }
        let repository = Repository {
            skeleton: &self.package.name,
            package: self.package.name.clone(),
            files,
        };
        (repository, unread)
    }

    /// Bugs in drawn order.
    fn bugs(&self, repository: &Repository, seed: Seed) -> Result<Vec<Candidate>, PackageError> {
        let of = |shape: Shape| {
            let found = candidates(repository, shape, seed);
            found.map_err(|error| self.package.untested(error.to_string()))
        };
        let mut rarer = [
            of(Shape::SameFile)?.into_iter(),
            of(Shape::Feature)?.into_iter(),
        ];
        let mut bugs = vec![];
        for (at, single) in of(Shape::Single)?.into_iter().enumerate() {
            bugs.push(single);
            // After three of one place one of the rarer, in turn.
            if at % 3 == 2 {
                bugs.extend(rarer[at / 3 % 2].next());
            }
        }
        Ok(bugs)
    }

    /// What the tests say of the package with a bug; nothing for one that cannot be written.
    fn tried(
        &self,
        guest: &Guest,
        repository: &Repository,
        bug: &Candidate,
        ids: &[String],
    ) -> Result<Option<std::sync::Arc<Report>>, PackageError> {
        let mut tree = self.tree.clone();
        for file in bug.buggy(repository) {
            if tree
                .write(&format!("{ROOT}/{}", file.path), file.text)
                .is_err()
            {
                return Ok(None);
            }
        }
        self.report(guest, &tree, ids).map(Some)
    }

    fn entry(
        &self,
        (repository, bug): (&Repository, &Candidate),
        verdict: &Verdict,
        report: &Report,
        number: usize,
    ) -> Option<Value> {
        let patch: String = bug
            .buggy(repository)
            .iter()
            .filter_map(|file| {
                let right = repository.file(&file.path)?;
                let unified = diff::unified(
                    right.as_bytes(),
                    file.text.as_bytes(),
                    CONTEXT,
                    Slide::Indent,
                );
                let unified = String::from_utf8(unified).ok()?;
                Some(format!("--- a/{0}\n+++ b/{0}\n{unified}", file.path))
            })
            .collect();
        let is_file = |path: &str| self.files.contains_key(path);
        let names = |ids: &[String]| -> Option<Vec<String>> {
            ids.iter()
                .map(|id| project::of_pytest(id, is_file))
                .collect()
        };
        let kind = match bug.operators.as_slice() {
            [one] => one.name(),
            _ => "combine-file",
        };
        let source = self.package.folder();
        let is_unwritten = bug.operators.contains(&Operator::FeatureRemoval);
        Some(json!({
            "instance_id": format!("{source}.{kind}__{number}"),
            "repo": format!("swesmith/{source}"),
            "patch": patch,
            "FAIL_TO_PASS": names(&verdict.fail_to_pass)?,
            "PASS_TO_PASS": names(&verdict.pass_to_pass)?,
            "problem_statement": issue::write(self, report, &verdict.fail_to_pass, is_unwritten),
        }))
    }
}

/// What a run says of a bug.
fn said(ids: &[String], report: &Report) -> Result<Verdict, Invalid> {
    let run = report.tests.iter();
    let run: Vec<(String, bool)> = run.map(|test| (test.id.clone(), test.passed)).collect();
    Verdict::of(ids, &run)
}
