//! Running unit tests: the host asks for each by its id, and counts.
//!
//! What is under test shares an interpreter with its tests, so that no channel between the two and the host is beyond its
//! reach; what it takes to deceive the host is made as large as it can be. The host names every test and takes one answer
//! to each, so that a test cannot be left out, added, or answered for by another. Whoever ends the interpreter ends one
//! test. After each test the guest compares what decides tests - classes, methods, their code - with what it was when the
//! guest was built, and after drawn ones and the last the host runs tests of its own whose results it knows and the guest does
//! not. Where anything but a plain answer comes back, all is run again in fresh instances, with the host's tests after each:
//! then what was changed is told of the test that changed it. Who wants more runs tests that the code under test has never
//! seen, and holds the result against a second run.

use super::{End, Files, Python, Raised, USUAL_NOW_MS, instance::Instance};
use crate::{
    error::{Cause, Phase, SandboxError},
    limits::Limit,
};
use serde::Deserialize;
use std::sync::Arc;
use xxhash_rust::xxh3::{Xxh3Default, xxh3_64_with_seed};

/// Fuel of the host's own two tests.
const PROBE_FUEL: u64 = 50_000_000;
/// Of so many tests one is followed by the host's own, where nothing has looked odd yet: they take more than most tests do.
const PROBED: u64 = 8;

/// Tests, and what they find.
#[derive(Clone, Debug)]
pub struct Tests {
    /// Tests and what they test.
    pub files: Files,
    /// The folder that is searched for tests, worked in and imported from.
    pub root: String,
    /// Which files hold tests.
    pub pattern: String,
    /// Ids of the tests to run, in this order; all there are if empty. One there is not is [`Outcome::Missing`].
    pub expected: Vec<String>,
    /// After so many that did not pass the others are left out; by default none are.
    pub enough: usize,
    /// Fuel of one test. All together have the limit `fuel`.
    pub fuel_per_test: u64,
    /// Virtual time at the beginning, in milliseconds since 1970.
    pub now_ms: i64,
    /// Seed of randomness.
    pub seed: u64,
}

impl Tests {
    /// All tests in files named `test*.py` in and below this folder.
    #[must_use]
    pub fn new(files: Files, root: &str) -> Self {
        Self {
            files,
            root: root.to_owned(),
            pattern: "test*.py".to_owned(),
            expected: vec![],
            enough: usize::MAX,
            fuel_per_test: 2_000_000_000,
            now_ms: USUAL_NOW_MS,
            seed: 0,
        }
    }
}

/// What came of a test.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// It passed.
    Passed,
    /// An assertion did not hold.
    Failed,
    /// It raised something else, or its class or module could not be set up.
    Error,
    /// It says that it is not to be run.
    Skipped,
    /// It failed, as it says it does.
    ExpectedFailure,
    /// It passed, though it says it does not.
    UnexpectedSuccess,
    /// What decides tests was changed: nothing can be said of it.
    Tampered,
    /// It was stopped.
    Stopped(Cause),
    /// There is no such test.
    Missing,
    /// Fuel for all tests was spent before its turn, or the tests could not be loaded.
    NotRun,
}

impl Outcome {
    /// Whether the test says that what it tests is right. Skipping, missing and not running say nothing of the kind.
    #[must_use]
    pub fn is_pass(&self) -> bool {
        matches!(self, Self::Passed | Self::ExpectedFailure)
    }

    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "passed" => Self::Passed,
            "failed" => Self::Failed,
            "error" => Self::Error,
            "skipped" => Self::Skipped,
            "expected_failure" => Self::ExpectedFailure,
            "unexpected_success" => Self::UnexpectedSuccess,
            "tampered" => Self::Tampered,
            "missing" => Self::Missing,
            _ => return None,
        })
    }
}

/// One test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestResult {
    /// Its id, such as `tests.test_cart.Cart.test_total`.
    pub id: String,
    /// What came of it.
    pub outcome: Outcome,
    /// The traceback, or why it was skipped; at most 4,000 characters.
    pub text: String,
}

/// What came of all tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tested {
    /// Every test that was asked for, in order, up to the one that was [enough](Tests::enough).
    pub results: Vec<TestResult>,
    /// Why the tests could not be found, if they could not.
    pub trouble: Option<End>,
    /// What was written to standard output.
    pub stdout: String,
    /// What was written to standard error.
    pub stderr: String,
    /// Fuel of all that these results come from: the same on every machine. Compiling modules is not in it.
    pub fuel: u64,
}

impl Tested {
    /// Whether there are tests and each of them passed.
    #[must_use]
    pub fn all_pass(&self) -> bool {
        !self.results.is_empty() && self.results.iter().all(|result| result.outcome.is_pass())
    }

    /// The outcome of a test.
    #[must_use]
    pub fn outcome(&self, id: &str) -> Option<&Outcome> {
        let result = self.results.iter().find(|result| result.id == id)?;
        Some(&result.outcome)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Found {
    Ids(Vec<String>),
    Raised(Raised),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    outcome: String,
    text: String,
}

/// After which tests the host runs its own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Probed {
    /// Drawn ones and the last, in one instance, and only as long as every answer is a plain one.
    Some,
    /// Each, over as many instances as it takes.
    Each,
}

/// A run of tests.
struct Run<'a> {
    python: &'a Python,
    tests: &'a Tests,
    compiled: &'a [(String, Arc<[u8]>)],
    probed: Probed,
    /// Whether a run that does not look at each test saw anything but plain answers: nothing of it is believed then.
    doubted: bool,
    /// What the draws of the host's own tests come from: nothing that is tested knows it.
    draws: u64,
    fuel_left: u64,
    probes: u64,
    stdout: String,
    stderr: String,
}

impl Python {
    /// Run tests, each once.
    ///
    /// # Errors
    /// If there is no instance free or the root cannot be entered. What tests do is in their results.
    pub fn test(&self, tests: &Tests) -> Result<Tested, SandboxError> {
        let compiled = self.compiled_in(&tests.root, &tests.files)?;
        let mut hasher = Xxh3Default::new();
        for (path, code) in &compiled {
            hasher.update(path.as_bytes());
            hasher.update(code);
        }
        let run = |probed| Run {
            python: self,
            tests,
            compiled: &compiled,
            probed,
            doubted: false,
            draws: hasher.digest() ^ !tests.seed,
            fuel_left: self.limits().of(Limit::Fuel),
            probes: 0,
            stdout: String::new(),
            stderr: String::new(),
        };
        let mut seen = run(Probed::Some);
        let mut found = seen.all()?;
        if seen.doubted {
            seen = run(Probed::Each);
            found = seen.all()?;
        }
        let (results, trouble) = found;
        Ok(Tested {
            results,
            trouble,
            fuel: self.limits().of(Limit::Fuel) - seen.fuel_left,
            stdout: seen.stdout,
            stderr: seen.stderr,
        })
    }
}

impl<'a> Run<'a> {
    /// A fresh instance with the tests found in it, or why they cannot be found.
    fn begin(&mut self) -> Result<(Instance<'a>, Result<Vec<String>, End>), SandboxError> {
        let tests = self.tests;
        let mut given = self.python.given(&tests.files, tests.now_ms, tests.seed);
        given.compiled = self.compiled.to_vec();
        let mut instance = Instance::begin(&self.python.0, given, &tests.root, self.fuel_left)?;
        let answer = instance.ask(Phase::LoadTests, async |guest, store| {
            guest
                .call_load_tests(store, &tests.root, &tests.pattern)
                .await
        });
        let found = match answer {
            Ok(Ok(Found::Ids(ids))) => Ok(ids),
            Ok(Ok(Found::Raised(raised))) => Err(End::Raised(raised)),
            Ok(Err(cause)) => Err(End::Stopped(cause)),
            // A module that is imported tampered with what answers.
            Err(error) => Err(End::Stopped(Cause::Trap(error.to_string()))),
        };
        Ok((instance, found))
    }

    /// Another instance after one that was stopped; none if the fuel left is not enough for it.
    fn begin_again(&mut self) -> Result<Option<Instance<'a>>, SandboxError> {
        if self.fuel_left == 0 {
            return Ok(None);
        }
        match self.begin() {
            Ok((instance, Ok(_))) => Ok(Some(instance)),
            Ok((instance, Err(_))) => {
                let spent = instance.spent();
                self.end(instance, spent);
                Ok(None)
            }
            Err(SandboxError::Stopped { .. }) => {
                self.fuel_left = 0;
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    fn end(&mut self, instance: Instance<'a>, spent: u64) {
        self.fuel_left = self.fuel_left.saturating_sub(spent);
        let left = instance.leave();
        self.stdout.push_str(&left.stdout);
        self.stderr.push_str(&left.stderr);
    }

    fn all(&mut self) -> Result<(Vec<TestResult>, Option<End>), SandboxError> {
        let (instance, found) = self.begin()?;
        let mut results = vec![];
        let result = |id: &String, outcome| TestResult {
            id: id.clone(),
            outcome,
            text: String::new(),
        };
        let found = match found {
            Ok(found) => found,
            Err(end) => {
                let spent = instance.spent();
                self.end(instance, spent);
                let not_run = |id| result(id, Outcome::NotRun);
                let results = self.tests.expected.iter().map(not_run).collect();
                return Ok((results, Some(end)));
            }
        };
        let asked = if self.tests.expected.is_empty() {
            found
        } else {
            self.tests.expected.clone()
        };
        let mut running = Some(instance);
        let mut failed = 0;
        for (place, id) in asked.iter().enumerate() {
            if failed >= self.tests.enough || self.doubted {
                break;
            }
            let mut instance = match running.take() {
                Some(instance) => instance,
                None => {
                    let Some(instance) = self.begin_again()? else {
                        results.push(result(id, Outcome::NotRun));
                        continue;
                    };
                    instance
                }
            };
            let left = self.fuel_left.saturating_sub(instance.spent());
            if left == 0 {
                results.push(result(id, Outcome::NotRun));
                running = Some(instance);
                continue;
            }
            instance.refuel(left.min(self.tests.fuel_per_test));
            let (test, over) = self.one(&mut instance, (place, id))?;
            failed += usize::from(!test.outcome.is_pass());
            self.doubted = over && self.probed == Probed::Some;
            results.push(test);
            if over {
                let spent = instance.spent();
                self.end(instance, spent);
            } else {
                running = Some(instance);
            }
        }
        if let Some(mut instance) = running {
            self.look_at_last(&mut instance);
            let left = self.fuel_left.saturating_sub(instance.spent());
            instance.refuel(left.min(self.tests.fuel_per_test));
            // What a last class says when it is torn down is no test's result.
            drop(instance.call(Phase::Test, async |guest, store| {
                guest.call_end_tests(store).await
            }));
            let spent = instance.spent();
            self.end(instance, spent);
        }
        Ok((results, None))
    }

    /// The host's own tests after the last one, where there was not one after each.
    fn look_at_last(&mut self, instance: &mut Instance<'_>) {
        if self.probed == Probed::Some && !self.doubted {
            let left = self.fuel_left.saturating_sub(instance.spent());
            instance.refuel(left.min(PROBE_FUEL));
            self.doubted = !self.tells_right_from_wrong(instance).unwrap_or(false);
        }
    }

    /// One test, and whether its instance is of no more use.
    fn one(
        &mut self,
        instance: &mut Instance<'_>,
        (place, id): (usize, &str),
    ) -> Result<(TestResult, bool), SandboxError> {
        let result = |outcome, text| TestResult {
            id: id.to_owned(),
            outcome,
            text,
        };
        let said = instance.ask::<Said>(Phase::Test, async |guest, store| {
            guest.call_run_test(store, id).await
        });
        let said = match said {
            Ok(Ok(said)) => said,
            Ok(Err(cause)) => return Ok((result(Outcome::Stopped(cause), String::new()), true)),
            Err(SandboxError::Guest { .. }) => {
                return Ok((result(Outcome::Tampered, String::new()), true));
            }
            Err(error) => return Err(error),
        };
        let outcome = Outcome::named(&said.outcome).unwrap_or(Outcome::Tampered);
        let left = self.fuel_left.saturating_sub(instance.spent());
        instance.refuel(left.min(PROBE_FUEL));
        let sound = match outcome {
            Outcome::Tampered => false,
            _ if !self.is_probed(place) => true,
            _ => match self.tells_right_from_wrong(instance) {
                Ok(sound) => sound,
                Err(cause) => return Ok((result(Outcome::Stopped(cause), String::new()), true)),
            },
        };
        if !sound {
            let text = "what decides tests was changed by this test or what it tests".to_owned();
            return Ok((result(Outcome::Tampered, text), true));
        }
        Ok((result(outcome, said.text), false))
    }

    /// Whether a test is followed by the host's own.
    fn is_probed(&self, place: usize) -> bool {
        let drawn = || xxh3_64_with_seed(&place.to_le_bytes(), self.draws).is_multiple_of(PROBED);
        self.probed == Probed::Each || drawn()
    }

    /// Whether two tests of the host's own, one that passes and one that fails, come out as the host knows they must.
    fn tells_right_from_wrong(&mut self, instance: &mut Instance<'_>) -> Result<bool, Cause> {
        let draw = xxh3_64_with_seed(&self.probes.to_le_bytes(), !self.tests.seed);
        self.probes += 1;
        let (left, other) = (format!("{draw:x}"), format!("{:x}", !draw));
        let mut comes_out = |right: &str, expected: &str| {
            let said = instance.ask::<Said>(Phase::Test, async |guest, store| {
                guest.call_probe_test(store, &left, right).await
            });
            match said {
                Ok(Ok(said)) => Ok(said.outcome == expected),
                Ok(Err(cause)) => Err(cause),
                Err(_) => Ok(false),
            }
        };
        #[expect(
            clippy::if_same_then_else,
            reason = "which of the two is asked first is drawn, so that nobody can count"
        )]
        Ok(if draw & 1 == 0 {
            comes_out(&left, "passed")? && comes_out(&other, "failed")?
        } else {
            comes_out(&other, "failed")? && comes_out(&left, "passed")?
        })
    }
}
