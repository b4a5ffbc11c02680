#!/usr/bin/env python3
"""An outside player on the phone: reads the instruction and the compact text of each screen, and answers in AndroidWorld's JSON.

    python3 examples/outside_phone.py [--truestep PATH] [--episodes N] [--out FILE.jsonl]

It never sees the menu, the truth or the phone's own forms of action: `grammar=android-world` lets the world read what an agent
of that suite writes. Plays templates of `gui` by rules of thumb and prints how many episodes of each it solved; the exit code is
1 if an action was rejected or a template never solved.
"""

import json
import re

from outside import Episode, main

DAY, TIME = r"\d{4}-\d\d-\d\d", r"\d\d:\d\d"


class Phone(Episode):
    """One episode, seen through its texts."""

    parameters = {"grammar": "android-world"}

    def do(self, kind, **rest):
        return self.act(json.dumps({"action_type": kind, **rest}))

    def find(self, shown):
        """The number of the first element whose line is of this form; the screen is scrolled to its end."""
        for way in ("up", "down"):
            while True:
                if line := re.search(rf"^\[(\d+)\] {shown}$", self.page, re.M):
                    return int(line[1])
                before = self.page
                part = re.search(r"[Pp]art (\d+) of (\d+)", before)
                if not part or part[1] == ("1" if way == "up" else part[2]):
                    break
                self.do("scroll", direction=way)
        return None

    def tap(self, shown):
        found = self.find(shown)
        if found is not None:
            self.do("click", index=found)
        return found is not None

    def fill(self, label, text):
        self.do("input_text", index=self.find(rf'field "{label}": .*'), text=text)

    def choose(self, label, option):
        if self.tap(rf'choice "{label}": (?!{option}$).*'):
            self.tap(rf"option: {option}")

    def home(self, app):
        self.do("open_app", app_name=app)

    # What is asked for, by the words of the instruction.

    def switches(self):
        self.home("Settings")
        for page in re.findall(r"link: (.*)", self.page):
            self.tap(f"link: {page}")
            for name, way in re.findall(r"([A-Z][\w -]*?) (on|off)(?=,| and |\.)", self.wish.split("turn ")[1]):
                self.tap(rf'switch "{name}": {"off" if way == "on" else "on"}')
            self.do("navigate_back")

    def settings(self):
        self.home("Settings")
        for page in re.findall(r"link: (.*)", self.page):
            self.tap(f"link: {page}")
            for name, option in re.findall(r'([A-Z][\w ]*?) to "(.*?)"', self.wish):
                self.choose(name, option)
            self.do("navigate_back")

    def alarms(self):
        self.home("Clock")
        for time, label, way in re.findall(rf'the ({TIME}) alarm "(.*?)" (on|off)', self.wish):
            switch = rf'item: {time} \| {label}\n\[\d+\] switch "Alarm": {"off" if way == "on" else "on"}'
            if (item := self.find(switch)) is not None:
                self.do("click", index=item + 1)

    def no_alarms(self):
        self.home("Clock")
        for time, label in re.findall(rf'the ({TIME}) alarm "(.*?)"', self.wish):
            self.tap(rf"item: {time} \| {label}")
            self.tap("button: Delete") and self.tap("(?:button|option): (?:Delete|Yes|OK).*")

    def contacts(self):
        self.home("Contacts")
        form = r"([A-Z]\w+ [A-Z]\w+) with the (\w+) number ([\d-]+)(?: and the email address (\S+\w))?"
        for name, label, number, email in re.findall(form, self.wish):
            self.tap("button: New contact")
            for field, text in (("Name", name), ("Phone", number), ("Email", email)):
                text and self.fill(field, text)
            self.choose("Label", label)
            self.tap("button: Save")

    def tasks(self):
        self.home("Tasks")
        for title, day, priority in re.findall(rf'"(.*?)", due on ({DAY}), with (\w+) priority', self.wish):
            self.tap("button: New task")
            self.fill("Title", title)
            self.fill("Due", day)
            self.choose("Priority", priority)
            self.tap("button: Save")

    def finish(self):
        self.home("Tasks")
        for title in re.findall(r'"(.*?)"', self.wish):
            self.do("click", index=self.find(rf'item: {title}(?: \|.*)?\n\[\d+\] switch "Finished": off') + 1)

    def notes(self):
        self.home("Notes")
        for title, folder, text in re.findall(r'"([^"]*?)" in the folder (\w+) with the text "(.*?)"', self.wish):
            self.tap("button: New note")
            self.fill("Title", title)
            self.fill("Text", text)
            self.choose("Folder", folder)
            self.tap("button: Save")

    def note(self):
        title, folder = re.search(r'note "(.*?)" from the folder (\w+)', self.wish).groups()
        self.home("Notes")
        self.tap(f"link: {folder}") and self.tap(f"item: {title}")
        self.do("answer", text=re.search(r"Text: (.*)", self.page)[1])

    def events(self):
        self.home("Calendar")
        for title, day, time, place in re.findall(rf'"([^"]*?)" on ({DAY}) at ({TIME}), place ([A-Z]\w*(?: \w+)?)(?= and "|\.)', self.wish):
            self.tap("button: New event")
            for field, text in (("Title", title), ("Date", day), ("Time", time), ("Place", place)):
                self.fill(field, text)
            self.tap("button: Save")

    def number(self):
        self.home("Contacts")
        what, name = re.search(r"the (phone number|email address) of (.*?) in the contacts", self.wish).groups()
        self.tap(f"item: {name}")
        self.do("answer", text=re.search(rf"{'Phone' if 'phone' in what else 'Email'}: (\S+)", self.page)[1])

    def messages(self):
        for text, name in re.findall(r'"([^"]*?)" to ([A-Z]\w+ [A-Z]\w+)', self.wish):
            self.home("Messages")
            self.tap(f"item: {name}")
            self.fill("Message", text)
            self.tap("button: Send")

    def play(self):
        RULES[self.task](self)
        if not self.end:
            self.do("status", goal_status="complete")


RULES = {"gui/settings-toggle": Phone.switches, "gui/settings-choose": Phone.settings, "gui/alarm-switch": Phone.alarms,
         "gui/alarm-delete": Phone.no_alarms, "gui/contact-add": Phone.contacts, "gui/contact-find": Phone.number,
         "gui/task-add": Phone.tasks, "gui/task-finish": Phone.finish, "gui/note-add": Phone.notes, "gui/note-read": Phone.note,
         "gui/event-add": Phone.events, "gui/message-send": Phone.messages}

if __name__ == "__main__":
    raise SystemExit(main(__doc__, Phone, lambda _: RULES, (AttributeError, TypeError)))
