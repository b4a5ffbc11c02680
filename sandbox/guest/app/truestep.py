"""What a file of tools can use: the host's tables, the tools' hints, an error for the agent.

    import truestep

    @truestep.tool(read_only=True)
    def stock(sku: str) -> int:
        \"\"\"How many of an item there are.\"\"\"
        item = truestep.table("items").get(sku)
        if item is None:
            raise truestep.ToolError(f"there is no item {sku}")
        return item["stock"]

Values of a table of JSON are read and written as Python's own; values of a table of bytes are bytes. What a table gives
is a copy: only an assignment writes. Keys are texts, or integers where the table has such.
"""

import json

__all__ = ["Table", "ToolError", "now_ms", "table", "tool"]

_PAGE = 256


class ToolError(Exception):
    """The call cannot be done: its text is the reply to the agent, and nothing changed."""


def tool(function=None, *, name=None, title=None, read_only=None, destructive=None, idempotent=None):
    """Say of a function what its types and docstring cannot."""

    def mark(function):
        hints = {"readOnlyHint": read_only, "destructiveHint": destructive, "idempotentHint": idempotent}
        function.__truestep__ = {
            "name": name,
            "title": title,
            "annotations": {hint: value for hint, value in hints.items() if value is not None},
        }
        return function

    return mark if function is None else mark(function)


def now_ms():
    """The call's virtual time in milliseconds."""
    import time

    return time.time_ns() // 1_000_000


class Table:
    """A table of the host, by keys; in the order of the keys."""

    __slots__ = ("name", "_host", "_integer", "_json")

    def __init__(self, name):
        from wit_world.imports import tables

        self.name, self._host = name, tables
        self._integer, self._json = tables.kinds(name)

    def __repr__(self):
        return f"truestep.table({self.name!r})"

    def _key(self, key):
        expected = int if self._integer else str
        if not isinstance(key, expected) or isinstance(key, bool):
            raise TypeError(f"a key of {self!r} is of type {expected.__name__}, not {type(key).__name__}")
        return str(key)

    def _read(self, value):
        return json.loads(value) if self._json else bytes(value)

    def get(self, key, default=None):
        """The value of a row, or the default."""
        value = self._host.get(self.name, self._key(key))
        return default if value is None else self._read(value)

    def __getitem__(self, key):
        value = self._host.get(self.name, self._key(key))
        if value is None:
            raise KeyError(key)
        return self._read(value)

    def __setitem__(self, key, value):
        value = json.dumps(value, allow_nan=False).encode() if self._json else bytes(value)
        self._host.put(self.name, self._key(key), value)

    def __delitem__(self, key):
        if not self._host.delete(self.name, self._key(key)):
            raise KeyError(key)

    def __contains__(self, key):
        return self._host.get(self.name, self._key(key)) is not None

    def items(self, prefix=""):
        """The rows whose keys begin with `prefix`, as (key, value)."""
        after = ""
        while rows := self._host.scan(self.name, prefix, after, _PAGE):
            for after, value in rows:
                yield (int(after) if self._integer else after), self._read(value)
            if len(rows) < _PAGE:
                return

    def keys(self, prefix=""):
        """The keys that begin with `prefix`."""
        return (key for key, _ in self.items(prefix))

    def values(self, prefix=""):
        """The values of the rows whose keys begin with `prefix`."""
        return (value for _, value in self.items(prefix))

    def __iter__(self):
        return self.keys()

    def __len__(self):
        return sum(1 for _ in self.items())


def table(name):
    """The table of this name, if the call was granted it."""
    return Table(name)
