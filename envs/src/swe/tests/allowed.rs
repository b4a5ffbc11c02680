//! What is read off a text: ways out of a package, however they are written, and what is none.

use super::super::allowed::uses;
use std::collections::BTreeSet;

fn used(text: &str) -> Result<Vec<String>, String> {
    let modules =
        "abc dataclasses functools io re json copy datetime typing collections collections.abc"
            .split(' ');
    let modules: BTreeSet<String> = modules.map(str::to_owned).collect();
    uses(text, "fillform", &modules)
}

#[test]
fn ways_out_are_found_however_they_are_written() {
    for text in [
        "import sys",
        "import json, sys",
        "import os.path as json",
        "from os import path",
        "from re import enum",
        "from re import (\n    match,\n    enum as e,\n)",
        "if True: import sys",
        "x = 1; import sys",
        "re = 1\nimport re\nre.enum.bltns",
        "import re as r\nr.enum",
        "import re\nr = re\nr.enum",
        "import re\nre.compile = print",
        "import json\njson.decoder",
        "from .lexer import re\nre.enum",
        "from . import lexer\nlexer.re.enum",
        "import io\nio.open('x')",
        "open('x')",
        "(open)('x')",
        "e = eval",
        "getattr(x, 'y')",
        "x.__globals__",
        "'{0.__globals__}'.format(x)",
        "f'{open(1)}'",
        "f\"{x['a'] if eval('1') else 2}\"",
        "rf'{__import__(\"sys\")}'",
        "def load_tests(a, b, c): pass",
        "x.\\\n__code__",
        "ｅｖａｌ('1')",
        "f'{ｅｖａｌ(1)}'",
        "case = __build_class__",
        "name = '__glo' + 'bals__'",
        "name = '__glo' 'bals__'",
        "name = '__%s__' % 'globals'",
        "name = f'__{word}__'",
        "name = ''.join(['__', 'globals', '__'])",
        "name = '_' * 2 + 'globals' + '_' * 2",
        "name = '_' + '_globals_' + '_'",
        "name = 'op' + 'en'",
        "Kind = type('Kind', (type,), {name: lambda c, o: True})",
        "Kind = type(*parts)",
        "make = type\nKind = make('Kind', (), {})",
        "class Kind(type):\n    pass",
        "from abc import ABCMeta\nclass Kind(ABCMeta):\n    pass",
        "from abc import ABCMeta\nKind = ABCMeta('Kind', (), {})",
        "match thing:\n    case kind(value):\n        value",
        "match thing:\n    case [kind(value), _]:\n        value",
        "from functools import update_wrapper",
        "from functools import wraps\nwraps(one, assigned=(name,))(other)",
        "from dataclasses import make_dataclass",
        "class Kind:\n    __annotations__ = {name: object}",
    ] {
        assert!(!used(text).unwrap().is_empty(), "{text}");
    }
}

#[test]
fn what_cannot_be_read_is_said_to_be_so() {
    for text in [
        "# coding: utf-7\n+AGk-mport sys",
        "x = 1 # a comment\rimport sys",
        "x = 1\x0cimport sys",
        "x = 'a\nimport sys",
        "x = $",
        "f'{x[' + 'a'",
    ] {
        assert!(used(text).is_err(), "{text:?}");
    }
}

#[test]
fn what_libraries_are_written_with_is_no_way_out() {
    for text in [
        "import json\nfrom datetime import datetime\nnow = datetime(2024, 1, 2)",
        "from copy import copy\nother = copy(one)",
        "import copy\nother = copy.copy(one)",
        "from collections.abc import Mapping",
        "from collections import abc",
        "import re\n_OPEN = re.compile('open|eval')",
        "class Door:\n    def open(self): pass\ndoor.open()",
        "\"\"\"Open it, and exec what is inside.\"\"\"  # open, eval",
        "f'{self.__class__.__name__}({name!r}): cannot open {{it}}'",
        "from .errors import BookError\nfrom fillform.lexer import tokens",
        "raise ValueError(f\"no {', '.join(names)}\") from error",
        "def __eq__(self, other): return NotImplemented",
        "value = {'open': 1}\r\nother = 2\r\n",
        "class Shape(Base, metaclass=ABCMeta): pass\nclass Other(ABC): pass",
        "if type(value) is not type(other) or isinstance(value, type): raise TypeError(type(value).__name__)",
        "from functools import wraps\n@wraps(function)\ndef other(): pass",
        "from .nodes import Number\nmatch node:\n    case Number(value=value) | int(value) if value > f(1): f(value)\n    case _: pass",
        "class Leaf: pass\nmatch node:\n    case [Leaf(), *rest]: pass",
        "text = 'ab' + '_cd' + \"_\".join(names) + ' op' + 'erator'",
        "case = type(value)\ncase(value)",
    ] {
        assert_eq!(used(text), Ok(vec![]), "{text}");
    }
}
