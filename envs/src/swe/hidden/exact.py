"""Comparisons of values that are what they look like.

A class can say of itself what it is equal to. Where a plain value is expected, a plain one has to come, through and through,
and where one of a package's classes is, one of that class: then nobody else's word on equality is taken.
"""

import unittest
from collections import Counter, OrderedDict, defaultdict, deque
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction

LINES = (list, tuple, deque)
SETS = (set, frozenset)
TABLES = (dict, Counter, OrderedDict, defaultdict)
PLAIN = {type(None), bool, int, float, complex, str, bytes, bytearray, range, Fraction, Decimal, date, datetime, time, timedelta,
         type, *LINES, *SETS, *TABLES}
DEEPEST = 12


def fields(value):
    """What an object consists of, by names."""
    slots = getattr(type(value), "__slots__", ())
    slots = (slots,) if isinstance(slots, str) else slots
    own = {name: getattr(value, name) for name in slots if hasattr(value, name)}
    return {**own, **getattr(value, "__dict__", {})}


def alike(value, other, depth=0):
    """Whether two values that are equal are so by the word of plain types, or both are of one class."""
    kind = type(value)
    if depth > DEEPEST:
        return True
    if kind not in PLAIN and kind is not type(other):
        return False
    if kind not in PLAIN:
        ours, theirs = fields(value), fields(other)
        return all(alike(ours[name], theirs[name], depth + 1) for name in ours if name in theirs)
    if kind in LINES and type(other) in LINES:
        return all(alike(one, its, depth + 1) for one, its in zip(value, other))
    if kind in SETS or kind in TABLES:
        kinds = PLAIN.union(map(type, other))
        if not all(type(one) in kinds for one in value):
            return False
    if kind in TABLES and type(other) in TABLES:
        return all(alike(value[key], other[key], depth + 1) for key in value if key in other)
    return True


class Exact(unittest.TestCase):
    """A test case that takes nobody's word."""

    def assertEqual(self, first, second, msg=None):
        super().assertEqual(first, second, msg)
        if not (alike(first, second) and alike(second, first)):
            self.fail(f"{first!r} is of another type than {second!r}")

    def assertIn(self, member, container, msg=None):
        super().assertIn(member, container, msg)
        if type(member) not in PLAIN and type(container) in (*LINES, *SETS, *TABLES):
            self.assertIn(type(member), [type(one) for one in container])
