"""What the command `pytest` says of tests: headings, lists, warnings, counts."""

import inspect
import linecache
import os
import traceback

from pytest_items import Unexpected

WIDTH = 80
DOCS = "-- Docs: https://docs.pytest.org/en/stable/how-to/capture-warnings.html"


def centred(text, fill):
    text = f" {text} "
    count = max((WIDTH - len(text)) // 2, 1)
    line = fill * count + text + fill * count
    return line + fill if len(line) < WIDTH else line


def short(error):
    """What a test failed of, in a line."""
    if isinstance(error, Unexpected):
        return str(error)
    said = "".join(traceback.format_exception_only(type(error), error)).strip().splitlines()
    return said[0].removeprefix("pytest.") if said else type(error).__name__


def captured(output):
    for stream, text in zip(("stdout", "stderr"), output):
        if text:
            print(centred(f"Captured {stream} call", "-"))
            print(text.rstrip("\n"))


def warned(warnings, root):
    """Classes that look as if they held tests, and are made in a way of their own."""
    print(centred("warnings summary", "="))
    for path, kind in warnings:
        inside, line = os.path.relpath(path, root), inspect.getsourcelines(kind)[1]
        what = "__init__" if kind.__init__ is not object.__init__ else "__new__"
        print(f"{inside}:{line}")
        print(
            f"  {path}:{line}: PytestCollectionWarning: cannot collect test class {kind.__name__!r} because it has a {what} "
            f"constructor (from: {inside})"
        )
        print(f"    {linecache.getline(path, line).strip()}\n")
    print(DOCS)


def listed(tests, root):
    """The tests as a tree: folders, modules, classes."""
    open_ = []
    for test in tests:
        *folders, module = test.path.split("/")
        names = [f"<Dir {os.path.basename(root)}>"]
        for at, folder in enumerate(folders):
            is_package = os.path.exists(os.path.join(root, *folders[: at + 1], "__init__.py"))
            names.append(f"<{'Package' if is_package else 'Dir'} {folder}>")
        names.append(f"<Module {module}>")
        is_case = type(test.case).__module__ != "pytest_items"
        names += [f"<{'UnitTestCase' if is_case else 'Class'} {kind}>" for kind in test.inner[:-1]]
        names.append(f"<{'TestCaseFunction' if is_case else 'Function'} {test.inner[-1]}>")
        same = next((at for at, name in enumerate(names) if open_[at : at + 1] != [name]), len(names))
        for at in range(same, len(names)):
            print("  " * at + names[at])
        open_ = names


def collected(tests, chosen):
    left = len(tests) - len(chosen)
    if not tests:
        return "no tests collected"
    if not left:
        return f"{len(tests)} test{'' if len(tests) == 1 else 's'} collected"
    return f"{f'{len(chosen)}/{len(tests)}' if chosen else 'no'} tests collected ({left} deselected)"


def summary(counts, seconds, quiet):
    if quiet > 1:
        return
    parts = [f"{count} {name}" + ("s" if name in ("error", "warning") and count > 1 else "") for name, count in counts if count]
    text = f"{', '.join(parts) or 'no tests ran'} in {seconds:.2f}s"
    print(text if quiet else centred(text, "="))
