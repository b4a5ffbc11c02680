import builtins, io, os, runpy, sys, types


def _start(kind, what, argv, text, folder):
    """Run a file, a module or code as the interpreter's own command line would."""
    sys.stdin = io.StringIO(text)
    if sys.path and sys.path[0] == "":
        sys.path[0] = folder
    else:
        sys.path.insert(0, folder)
    sys.argv = argv
    try:
        if kind == "module":
            _module(what, folder)
        elif kind == "file":
            with open(what, "rb") as source:
                _main(source.read(), what, what)
        else:
            _main(what, "<string>" if kind == "code" else "<stdin>", None)
    except SystemExit as end:
        if end.code is not None and not isinstance(end.code, int):
            _stop(end.code)
        code = end.code or 0
        # As the interpreter does with what is no exit code of a machine.
        raise SystemExit(code & 0xFF if -(2**63) <= code < 2**63 else 255) from None
    except BaseException as error:
        _show(error)
        raise SystemExit(1) from None


def _main(text, name, file):
    main = types.ModuleType("__main__")
    main.__builtins__ = builtins
    if file is not None:
        main.__file__ = file
    sys.modules["__main__"] = main
    exec(compile(text, name, "exec", dont_inherit=True), main.__dict__)


def _show(error):
    """Say what was raised, from the program's own first frame on."""
    own = (_show.__code__.co_filename, "<frozen runpy>")
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename in own:
        trace = trace.tb_next
    if isinstance(error, SyntaxError) and trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name.startswith("<frozen importlib"):
            trace = None
    error.__traceback__ = trace
    sys.excepthook(type(error), error, trace)


def _stop(said, status=1):
    print(said, file=sys.stderr)
    raise SystemExit(status)


def _module(what, folder):
    here = os.path.join(folder, *what.split("."))
    if what == "unittest":
        # There are no files that a package of the library could be run from.
        sys.argv[0] = "python -m unittest"
        _unittest().main(module=None)
    elif what == "pytest":
        sys.argv[0] = what
        raise SystemExit(_pytest().main(sys.argv[1:], "/repo" if (folder + "/").startswith("/repo/") else folder))
    elif what in _TOOLS and not os.path.exists(here) and not os.path.exists(here + ".py"):
        sys.argv[0] = what
        _TOOLS[what](sys.argv[1:])
    else:
        try:
            found = runpy._get_module_details(what, runpy._Error)
        except runpy._Error as error:
            _stop(f"python: {error}")
        except OSError:
            _stop(f"python: {what} cannot be run as a program here; of the library these can: {', '.join(_can())}")
        sys.argv[0] = found[1].origin or what
        runpy.run_module(what, run_name="__main__", alter_sys=True)


def _pytest():
    """The part of pytest that is here, as modules that no file has to hold."""
    for name, text in _PYTEST:
        sys.modules[name] = module = types.ModuleType(name)
        exec(compile(text, f"<{name}>", "exec", dont_inherit=True), module.__dict__)
    module.begins, module.ends = _begins, _ends
    return module


def _unittest():
    import unittest

    class Told(unittest.TextTestResult):
        def startTest(self, test):
            super().startTest(test)
            _begins(test)

        def stopTest(self, test):
            super().stopTest(test)
            _ends(test)

    unittest.TextTestRunner.resultclass = Told
    return unittest


def _leave_word(text, open=io.open, makedirs=os.makedirs):
    """Tell the host which test runs, or that none does: it asks where a run has spent its fuel."""
    try:
        makedirs("/__pycache__", exist_ok=True)
        with open("/__pycache__/running", "w", encoding="utf-8") as file:
            file.write(text)
    except (OSError, ValueError):
        pass


def _begins(test):
    """What comes before a test; one that has spent the fuel of a run before fails, and the others run."""
    _leave_word(test.id())
    if test.id() in _SPENT:
        # No frame of ours is shown.
        own = {"__unittest": True}
        exec("def setUp():\n    raise TimeoutError('its fuel is spent; it loops, or works out too much')", own)
        test.setUp = own["setUp"]


def _ends(_):
    _leave_word("")


def _can():
    return sorted([*(name for name in _TOOLS if name not in _NOT), "unittest"])


def _compiled(path):
    """Why a file is no Python, or nothing."""
    import traceback

    with open(path, "rb") as source:
        text = source.read()
    try:
        compile(text, path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        return "".join(traceback.format_exception_only(type(error), error))
    return None


def _py_compile(names):
    names = sys.stdin.read().splitlines() if names == ["-"] else names
    wrong = False
    for name in names:
        try:
            said = _compiled(name)
        except OSError as error:
            _stop(error)
        if said is not None:
            wrong = True
            sys.stderr.write(said)
    raise SystemExit(int(wrong))


def _compileall(names):
    quiet = "-q" in names
    names = [name for name in names if name not in ("-q", "-f")] or ["."]
    wrong = False

    def one(path):
        nonlocal wrong
        if os.path.isdir(path):
            if not quiet:
                print(f"Listing {path!r}...")
            # Files of a folder come before what lies deeper.
            inside = [os.path.join(path, name) for name in sorted(os.listdir(path)) if name != "__pycache__"]
            for below in sorted(inside, key=os.path.isdir):
                if os.path.isdir(below) or below.endswith(".py"):
                    one(below)
            return
        if not quiet:
            print(f"Compiling {path!r}...")
        said = _compiled(path)
        if said is not None:
            wrong = True
            print(f"*** Error compiling {path!r}...\n{said}" if quiet else f"*** {said}")

    for name in names:
        if os.path.exists(name):
            one(name)
        else:
            wrong = True
            print(f"Can't list {name!r}")
    raise SystemExit(int(wrong))


def _json_tool(words):
    import json

    given = {"indent": 4}
    files, words = [], list(words)
    while words:
        word = words.pop(0)
        if word == "--sort-keys":
            given["sort_keys"] = True
        elif word == "--no-ensure-ascii":
            given["ensure_ascii"] = False
        elif word == "--indent" and words and words[0].isdigit():
            given["indent"] = int(words.pop(0))
        elif word == "--tab":
            given["indent"] = "\t"
        elif word == "--no-indent":
            given["indent"] = None
        elif word == "--compact":
            given.update(indent=None, separators=(",", ":"))
        elif word.startswith("-") and word != "-":
            _stop(
                f"python -m json.tool: {word} is not supported here; supported: --sort-keys --no-ensure-ascii "
                "--indent N --tab --no-indent --compact [FILE [OUT]]",
                2,
            )
        else:
            files.append(word)
    try:
        if files and files[0] != "-":
            with open(files[0], encoding="utf-8") as source:
                text = source.read()
        else:
            text = sys.stdin.read()
        shown = json.dumps(json.loads(text), **given)
        if len(files) > 1:
            with open(files[1], "w", encoding="utf-8") as out:
                out.write(shown + "\n")
        else:
            print(shown)
    except OSError as error:
        _stop(f"python -m json.tool: {error}", 2)
    except ValueError as error:
        _stop(error)


def _library(module, function):
    """A module of the library that has its program in a function."""

    def run(_):
        import importlib

        raise SystemExit(getattr(importlib.import_module(module), function)())

    return run


def _refused(name, why):
    return lambda _: _stop(f"python: -m {name} is not supported here: {why}")


_NOT = {
    "timeit": "no time passes in a program",
    "cProfile": "no time passes in a program",
    "profile": "no time passes in a program",
    "pdb": "nobody answers a program while it runs",
    "pip": "nothing can be installed",
    "venv": "nothing can be installed",
    "http.server": "there is no network",
}
_TOOLS = {
    "ast": _library("ast", "main"),
    "compileall": _compileall,
    "doctest": _library("doctest", "_test"),
    "json.tool": _json_tool,
    "py_compile": _py_compile,
    "tokenize": _library("tokenize", "_main"),
    **{name: _refused(name, why) for name, why in _NOT.items()},
}
