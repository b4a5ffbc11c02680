"""Runs the files of tests that it is given by pytest, and writes to the first of its arguments what came of each test."""

import json
import sys

try:
    import pytest
except ImportError:
    sys.exit("there is no pytest: install it for this Python")


class Kept:
    """What came of each test; one passes if nothing of it failed and it ran."""

    def __init__(self):
        self.passed = {}

    def pytest_runtest_logreport(self, report):
        if report.when == "call":
            self.passed[report.nodeid] = report.passed and self.passed.get(report.nodeid, True)
        elif not report.passed:
            self.passed[report.nodeid] = False


kept = Kept()
out, *files = sys.argv[1:]
# The current folder, which `-m` would have put first.
sys.path.insert(0, "")
pytest.main(["--quiet", "--rootdir=.", "-p", "no:cacheprovider", "-o", "addopts=", *files], plugins=[kept])
with open(out, "w", encoding="utf-8") as file:
    json.dump(kept.passed, file)
