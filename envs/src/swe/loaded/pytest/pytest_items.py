"""Finds the functions and plain classes of tests that pytest would find, as tests of unittest.

Their ids are pytest's with dots: `tests.test_a.TestB.test_c[1-x]`. Fixtures are those of the module, of its class, of every
`conftest.py` around it, and `tmp_path`, `monkeypatch`, `capsys` and `request`; each is made anew for every test.
"""

import contextlib
import enum
import importlib
import inspect
import itertools
import os
import pathlib
import re
import sys
import tempfile
import unittest

from pytest import Captured, MonkeyPatch, Param, XFailed

def _tmp_path(request):
    return pathlib.Path(tempfile.mkdtemp(prefix="pytest-"))


def _monkeypatch(request):
    with MonkeyPatch.context() as made:
        yield made


def _capsys(request):
    made = Captured()
    try:
        yield made
    finally:
        made.close()


def _doctest_namespace(request):
    return {}


_BUILT_IN = {made.__name__[1:]: made for made in (_tmp_path, _monkeypatch, _capsys, _doctest_namespace)}


def _marks(item):
    marks = getattr(item, "pytestmark", [])
    return marks if isinstance(marks, (list, tuple)) else [marks]


def _escaped(text):
    """A text as pytest writes it in an id; the codec that does so is not among those of every interpreter."""
    plain = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    widths = ((0x100, "\\x{:02x}"), (0x10000, "\\u{:04x}"), (0x110000, "\\U{:08x}"))
    escape = lambda code: next(form for most, form in widths if code < most).format(code)
    return "".join(plain.get(c) or (c if " " <= c <= "~" else escape(ord(c))) for c in text)


def _id_of(value, name, index):
    if isinstance(value, str):
        return _escaped(value)
    if isinstance(value, bytes):
        return value.decode("ascii", "backslashreplace")
    if value is None or isinstance(value, (int, float, complex, enum.Enum)):
        return str(value)
    if isinstance(value, re.Pattern):
        return _id_of(value.pattern, name, index)
    own = getattr(value, "__name__", None)
    return own if isinstance(own, str) else f"{name}{index}"


def _distinct(ids):
    if len(set(ids)) == len(ids):
        return ids
    counts, met = {one: ids.count(one) for one in ids}, {}
    for place, one in enumerate(ids):
        if counts[one] > 1:
            ids[place], met[one] = f"{one}{'_' if one[-1:].isdigit() else ''}{met.get(one, 0)}", met.get(one, 0) + 1
    return ids


def _sets(names, values, ids):
    """The sets of a parametrization: id, values by name, marks."""
    is_text = isinstance(names, str)
    names = [name.strip() for name in names.split(",") if name.strip()] if is_text else list(names)
    is_alone, sets = is_text and len(names) == 1, []
    for index, row in enumerate(values):
        marks, own = (row.marks, row.id) if isinstance(row, Param) else ((), None)
        row = row.values if isinstance(row, Param) else (row,) if is_alone else tuple(row)
        given = list(ids)[index] if ids is not None and not callable(ids) else None
        text = own if own is not None else given
        if text is None:
            parts = [(ids(value) if callable(ids) else None, value, name) for value, name in zip(row, names)]
            text = "-".join(_id_of(value, name, index) if own is None else str(own) for own, value, name in parts)
        sets.append([str(text), dict(zip(names, row)), marks])
    for one, text in zip(sets, _distinct([one[0] for one in sets])):
        one[0] = text
    return sets


class _Request:
    def __init__(self, item):
        self._item, self.node, self.instance, self.module = item, item, item.owner, item.module
        self.cls, self.function = type(item.owner) if item.owner else None, item.function

    def getfixturevalue(self, name):
        return self._item.value(name)

    def addfinalizer(self, function):
        self._item.addCleanup(function)


class Unexpected(Exception):
    """A test passed that must not."""


class Item(unittest.TestCase):
    """One test of a function, with one set of parameters."""

    def __init__(self, id, module, kind, function, fixtures, parameters, marks):
        super().__init__()
        self._id, self.module, self.kind, self.function = id, module, kind, function
        self.fixtures, self.parameters, self.marks = fixtures, parameters, marks
        self.owner, self.made = None, {}
        # Why it was to fail: where it failed so, and where it passed all the same.
        self.xfailed, self.xpassed = None, None
        self.name = id.removeprefix(f"{module.__name__}.").removeprefix(f"{kind.__name__}." if kind else "")
        self.name_of_method = self.name.split("[")[0]

    def id(self):
        return self._id

    def __str__(self):
        return self._id

    def value(self, name):
        if name in self.made:
            return self.made[name]
        if name == "request":
            return _Request(self)
        if name in self.parameters and not isinstance(self.parameters[name], _ForFixture):
            return self.parameters[name]
        function = self.fixtures.get(name)
        if function is None:
            raise LookupError(f"there is no fixture `{name}` here")
        self.made[name] = made = self._make(name, function)
        return made

    def _make(self, name, function):
        given = self.parameters.get(name)
        arguments = {}
        for wanted in _wanted(function):
            value = self.value(wanted) if wanted != name else None
            if wanted == "request":
                value.param = given.value if isinstance(given, _ForFixture) else None
            arguments[wanted] = value
        is_method = next(iter(inspect.signature(function).parameters), None) == "self"
        made = function(self.owner, **arguments) if is_method else function(**arguments)
        if inspect.isgenerator(made):
            rest, made = made, next(made)
            self.addCleanup(lambda: next(rest, None))
        return made

    def runTest(self):
        reasons = [reason for one in self.marks if (reason := _skipped(one)) is not None]
        if reasons:
            raise unittest.SkipTest(reasons[0])
        expected = [one for one in self.marks if one.name == "xfail" and all(one.args[:1])]
        reason = str(expected[0].kwargs.get("reason", "")) if expected else ""
        if expected and expected[0].kwargs.get("run") is False:
            self.xfailed = f"[NOTRUN] {reason}"
            raise unittest.SkipTest("failed as expected")
        try:
            self._run()
        except unittest.SkipTest as skipped:
            self.xfailed = str(skipped) if isinstance(skipped, XFailed) else None
            raise
        except Exception as error:
            if expected and isinstance(error, expected[0].kwargs.get("raises") or Exception):
                self.xfailed = reason
                raise unittest.SkipTest("failed as expected") from None
            raise
        if expected and expected[0].kwargs.get("strict"):
            raise Unexpected(f"[XPASS(strict)] {reason}")
        self.xpassed = reason if expected else None

    def _run(self):
        if self.kind is not None:
            self.owner = self.kind()
            _call(self.kind, "setup_class")
            _call(self.owner, "setup_method", self.function)
            self.addCleanup(lambda: _call(self.owner, "teardown_method", self.function))
        else:
            _call(self.module, "setup_function", self.function)
            self.addCleanup(lambda: _call(self.module, "teardown_function", self.function))
        for name, function in self.fixtures.items():
            if getattr(function, "_pytest_fixture", {}).get("autouse"):
                self.value(name)
        for one in self.marks:
            if one.name == "usefixtures":
                for name in one.args:
                    self.value(name)
        arguments = {name: self.value(name) for name in _wanted(self.function)}
        if self.kind is None or isinstance(inspect.getattr_static(self.kind, self.name_of_method, None), staticmethod):
            self.function(**arguments)
        else:
            self.function(self.owner, **arguments)


class _ForFixture:
    """The parameter of a fixture."""

    def __init__(self, value):
        self.value = value


def _call(owner, name, *arguments):
    function = getattr(owner, name, None)
    if function is not None:
        count = len(inspect.signature(function).parameters)
        function(*arguments[:count])


def _skipped(one):
    if one.name == "skip":
        return str(one.kwargs.get("reason", (*one.args, "")[0]))
    if one.name == "skipif" and any(one.args):
        return str(one.kwargs.get("reason", ""))
    return None


def _wanted(function):
    """The names of the fixtures that a function is called with."""
    parameters = inspect.signature(function).parameters.values()
    named = [one for one in parameters if one.kind not in (one.VAR_POSITIONAL, one.VAR_KEYWORD)]
    names = [one.name for one in named if one.default is one.empty]
    return names[1:] if names[:1] == ["self"] else names


def _fixtures(*places):
    """The fixtures of some modules and a class, the nearest last."""
    found = dict(_BUILT_IN)
    for place in places:
        kinds = reversed(place.__mro__) if inspect.isclass(place) else [place]
        for value in [value for kind in kinds for value in vars(kind).values()]:
            own = getattr(value, "_pytest_fixture", None) if inspect.isfunction(value) else None
            if own is not None:
                found[own["name"]] = value
    return found


_SCOPES = ["session", "package", "module", "class", "function"]


def _with_parameters(id, module, kind, function, fixtures, around):
    """A test with each of its sets of parameters: those of fixtures first, then those of the nearest mark."""
    marks, all_sets, of_fixtures = [*_marks(function), *around], [], []
    for one in marks:
        if one.name == "parametrize":
            names, values = (*one.args, one.kwargs.get("argnames"), one.kwargs.get("argvalues"))[:2]
            values = one.kwargs.get("argvalues", values)
            sets = _sets(names, values, one.kwargs.get("ids"))
            if one.kwargs.get("indirect"):
                sets = [[text, {name: _ForFixture(row[name]) for name in row}, own] for text, row, own in sets]
            all_sets.append(sets)
    met = {name for sets in all_sets for _, row, _ in sets for name in row}
    needed = [*_wanted(function), *(name for one in marks if one.name == "usefixtures" for name in one.args)]
    needed += [name for name, one in fixtures.items() if getattr(one, "_pytest_fixture", {}).get("autouse")]
    while needed:
        name = needed.pop(0)
        if name in met or name not in fixtures:
            continue
        met.add(name)
        own = getattr(fixtures[name], "_pytest_fixture", {})
        if own.get("params") is not None:
            sets = _sets(name, own["params"], own["ids"])
            sets = [[text, {name: _ForFixture(row[name])}, more] for text, row, more in sets]
            of_fixtures.append((_SCOPES.index(own["scope"]), sets))
        needed += _wanted(fixtures[name])
    of_fixtures.sort(key=lambda one: one[0])
    for chosen in itertools.product(*[sets for _, sets in of_fixtures], *all_sets):
        text = "-".join(one[0] for one in chosen)
        parameters = {name: value for _, row, _ in chosen for name, value in row.items()}
        more = [one for _, _, own in chosen for one in own]
        yield Item(f"{id}[{text}]" if chosen else id, module, kind, function, fixtures, parameters, [*marks, *more])


def is_built(kind):
    """Whether a class says how it is made: then pytest makes none of it."""
    return kind.__init__ is not object.__init__ or kind.__new__ is not object.__new__


def items(names, conftests, folders):
    """The tests of modules that are functions or methods of plain classes. What is in `folders` is imported by its own name."""
    sys.path += [os.path.abspath(folder) for folder in folders]
    around = []
    for name in conftests:
        # Whoever needs a fixture of one that cannot be imported says so.
        with contextlib.suppress(Exception):
            around.append(importlib.import_module(name))
            if name.rpartition(".")[0].replace(".", "/") in folders:
                sys.modules.setdefault("conftest", around[-1])
    for name in names:
        try:
            module = importlib.import_module(name)
        except (Exception, unittest.SkipTest):
            # Whoever asks for a test of it finds that it is missing.
            continue
        inner = [one for one in around if name.startswith(one.__name__.rpartition(".")[0])]
        for member, value in list(vars(module).items()):
            if inspect.isfunction(value) and member.startswith("test"):
                fixtures = _fixtures(*inner, module)
                yield from _with_parameters(f"{name}.{member}", module, None, value, fixtures, _marks(module))
            elif (
                inspect.isclass(value)
                and member.startswith("Test")
                and not issubclass(value, unittest.TestCase)
                and not is_built(value)
            ):
                fixtures = _fixtures(*inner, module, value)
                for method in dir(value):
                    function = inspect.getattr_static(value, method)
                    function = function.__func__ if isinstance(function, staticmethod) else function
                    if method.startswith("test") and inspect.isfunction(function):
                        id = f"{name}.{member}.{method}"
                        marks = [*_marks(value), *_marks(module)]
                        yield from _with_parameters(id, module, value, function, fixtures, marks)
