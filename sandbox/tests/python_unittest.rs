//! Unit tests in the Python guest, counted by the host.
#![cfg(feature = "python")]
#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests fail the test that calls them"
)]

#[path = "common/python.rs"]
mod python;

use python::python;
use truestep_sandbox::python::{End, Files, Outcome, Tested, Tests};

const CALC: &str = "def add(a, b):\n    return a + b\ndef bad(a):\n    return a - 1\n";
const TEST: &str = "import unittest
from pkg import calc
class T(unittest.TestCase):
    @classmethod
    def setUpClass(cls): cls.shared = [1]; print('set up')
    @classmethod
    def tearDownClass(cls): print('torn down')
    def test_add(self): self.assertEqual(calc.add(1, 2), 3); self.assertEqual(self.shared, [1])
    def test_bad(self): self.assertEqual(calc.bad(1), 1)
    def test_error(self): calc.nothing()
    @unittest.skip('not today')
    def test_skip(self): pass
    @unittest.expectedFailure
    def test_expected(self): self.assertTrue(False)
    @unittest.expectedFailure
    def test_unexpected(self): pass
    def test_sub(self):
        for i in range(3):
            with self.subTest(i=i): self.assertNotEqual(i, 1)
class Broken(unittest.TestCase):
    @classmethod
    def setUpClass(cls): raise ValueError('no')
    def test_a(self): pass
class Later(unittest.IsolatedAsyncioTestCase):
    async def test_async(self):
        import asyncio; await asyncio.sleep(60)
";

fn files(calc: &str, test: &str) -> Files {
    Files::new([
        ("/repo/pkg/__init__.py", ""),
        ("/repo/pkg/calc.py", calc),
        ("/repo/tests/__init__.py", ""),
        ("/repo/tests/test_calc.py", test),
    ])
    .unwrap()
}

fn test(calc: &str, test: &str) -> Tested {
    python()
        .test(&Tests::new(files(calc, test), "/repo"))
        .unwrap()
}

/// Outcomes by the last part of the ids.
fn outcomes(tested: &Tested) -> Vec<(&str, &Outcome)> {
    let last = |id: &'_ str| id.rfind('.').map_or(0, |at| at + 1);
    let results = tested.results.iter();
    results
        .map(|r| (&r.id[last(&r.id)..], &r.outcome))
        .collect()
}

#[test]
fn every_outcome_is_told_by_the_tests_id() {
    let tested = test(CALC, TEST);
    let expected = [
        ("test_a", &Outcome::Error),
        ("test_async", &Outcome::Passed),
        ("test_add", &Outcome::Passed),
        ("test_bad", &Outcome::Failed),
        ("test_error", &Outcome::Error),
        ("test_expected", &Outcome::ExpectedFailure),
        ("test_skip", &Outcome::Skipped),
        ("test_sub", &Outcome::Failed),
        ("test_unexpected", &Outcome::UnexpectedSuccess),
    ];
    assert_eq!(outcomes(&tested), expected, "{tested:#?}");
    assert_eq!(tested.stdout, "set up\ntorn down\n");
    assert_eq!(tested.trouble, None);
    assert!(!tested.all_pass());
    let id = "tests.test_calc.T.test_bad";
    let bad = tested.results.iter().find(|r| r.id == id).unwrap();
    assert!(
        bad.text.contains("AssertionError: 0 != 1") && bad.text.contains("line 9"),
        "{}",
        bad.text
    );
    assert_eq!(
        tested.outcome("tests.test_calc.T.test_add"),
        Some(&Outcome::Passed)
    );
}

#[test]
fn only_what_was_asked_for_runs_and_what_is_missing_did_not_pass() {
    let expected = [
        "tests.test_calc.T.test_add",
        "tests.test_calc.T.test_gone",
        "tests.test_calc.T.test_add",
    ];
    let tests = Tests {
        expected: expected.map(String::from).to_vec(),
        ..Tests::new(files(CALC, TEST), "/repo")
    };
    let tested = python().test(&tests).unwrap();
    let found: Vec<_> = tested
        .results
        .iter()
        .map(|r| (r.id.as_str(), &r.outcome))
        .collect();
    let outcomes = [&Outcome::Passed, &Outcome::Missing, &Outcome::Passed];
    assert_eq!(
        found,
        expected.into_iter().zip(outcomes).collect::<Vec<_>>()
    );
    assert!(!tested.all_pass());
    let nothing = python()
        .test(&Tests::new(
            Files::new([("/repo/a.py", "")]).unwrap(),
            "/repo",
        ))
        .unwrap();
    assert!(nothing.results.is_empty() && !nothing.all_pass());
}

#[test]
fn a_test_that_is_stopped_takes_no_other_with_it() {
    let hostile = "import unittest, os, sys
class T(unittest.TestCase):
    def test_a(self): pass
    def test_b_loop(self):
        while True: pass
    def test_c(self): pass
    def test_d_end(self): os._exit(0)
    def test_e_exit(self): sys.exit(0)
    def test_f_abort(self): os.abort()
    def test_g(self): pass
";
    let tests = Tests {
        fuel_per_test: 50_000_000,
        ..Tests::new(files(CALC, hostile), "/repo")
    };
    let tested = python().test(&tests).unwrap();
    let words: Vec<_> = outcomes(&tested)
        .into_iter()
        .map(|(id, outcome)| match outcome {
            Outcome::Stopped(cause) => (id, cause.kind()),
            Outcome::Passed => (id, "passed"),
            Outcome::Error => (id, "error"),
            _ => (id, "other"),
        })
        .collect();
    let expected = [
        ("test_a", "passed"),
        ("test_b_loop", "fuel"),
        ("test_c", "passed"),
        ("test_d_end", "exit"),
        ("test_e_exit", "error"),
        ("test_f_abort", "unreachable"),
        ("test_g", "passed"),
    ];
    assert_eq!(words, expected);
}

#[test]
fn fuel_for_all_ends_and_says_so() {
    let loops = "import unittest
class T(unittest.TestCase):
    def test_a(self): pass
    def test_b(self):
        while True: pass
    def test_c(self): pass
";
    let tests = Tests {
        fuel_per_test: u64::MAX,
        ..Tests::new(files(CALC, loops), "/repo")
    };
    let tested = python().test(&tests).unwrap();
    let last = outcomes(&tested)[2];
    assert_eq!(last, ("test_c", &Outcome::NotRun));
    assert_eq!(
        tested.fuel,
        python().limits().of(truestep_sandbox::Limit::Fuel)
    );
}

/// Finds the guest's own module by walking the frames that import the code under test.
const FRAMES: &str = "import sys
frame = sys._getframe()
while '_witness' not in frame.f_globals: frame = frame.f_back
found = frame.f_globals
";

/// Code under test that tries to pass without being right. None of it passes the failing test.
#[test]
fn tests_cannot_be_passed_by_changing_what_a_test_is() {
    let failing = "import unittest
from pkg import calc
class T(unittest.TestCase):
    def test_fails(self): self.assertEqual(calc.add(1, 2), 4)
    def test_passes(self): self.assertEqual(calc.add(1, 2), 3)
";
    let tricks = [
        "import unittest\nunittest.TestCase.assertEqual = lambda *a, **k: None\n",
        "import unittest\nunittest.TestCase.run = lambda self, result: result.addSuccess(self)\n",
        "import unittest.case\nunittest.case._Outcome.testPartExecutor = None\n",
        "import unittest\nunittest.TestCase.assertEqual.__code__ = (lambda self, first, second, msg=None: None).__code__\n",
        "import guest_tests\nguest_tests._Result.addFailure = guest_tests._Result.addSuccess\n",
        "import app\napp._dumps = lambda *a, **k: '{\"outcome\": \"passed\", \"text\": \"\"}'\n",
        &format!("{FRAMES}found['_Result'].addFailure = found['_Result'].addSuccess\n"),
        &format!("{FRAMES}found['run'] = lambda id: {{'outcome': 'passed', 'text': ''}}\n"),
        &format!(
            "{FRAMES}found['_witness'] = lambda: found['_BUILT']\nimport unittest\n\
             unittest.TestCase.assertEqual = lambda *a, **k: None\n"
        ),
        &format!(
            "{FRAMES}found['_witness'] = lambda: found['_BUILT']\nimport unittest\n\
             unittest.TestCase.run = lambda self, result: result.addSuccess(self)\n"
        ),
        "import json\njson.dumps = lambda *a, **k: '{\"outcome\": \"passed\", \"text\": \"\"}'\n",
        "import os, atexit\natexit.register(os._exit, 0)\n",
        "import sys\nsys.exit(0)\n",
        "import os\nos._exit(0)\n",
        "import sys\nsys.modules['unittest'].TestCase.failureException = KeyError\n",
        "class A(int):\n    def __eq__(self, other): return True\n    __hash__ = int.__hash__\n\
         def add(a, b): return A(3)\n",
    ];
    let last = tricks.len() - 1;
    for (place, trick) in tricks.into_iter().enumerate() {
        let tested = test(&format!("{CALC}{trick}"), failing);
        let passed = tested.outcome("tests.test_calc.T.test_fails") == Some(&Outcome::Passed);
        // An object that is equal to everything is an answer of the code under test, which a test has to look through.
        assert_eq!(passed, place == last, "{trick}\n{tested:#?}");
    }
}

#[test]
fn tests_that_cannot_be_found_say_why() {
    let tested = test(CALC, "import nothing_of_the_kind\n");
    assert_eq!(tested.results.len(), 1);
    assert_eq!(tested.results[0].outcome, Outcome::Error);
    assert!(
        tested.results[0].text.contains("nothing_of_the_kind"),
        "{tested:?}"
    );
    let endless = test("while True: pass\n", TEST);
    assert!(matches!(&endless.trouble, Some(End::Stopped(cause)) if cause.kind() == "fuel"));
    assert!(!endless.all_pass() && endless.results.is_empty());
}

#[test]
fn fuel_and_results_are_the_same_whether_modules_were_compiled_before_or_not() {
    let calc = format!("{CALC}# only in this test\n");
    let first = test(&calc, TEST);
    assert_eq!(test(&calc, TEST), first);
    let other = std::thread::spawn(move || test(&calc, TEST))
        .join()
        .unwrap();
    assert_eq!(other, first);
}
