"""Runs tests as the command `pytest` does, over what unittest and `pytest_items` find, and says so in its words."""

import collections
import linecache
import os
import re
import sys
import time
import traceback
import unittest

from pytest import Captured
from pytest_asked import USAGE, Collection, Wrong, fits, options
from pytest_items import Unexpected
from pytest_told import WIDTH, captured, centred, collected, listed, short, summary, warned

LONGEST = 240


def begins(test):
    """What comes before a test, and after it: the driver's to say."""


ends = begins


class Told(unittest.TestResult):
    """What came of tests, said while they run."""

    def __init__(self, run):
        super().__init__()
        self.run = run

    def startTest(self, test):
        super().startTest(test)
        self.run.begins(test)
        begins(test)
        self.said, self.captured = None, None if self.run.asked["show"] else Captured()

    def stopTest(self, test):
        super().stopTest(test)
        ends(test)
        output = ("", "")
        if self.captured is not None:
            output = self.captured.readouterr()
            self.captured.close()
        if isinstance(sys.exception(), KeyboardInterrupt):
            return
        xpassed = getattr(test, "xpassed", None)
        said = ("passed", None) if xpassed is None else ("xpassed", xpassed)
        failed = self.run.failed()
        self.run.came(test, self.said or said, output)
        if self.run.asked["maxfail"] and failed < self.run.failed() >= self.run.asked["maxfail"]:
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
        xfailed = getattr(test, "xfailed", None)
        self.say(test, "skipped" if xfailed is None else "xfailed", reason if xfailed is None else xfailed)

    def addExpectedFailure(self, test, error):
        self.say(test, "xfailed", "")

    def addUnexpectedSuccess(self, test):
        self.say(test, "failed", AssertionError("Unexpected success"))


WORDS = {"xfailed": "xfail", "xpassed": "xpass"}
LETTERS = {"passed": ".", "failed": "F", "error": "E", "skipped": "s", "xfailed": "x", "xpassed": "X"}
# What letters of `-r` stand for.
SHOWN = {"f": "failed", "E": "error", "s": "skipped", "x": "xfailed", "X": "xpassed", "p": "passed"}



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
        self.outcomes, self.column, self.path, self.interrupt = [], 0, None, None

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
        if self.asked["verbose"] > self.asked["quiet"] and id(case) in self.of:
            self.write(f"{self.of[id(case)].node} ")
        # What was said so far stands there, whatever becomes of the test.
        sys.stdout.flush()

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
        try:
            unittest.TestSuite(suites).run(result)
        except KeyboardInterrupt as interrupt:
            self.interrupt = interrupt
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
        if isinstance(error, Unexpected):
            return [str(error)]
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
                captured(output)

    def said_of(self, letter):
        """The lines of the summary for a letter of `-r`."""
        for test, outcome, error, _ in self.outcomes:
            if outcome != SHOWN.get(letter):
                continue
            word, why = WORDS.get(outcome, outcome).upper(), ""
            if outcome in ("failed", "error"):
                why = short(error)
            elif outcome in ("xfailed", "xpassed"):
                why = str(error or "")
            if outcome == "skipped":
                yield f"SKIPPED [1] {test.path}: {error}"
            else:
                yield f"{word} {test.node}" + (f" - {why}" if why else "")

    def in_short(self):
        """What is said of all tests once more, as `-r` asks for it."""
        if "P" in self.asked["shown"] and any(outcome == "passed" for _, outcome, _, _ in self.outcomes):
            print(centred("PASSES", "="))
            for test, outcome, _, output in self.outcomes:
                if outcome == "passed" and any(output):
                    print(centred(".".join(test.inner), "_"))
                    captured(output)
        lines = [line for letter in self.asked["shown"] for line in self.said_of(letter)]
        if lines and not self.asked["no_summary"]:
            print(centred("short test summary info", "="))
            print("\n".join(lines))

    def interrupted(self):
        print(centred("KeyboardInterrupt", "!"))
        frame, line = self.entries(self.interrupt)[-1]
        print(f"{frame.f_code.co_filename}:{line}: KeyboardInterrupt")
        print("(to show a full traceback on KeyboardInterrupt use --full-trace)")


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
    try:
        is_wanted = fits(asked["keyword"] or "")
    except Wrong:
        if not quiet:
            print(f"collected {len(tests)} item{'' if len(tests) == 1 else 's'}\n")
        summary([], time.monotonic() - begun, quiet)
        raise
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
        if quiet > 1:
            counts = collections.Counter(test.path for test in chosen)
            print("\n".join(f"{path}: {count}" for path, count in counts.items()) + "\n")
        elif quiet:
            print("".join(f"{test.node}\n" for test in chosen))
        else:
            listed(chosen, root)
            print()
        if quiet < 2:
            text = f"{collected(tests, chosen)} in {time.monotonic() - begun:.2f}s"
            print(text if quiet else centred(text, "="))
        return 0 if chosen else 5
    run.all()
    if chosen and not quiet:
        print()
    run.failures()
    if collection.warnings and not asked["silent"] and not asked["no_summary"]:
        warned(collection.warnings, root)
    run.in_short()
    if run.interrupt is not None:
        run.interrupted()
    elif asked["maxfail"] and run.failed() and run.failed() >= asked["maxfail"]:
        print(centred(f"stopping after {run.failed()} failures", "!"))
    of = lambda wanted: sum(outcome == wanted for _, outcome, _, _ in run.outcomes)
    counts = [("failed", of("failed")), ("passed", of("passed")), ("skipped", of("skipped"))]
    counts += [("deselected", left), ("xfailed", of("xfailed")), ("xpassed", of("xpassed"))]
    counts += [("warning", len(collection.warnings)), ("error", of("error"))]
    summary(counts, time.monotonic() - begun, quiet)
    if run.interrupt is not None:
        return 2
    return 5 if not chosen else int(run.failed() > 0)
