"""Tests, one at a time, in the order the host asks for them.

The host names each test and counts what comes back, so that code under test cannot leave a test out, add one, or answer
for a later one. Tests and what they test share an interpreter, though, and could change what a test is: what decides a
test is therefore held against what it was when the guest was built, and the host asks tests of its own in between.
"""

import sys
import traceback
import unittest
import unittest.async_case
import unittest.case
import unittest.loader
import unittest.result
import unittest.suite

MOST_TEXT = 4_000


class _Result(unittest.result.TestResult):
    """Keeps the outcome of the test that runs; of several the worst."""

    def __init__(self):
        super().__init__()
        self.outcome, self.text = None, ""

    def _say(self, outcome, text=""):
        if self.outcome not in ("error", "failed"):
            self.outcome, self.text = outcome, text[-MOST_TEXT:]

    def addSuccess(self, test):
        self._say("passed")

    def addFailure(self, test, err):
        self._say("failed", self._exc_info_to_string(err, test))

    def addError(self, test, err):
        self._say("error", self._exc_info_to_string(err, test))

    def addSkip(self, test, reason):
        self._say("skipped", str(reason))

    def addExpectedFailure(self, test, err):
        self._say("expected_failure")

    def addUnexpectedSuccess(self, test):
        self._say("unexpected_success")

    def addSubTest(self, test, subtest, err):
        if err is not None:
            kind = "failed" if issubclass(err[0], test.failureException) else "error"
            self._say(kind, f"{subtest}\n{self._exc_info_to_string(err, test)}")


class _Probe(unittest.case.TestCase):
    """Fails in every way that says two things are not equal, or in none: anything between is an error."""

    left = right = None

    def runTest(self):
        left, right = self.left, self.right
        ways = (
            lambda: self.assertEqual(left, right),
            lambda: self.assertEqual([left], [right]),
            lambda: self.assertEqual({left: 1}, {right: 1}),
            lambda: self.assertTrue(left == right),
            lambda: self.assertFalse(left != right),
            lambda: self.assertIs(left == right, True),
            lambda: self.assertIn(left, (right,)),
            lambda: self.assertMultiLineEqual(left, right),
            lambda: self.assertRaises(KeyError, {right: 1}.__getitem__, left) if left != right else None,
            lambda: left == right or self.fail("not equal"),
        )
        failed = 0
        for way in ways:
            try:
                way()
            except AssertionError:
                failed += 1
        # A key that is not there raises what is expected of it, and that way cannot fail.
        if failed not in (0, len(ways) - 1) or self.failureException is not AssertionError:
            raise RuntimeError("some assertions hold and some do not")
        if failed:
            raise self.failureException("not equal")


# What decides a test, as it was when the guest was built.
_DECIDING = (unittest.case.TestCase, unittest.case._Outcome, unittest.result.TestResult, unittest.suite.TestSuite,
             unittest.suite.BaseTestSuite, unittest.loader.TestLoader, unittest.async_case.IsolatedAsyncioTestCase,
             unittest.case._AssertRaisesContext, unittest.case._AssertRaisesBaseContext, unittest.case._BaseTestCaseContext,
             _Result, _Probe)


def _witness(id=id, vars=vars, type=type, getattr=getattr, classes=_DECIDING):
    seen = []
    for kind in classes:
        for name, value in vars(kind).items():
            function = getattr(value, "__func__", value)
            code = getattr(function, "__code__", None)
            if code is not None:
                seen.append((name, id(function), id(code), id(function.__globals__), function.__defaults__))
    return seen


_BUILT = _witness()
STATE = {}


def load(root, pattern):
    """The ids of the tests in a folder, in order; what cannot be imported is a test that fails."""
    sys.path.insert(0, root)
    suite = unittest.TestSuite()
    tests = {}
    loader = unittest.TestLoader()
    for test in _flat(loader.discover(root, pattern, root)):
        tests.setdefault(test.id(), test)
    STATE.update(tests=tests, suite=suite, result=_Result())
    return {"ids": list(tests)}


def _flat(suite):
    for test in suite:
        if isinstance(test, unittest.suite.BaseTestSuite):
            yield from _flat(test)
        else:
            yield test


def _outcome(result):
    if _witness() != _BUILT:
        return {"outcome": "tampered", "text": "what decides a test was changed while it ran, or before"}
    return {"outcome": result.outcome or "error", "text": result.text or ""}


def run(id):
    """Run one test, and what its class or module needs before it."""
    test = STATE["tests"].get(id)
    if test is None:
        return {"outcome": "missing", "text": ""}
    suite, result = STATE["suite"], STATE["result"]
    result.outcome, result.text = None, ""
    try:
        suite._tearDownPreviousClass(test, result)
        suite._handleModuleFixture(test, result)
        suite._handleClassSetUp(test, result)
        result._previousTestClass = type(test)
        if result.outcome is None:
            failed = getattr(type(test), "_classSetupFailed", False) or getattr(result, "_moduleSetUpFailed", False)
            if failed:
                result._say("error", "its class or module could not be set up")
            else:
                test(result)
    except BaseException:
        result._say("error", traceback.format_exc())
    return _outcome(result)


def probe(left, right):
    """A test of the host's: does it pass exactly if the two are equal?"""
    result, test = _Result(), _Probe()
    test.left, test.right = left, right
    try:
        test(result)
    except BaseException:
        result._say("error", traceback.format_exc())
    return _outcome(result)


def end():
    """Tear down the last class and module."""
    if not STATE:
        return {"outcome": "passed", "text": ""}
    suite, result = STATE["suite"], STATE["result"]
    result.outcome, result.text = None, ""
    try:
        suite._tearDownPreviousClass(None, result)
        suite._handleModuleTearDown(result)
    except BaseException:
        result._say("error", traceback.format_exc())
    if result.outcome is None:
        result.outcome = "passed"
    return _outcome(result)
