//! The attacks: a name, a program, and how it must end.

pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) code: &'static str,
    /// A cause, the class of an exception, or `done`.
    pub(crate) end: &'static str,
}

fn case(name: &'static str, end: &'static str, code: &'static str) -> Case {
    Case { name, code, end }
}

pub(crate) fn cases() -> Vec<Case> {
    [time(), space(), depth(), ends(), outside(), interpreter()]
        .into_iter()
        .flatten()
        .collect()
}

fn time() -> Vec<Case> {
    vec![
        case("endless loop", "fuel", "while True: pass"),
        case(
            "endless loop that catches everything",
            "fuel",
            "while True:\n  try:\n    while True: pass\n  except BaseException: pass",
        ),
        case("endless loop in C", "fuel", "sum(iter(int, 1))"),
        case(
            "endless generator in C",
            "fuel",
            "import itertools, collections; collections.deque(itertools.count(), 0)",
        ),
        case("a power too large to compute", "fuel", "7 ** 7 ** 9"),
        case(
            "a regular expression that backtracks",
            "fuel",
            "import re; re.match(r'(a+)+$', 'a' * 40 + 'b')",
        ),
        case("text of a huge number", "ValueError", "str(10 ** 5000)"),
        case(
            "hash collisions",
            "fuel",
            "{i * (2 ** 31 - 1): i for i in range(100_000)}",
        ),
        case(
            "endless loop in a destructor",
            "fuel",
            "class D:\n  def __del__(self):\n    while True: pass\nd = D(); del d",
        ),
        case(
            "endless loop at exit",
            "done",
            "import atexit\ndef f():\n  while True: pass\natexit.register(f)",
        ),
        case(
            "wait for ever",
            "time",
            "import time\nwhile True: time.sleep(10 ** 8)",
        ),
        case(
            "look at the clock for ever",
            "fuel",
            "import time\nwhile True: time.time_ns()",
        ),
        case(
            "an event loop without end",
            "fuel",
            "import asyncio\nasync def f():\n  while True: await asyncio.sleep(0)\nasyncio.run(f())",
        ),
        case(
            "an event that never comes",
            "RuntimeError",
            "import asyncio\nasync def f(): await asyncio.Event().wait()\nasyncio.run(f())",
        ),
    ]
}

fn space() -> Vec<Case> {
    vec![
        case(
            "memory without end, in small pieces",
            "MemoryError",
            "a = []\nwhile True: a.append('x' * 1_000_000 + str(len(a)))",
        ),
        case(
            "memory without end, doubled",
            "MemoryError",
            "a = b'x'\nwhile True: a += a",
        ),
        case("900 MiB at once", "MemoryError", "bytearray(900 << 20)"),
        case("a list of 4 billion", "MemoryError", "[0] * (1 << 30)"),
        case(
            "a tuple longer than memory",
            "MemoryError",
            "(0,) * (1 << 29)",
        ),
        case(
            "a decompression bomb",
            "fuel",
            "import gzip\ngzip.decompress(gzip.compress(bytes(1 << 20)) * 400)",
        ),
        case(
            "output without end",
            "quota",
            "while True: print('x' * 1000)",
        ),
        case("output at once", "quota", "print('x' * 10_000_000)"),
        case(
            "files without end",
            "OSError",
            "i = 0\nwhile True:\n  with open(f'/tmp/{i}', 'w') as f: f.write('x' * 1_000_000)\n  i += 1",
        ),
        case(
            "empty files without end",
            "fuel",
            "i = 0\nwhile True:\n  open(f'/tmp/{i}', 'w').close()\n  i += 1",
        ),
        case(
            "a file of 4 EiB by a hole",
            "OSError",
            "f = open('/tmp/a', 'wb'); f.truncate(1 << 62)",
        ),
        case(
            "a file of 1 TiB by a seek",
            "OSError",
            "f = open('/tmp/a', 'wb'); f.seek(1 << 40); f.write(b'x'); f.flush()",
        ),
        case(
            "open files without end",
            "handles",
            "a = []\nimport os\nwhile True: a.append(os.open('/dev/null', os.O_RDONLY))",
        ),
        case(
            "randomness without end",
            "quota",
            "import os\nwhile True: os.urandom(1 << 20)",
        ),
        case(
            "a path of 100,000 characters",
            "OSError",
            "open('/' + 'x' * 100_000)",
        ),
        case(
            "folders within folders",
            "OSError",
            "import os\np = ''\nwhile True:\n  p += '/d'\n  os.mkdir('/tmp' + p)",
        ),
    ]
}

fn depth() -> Vec<Case> {
    vec![
        case(
            "recursion",
            "RecursionError",
            "def f(n): return f(n + 1)\nf(0)",
        ),
        case(
            "recursion without a limit",
            "fuel",
            "import sys; sys.setrecursionlimit(10 ** 8)\ndef f(n): return f(n + 1)\nf(0)",
        ),
        case(
            "recursion through C",
            "RecursionError",
            "class A:\n  def __getattr__(self, n): return getattr(self, n + 'x')\nA().a",
        ),
        case(
            "200,000 lists in one another, shown",
            "fuel",
            "a = []\nfor i in range(200_000): a = [a]\nrepr(a)",
        ),
        case(
            "200,000 lists in one another, in JSON",
            "stack_overflow",
            "import json; json.loads('[' * 200_000)",
        ),
        case(
            "200,000 lists in one another, freed",
            "stack_overflow",
            "a = []\nfor i in range(200_000): a = [a]\ndel a",
        ),
        case(
            "5,000 parentheses in one another",
            "MemoryError",
            "compile('(' * 5000 + ')' * 5000, 'x', 'eval')",
        ),
        case(
            "a long chain of operators",
            "MemoryError",
            "eval('-' * 100_000 + '1')",
        ),
        case(
            "a regular expression nested 10,000 deep",
            "fuel",
            "import re; re.compile('(' * 10_000 + ')' * 10_000)",
        ),
        case(
            "a deep copy of depth",
            "RecursionError",
            "import copy\na = []\nfor i in range(100_000): a = [a]\ncopy.deepcopy(a)",
        ),
    ]
}

fn ends() -> Vec<Case> {
    vec![
        case("`sys.exit`", "exit code 3", "import sys; sys.exit(3)"),
        case("`os._exit`", "exit", "import os; os._exit(3)"),
        case("`os.abort`", "unreachable", "import os; os.abort()"),
        case(
            "a signal to itself",
            "AttributeError",
            "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        ),
        case(
            "`faulthandler` crashes on purpose",
            "unreachable",
            "import faulthandler; faulthandler._sigsegv()",
        ),
        case(
            "an exception whose text cannot be had",
            "E",
            "class E(Exception):\n  def __str__(self): raise SystemExit\nraise E",
        ),
        case(
            "an exception that is not of `Exception`",
            "KeyboardInterrupt",
            "raise KeyboardInterrupt",
        ),
    ]
}

fn outside() -> Vec<Case> {
    vec![
        case(
            "read `/etc/passwd`",
            "FileNotFoundError",
            "open('/etc/passwd')",
        ),
        case(
            "read it by the lowest call",
            "FileNotFoundError",
            "import os, posix; posix.open('/etc/passwd', os.O_RDONLY)",
        ),
        case(
            "climb out of the root",
            "FileNotFoundError",
            "open('/tmp/../../../../../../etc/passwd')",
        ),
        case(
            "list the root",
            "done",
            "import os; assert os.listdir('/') == ['dev', 'tmp']",
        ),
        case(
            "a link to outside",
            "PermissionError",
            "import os; os.symlink('/etc', '/tmp/etc')",
        ),
        case(
            "other devices",
            "FileNotFoundError",
            "open('/dev/mem', 'rb')",
        ),
        case("`/proc`", "FileNotFoundError", "open('/proc/self/environ')"),
        case(
            "a socket",
            "PermissionError",
            "import socket; socket.socket()",
        ),
        case(
            "look up a name",
            "gaierror",
            "import socket; socket.getaddrinfo('example.org', 80)",
        ),
        case(
            "a connection",
            "gaierror",
            "import socket; socket.create_connection(('127.0.0.1', 80))",
        ),
        case(
            "a process",
            "OSError",
            "import subprocess; subprocess.run(['ls'])",
        ),
        case("a shell", "AttributeError", "import os; os.system('ls')"),
        case("a fork", "AttributeError", "import os; os.fork()"),
        case(
            "a thread",
            "RuntimeError",
            "import threading; threading.Thread(target=print).start()",
        ),
        case(
            "a pool of processes",
            "ModuleNotFoundError",
            "import concurrent.futures; concurrent.futures.ProcessPoolExecutor()",
        ),
        case("foreign functions", "ModuleNotFoundError", "import ctypes"),
        case("mapped memory", "ModuleNotFoundError", "import mmap"),
        case(
            "the environment",
            "done",
            "import os; assert not os.environ",
        ),
        case(
            "the real time",
            "done",
            "import time; assert time.time() < 1767225601",
        ),
        case(
            "the real time, by files",
            "done",
            "import os; open('/tmp/a', 'w').close(); assert os.stat('/tmp/a').st_mtime == 946684800",
        ),
        case(
            "what the machine is",
            "done",
            "import platform, os; assert platform.machine() == 'wasm32' and os.getpid() == 42",
        ),
        case("standard input", "EOFError", "input()"),
    ]
}

fn interpreter() -> Vec<Case> {
    vec![
        case(
            "bad bytecode",
            "unreachable",
            "def f(): pass\nf.__code__ = f.__code__.replace(co_code=b'\\xff\\xff' * 100)\nf()",
        ),
        case(
            "a compiled module of garbage",
            "EOFError",
            "import marshal; marshal.loads(b'\\xe3' + b'\\x00' * 3)",
        ),
        case(
            "replace what answers",
            "done",
            "import json\njson.dumps = lambda *a, **k: 'forged'",
        ),
        case(
            "the guest's own modules",
            "ModuleNotFoundError",
            "import guest_tests",
        ),
        case(
            "tables outside a tool",
            "not_now",
            "import truestep; truestep.table('items')",
        ),
        case(
            "unpickle a call",
            "AttributeError",
            "import pickle; pickle.loads(b'cos\\nsystem\\n(S\\'ls\\'\\ntR.')",
        ),
    ]
}
