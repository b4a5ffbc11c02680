#!/usr/bin/env python3
"""An outside player that mends projects: reads the instruction and what its own commands print, never the menu and never
the truth.

    python3 examples/outside_mender.py [--truestep PATH] [--episodes N] [--out FILE.jsonl]

The oldest recipe of automated program repair. It has the tests run, and the lines of the package counted that failing and
passing tests go through; the lines that failing tests have most to themselves are rewritten one at a time, by the inverse
of a common mistake, until all tests pass; that line is written, the tests are run, and the project is submitted. It prints
how many episodes of each template it solved. What it recorded is a trajectory file like any other. The exit code is 1 if
an action was rejected or a template never solved.
"""

import json
import re

from outside import Episode, main

TASKS = ["swe/repair", "swe/reproduce", "swe/vague"]
# Letters of a program with its candidates; an action may have a few more.
MOST_LETTERS = 15_500
# Lines that are rewritten, and candidates that are tried.
MOST_LINES, MOST_TRIED = 80, 400
# How far down the lines a kind of mistake is looked for before the next kind is looked for at the first.
LINES_OF_A_KIND = 20

# What both programs begin with: all tests, and modules made from texts, the package's as they are to be.
PROGRAM = '''
import importlib.machinery, json, math, os, sys, unittest
PACKAGE, texts, codes = "{package}", dict(), dict()
class Source(importlib.machinery.SourceFileLoader):
    def get_code(self, name):
        path = self.get_filename(name)
        text = texts.get(path) or open(path).read()
        if (path, text) not in codes:
            codes[path, text] = compile(text, path, "exec")
        return codes[path, text]
sys.path_hooks.insert(0, importlib.machinery.FileFinder.path_hook((Source, [".py"])))
def load(*ids):
    for name in [name for name in sys.modules if name.split(".")[0] in (PACKAGE, "tests")]:
        del sys.modules[name]
    loader = unittest.defaultTestLoader
    suites = [loader.loadTestsFromNames(ids) if ids else loader.discover("tests", top_level_dir=".")]
    while any(isinstance(one, unittest.TestSuite) for one in suites):
        suites = [part for one in suites for part in (one if isinstance(one, unittest.TestSuite) else [one])]
    return suites
def passes(test):
    result = unittest.TestResult()
    test.run(result)
    return result.wasSuccessful()
'''

# Prints the tests that fail, and the lines they have most to themselves: Ochiai's measure.
LOCATE = PROGRAM + '''
seen, counts, failing = set(), dict(), []
def trace(frame, event, argument):
    if "/" + PACKAGE + "/" not in frame.f_code.co_filename:
        return None
    seen.add((frame.f_code.co_filename, frame.f_lineno))
    return trace
for test in load():
    seen.clear()
    sys.settrace(trace)
    passed = passes(test)
    sys.settrace(None)
    if not passed:
        failing.append(test.id())
    for place in seen:
        counts.setdefault(place, [0, 0])[passed] += 1
print(json.dumps(failing[:20]))
score = lambda place: counts[place][0] / math.sqrt(len(failing) * sum(counts[place]))
for path, line in sorted(counts, key=lambda place: (-score(place), place))[:{most}]:
    if counts[path, line][0]:
        print(os.path.relpath(path), line, *open(path).read().splitlines()[line - 1 : line + 1], sep="\\t")
'''

# Writes candidates into their files, one at a time and in memory alone, and prints the first with which all tests pass.
TRY = PROGRAM + '''
failing = {failing}
for number, path, line, count, new in json.loads(r"""{candidates}"""):
    print(number, end=" ", flush=True)
    path = os.path.abspath(path)
    lines = open(path).read().splitlines()
    lines[line - 1 : line - 1 + count] = new.split("\\n")
    texts.clear()
    texts[path] = "\\n".join(lines) + "\\n"
    try:
        if all(all(map(passes, load(*ids))) for ids in [failing[:1], failing[1:], []]):
            print("\\nmended", number)
            break
    except Exception:
        pass
'''

NUMBER = r"(?<![\w.])(\d+)(?![\w.])"
NAME = r"(?<![\w.\"'])([a-z_][\w.]*)(?![\w.(\"'])"
VALUE = r"([\w.]+(?:\([\w., ]*\)|\[[\w:]*\])?)"
# Mistakes read backwards: what stands there, and what may have stood there; the likelier first, in three classes.
INVERSES = [
    [(r"(?<=[\w)\]]) < ", " <= "), (r" <= ", " < "), (r" > ", " >= "), (r" >= ", " > "), (r" == ", " != "),
     (r" != ", " == "), (r" not in ", " in "), (r" is not ", " is "), (r" is (?!not)", " is not "), (r" and ", " or "),
     (r" or ", " and "), (r"\b(if|elif|while|return|and|or) (?!not )", r"\1 not "), (r"\bnot (?!in )", ""),
     (r"(?<!for \w)(?<!not) in ", " not in "), (r" - ", " + "), (r" \+ ", " - "), (r" \+ ", " * "), (r" \* ", " // "),
     (r" \* ", " / "), (r" // ", " % "), (r"\bTrue\b", "False"), (r"\bFalse\b", "True"), (r"\bbreak\b", "continue"),
     (r"\bcontinue\b", "break"), (r" \+= ", " -= "), (r" -= ", " += "), (r" = ", " += "), (r" = ", " -= "),
     (r" - 1\b", ""), (r"^( +)if ", r"\1while "), (r"^( +)(?!return|raise|if|for|while|with|def|try|el)(\w.*)", r"\1return \2"),
     (r"^    ( +return .*)", r"\1"), (r"-1\]", "0]"), (r"\[0\]", "[-1]"), (r"\[1\]", "[0]"), (r"\[0\]", "[1]"),
     (r"range\((.*)\):", r"range(\1 + 1):"), (r"enumerate\((\w+)\)", r"enumerate(\1, 1)"), (r"\bpass\b", "raise")],
    [(VALUE + " ([-/%*]+) " + VALUE, r"\3 \2 \1"), (VALUE + ", " + VALUE, r"\2, \1"), (r"(\w+) if (.*) else (\w+)", r"\3 if \2 else \1"),
     (r"\bKeyError\b", "IndexError"), (r"\bIndexError\b", "KeyError"), (r"\bValueError\b", "TypeError"),
     (r"\bTypeError\b", "ValueError"), (r"except (\w+)", r"except (\1, KeyError, TypeError, ValueError, IndexError)"),
     (r"(return None|continue)$", "raise"), (r":(\w+)\]", r":\1 + 1]"), (r"\[(\w+):", r"[\1 + 1:"), (NUMBER, None)],
    [(NAME, before + r"\1" + after) for before, after in
     [("list(", ")"), ("dict(", ")"), ("set(", ")"), ("str(", ")"), ("int(", ")"), ("abs(", ")"), ("sorted(", ")"),
      ("", ".strip()"), ("", ".lower()"), ("", ".copy()"), ("not ", "")]],
]


def rewritten(line, pattern, new):
    """A line with one match of a pattern rewritten, for each."""
    for match in re.finditer(pattern, line):
        values = [match.expand(new)] if new is not None else [str(int(match[1]) + by) for by in (-1, 1)]
        for value in values:
            yield line[: match.start()] + value + line[match.end() :]


def candidates(lines):
    """What may have stood at these lines: path, first line, how many lines are replaced, and the text; the likelier first."""
    found, words = [], {path: [] for path, *_ in lines}
    for path, _, line, _ in lines:
        words[path] += [word for word in re.findall(r"(?<=\.)[a-z_]\w*|\b[a-z_]\w*\b", line) if word not in words[path]]
    for kind, inverses in enumerate([*INVERSES, None]):
        for rank, (path, number, line, after) in enumerate(lines):
            if inverses is None:
                # A name that is another one in the lines around.
                news = (new for word in words[path] for new in rewritten(line, r"(?<=\.)[a-z_]\w*(?!\w*\()|" + NAME, word))
            else:
                news = (new for pattern, new in inverses for new in rewritten(line, pattern, new))
            found += [(rank + LINES_OF_A_KIND * kind, path, number, 1, new) for new in news if new != line]
            if kind == 1 and len(line) - len(line.lstrip()) == len(after) - len(after.lstrip()):
                found.append((rank + LINES_OF_A_KIND * kind, path, number, 2, f"{after}\n{line}"))
    return list(dict.fromkeys(tuple(candidate) for _, *candidate in sorted(found, key=lambda one: one[0])))


class Player(Episode):
    """One episode, seen through its texts."""

    def run(self, program, **values):
        """What a program prints."""
        for name, value in values.items():
            program = program.replace("{%s}" % name, str(value))
        self.act(f"bash[python - <<'END'{program}END\n]")
        return self.page.split("```")[1] if "```" in self.page else ""

    def mended(self, tried, failing):
        """The first candidate with which all tests pass."""
        while tried:
            batch, letters = [], len(TRY) + len(failing)
            while tried and letters < MOST_LETTERS:
                batch.append([len(batch), *tried.pop(0)])
                letters += len(json.dumps(batch[-1])) + 2
            said = self.run(TRY, package=self.package, failing=failing, candidates=json.dumps(batch))
            if found := re.search(r"^mended (\d+)", said, re.M):
                return batch[int(found[1])][1:]
            # One that did not end took all that was left with it.
            begun = re.findall(r"\d+", said)
            tried = [tuple(one[1:]) for one in batch[int(begun[-1]) + 1 :]] + tried if begun else tried

    def play(self):
        """Find the line, rewrite it, and submit."""
        self.package = re.search(r"the package `(\w+)`", self.page)[1]
        failing, *rows = self.run(LOCATE, package=self.package, most=MOST_LINES).strip().splitlines()
        lines = [(path, int(number), line, *after, "")[:4] for path, number, line, *after in (row.split("\t") for row in rows)]
        if found := self.mended(candidates(lines)[:MOST_TRIED], failing):
            path, first, count, text = found
            self.act(f"edit[{path}: {first}: {first + count - 1}:\n{text}\n]")
            self.act("run_tests[all]")
        self.act("submit")


if __name__ == "__main__":
    raise SystemExit(main(__doc__, Player, lambda _: TASKS, (TypeError, IndexError)))
