"""What the host calls. It is run once when the guest is built, and the interpreter's memory is written down after it: every
instance begins at the end of this file."""

import guest_warm

guest_warm.import_modules()

import asyncio
import importlib.util
import json
import linecache
import marshal
import os
import random
import sys
import traceback
import types
import unittest

import guest_tests
import guest_tools
import truestep
import wit_world

MOST_TRACEBACK = 16_000
# Kept, so that a program that replaces them cannot confuse the answer.
_dumps, _loads = json.dumps, json.loads
_load_tests, _run_test = guest_tests.load, guest_tests.run
_probe_test, _end_tests = guest_tests.probe, guest_tests.end


def _raised(error, hidden):
    """What a program raised, without the frames that are ours."""
    trace = error.__traceback__
    for _ in range(hidden):
        trace = trace.tb_next if trace is not None else None
    try:
        text = "".join(traceback.format_exception(type(error), error, trace))
        message = str(error)
    except BaseException as other:
        text = message = f"(its text cannot be had: {type(other).__name__})"
    return {"type": type(error).__name__, "message": message[:MOST_TRACEBACK], "traceback": text[-MOST_TRACEBACK:]}


def _exit_code(code):
    if code is None:
        return 0
    if isinstance(code, int):
        return int(code)
    print(code, file=sys.stderr)
    return 1


def _flush():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BaseException:
            pass


class WitWorld(wit_world.WitWorld):
    def begin(self, seed, folder):
        asyncio._set_running_loop(None)
        random.seed(seed)
        os.chdir(folder)

    def run(self, name, code):
        """`{}`, `{"exit": code}` or `{"raised": {"type", "message", "traceback"}}`."""
        module = types.ModuleType("__main__")
        module.__file__ = name
        module.__builtins__ = __builtins__
        sys.modules["__main__"] = module
        sys.argv[:] = [name]
        sys.path.insert(0, os.getcwd())
        linecache.cache[name] = (len(code), None, code.splitlines(True), name)
        answer = {}
        try:
            exec(compile(code, name, "exec", dont_inherit=True), vars(module))
        except SystemExit as ended:
            answer = {"exit": _exit_code(ended.code)}
        except BaseException as error:
            answer = {"raised": _raised(error, 1)}
        _flush()
        return _dumps(answer)

    def compile(self, path, source):
        try:
            code = compile(source, path, "exec", dont_inherit=True)
        except Exception:
            return b""
        # Checked by the hash of the source: a source that a program changes is compiled again.
        flags = (3).to_bytes(4, "little")
        return importlib.util.MAGIC_NUMBER + flags + importlib.util.source_hash(source) + marshal.dumps(code)

    def load_tools(self, path):
        """`{"tools": [...]}` or `{"bad": {"tool", "reason"}}`."""
        answer = _dumps(guest_tools.load(path))
        _flush()
        return answer

    def call_tool(self, path, request):
        answer = _dumps(guest_tools.call(path, _loads(request)), ensure_ascii=False)
        _flush()
        return answer

    def load_tests(self, root, pattern):
        """`{"ids": [...]}` or `{"raised": ...}`."""
        try:
            answer = _load_tests(root, pattern)
        except BaseException as error:
            answer = {"raised": _raised(error, 1)}
        _flush()
        return _dumps(answer)

    def run_test(self, id):
        """`{"outcome", "text"}`."""
        answer = _dumps(_run_test(id))
        _flush()
        return answer

    def probe_test(self, left, right):
        return _dumps(_probe_test(left, right))

    def end_tests(self):
        answer = _dumps(_end_tests())
        _flush()
        return answer


def _warm():
    """Use each path once, so that what is set up at first use is set up here."""
    world = WitWorld()
    source = b"import unittest\nclass T(unittest.TestCase):\n    def test_a(self):\n        self.assertEqual(1, 1)\n"
    assert world.compile("/warm.py", source)
    assert _loads(world.probe_test("a", "a"))["outcome"] == "passed"
    assert _loads(world.probe_test("a", "b"))["outcome"] == "failed"
    answer = world.run("<warm>", "import asyncio\nasync def f():\n    await asyncio.sleep(0)\nasyncio.run(f())\n")
    assert answer == "{}", answer
    answer = _loads(world.run("<warm>", "1 / 0"))
    assert answer["raised"]["type"] == "ZeroDivisionError"
    answer = _loads(world.run("<warm>", "import dataclasses\n@dataclasses.dataclass\nclass A:\n    b: int = 1\nA()\n"))
    assert not answer, answer

    def warm_tool(count: int, names: list[str] = []) -> dict[str, int]:
        """Warm.

        Args:
            count: a number
        """
        return {name: count for name in names}

    guest_tools.LOADED["/warm.py"] = {"warm": warm_tool}
    request = {"name": "warm", "arguments": {"count": 1, "names": ["a"]}}
    assert _loads(world.call_tool("/warm.py", _dumps(request)))["structuredContent"] == {"a": 1}
    guest_tools.LOADED.clear()
    guest_tools.CALLED.clear()

    class Case(unittest.TestCase):
        @classmethod
        def setUpClass(cls):
            pass

        def test_same(self):
            with self.subTest(part=1):
                self.assertEqual({"a": [1]}, {"a": [1]})

        def test_other(self):
            self.assertEqual({"a": [1]}, {"a": [2]})

    suite = unittest.defaultTestLoader.loadTestsFromTestCase(Case)
    tests = {test.id(): test for test in suite}
    guest_tests.STATE.update(tests=tests, suite=unittest.TestSuite(), result=guest_tests._Result())
    outcomes = [guest_tests.run(id)["outcome"] for id in tests]
    assert outcomes == ["failed", "passed"], outcomes
    guest_tests.end()
    guest_tests.STATE.clear()
    sys.modules.pop("__main__", None)


_main = sys.modules["__main__"]
guest_warm.install_loop()
_warm()
sys.modules["__main__"] = _main
# A program has no business with these, and finds them less easily.
for _name in ("guest_schema", "guest_tests", "guest_tools", "guest_warm"):
    del sys.modules[_name]
guest_warm.forget()
