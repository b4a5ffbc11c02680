"""The part of pytest that most suites import, for tests that unittest runs; `pytest_items` finds and runs them.

There are `parametrize`, `param`, `fixture`, `raises`, `warns`, `approx`, `fail`, `skip`, `skipif`, `xfail`, `usefixtures` and
`importorskip`. Whatever else a suite uses is an error of the test that uses it.
"""

import contextlib
import importlib
import inspect
import io
import os
import re
import sys
import unittest
import warnings as _warnings


class Failed(AssertionError):
    """A test said that it failed."""


def fail(reason="", pytrace=True):
    raise Failed(reason)


def skip(reason="", *, allow_module_level=False):
    raise unittest.SkipTest(reason)


class XFailed(unittest.SkipTest):
    """A test said that it fails as it is known to."""


def xfail(reason=""):
    raise XFailed(reason)


def importorskip(name, minversion=None, reason=None):
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise unittest.SkipTest(reason or str(error)) from None


class ExceptionInfo:
    """What a block raised."""

    def __init__(self, value=None):
        self.value = value

    @property
    def type(self):
        return type(self.value)

    @property
    def typename(self):
        return self.type.__name__

    @property
    def tb(self):
        return self.value.__traceback__

    def __str__(self):
        return str(self.value)

    def match(self, pattern):
        assert re.search(pattern, str(self.value)), f"{pattern!r} does not match {str(self.value)!r}"
        return True


class _Raises:
    def __init__(self, expected, match, check):
        self.expected, self.pattern, self.check, self.info = expected, match, check, ExceptionInfo()

    def __enter__(self):
        return self.info

    def __exit__(self, kind, value, trace):
        if kind is None:
            fail(f"DID NOT RAISE {self.expected}")
        if not issubclass(kind, self.expected):
            return False
        self.info.value = value
        if self.pattern is not None:
            self.info.match(self.pattern)
        assert self.check is None or self.check(value)
        return True


def raises(expected, *args, match=None, check=None, **kwargs):
    context = _Raises(expected, match, check)
    if not args:
        return context
    with context as info:
        args[0](*args[1:], **kwargs)
    return info


@contextlib.contextmanager
def warns(expected=Warning, *, match=None):
    with _warnings.catch_warnings(record=True) as caught:
        _warnings.simplefilter("always")
        yield caught
    fits = [one for one in caught if issubclass(one.category, expected)]
    if not any(match is None or re.search(match, str(one.message)) for one in fits):
        fail(f"DID NOT WARN {expected}")


def deprecated_call(*, match=None):
    return warns((DeprecationWarning, PendingDeprecationWarning, FutureWarning), match=match)


class approx:
    """Equal to what is near: within a millionth of it, or 1e-12."""

    __hash__ = None
    __array_priority__ = 100

    def __init__(self, expected, rel=None, abs=None, nan_ok=False):
        self.expected, self.rel, self.abs, self.nan_ok = expected, rel, abs, nan_ok

    def __repr__(self):
        return f"approx({self.expected!r})"

    def __eq__(self, actual):
        return self._near(actual, self.expected)

    def _near(self, actual, expected):
        if isinstance(expected, dict):
            return set(actual) == set(expected) and all(self._near(actual[key], expected[key]) for key in expected)
        if isinstance(expected, (list, tuple)):
            return len(actual) == len(expected) and all(map(self._near, actual, expected))
        if actual == expected:
            return True
        numbers = all(hasattr(one, "__sub__") and not isinstance(one, bool) for one in (expected, actual))
        if not numbers:
            return False
        if expected != expected:
            return self.nan_ok and actual != actual
        if abs(expected) == float("inf"):
            return False
        absolute = 1e-12 if self.abs is None else self.abs
        relative = 1e-6 if self.rel is None else self.rel
        alone = self.abs is not None and self.rel is None
        bound = absolute if alone else max(type(abs(expected))(relative) * abs(expected), absolute)
        return abs(actual - expected) <= bound


class _Mark:
    def __init__(self, name, args=(), kwargs=None):
        self.name, self.args, self.kwargs = name, args, kwargs or {}

    def __call__(self, *args, **kwargs):
        is_bare = len(args) == 1 and not kwargs and (inspect.isfunction(args[0]) or inspect.isclass(args[0]))
        if is_bare:
            return _Applied.__call__(self, args[0])
        return _Applied(self.name, args, kwargs)


class _Applied(_Mark):
    def __call__(self, item):
        own = item.__dict__.get("pytestmark", [])
        item.pytestmark = [*(own if isinstance(own, list) else [own]), self]
        return item


class _Marks:
    def __getattr__(self, name):
        return _Mark(name)


mark = _Marks()


class Param:
    """One set of values of a parametrization."""


def param(*values, id=None, marks=()):
    made = Param()
    made.values, made.id, made.marks = values, id, marks if isinstance(marks, (list, tuple)) else [marks]
    return made


def fixture(function=None, *, scope="function", params=None, autouse=False, ids=None, name=None):
    def made(function):
        function._pytest_fixture = {"params": params, "autouse": autouse, "ids": ids, "scope": scope}
        function._pytest_fixture["name"] = name or function.__name__
        return function

    return made if function is None else made(function)


class MonkeyPatch:
    """Changes that are taken back."""

    _none = object()

    def __init__(self):
        self._back = []

    def setattr(self, target, name, value=_none, raising=True):
        if value is self._none:
            (path, _, attribute), value = target.rpartition("."), name
            target, name = importlib.import_module(path), attribute
        old = getattr(target, name, self._none)
        if old is self._none and raising:
            raise AttributeError(name)
        own = target.__dict__.get(name, self._none) if inspect.isclass(target) else old
        self._back.append(lambda: delattr(target, name) if own is self._none else setattr(target, name, own))
        setattr(target, name, value)

    def delattr(self, target, name, raising=True):
        if hasattr(target, name) or raising:
            old = getattr(target, name)
            self._back.append(lambda: setattr(target, name, old))
            delattr(target, name)

    def setitem(self, mapping, name, value):
        old = mapping.get(name, self._none)
        self._back.append(lambda: mapping.pop(name, None) if old is self._none else mapping.__setitem__(name, old))
        mapping[name] = value

    def delitem(self, mapping, name, raising=True):
        if name in mapping or raising:
            old = mapping.pop(name)
            self._back.append(lambda: mapping.__setitem__(name, old))

    def setenv(self, name, value, prepend=None):
        behind = prepend + os.environ[name] if prepend and name in os.environ else ""
        self.setitem(os.environ, name, f"{value}{behind}")

    def delenv(self, name, raising=True):
        self.delitem(os.environ, name, raising)

    def syspath_prepend(self, path):
        old = sys.path[:]
        self._back.append(lambda: sys.path.__setitem__(slice(None), old))
        sys.path.insert(0, str(path))

    def chdir(self, path):
        old = os.getcwd()
        self._back.append(lambda: os.chdir(old))
        os.chdir(path)

    def undo(self):
        while self._back:
            self._back.pop()()

    @classmethod
    @contextlib.contextmanager
    def context(cls):
        made = cls()
        try:
            yield made
        finally:
            made.undo()


class Captured:
    """What is written to the outputs."""

    def __init__(self):
        self._old, self._new = (sys.stdout, sys.stderr), (io.StringIO(), io.StringIO())
        sys.stdout, sys.stderr = self._new

    def readouterr(self):
        said = [stream.getvalue() for stream in self._new]
        for stream in self._new:
            stream.seek(0)
            stream.truncate()
        return _Said(said)

    def close(self):
        sys.stdout, sys.stderr = self._old


class _Said(tuple):
    out, err = property(lambda self: self[0]), property(lambda self: self[1])
