"""What a line of the command `pytest` asks for: its options, and the tests of its places."""

import importlib
import os
import re
import sys
import unittest

from pytest_items import is_built, items

PASSED_OVER = {"__pycache__", "build", "dist", "node_modules", "venv"}
BRIEF = "usage: pytest [options] [file_or_dir] [file_or_dir] [...]\npytest: error:"
USAGE = """usage: pytest [options] [file_or_dir] [file_or_dir] [...]

  file_or_dir           files, folders, or tests: FILE::CLASS::TEST
  -k EXPRESSION         tests whose names fit: words with and, or, not and parentheses
  -x, --exitfirst       stop at the first test that fails
  --maxfail=NUM         stop after so many; of tests that loop without end three are told, a fourth ends the run
  -q, --quiet           say less
  -v, --verbose         a line for each test
  --tb=STYLE            how failures are shown: auto, long, short, line, native or no
  -s, --capture=METHOD  no or -s: let tests print
  --collect-only, --co  list tests
  -r CHARS              what the summary names: f failed, E errors, s skipped, x xfailed, X xpassed, p and P passed, a all but
                        passed, A all, N nothing
  --no-header, --no-summary
                        leave these out
  --disable-warnings, --disable-pytest-warnings
                        count warnings and do not show them
  -W ARG, -p NAME, -l, --showlocals, --color=WHEN, --rootdir=PATH, --import-mode=MODE, --strict-markers
                        change nothing here
  --                    what follows is a place
  --version, -h, --help"""
VALUED = {"-k": "keyword", "--maxfail": "maxfail", "--tb": "tb", "--capture": "capture", "-r": "shown"}
IGNORED_VALUED = ("-W", "-p", "--color", "--rootdir", "--import-mode")
FLAGS = {
    "-x": "exitfirst", "--exitfirst": "exitfirst", "-q": "quiet", "--quiet": "quiet", "-v": "verbose", "--verbose": "verbose",
    "-s": "show", "--collect-only": "collect", "--co": "collect", "--no-header": "no_header", "--no-summary": "no_summary",
    "-l": "locals", "--showlocals": "locals", "--disable-warnings": "silent", "--disable-pytest-warnings": "silent",
    "--strict-markers": "plain", "--version": "version", "-h": "help", "--help": "help",
}  # fmt: skip


class Wrong(Exception):
    """A line that asks for what there is not; the status that says so."""

    def __init__(self, said, status=4):
        self.said, self.status = said, status


def options(words):
    """What was asked for."""
    asked = {name: 0 for name in FLAGS.values()} | {name: None for name in VALUED.values()} | {"places": []}
    words = list(words)
    while words:
        word = words.pop(0)
        name, is_set, value = word.partition("=")
        if word == "--":
            asked["places"] += words
            break
        if not word.startswith("-") or word == "-":
            asked["places"].append(word)
        elif word in FLAGS:
            asked[FLAGS[word]] += 1
            if FLAGS[word] == "exitfirst":
                asked["maxfail"] = "1"
        elif name in VALUED or name in IGNORED_VALUED or word[:2] in ("-k", "-r", "-W", "-p"):
            if not word.startswith("--") and name not in (*VALUED, *IGNORED_VALUED):
                name, value, is_set = word[:2], word[2:], True
            if not is_set and not words:
                raise Wrong(f"ERROR: {BRIEF} argument {name}: expected one argument")
            value = value if is_set else words.pop(0)
            if name in VALUED:
                asked[VALUED[name]] = value
        elif re.fullmatch("-[xqvsl]+", word):
            words[:0] = [f"-{letter}" for letter in word[1:]]
        else:
            raise Wrong(f"ERROR: {BRIEF} unrecognized arguments: {word}")
    if asked["maxfail"] is not None and not re.fullmatch("[-+]?[0-9]{1,9}", asked["maxfail"]):
        raise Wrong(f"ERROR: {BRIEF} argument --maxfail: invalid int value: {asked['maxfail']!r}")
    if asked["tb"] not in (None, "auto", "long", "short", "line", "native", "no"):
        raise Wrong(f"ERROR: {BRIEF} argument --tb: invalid choice: {asked['tb']!r} (choose from auto, long, short, no, line, native)")
    asked["show"] = asked["show"] or asked["capture"] == "no"
    asked["maxfail"] = int(asked["maxfail"] or 0)
    shown = ""
    for letter in asked["shown"] if asked["shown"] is not None else "fE":
        letter = letter.lower() if letter in "FS" else letter
        shown = {"a": "sxXEf", "A": "PpsxXEf", "N": ""}.get(letter, shown if letter in shown else shown + letter)
    asked["shown"] = shown
    return asked


KINDS = {"(": "left parenthesis", ")": "right parenthesis", "or": "or", "and": "and", "not": "not", "": "end of input"}
BINDS = {"or": 1, "and": 2, "not": 3}


def parsed(expression):
    """An expression of `-k` as words and operators, each operator behind what it is of."""

    def wrong(at, said):
        raise Wrong(f"ERROR: Wrong expression passed to '-k': {expression}: at column {at + 1}: {said}")

    code, waiting, at, wants_word = [], [], 0, True
    while True:
        at += len(expression[at:]) - len(expression[at:].lstrip(" \t"))
        found = re.match(r"[()]|(:?\w|:|\+|-|\.|\[|\]|\\|/)+|$", expression[at:])
        if not found:
            wrong(at, f'unexpected character "{expression[at]}"')
        word = found[0]
        got = f"got {KINDS.get(word, 'identifier')}"
        if wants_word:
            if word in ("not", "("):
                waiting.append(word)
            elif word in KINDS:
                wrong(at, f"expected not OR left parenthesis OR identifier; {got}")
            else:
                code.append(("has", word.lower()))
                wants_word = False
        elif word in ("and", "or"):
            while waiting and BINDS.get(waiting[-1], 0) >= BINDS[word]:
                code.append((waiting.pop(), None))
            waiting.append(word)
            wants_word = True
        elif word == ")" and "(" in waiting or word == "" and "(" not in waiting:
            while waiting and waiting[-1] != "(":
                code.append((waiting.pop(), None))
            if word == "":
                return code
            waiting.pop()
        else:
            wrong(at, f"expected {'right parenthesis' if '(' in waiting else 'end of input'}; {got}")
        at += len(word)


def fits(expression):
    """Whether names fit an expression of `-k`."""
    code = parsed(expression) if expression.strip() else [("has", "")]

    def fit(names):
        names, found = [name.lower() for name in names], []
        for what, word in code:
            if what == "has":
                found.append(any(word in name for name in names))
            elif what == "not":
                found.append(not found.pop())
            else:
                one, other = found.pop(), found.pop()
                found.append(one and other if what == "and" else one or other)
        return found.pop()

    return fit


def files_of(place):
    """The files of tests in a folder, in their order."""
    for name in sorted(os.listdir(place)):
        path = os.path.join(place, name)
        if os.path.isdir(path):
            if not name.startswith(".") and not name.endswith(".egg") and name not in PASSED_OVER:
                yield from files_of(path)
        elif re.fullmatch(r"test_.*\.py|.*_test\.py", name):
            yield path


class Test:
    """One test: how it is run, and how it is named."""

    def __init__(self, case, path, inner, at):
        self.case, self.path, self.inner, self.at = case, path, inner, at
        self.node = "::".join([path, *inner])


class Collection:
    """The tests of places, and the files that cannot be read."""

    def __init__(self, root):
        self.root, self.read, self.tests, self.errors, self.warnings = root, {}, [], [], []

    def path(self, path):
        inside = os.path.relpath(path, self.root)
        return inside.replace(os.sep, "/")

    def named(self, path):
        """The name that a file is imported by; what is no package is imported by its own."""
        folder, name = os.path.split(path)
        parts = [name.removesuffix(".py")]
        while os.path.exists(os.path.join(folder, "__init__.py")) and folder != self.root:
            folder, part = os.path.split(folder)
            parts.insert(0, part)
        if folder not in sys.path:
            sys.path.insert(0, folder)
        return ".".join(parts)

    def file(self, path):
        """The tests of a file, once."""
        if path in self.read:
            return self.read[path]
        self.read[path] = found = []
        name = self.named(path)
        try:
            module = importlib.import_module(name)
        except unittest.SkipTest:
            return found
        except Exception as error:
            self.errors.append((self.path(path), error))
            return found
        members = list(vars(module))
        loader = unittest.TestLoader()
        for at, value in enumerate(list(vars(module).values())):
            if isinstance(value, type) and issubclass(value, unittest.TestCase):
                for method in loader.getTestCaseNames(value):
                    found.append(Test(value(method), self.path(path), [value.__name__, method], at))
            elif isinstance(value, type) and value.__module__ == name and is_built(value) and value.__name__.startswith("Test"):
                self.warnings.append((path, value))
        folders, conftests = [], []
        folder = os.path.dirname(path)
        while folder.startswith(self.root):
            conftest = os.path.join(folder, "conftest.py")
            if os.path.exists(conftest):
                conftests.insert(0, self.named(conftest))
            if folder == self.root:
                break
            folder = os.path.dirname(folder)
        for case in items([name], conftests, folders):
            inner = [case.kind.__name__, case.name] if case.kind else [case.name]
            member = case.kind.__name__ if case.kind else case.name_of_method
            found.append(Test(case, self.path(path), inner, members.index(member)))
        found.sort(key=lambda test: test.at)
        return found

    def place(self, word):
        """What one word of the line asks for."""
        name, *inner = re.sub(r"\[.*", "", word, flags=re.S).split("::")
        inner = word[len(name) + 2 :].split("::", max(len(inner) - 1, 0)) if inner else []
        path = os.path.abspath(name)
        if not os.path.exists(path):
            raise Wrong(f"ERROR: file or directory not found: {name}\n")
        if os.path.isdir(path):
            for file in files_of(path):
                self.tests += self.file(file)
            return
        if not path.endswith(".py"):
            folder = os.path.basename(os.path.dirname(path)) or "/"
            raise Wrong(f"ERROR: not found: {path}\n(no match in any of [<Dir {folder}>])\n")
        tests = self.file(path)
        if inner:
            is_plain = "[" not in word
            start = lambda test: [re.sub(r"\[.*", "", part) if is_plain else part for part in test.inner[: len(inner)]]
            tests = [test for test in tests if start(test) == inner]
            if not tests and not self.errors:
                raise Wrong(f"ERROR: not found: {path}::{'::'.join(inner)}\n(no match in any of [<Module {os.path.basename(path)}>])\n")
        self.tests += tests
