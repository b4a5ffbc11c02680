#!/usr/bin/env python3
"""An outside player that sees pixels: set-of-marks pictures and their boxes, no text of any screen, no tree, no menu, no truth.

    python3 examples/outside_marks.py [--truestep PATH] [--episodes N] [--out FILE.jsonl]

It is told the instruction, decodes the PNG of the view `som` with the standard library, knows the boxes of `som_boxes` (a number
and four sides each), and answers in AndroidWorld's JSON with the numbers of boxes. Words it recognises by their looks: in a phone
of its own it types them into a field once, keeps the picture of what then stands there, and compares it with the lines of text
it sees. Switches it tells by their colour. Prints how many episodes of each template it solved; the exit code is 1 if an action
was rejected or a template never solved.
"""

import base64
import itertools
import json
import re
import struct
import zlib
from collections import Counter

from outside import Episode, main

# Marks are edged in this green, their labels stand in a corner of a box and are no larger than this, and what a line says stands
# so far inside its box: nearer to it are edges of cards and fields.
GREEN, LABEL_WIDE, LABEL_HIGH, INSET_WIDE, INSET_HIGH = (0, 255, 0), 36, 28, 24, 12
# Words of one line stand closer to each other than the first of these, and icons farther away, in pixels; in buttons an icon
# stands close to a word, so that what is one word is looked for by the second as well.
GAPS = (14, 7)
# From where on two lines of text look the same, of 1, and how far their proportions may differ.
ALIKE, STRETCH = 0.6, 0.12
# The size that lines are compared at.
HIGH = 12
# Where the scrollbar is seen, and where nothing ever stands.
BAR, END_OF_BAR, FREE = 532, 960, 1018


def decode(png):
    """A picture of 8 bits a channel as rows of bytes: red, green, blue."""
    at, packed = 8, b""
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        body = png[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, height, depth, colour, *_ = struct.unpack(">IIBBBBB", body)
            assert (depth, colour) == (8, 2), "RGB of 8 bits"
        packed += body if kind == b"IDAT" else b""
        at += 12 + length
    data, wide, rows = zlib.decompress(packed), 3 * width, []
    before = bytes(wide)
    for start in range(0, height * (wide + 1), wide + 1):
        before = unfilter(data[start], data[start + 1 : start + 1 + wide], before)
        rows.append(before)
    return rows


def pixels(row, left, right):
    """Part of a row as (red, green, blue)."""
    row = row[3 * left : 3 * right]
    return list(zip(row[0::3], row[1::3], row[2::3]))


def unfilter(kind, line, up):
    """A row of a PNG, by the filters of its specification."""
    if kind == 0 or (kind == 2 and not any(line)):
        return line if kind == 0 else up
    if kind == 1:
        out = bytearray(len(line))
        for channel in range(3):
            out[channel::3] = bytes(x & 255 for x in itertools.accumulate(line[channel::3]))
        return bytes(out)
    if kind == 2:
        return bytes((a + b) & 255 for a, b in zip(line, up))
    out, left, corner = bytearray(len(line)), [0, 0, 0], [0, 0, 0]
    for i, x in enumerate(line):
        a, b, c = left[i % 3], up[i], corner[i % 3]
        if kind == 3:
            guess = (a + b) // 2
        else:
            p = a + b - c
            pa, pb, pc = abs(p - a), abs(p - b), abs(p - c)
            guess = a if pa <= pb and pa <= pc else b if pb <= pc else c
        out[i] = left[i % 3] = (x + guess) & 255
        corner[i % 3] = b
    return bytes(out)


def runs(flags, gap):
    """From where to where flags are set, with holes of less than `gap` filled."""
    out = []
    for at in (i for i, flag in enumerate(flags) if flag):
        if out and at - out[-1][1] < gap:
            out[-1][1] = at + 1
        else:
            out.append([at, at + 1])
    return out


def layers(rows, left, top, right, bottom):
    """What is seen in a box, once for each colour that much of it has: how far each pixel is from that colour, 0 to 1, as far as the
    colour reaches. Other such colours, and marks, are not what a line says."""
    part = [pixels(row, left + INSET_WIDE, right - INSET_WIDE) for row in rows[top + INSET_HIGH : bottom - INSET_HIGH]]
    high, wide = len(part), len(part[0])
    for x in range(min(LABEL_WIDE - INSET_WIDE, wide)):
        for y in range(LABEL_HIGH - INSET_HIGH):
            for row in (part[y], part[-1 - y]):
                row[x] = row[-1 - x] = GREEN
    common = [colour for colour, count in Counter(itertools.chain(*part)).most_common(4) if count > high * wide // 12]
    for base in common:
        if base == GREEN:
            continue
        inside = [row for row in part if base in row]
        start = min(row.index(base) for row in inside)
        end = max(len(row) - row[::-1].index(base) for row in inside)
        r, g, b = base
        shades = [
            [0 if p in common or p == GREEN else abs(p[0] - r) + abs(p[1] - g) + abs(p[2] - b) for p in row[start:end]] for row in inside
        ]
        most = max(map(max, shades))
        if most > 60:
            yield [[shade / most for shade in row] for row in shades]


def lines(shades, gap):
    """The lines of text of a box, each trimmed to where there is ink, left to right and top to bottom."""
    found = []
    columns = [max(column) > 0.3 for column in zip(*shades)]
    for left, right in runs(columns, gap):
        block = [row[left:right] for row in shades]
        for top, bottom in runs([max(row) > 0.3 for row in block], 2):
            line = block[top:bottom]
            for a, b in runs([max(column) > 0.3 for column in zip(*line)], gap):
                if bottom - top > 6:
                    found.append([row[a:b] for row in line])
    return found


def resized(line, wide):
    """A line at the size of comparison, each pixel the mean of those it covers."""
    high_now, wide_now = len(line), len(line[0])
    out = []
    for y in range(HIGH):
        rows = line[y * high_now // HIGH : max((y + 1) * high_now // HIGH, y * high_now // HIGH + 1)]
        for x in range(wide):
            a = x * wide_now // wide
            b = max((x + 1) * wide_now // wide, a + 1)
            cells = [value for row in rows for value in row[a:b]]
            out.append(sum(cells) / len(cells))
    return out


def likeness(one, other):
    """How alike two lines look: 1 is the same, 0 nothing in common."""
    shape, of = len(one[0]) / len(one), len(other[0]) / len(other)
    if abs(shape - of) > STRETCH * max(shape, of):
        return 0.0
    wide = max(4, round(HIGH * shape))
    a, b = resized(one, wide), resized(other, wide)
    mean_a, mean_b = sum(a) / len(a), sum(b) / len(b)
    a, b = [x - mean_a for x in a], [x - mean_b for x in b]
    size = (sum(x * x for x in a) * sum(x * x for x in b)) ** 0.5
    return sum(x * y for x, y in zip(a, b)) / size if size else 0.0


class Eyes(Episode):
    """An episode seen through its pixels."""

    parameters, views = {"grammar": "android-world"}, ["som", "som_boxes"]

    def look(self, frame):
        views = {view["kind"]: view for view in frame["observation"]}
        self.boxes = {box["index"]: box["bounds"] for box in json.loads(views["som_boxes"]["text"])["boxes"]}
        digest = views["som"]["image"]["digest"]
        if digest not in PICTURES:
            # A few are remembered: screens come back.
            while len(PICTURES) >= REMEMBERED:
                PICTURES.pop(next(iter(PICTURES)))
            image = self.server("observe", slot=self.slot, view="som")["image"]
            PICTURES[digest] = decode(base64.b64decode(image["png"])), {}
        self.rows, self.known = PICTURES[digest]

    read = look

    def do(self, kind, **rest):
        return self.act(json.dumps({"action_type": kind, **rest}))

    def lines_of(self, index):
        if index not in self.known:
            seen = layers(self.rows, *self.boxes[index])
            self.known[index] = [line for shades in seen for gap in GAPS for line in lines(shades, gap)]
        return self.known[index]


PICTURES, REMEMBERED = {}, 24


class Scribe(Eyes):
    """A phone of the player's own, on which it sees what words look like. Not recorded, not scored."""

    slot, record = 1, False

    def __init__(self, server):
        super().__init__(server, "gui/note-add", 0)
        self.looks = {}
        self.do("open_app", app_name="Notes")
        # The long button near the foot makes something new; the boxes at the top of what opens then are fields.
        self.do("click", index=max(self.boxes, key=lambda index: self.boxes[index][1]))

    def look_of(self, words):
        if words not in self.looks:
            field = sorted(self.boxes.items(), key=lambda box: box[1][1:2])
            field = next(index for index, (left, top, right, _) in field if right - left == 540 and top >= 144)
            self.do("input_text", index=field, text=words)
            self.do("keyboard_enter")
            # Below its small label stands what was typed.
            self.looks[words] = lines(next(layers(self.rows, *self.boxes[field])), GAPS[0])[-1]
        return self.looks[words]


class Player(Eyes):
    """One episode of a task."""

    slot, record, is_at_the_top = 0, True, False

    def bar(self, y):
        """The colour where the scrollbar is."""
        return self.rows[y][3 * BAR : 3 * BAR + 3]

    def see(self, words):
        """The box with a line that looks like these words, and how much it does."""
        look, best = SCRIBE[0].look_of(words), (0.0, None)
        for index in self.boxes:
            for line in self.lines_of(index):
                best = max(best, (likeness(look, line), index), key=lambda found: found[0])
        return best

    def find(self, words):
        """The same on this page or one further down."""
        track = self.bar(END_OF_BAR)
        while True:
            alike, index = self.see(words)
            if alike >= ALIKE:
                return index
            if track == self.bar(FREE) or self.bar(END_OF_BAR) != track:
                return None
            self.do("scroll", direction="down")
            self.is_at_the_top = False

    def tap(self, words):
        index = self.find(words)
        if index is not None:
            self.do("click", index=index)
        return index is not None

    def is_on(self, index):
        """A switch that is on is filled with a colour; one that is off is grey."""
        left, top, right, bottom = self.boxes[index]
        part = [pixel for row in self.rows[top + 30 : bottom - 30] for pixel in pixels(row, right - 90, right - 20)]
        vivid = sum(max(pixel) - min(pixel) > 60 and pixel != GREEN for pixel in part)
        return vivid > len(part) // 4

    def open(self, app):
        self.do("open_app", app_name=app)
        self.is_at_the_top = True

    # What is asked for, by the words of the instruction.

    def switches(self):
        self.open("Settings")
        asked = re.findall(r"([A-Z][\w -]*?) (on|off)(?=,| and |\.)", self.wish.split("turn ")[1])
        for page in sorted(self.boxes):
            self.do("click", index=page)
            for name, way in asked:
                alike, index = self.see(name)
                if alike >= ALIKE and self.is_on(index) != (way == "on"):
                    self.do("click", index=index)
            self.do("navigate_back")

    def finish(self):
        for title in re.findall(r'"(.*?)"', self.wish):
            # Lists are looked through from the top.
            self.is_at_the_top or self.open("Tasks")
            index = self.find(title)
            if index is not None:
                top = self.boxes[index][1]
                self.do("click", index=next(n for n, box in self.boxes.items() if box[1] == top and n != index))

    def messages(self):
        for text, name in re.findall(r'"([^"]*?)" to ([A-Z]\w+ [A-Z]\w+)', self.wish):
            self.open("Messages")
            self.tap(name)
            wide = [n for n, (left, _, right, _) in self.boxes.items() if right - left == 540]
            self.do("input_text", index=max(wide, key=lambda n: self.boxes[n][1] if self.boxes[n][3] <= 1008 else 0), text=text)
            self.tap("Send")

    def contacts(self):
        asked = re.search(r"[Dd]elete the contacts? (.*?)\.", self.wish)[1]
        for name in re.split(r", | and ", asked):
            self.open("Contacts")
            self.tap(name) and self.tap("Delete") and self.tap("Delete")

    def play(self):
        RULES[self.task](self)
        if not self.end:
            self.do("status", goal_status="complete")


SCRIBE = []
RULES = {"gui/settings-toggle": Player.switches, "gui/task-finish": Player.finish, "gui/message-send": Player.messages,
         "gui/contact-delete": Player.contacts}


def tasks(server):
    SCRIBE.append(Scribe(server))
    return RULES


if __name__ == "__main__":
    raise SystemExit(main(__doc__, Player, tasks, (AttributeError, StopIteration, TypeError, ValueError)))
