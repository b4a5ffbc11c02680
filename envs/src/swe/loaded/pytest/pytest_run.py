"""Runs tests as the command `pytest` does, over what unittest and `pytest_items` find, and says so in its words."""

import linecache
import os
import re
import sys
import time
import traceback
import unittest

from pytest import Captured
from pytest_asked import USAGE, Collection, Wrong, fits, options

WIDTH = 80
LONGEST = 240


def centred(text, fill):
    text = f" {text} "
    count = max((WIDTH - len(text)) // 2, 1)
    line = fill * count + text + fill * count
    return line + fill if len(line) < WIDTH else line


def short(error):
    """What a test failed of, in a line."""
    said = "".join(traceback.format_exception_only(type(error), error)).strip().splitlines()
    return said[0].removeprefix("pytest.") if said else type(error).__name__


class Told(unittest.TestResult):
    """What came of tests, said while they run."""

    def __init__(self, run):
        super().__init__()
        self.run = run

    def startTest(self, test):
        super().startTest(test)
        self.run.begins(test)
        self.said, self.captured = None, None if self.run.asked["show"] else Captured()

    def stopTest(self, test):
        super().stopTest(test)
        output = ("", "")
        if self.captured is not None:
            output = self.captured.readouterr()
            self.captured.close()
        self.run.came(test, self.said or ("passed", None), output)
        if self.run.asked["maxfail"] and self.run.failed() >= self.run.asked["maxfail"]:
            self.stop()

    def say(self, test, outcome, error):
        if not hasattr(test, "_testMethodName"):
            # Of a class or a module: its tests are not run.
            self.run.not_set_up(test, error)
        elif self.said is None or self.said[0] in ("passed", "skipped"):
            self.said = outcome, error

    def addError(self, test, error):
        self.say(test, "failed", error[1])

    addFailure = addError

    def addSubTest(self, test, part, error):
        if error is not None:
            self.say(test, "failed", error[1])

    def addSkip(self, test, reason):
        self.say(test, "xfailed" if reason == "failed as expected" else "skipped", reason)

    def addExpectedFailure(self, test, error):
        self.say(test, "xfailed", error[1])

    def addUnexpectedSuccess(self, test):
        self.say(test, "failed", AssertionError("Unexpected success"))


WORDS = {"xfailed": "xfail"}
LETTERS = {"passed": ".", "failed": "F", "error": "E", "skipped": "s", "xfailed": "x"}


def source_of(code, line):
    """The lines of a function up to one of them."""
    first = code.co_firstlineno if code.co_name != "<module>" else line
    lines = [linecache.getline(code.co_filename, number).rstrip("\n") for number in range(first, line + 1)]
    shift = len(lines[0]) - len(lines[0].lstrip()) if lines else 0
    lines = [text[shift:] for text in lines]
    return [f"{'>' if at == len(lines) - 1 else ' '}   {text}".rstrip() for at, text in enumerate(lines)]


def arguments(frame):
    """What a function was called with, and a blank line; nothing if with nothing."""
    code = frame.f_code
    lines, line = [], ""
    for name in code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]:
        if name not in frame.f_locals:
            continue
        try:
            value = repr(frame.f_locals[name])
        except Exception as error:
            value = f"<[{type(error).__name__}() raised in repr()]>"
        value = value if len(value) <= LONGEST else f"{value[: LONGEST // 2]}...{value[-LONGEST // 2 :]}"
        one = f"{name} = {value}"
        if line and len(line) + 2 + len(one) > WIDTH:
            lines.append(line)
            line = one
        else:
            line = f"{line}, {one}" if line else one
    lines += [line] if line else []
    return [*lines, ""] if lines else []


class Run:
    """One run."""

    def __init__(self, asked, root, tests):
        self.asked, self.root, self.tests = asked, root, tests
        self.of = {id(test.case): test for test in tests}
        self.outcomes, self.column, self.path = [], 0, None

    def failed(self):
        return sum(outcome in ("failed", "error") for _, outcome, _, _ in self.outcomes)

    def write(self, text):
        sys.stdout.write(text)
        self.column += len(text)

    def end_line(self):
        if self.column:
            share = f"[{100 * len(self.outcomes) // max(len(self.tests), 1):3d}%]"
            self.write(" " * max(WIDTH - 1 - len(share) - self.column, 1) + share + "\n")
        self.column = 0

    def begins(self, case):
        """Name a test whose own output comes next."""
        if self.asked["show"] and self.asked["verbose"] > self.asked["quiet"] and id(case) in self.of:
            self.write(f"{self.of[id(case)].node} ")

    def came(self, case, said, output):
        test = self.of.get(id(case))
        if test is not None:
            self.told(test, *said, output)

    def told(self, test, outcome, error, output=("", "")):
        level = self.asked["verbose"] - self.asked["quiet"]
        if level == 0 and test.path != self.path:
            self.end_line()
            self.write(f"{test.path} ")
        self.path = test.path
        self.outcomes.append((test, outcome, error, output))
        if level > 0:
            self.write("" if self.column else f"{test.node} ")
            self.write(f"{WORDS.get(outcome, outcome).upper()}" + (f" ({error})" if outcome == "skipped" else ""))
            self.end_line()
        else:
            self.write(LETTERS[outcome])
            if self.column >= WIDTH - 1 - len(" [100%]"):
                self.end_line()

    def not_set_up(self, held, error):
        """A class or module whose preparation failed: an error of each of its tests."""
        name = re.sub(r".*\((.*)\)", r"\1", str(held))
        for test in self.tests:
            kind = type(test.case)
            if name in (f"{kind.__module__}.{kind.__qualname__}", kind.__module__):
                self.told(test, "skipped" if isinstance(error, str) else "error", error)

    def all(self):
        result = Told(self)
        suites, last = [], None
        for test in self.tests:
            if type(test.case).__module__ != last or not suites:
                suites.append(unittest.TestSuite())
                last = type(test.case).__module__
            suites[-1].addTest(test.case)
        unittest.TestSuite(suites).run(result)
        if self.column and len(self.outcomes) < len(self.tests):
            print()
        else:
            self.end_line()

    def entries(self, error):
        """The places that an error went through, from the first in the project on: frame and line of each."""
        found = list(traceback.walk_tb(error.__traceback__))
        own = [entry for entry in found if entry[0].f_code.co_filename.startswith(f"{self.root}/")]
        return own or found[-1:]

    def lines_of(self, error, style=None):
        """A failure as it is shown."""
        style = style or self.asked["tb"] or "auto"
        said = "".join(traceback.format_exception_only(type(error), error)).rstrip().splitlines()
        if style == "native":
            return "".join(traceback.format_exception(error)).rstrip().splitlines()
        entries, lines = self.entries(error), []
        if entries and not entries[-1][0].f_code.co_filename.startswith(f"{self.root}/"):
            return [f"E   {one}" for one in said]
        for number, (frame, line) in enumerate(entries):
            code, is_last = frame.f_code, number == len(entries) - 1
            path, indent = os.path.relpath(code.co_filename, self.root), 4
            text = linecache.getline(code.co_filename, line)
            if style == "short" or style == "auto" and 0 < number < len(entries) - 1:
                lines += [f"{path}:{line}: in {code.co_name}", f"    {text.strip()}"]
                lines += [f"E   {one}" for one in said] if is_last else []
                continue
            lines += [""] + arguments(frame)
            source = source_of(code, line)
            lines += source
            indent = len(source[-1]) - len(source[-1][1:].lstrip()) - 1 if source else 4
            lines += [f"E{' ' * indent}{one}" for one in said] if is_last else []
            lines += ["", f"{path}:{line}: {type(error).__name__ if is_last else ''}"]
            lines += ["_ " * (WIDTH // 2)] if not is_last else []
        return lines

    def failures(self):
        failed = [one for one in self.outcomes if one[1] == "failed"]
        errors = [one for one in self.outcomes if one[1] == "error"]
        style = self.asked["tb"]
        for title, some in (("ERRORS", errors), ("FAILURES", failed)):
            if not some or style == "no":
                continue
            print(centred(title, "="))
            for test, outcome, error, output in some:
                if style == "line":
                    frame, line = self.entries(error)[-1]
                    print(f"{frame.f_code.co_filename}:{line}: {short(error)}")
                    continue
                name = ".".join(test.inner)
                print(centred(f"ERROR at setup of {name}" if outcome == "error" else name, "_"))
                print("\n".join(self.lines_of(error)))
                for stream, text in zip(("stdout", "stderr"), output):
                    if text:
                        print(centred(f"Captured {stream} call", "-"))
                        print(text.rstrip("\n"))
        if (failed or errors) and not self.asked["no_summary"]:
            print(centred("short test summary info", "="))
            for test, outcome, error, _ in [*failed, *errors]:
                print(f"{'FAILED' if outcome == 'failed' else 'ERROR'} {test.node} - {short(error)}")


def summary(counts, seconds, quiet):
    if quiet > 1:
        return
    parts = [f"{count} {name}" + ("s" if name == "error" and count > 1 else "") for name, count in counts if count]
    text = f"{', '.join(parts) or 'no tests ran'} in {seconds:.2f}s"
    print(text if quiet else centred(text, "="))


def main(words, root):
    """Run tests; the status."""
    begun = time.monotonic()
    try:
        return carried_out(options(words), root, begun)
    except Wrong as wrong:
        print(wrong.said, file=sys.stderr)
        return wrong.status


def carried_out(asked, root, begun):
    if asked["help"] or asked["version"]:
        print("pytest: the part of it that is here" if asked["version"] else USAGE)
        return 0
    quiet = max(asked["quiet"] - asked["verbose"], 0)
    if not quiet:
        print(centred("test session starts", "="))
        if not asked["no_header"]:
            print(f"platform {sys.platform} -- Python {sys.version.split()[0]}, unittest and the part of pytest that is here")
            print(f"rootdir: {root}")
    collection = Collection(root)
    try:
        for place in asked["places"] or ["."]:
            collection.place(place)
    except Wrong:
        if not quiet:
            print("collected 0 items\n")
        summary([], time.monotonic() - begun, quiet)
        raise
    tests = list({test.node: test for test in collection.tests}.values())
    is_wanted = fits(asked["keyword"] or "")
    chosen = [test for test in tests if is_wanted([os.path.basename(test.path), *test.inner])]
    left, errors = len(tests) - len(chosen), collection.errors
    if not quiet:
        parts = [f"collected {len(tests)} item{'' if len(tests) == 1 else 's'}"]
        parts += [f"{len(errors)} error{'s' if len(errors) > 1 else ''}"] if errors else []
        parts += [f"{left} deselected", f"{len(chosen)} selected"] if left else []
        print(("collecting ... " if asked["verbose"] else "") + " / ".join(parts) + "\n")
    run = Run(asked, root, chosen)
    if errors:
        print(centred("ERRORS", "="))
        for path, error in errors:
            print(centred(f"ERROR collecting {path}", "_"))
            if isinstance(error, ImportError):
                print(f"ImportError while importing test module '{root}/{path}'.")
                print("Hint: make sure your test modules/packages have valid Python names.\nTraceback:")
            print("\n".join(run.lines_of(error, "short")))
        print(centred("short test summary info", "="))
        for path, error in errors:
            print(f"ERROR {path}" + ("" if isinstance(error, (ImportError, SyntaxError)) else f" - {short(error)}"))
        print(centred(f"Interrupted: {len(errors)} error{'s' if len(errors) > 1 else ''} during collection", "!"))
        summary([("error", len(errors))], time.monotonic() - begun, quiet)
        return 2
    if asked["collect"]:
        print("\n".join(test.node for test in chosen))
        spent = time.monotonic() - begun
        print(f"\n{len(chosen)} test{'' if len(chosen) == 1 else 's'} collected in {spent:.2f}s")
        return 0 if chosen else 5
    run.all()
    if chosen and not quiet:
        print()
    run.failures()
    if asked["maxfail"] and run.failed() >= asked["maxfail"]:
        print(centred(f"stopping after {run.failed()} failures", "!"))
    of = lambda wanted: sum(outcome == wanted for _, outcome, _, _ in run.outcomes)
    counts = [("failed", of("failed")), ("passed", of("passed")), ("skipped", of("skipped"))]
    counts += [("deselected", left), ("xfailed", of("xfailed")), ("error", of("error"))]
    summary(counts, time.monotonic() - begun, quiet)
    return 5 if not chosen else int(run.failed() > 0)
