//! Whether a candidate is an instance: what the suite says about it.

use std::collections::BTreeSet;

/// The most tests that may fail, of a hundred: a bug that breaks more says nothing about where it is.
pub const MAX_FAILING_PERCENT: usize = 40;

/// Why a candidate is no instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Invalid {
    /// No test notices.
    Survived,
    /// More tests fail than may.
    TooMany,
    /// A test was not run, or one that does not exist was.
    OtherTests,
}

/// The tests that a valid bug fails, and those it leaves alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Tests that pass without the bug and fail with it.
    pub fail_to_pass: Vec<String>,
    /// Tests that pass with it too.
    pub pass_to_pass: Vec<String>,
}

impl Verdict {
    /// Judges a run of the suite on a candidate: `expected` are all tests, which pass without it; `run` says of each whether
    /// it passed. A test that was not reached is no evidence, so the run must name exactly the expected ones.
    ///
    /// # Errors
    /// Why it is no instance.
    pub fn of(expected: &[String], run: &[(String, bool)]) -> Result<Self, Invalid> {
        let ids: BTreeSet<&str> = expected.iter().map(String::as_str).collect();
        let reached: BTreeSet<&str> = run.iter().map(|(id, _)| id.as_str()).collect();
        if ids != reached || run.len() != ids.len() {
            return Err(Invalid::OtherTests);
        }
        let sorted = |wanted: bool| -> Vec<String> {
            let some = run.iter().filter(|(_, passed)| *passed == wanted);
            let names: BTreeSet<&String> = some.map(|(id, _)| id).collect();
            names.into_iter().cloned().collect()
        };
        let (fail_to_pass, pass_to_pass) = (sorted(false), sorted(true));
        if fail_to_pass.is_empty() {
            return Err(Invalid::Survived);
        }
        if fail_to_pass.len() * 100 > run.len() * MAX_FAILING_PERCENT {
            return Err(Invalid::TooMany);
        }
        Ok(Self {
            fail_to_pass,
            pass_to_pass,
        })
    }
}
