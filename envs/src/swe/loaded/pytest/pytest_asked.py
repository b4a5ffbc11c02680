"""What a line of the command `pytest` asks for: its options, and the tests of its places."""

import importlib
import os
import re
import sys
import unittest

from pytest_items import items

PASSED_OVER = {"__pycache__", "build", "dist", "node_modules", "venv"}
BRIEF = "usage: pytest [options] [file_or_dir] [file_or_dir] [...]\npytest: error:"
USAGE = """usage: pytest [options] [file_or_dir] [file_or_dir] [...]

  file_or_dir           files, folders, or tests: FILE::CLASS::TEST
  -k EXPRESSION         tests whose names fit: words with and, or, not and parentheses
  -x, --exitfirst       stop at the first test that fails
  --maxfail=NUM         stop after so many
  -q, --quiet           say less
  -v, --verbose         a line for each test
  --tb=STYLE            how failures are shown: auto, long, short, line, native or no
  -s, --capture=METHOD  no or -s: let tests print
  --collect-only, --co  list tests
  -r CHARS, -W ARG, -p NAME, -l, --color=WHEN, --no-header, --no-summary, --disable-warnings, --strict-markers, --showlocals
                        change nothing here, but for --no-header and --no-summary
  --version, -h, --help"""
VALUED = {"-k": "keyword", "--maxfail": "maxfail", "--tb": "tb", "--capture": "capture"}
IGNORED_VALUED = ("-r", "-W", "-p", "--color", "--rootdir", "--import-mode")
FLAGS = {
    "-x": "exitfirst", "--exitfirst": "exitfirst", "-q": "quiet", "--quiet": "quiet", "-v": "verbose", "--verbose": "verbose",
    "-s": "show", "--collect-only": "collect", "--co": "collect", "--no-header": "no_header", "--no-summary": "no_summary",
    "-l": "locals", "--showlocals": "locals", "--disable-warnings": "plain", "--disable-pytest-warnings": "plain",
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
        if not word.startswith("-") or word == "-":
            asked["places"].append(word)
        elif word in FLAGS:
            asked[FLAGS[word]] += 1
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
    if asked["maxfail"] is not None and not asked["maxfail"].isdigit():
        raise Wrong(f"ERROR: {BRIEF} argument --maxfail: invalid int value: {asked['maxfail']!r}")
    if asked["tb"] not in (None, "auto", "long", "short", "line", "native", "no"):
        raise Wrong(f"ERROR: {BRIEF} argument --tb: invalid choice: {asked['tb']!r} (choose from auto, long, short, no, line, native)")
    asked["show"] = asked["show"] or asked["capture"] == "no"
    asked["maxfail"] = 1 if asked["exitfirst"] else int(asked["maxfail"] or 0)
    return asked


def fits(expression):
    """Whether names fit an expression of `-k`."""
    tokens = re.findall(r"\s*([()]|[^\s()]+)", expression)
    known = {"and", "or", "not", "(", ")"}
    code = " ".join(token if token in known else f"has({token.lower()!r})" for token in tokens)
    try:
        code = compile(code or "True", "-k", "eval")
    except SyntaxError:
        raise Wrong(f"ERROR: Wrong expression passed to '-k': {expression}: expected and, or, not and words") from None
    return lambda names: eval(code, {"has": lambda word: any(word in name.lower() for name in names)})


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
        self.root, self.read, self.tests, self.errors = root, {}, [], []

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
        tests = self.file(path)
        if inner:
            is_plain = "[" not in word
            start = lambda test: [re.sub(r"\[.*", "", part) if is_plain else part for part in test.inner[: len(inner)]]
            tests = [test for test in tests if start(test) == inner]
            if not tests and not self.errors:
                raise Wrong(f"ERROR: not found: {path}::{'::'.join(inner)}\n(no match in any of [<Module {os.path.basename(path)}>])\n")
        self.tests += tests
