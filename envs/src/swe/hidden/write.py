"""Writes tests of what a suite tests, with other values, and keeps those that the package passes.

A test is written anew with other numbers and other words in what it does; what it expects is then what the package, which is
right, answers. It is kept only where it takes the course of the one that it was made from: what was raised is raised, of the
same kind, nothing else is, and every comparison is reached. So no test asks for what the suite says nothing of.
"""

import ast
import importlib
import os
import re
import sys
import types

# Ways to write a test anew that are tried, and those that are kept.
TRIED, KEPT = 6, 2
# Letters of a value that a test can expect, at most.
LONGEST = 400
# Comparisons whose second part is what is expected.
COMPARING = {"assertEqual", "assertNotEqual", "assertAlmostEqual", "assertIs", "assertIsNot"}
WORD = re.compile("[A-Za-z]{3,}|[0-9]+")
SYLLABLES = ("ba", "de", "fo", "gu", "ki", "lo", "ma", "ne", "po", "ru", "sa", "to")


class Unlike(Exception):
    """A test that takes another course, or expects what cannot be written down."""


class Draws:
    """Numbers that follow from a seed."""

    def __init__(self, seed):
        self.state = seed

    def below(self, count):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % count

    def one_of(self, some):
        return some[self.below(len(some))]


def literals(node):
    """The constants that may be others: no part of what is expected or of a text with holes."""
    if isinstance(node, ast.JoinedStr):
        return
    if isinstance(node, ast.Constant):
        if type(node.value) in (int, str):
            yield node
        return
    children = list(ast.iter_child_nodes(node))
    if isinstance(node, ast.Call) and getattr(node.func, "attr", None) in COMPARING:
        children = node.args[:1]
    for child in children:
        yield from literals(child)


def other_word(word, draws):
    if word.isdigit():
        first = draws.one_of("123456789") if word[0] != "0" or len(word) == 1 else "0"
        return first + "".join(draws.one_of("0123456789") for _ in word[1:])
    other = ""
    while len(other) < len(word):
        other += draws.one_of(SYLLABLES)
    other = other[: len(word)]
    return other.upper() if word.isupper() else other.capitalize() if word[0].isupper() else other


def other_number(value, draws):
    return draws.one_of([value + 1, max(value - 1, 0), value + 2, value * 2, value * 3 + 1, value + 10])


def constants(method):
    """The constants of a test that may be others."""
    return [node for statement in method.body[1:] for node in literals(statement)]


def other_values(found, draws):
    """Some of the numbers and words of a test anew, as edits; a word is the same wherever it stands."""
    numbers, words = {}, {}
    for _ in range(1 + draws.below(3) if found else 0):
        node = draws.one_of(found)
        if isinstance(node.value, int):
            numbers[id(node)] = other_number(node.value, draws)
            continue
        parts = WORD.findall(node.value)
        if parts:
            part = draws.one_of(parts)
            words.setdefault(part, other_word(part, draws))
    edits = []
    for node in found:
        if isinstance(node.value, str):
            value = WORD.sub(lambda part: words.get(part[0], part[0]), node.value)
        else:
            value = numbers.get(id(node), node.value)
        if value != node.value:
            edits.append((node, repr(value)))
    return edits


class Text:
    """A module as bytes, since places in it are counted in bytes."""

    def __init__(self, text):
        self.tree = ast.parse(text)
        self.bytes = text.encode()
        self.starts = [0]
        for line in self.bytes.split(b"\n"):
            self.starts.append(self.starts[-1] + len(line) + 1)

    def span(self, node):
        return (
            self.starts[node.lineno - 1] + node.col_offset,
            self.starts[node.end_lineno - 1] + node.end_col_offset,
        )

    def edited(self, edits, within=None):
        """The text of a part with other parts within it written anew: each a node, or a span, and its text."""
        first, last = self.span(within) if within else (0, len(self.bytes))
        text = self.bytes
        spans = [(part if isinstance(part, tuple) else self.span(part), new) for part, new in edits]
        for (start, end), new in sorted(spans, reverse=True):
            text = text[:start] + new.encode() + text[end:]
            last += len(new.encode()) - (end - start)
        return text[first:last].decode()


def exact(value, names):
    """A value as a module of these names writes it down."""
    text = repr(value)
    try:
        same = len(text) <= LONGEST and eval(text, dict(names)) == value
    except Exception:
        same = False
    is_float = lambda node: isinstance(node, ast.Constant) and isinstance(node.value, float)
    if not same or any(map(is_float, ast.walk(ast.parse(text)))):
        raise Unlike
    return text


class Watch:
    """What the comparisons of a test come to, by their lines."""

    def __init__(self, case, method, module):
        self.told = {}
        self.lines = range(method.lineno, method.end_lineno + 1)
        self.module = module
        for name in vars(Watch):
            if name.startswith("assert"):
                setattr(case, name, getattr(self, name))

    def tell(self, holds, name, *value):
        """Note how a comparison reads that holds."""
        caller = sys._getframe(2)
        is_own = caller.f_code.co_filename == self.module.__name__ and caller.f_lineno in self.lines
        said = None if holds else (name, *(exact(one, self.module.__dict__) for one in value))
        if not is_own and not holds or is_own and self.told.setdefault(caller.f_lineno, said) != said:
            raise Unlike

    def assertEqual(self, value, expected, _=None):
        self.tell(value == expected, "assertEqual", value)

    def assertTrue(self, value, _=None):
        self.tell(bool(value), "assertFalse")

    def assertFalse(self, value, _=None):
        self.tell(not value, "assertTrue")

    def assertIsNone(self, value, _=None):
        self.tell(value is None, "assertEqual", value)

    def assertIsNotNone(self, value, _=None):
        self.tell(value is not None, "assertIsNone")

    def assertIn(self, value, some, _=None):
        self.tell(value in some, "assertNotIn")

    def assertNotIn(self, value, some, _=None):
        self.tell(value not in some, "assertIn")


def mended(text, method, told):
    """The text of a test that expects what it was told."""
    edits = []
    for node in ast.walk(method) if any(told.values()) else ():
        said = told.get(node.lineno) if isinstance(node, ast.Expr) else None
        call = getattr(node, "value", None)
        if not said or not getattr(getattr(call, "func", None), "attr", "").startswith("assert"):
            continue
        name, *values = said
        end = text.span(call.func)[1]
        edits.append(((end - len(call.func.attr), end), name))
        for value in values:
            after = text.span(call.args[0])[1]
            edits.append(((after, text.span(call.args[-1])[1]), f", {value}"))
    return text.edited(edits, method)


def is_test(node):
    return isinstance(node, ast.FunctionDef) and node.name.startswith("test")


def body(method):
    """What a test does, without its sentence."""
    return "\n".join(map(ast.dump, method.body[1:]))


def classes(tree):
    return [node for node in tree.body if isinstance(node, ast.ClassDef) and any(map(is_test, node.body))]


def each_test(tree):
    return [((one.name, test.name), test) for one in classes(tree) for test in one.body if is_test(test)]


def kept(source, name):
    """The tests of a module that take their course: their texts, as they are then."""
    text = Text(source)
    module = types.ModuleType(f"tests.{name}")
    module.__package__ = "tests"
    exec(compile(source, module.__name__, "exec"), module.__dict__)
    passing = {}
    for key, method in each_test(text.tree):
        case = getattr(module, key[0])(key[1])
        watch = Watch(case, method, module)
        try:
            case.setUp()
            getattr(case, method.name)()
            case.doCleanups()
        except Exception:
            continue
        passing[key] = mended(text, method, watch.told)
    return passing


def entries(source, package):
    """Take what is imported from where else it is: from where it is defined, or from the package itself."""
    text, edits = Text(source), []
    for node in text.tree.body:
        if not isinstance(node, ast.ImportFrom) or node.level or node.module.split(".")[0] != package:
            continue
        root, module = importlib.import_module(package), importlib.import_module(node.module)
        moved = []
        for alias in node.names:
            value = getattr(module, alias.name)
            home = getattr(value, "__module__", None) or ""
            if node.module != package:
                home = package if getattr(root, alias.name, None) is value else node.module
            elif not home.startswith(f"{package}.") or getattr(sys.modules[home], alias.name, None) is not value:
                home = node.module
            named = f"{alias.name} as {alias.asname}" if alias.asname else alias.name
            moved.append(f"from {home} import {named}")
        edits.append((node, "\n".join(moved)))
    return text.edited(edits)


def dumped(text):
    """What the text of a test does."""
    return body(ast.parse(f"class _:\n    {text}\n").body[0].body[0])


def written(source, shown, name, package, draws):
    """A module of tests that nobody was shown, or nothing."""
    source = entries(source, package)
    text = Text(source)
    tests = dict(each_test(text.tree))
    seen = {key: {body(test)} for key, test in tests.items()}
    found = {key: [] for key in tests}
    open_to = {key: constants(test) for key, test in tests.items()}

    def keep(passing, number):
        for key, new in passing.items():
            does = dumped(new)
            if does not in shown and (number == 0 or does not in seen[key]):
                seen[key].add(does)
                found[key].append(new.replace(f"def {key[1]}(", f"def {key[1]}_{number}(", 1))

    # The suite itself, where it was drawn anew: its values are the skeleton's own.
    keep(kept(source, name), 0)
    for number in range(1, TRIED + 1):
        edits, are_wanted = [], False
        for key, test in tests.items():
            other = other_values(open_to[key], draws)
            is_wanted = bool(other) and len(found[key]) < KEPT
            are_wanted |= is_wanted
            edits += other if is_wanted else [(test, "pass")]
        if are_wanted:
            keep(kept(text.edited(edits), name), number)
    edits = []
    for one in classes(text.tree):
        of_class = [test for test in one.body if is_test(test)]
        if not any(found[one.name, test.name] for test in of_class):
            edits.append((one, ""))
            continue
        for test in of_class:
            new = "\n\n    ".join(found[one.name, test.name])
            edits.append((test, new or "pass"))
    made = text.edited(edits)
    return made if classes(ast.parse(made)) else None


def bodies(source):
    return {body(test) for _, test in each_test(ast.parse(source))}


def main(package, seed, shown, root="/repo"):
    """Write the modules over those that are there; `shown` are the texts of the suite."""
    sys.path.insert(0, root)
    sys.dont_write_bytecode = True
    shown = set().union(*map(bodies, shown))
    for name in sorted(os.listdir(f"{root}/tests")):
        path = f"{root}/tests/{name}"
        if not name.startswith("test_") or not name.endswith(".py"):
            continue
        with open(path, encoding="utf-8") as file:
            source = file.read()
        made = written(source, shown, name[:-3], package, Draws(seed))
        if made is None:
            os.remove(path)
            continue
        with open(path, "w", encoding="utf-8") as file:
            file.write(made)
