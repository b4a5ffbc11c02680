"""Runs the suites of drawn projects, right and with bugs in them, and says which tests pass.

Reads a request from standard input and writes the answer to standard output, both JSON:

    {"repositories": [{"files": {PATH: TEXT}, "coverage": BOOL, "mutants": [{PATH: TEXT}]}]}
    {"repositories": [{"gold": RUN, "coverage": [HIT, LINES] | null, "mutants": [RUN]}]}

RUN is {"state": "ran" | "hung" | "broken", "tests": {ID: null | MESSAGE}}: null is a pass, a message the last line of a
trace. A run is a process of its own, forked from this one, with a limit on its time.
"""

import json
import os
import shutil
import signal
import sys
import tempfile
import unittest

SECONDS = 5


class Record(unittest.TestResult):
    """Remembers what became of each test."""

    def __init__(self):
        super().__init__()
        self.seen = {}

    def startTest(self, test):
        super().startTest(test)
        self.seen[test.id()] = None

    def addError(self, test, err):
        super().addError(test, err)
        self._remember(test)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._remember(test)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.seen[test.id()] = "skipped"

    def _remember(self, test):
        trace = (self.errors + self.failures)[-1][1] if self.errors or self.failures else ""
        error = sys.exc_info()[1]
        lines = trace.strip().splitlines()
        message = f"{type(error).__name__}: {error}" if error is not None else (lines or ["failed"])[-1]
        self.seen[test.id()] = message.splitlines()[0] if message else "failed"


def suite():
    return unittest.defaultTestLoader.discover("tests", top_level_dir=".")


def executable_lines(path):
    """The lines of a file that Python can stop at."""
    with open(path, encoding="utf-8") as file:
        codes = [compile(file.read(), path, "exec")]
    lines = set()
    while codes:
        code = codes.pop()
        lines |= {line for _, _, line in code.co_lines() if line}
        codes += [constant for constant in code.co_consts if hasattr(constant, "co_code")]
    return lines


def coverage(root, run):
    """Runs something and counts the lines of sources it reached, and all there are."""
    hits = {}

    def trace(frame, _event, _argument):
        name = frame.f_code.co_filename
        if not name.startswith(root) or "/tests/" in name:
            return None
        reached = hits.setdefault(name, set())

        def local(frame, _event, _argument):
            reached.add(frame.f_lineno)
            return local

        reached.add(frame.f_lineno)
        return local

    sys.settrace(trace)
    run()
    sys.settrace(None)
    hit = lines = 0
    for folder, _, names in os.walk(root):
        if "/tests" in folder:
            continue
        for name in names:
            if name.endswith(".py"):
                path = os.path.join(folder, name)
                there = executable_lines(path)
                lines += len(there)
                hit += len(there & hits.get(path, set()))
    return [hit, lines]


def child(root, with_coverage, pipe):
    """What a forked process does: one run of the suite."""
    os.chdir(root)
    sys.path.insert(0, root)
    sys.dont_write_bytecode = True
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    signal.alarm(SECONDS * (6 if with_coverage else 1))
    record = Record()
    counts = None
    if with_coverage:
        counts = coverage(root, lambda: suite().run(record))
    else:
        suite().run(record)
    answer = json.dumps({"tests": record.seen, "coverage": counts})
    with os.fdopen(pipe, "w") as out:
        out.write(answer)


def run(root, with_coverage=False):
    """One run in a process of its own."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(reading)
            child(root, with_coverage, writing)
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        text = pipe.read()
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        return {"state": "hung", "tests": {}}, None
    if not text:
        return {"state": "broken", "tests": {}}, None
    answer = json.loads(text)
    return {"state": "ran", "tests": answer["tests"]}, answer["coverage"]


def write(root, files):
    for path, text in files.items():
        whole = os.path.join(root, path)
        os.makedirs(os.path.dirname(whole), exist_ok=True)
        with open(whole, "w", encoding="utf-8", newline="") as file:
            file.write(text)


def repository(request):
    root = os.path.realpath(tempfile.mkdtemp(prefix="drawn-"))
    try:
        write(root, request["files"])
        gold, counts = run(root, request.get("coverage", False))
        mutants = []
        for changed in request.get("mutants", []):
            write(root, changed)
            mutants.append(run(root)[0])
            write(root, {path: request["files"][path] for path in changed})
        return {"gold": gold, "coverage": counts, "mutants": mutants}
    finally:
        shutil.rmtree(root)


def main():
    request = json.load(sys.stdin)
    json.dump({"repositories": [repository(one) for one in request["repositories"]]}, sys.stdout)


if __name__ == "__main__":
    main()
