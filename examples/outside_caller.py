#!/usr/bin/env python3
"""An outside player that calls tools and searches: reads the instruction and the answers, never the menu and never the truth.

    python3 examples/outside_caller.py [--truestep PATH] [--episodes N] [--out FILE.jsonl]

Plays templates of the support desk, of the office and of the wiki by rules of thumb, calling what the list of tools
announces, and prints how many episodes of each it solved. What it recorded is a trajectory file like any other. The exit
code is 1 if a call was rejected or a template never solved.
"""

import json
import re

from outside import Episode, main

# Words that begin a sentence of the wiki, and so are written large without being names.
SMALL = r"\b(?:A|After|By|Director|Every|For|From|In|It|Letters|Maps|Mayor|Nobody|Of|Readers|Records|Rector|The|Visitors)\b"


class Player(Episode):
    """One episode, seen through its texts."""

    def say(self, text):
        """Take an action; give back what is then read."""
        self.act(text)
        return self.page

    def call(self, tool, **arguments):
        # The forms are the list of tools: nothing that they do not announce is done.
        assert any(form["name"] == tool for form in self.forms), f"no tool {tool} was announced"
        return self.say(f"{tool}({json.dumps(arguments)})")

    # The support desk.

    def orders(self):
        """The customer's orders, as texts, newest last; the customer is identified first, as the policy says."""
        email = re.search(r"\S+@[\w.]+\w", self.wish)[0]
        user = re.search(r"customer (\w+)", self.call("find_user_by_email", email=email))[1]
        listed = re.search(r"orders: (.*)", self.call("get_user", user_id=user))[1]
        return {order: self.call("get_order", order_id=order) for order in listed.split(", ")}

    def cancel(self):
        ticket = self.wish.split("Please cancel")[1]
        reason = "ordered by mistake" if "by mistake" in ticket else "no longer needed"
        things = re.findall(r"the order with the ([\w ]+?)(?=,| and |\.)", ticket)
        for order, text in self.orders().items():
            if "pending" in text and any(f": {thing} (" in text for thing in things):
                self.call("cancel_order", order_id=order, reason=reason)

    def question(self):
        named = re.search(r"I ordered (.*?) from you", self.wish)[1]
        seen, cents = "\n".join(self.orders().values()), []
        for place, thing in zip(("first", "second", "third"), re.findall(r"the ([\w ]+?)(?=,| and |$)", named)):
            product = re.search(rf": {thing} \(.*of product (\w+)", seen)[1]
            page = self.call("get_product", product_id=product)
            cents.append(min(int(a + b) for a, b in re.findall(r"(\d+)\.(\d\d) USD; available", page)))
            self.act(f"tell_user({place} price: {cents[-1] // 100}.{cents[-1] % 100:02} USD)")
        self.act(f"tell_user(total: {sum(cents) // 100}.{sum(cents) % 100:02} USD)")

    # The office.

    def person(self, pattern):
        name = re.search(pattern, self.wish)[1]
        return re.search(r"person (p\w+)", self.call("find_person", name=name))[1]

    def inbox(self):
        listed = self.call("list_mail", person_id=self.person(r"mail from ([A-Z]\w+ [A-Z]\w+)"))
        kept = re.search(r'but for what has the subject "(.*?)"', self.wish)
        for mail, subject in re.findall(r"- mail (\w+): (.*)", listed):
            if not kept or subject != kept[1]:
                self.call("archive_mail", mail_id=mail)

    def clear_day(self):
        person, day = self.person(r"that ([A-Z]\w+ [A-Z]\w+) organizes"), int(re.search(r"event of day (\d+)", self.wish)[1])
        events = re.findall(r"- event ([\w-]+):", self.call("list_events", day=day))
        for event in [e for e in events if f"organizer: {person}" in self.call("get_event", event_id=e)]:
            self.call("cancel_event", event_id=event)
            self.call("send_mail", to=person, kind="cancelled", about=event)

    # The wiki.

    def look_up(self, subject, relation):
        """The name that stands in this relation to the subject, from the subject's own page."""
        rows = re.findall(r"^(p\d+) \| (.*?) \|", self.say(f"search[{subject.lower()}]"), re.M)
        self.act(f"open[{next(page for page, title in rows if title.lower() == subject.lower())}]")
        lines = self.say(f"find[{relation}]").split("\n")[2:]
        said = [line for line in lines if relation in line.lower() and "You can" not in line and "Results" not in line]
        said = [line for line in said if "since" in line] or said
        names = re.findall(r"[A-Z]\w+(?: [A-Z]\w+)*", re.sub(SMALL, "", said[0].replace(subject, "")))
        return max(names, key=len)

    def follow(self, phrase):
        """What a phrase of a question stands for: a name, or somebody's something."""
        if title := re.fullmatch(r'the novel "(.*)"', phrase):
            return title[1]
        if step := re.fullmatch(r"the (?:present )?(?:name of )?(?:the )?(\w+)(?: city)? of (.*)", phrase):
            return self.look_up(self.follow(step[2]), step[1])
        if step := re.fullmatch(r"the school at which (.*) studied", phrase):
            return self.look_up(self.follow(step[1]), "studied")
        return phrase.removeprefix("the ")

    def chain(self):
        phrase = re.search(r"(?:What is|Name|Who is) (the .*)[.?] Answer", self.wish)[1]
        self.act(f"answer[{self.follow(phrase)}]")

    def play(self):
        """Read the instruction, and do what it says."""
        rule = {"retail-cancel": self.cancel, "retail-question": self.question, "office-inbox": self.inbox,
                "office-cancel": self.clear_day}.get(self.task.split("/")[1], self.chain)
        rule()
        if not self.end:
            self.act("done")


TASKS = ["tools/retail-cancel", "tools/retail-question", "tools/office-inbox", "tools/office-cancel", "search/chain2", "search/chain3"]

# A text that no rule fits: something is not found in it.
NO_RULE = (KeyError, StopIteration, TypeError, ValueError)


if __name__ == "__main__":
    raise SystemExit(main(__doc__, Player, lambda _: TASKS, NO_RULE))
