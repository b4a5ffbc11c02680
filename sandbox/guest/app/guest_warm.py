"""What is done once, before the interpreter's memory is written down: import the standard library, use every path that
sets something up when it is first used, and forget what came from the machine that builds."""

import asyncio
import gc
import importlib
import linecache
import os
import random
import sys
import tempfile
import time

# What is not here cannot be imported: there is no standard library in the guest's files.
MODULES = """
abc annotationlib argparse array ast asyncio base64 binascii bisect calendar cmath cmd code codecs codeop collections
collections.abc colorsys concurrent.futures configparser contextlib contextvars copy copyreg cProfile csv dataclasses datetime
decimal difflib dis doctest email email.message encodings.ascii encodings.cp437 encodings.idna encodings.latin_1
encodings.utf_16 encodings.utf_8_sig enum errno filecmp fileinput fnmatch fractions functools gc getopt getpass gettext glob
graphlib gzip hashlib heapq hmac html html.entities html.parser http importlib.abc importlib.machinery importlib.metadata
importlib.resources importlib.util inspect io ipaddress itertools json json.decoder json.encoder keyword linecache locale
logging logging.config logging.handlers marshal math mimetypes numbers operator optparse os pathlib pickle pkgutil platform
plistlib posixpath pprint queue quopri random re reprlib runpy sched secrets selectors shlex shutil signal socket stat
statistics string string.templatelib stringprep struct subprocess symtable sys sysconfig tempfile textwrap threading time
timeit token tokenize tomllib traceback types typing unicodedata unittest unittest.async_case unittest.case unittest.loader
unittest.main unittest.mock unittest.result unittest.runner unittest.suite urllib urllib.error urllib.parse uuid warnings
weakref xml xml.etree xml.etree.ElementTree zipfile zlib zoneinfo _strptime
componentize_py_types componentize_py_runtime
componentize_py_async_support componentize_py_async_support.streams componentize_py_async_support.futures
wit_world wit_world.imports wit_world.imports.tables
""".split()


def import_modules():
    for name in MODULES:
        importlib.import_module(name)


class _Waiter:
    """The one thing that a program without sockets and threads can wait for: time."""

    def select(self, timeout):
        if timeout is None:
            raise RuntimeError("nothing that the event loop waits for can happen: there are no sockets and no threads")
        if timeout > 0:
            time.sleep(timeout)
        return []

    def close(self):
        pass


class Loop(asyncio.base_events.BaseEventLoop):
    """An event loop of timers and ready callbacks."""

    def __init__(self):
        super().__init__()
        self._selector = _Waiter()

    def _process_events(self, events):
        pass

    def _write_to_self(self):
        pass


class Policy(asyncio.events._BaseDefaultEventLoopPolicy):
    _loop_factory = Loop


def install_loop():
    # What calls the guest marks a loop of its own as running, for exports that it could suspend; none here is such.
    asyncio.events._set_running_loop(None)
    asyncio.events._set_event_loop_policy(Policy())
    asyncio.EventLoop = asyncio.SelectorEventLoop = Loop


def forget():
    """Leave nothing of the building machine, and nothing that the first program would find warm from ours."""
    for name in list(os.environ):
        del os.environ[name]
    tempfile.tempdir = "/tmp"
    tempfile._name_sequence = None
    sys.path[:] = []
    sys.path_importer_cache.clear()
    sys.argv[:] = [""]
    sys.dont_write_bytecode = True
    sys.pycache_prefix = "/.pycache"
    linecache.clearcache()
    random.seed(0)
    for _ in range(3):
        gc.collect()
    gc.freeze()
