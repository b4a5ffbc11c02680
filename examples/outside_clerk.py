#!/usr/bin/env python3
"""An outside player that works at desks and asks databases: reads the instruction and the answers, never the menu and
never the truth.

    python3 examples/outside_clerk.py [--truestep PATH] [--episodes N] [--out FILE.jsonl]

Plays templates of the airline, of the bank, of the telephone company, of generated domains and of the databases by
rules of thumb, and prints how many episodes of each it solved. At the bank it looks for documents and calls the tools
they open; in a generated domain it knows none of the domain's tools by name, and finds each by what the list of tools
says that it does. What it recorded is a trajectory file like any other. The exit code is 1 if a call was rejected or a
template never solved.
"""

import json
import re

from outside import Episode, main

# The questions to a database: how each is put, what is selected then, and what comes after the conditions.
QUESTIONS = [
    (r"List the (?P<a>.+?) and the (?P<b>.+?) of every (?P<rows>.+?) (?P<where>whose .*)\. Give", "{a}, {b}", ""),
    (r"How many (?P<rows>.+?) are there (?P<where>whose .*)\?", "count(*)", ""),
    (r"the sum of the (?P<a>.+?) over all (?P<rows>.+?) (?P<where>whose .*)\?", "sum({a})", ""),
    (r"List every (?:recorded )?(?P<a>.+?) that occurs among the (?P<rows>.+?) (?P<where>whose .*), each",
     "DISTINCT {a}", " AND {a} IS NOT NULL"),
    (r"Among the (?P<rows>.+?) (?P<where>whose .*), which (?P<n>\d+) have .*\? "
     r"List the (?P<a>.+?) and the (?P<b>.+?), from the (?P<order>\w+)", "{a}, {b}", " ORDER BY {b} {order} LIMIT {n}"),
]
ORDER = {"highest": "DESC", "lowest": "NULLS LAST"}

# How such a question compares, and how SQL does; the first that fits.
COMPARE = {
    r"is not recorded": "IS NULL",
    r"is recorded": "IS NOT NULL",
    r"is from (\S+) to ([\d-]+), both days included": "BETWEEN {} AND {}",
    r"is (?:at most|on or before) (\S+)": "<= {}",
    r"is (?:at least|on or after) (\S+)": ">= {}",
    r"is (?:below|before) (\S+)": "< {}",
    r"is (?:above|after) (\S+)": "> {}",
    r"is (.+)": "= {}",
}


def cents(text):
    """The first amount or number of a text, in hundredths."""
    return round(100 * float(re.search(r"\d+(\.\d+)?", text)[0]))


class Player(Episode):
    """One episode, seen through its texts."""

    def say(self, text):
        """Take an action; give back what is then read."""
        self.act(text)
        return self.page

    def call(self, name, /, **arguments):
        # The forms are the list of tools: nothing that they do not announce is done.
        assert any(form["name"] == name for form in self.forms), f"no tool {name} was announced"
        return self.say(f"{name}({json.dumps(arguments)})")

    def tell(self, topic, amount):
        self.act(f"tell_user({topic}: {amount // 100}.{amount % 100:02} USD)")

    # The airline.

    def trips(self):
        """The customer's reservations that are still to be flown, as texts, by where they go."""
        email = re.search(r"\S+@[\w.]+\w", self.wish)[0]
        customer = re.search(r"customer (\w+)", self.call("find_customer_by_email", email=email))[1]
        found, today = {}, re.search(r"on ([\d-]+)\.", self.wish)[1]
        for trip in re.findall(r"R\d+", self.call("get_customer", customer_id=customer)):
            page = self.call("get_reservation", reservation_id=trip)
            days, starts, goals = zip(*re.findall(r"on (\S+), ([\w ]+) to ([\w ]+),", page))
            if "status: confirmed" in page and days[0] > today:
                # Of a journey there and back the half way counts.
                found[goals[len(goals) // 2 - 1] if goals[-1] == starts[0] else goals[-1]] = page
        return found

    def business(self):
        trips, prices = self.trips(), []
        cities = re.findall(r"[A-Z]\w+", re.search(r"my trips? to (.*?), and do not", self.wish)[1])
        for place, city in zip(("first", "second", "third"), cities):
            people = len(re.findall(r"^- \d: ", trips[city], re.M))
            prices.append(0)
            for number, day, paid in re.findall(r"- (HX\d+) on (\S+), .*, ([\d.]+) USD a passenger", trips[city]):
                now = re.search(r"business ([\d.]+)", self.call("get_flight", number=number, date=day))[1]
                prices[-1] += people * (cents(now) - cents(paid))
            self.tell(f"{place} price", prices[-1])
        if "the total of all" in self.wish:
            self.tell("total", sum(prices))

    # The bank.

    def postings(self):
        """The postings of all accounts of the customer: id, what for, and how much."""
        phone = re.search(r"phone number ([\d-]+)", self.wish)[1]
        found = re.search(r"customer (\w+)", self.call("find_customer", phone=phone))[1]
        accounts = re.findall(r"(\w+) \(", re.search(r"accounts: .*", self.call("get_customer", customer_id=found))[0])
        pages = [self.call("list_postings", account_id=account) for account in accounts]
        return re.findall(r"- posting (\w+): (.*?), ([\d.]+) USD", "\n".join(pages))

    def opened(self, words):
        """Read the documents that a search finds: what they say, and the tool that each opens."""
        found = re.findall(r"- document (\w+)", self.call("search_documents", query=words))
        pages = [self.call("read_document", document_id=document) for document in found]
        return [(page, tool[1]) for page in pages if (tool := re.search(r"^tool `(\w+)`", page, re.M))]

    def fees(self):
        postings, documents = self.postings(), self.opened("fee refunds")
        for fee in re.findall(r"the (\w+ fee)", self.wish.split("give me back")[1]):
            posting = next(posting for posting, what, _ in postings if what == fee)
            tool = next(tool for page, tool in documents if re.search(f"charged as .*{fee}.* is given back by", page))
            self.call("use_tool", tool=tool, arguments={"posting_id": posting})

    def dispute(self):
        postings, documents = self.postings(), self.opened("card disputes")
        shops, reason = re.search(r'by card to (.*), with the reason "(.*?)"', self.wish).groups()
        for shop in re.split(r", | and ", shops):
            posting, paid = next((posting, cents(paid)) for posting, what, paid in postings if what == shop)
            for page, tool in documents:
                bound = re.search(r"payment of (up to|more than) ([\d.]+) USD is disputed", page)
                if bound and (bound[1] == "up to") == (paid <= cents(bound[2])):
                    self.call("use_tool", tool=tool, arguments={"posting_id": posting, "reason": reason})

    # The telephone company.

    def refunds(self):
        phone = re.search(r"phone number ([\d-]+)", self.wish)[1]
        customer = re.search(r"customer (\w+)", self.call("find_customer", phone=phone))[1]
        bills = re.findall(r"- bill (\w+):", self.call("list_bills", customer_id=customer))
        pages = [self.call("get_bill", bill_id=bill) for bill in bills]
        charges = re.findall(r"- charge (\S+): (.*?), ([\d.]+) USD", "\n".join(pages))
        asked = re.search(r"charged for (.*?), which I never ordered", self.wish)[1]
        total = 0
        for charge, what, cost in charges:
            # There may be one of the same name that was ordered.
            if what in re.split(r", | and ", asked) and "none is on record" in self.call("get_charge", charge_id=charge):
                self.call("refund_charge", charge_id=charge)
                total += cents(cost)
        self.tell("total", total)

    # Generated domains.

    def ask(self, does, value):
        """Call the tool of one argument that does this, by its description."""
        form = next(form for form in self.forms if re.match(does, form["summary"]))
        [argument] = form["arguments"][0]["schema"]["properties"]
        return self.call(form["name"], **{argument: value})

    def rows(self, thing, text):
        """What is shown of the rows that a text asks for, by their ids."""
        lists, rows = rf"lists the ids .*of the {thing[:-1]}\w+ ", {}
        kind, status = re.findall(r"with the ([a-z ]+) `(.*?)`", text), re.findall(r"that (?:is|are) `(.*?)`", text)
        bounds = re.findall(r"whose ([a-z ]+) is (more|less|after|before) (?:than|day) ([\d.]+)", text)
        if of := re.search(r'of the ([a-z ]+) ("[^"]+"|[A-Z]\w+ [A-Z]\w+)', text):
            owner = self.ask(rf"finds the id of an? {of[1]} by", of[2].strip('"'))
            listed = self.ask(rf"{lists}of an? {of[1]}$", re.match(rf"{of[1]} (\S+):", owner)[1])
        else:
            listed = self.ask(rf"{lists}by {kind[0][0]}", kind[0][1])
        for row in re.findall(rf"^- {thing} ([\w-]+)", listed, re.M):
            shown = dict(re.findall(r"^(.*?): (.*)", self.ask(rf"shows an? {thing}:", row), re.M))
            fits = [shown[column] == value for column, value in kind + [("status", value) for value in status]]
            for column, how, bound in bounds:
                beyond = cents(shown[column]) - cents(bound)
                fits.append(beyond > 0 if how in ("more", "after") else beyond < 0)
            if all(fits):
                rows[row] = shown
        return rows

    def add_up(self):
        column, text = re.search(r"add up the (.*?) (of every .*), and tell", self.wish).groups()
        parts = re.findall(r"of every ([a-z ]+?) ((?:of the|with|that|whose) .*?)(?= and of every|$)", text)
        self.tell("total", sum(cents(row[column]) for part in parts for row in self.rows(*part).values()))

    def find(self):
        form = r"(.*?) the ([a-z ]+?)( of the .*?)? with the (lowest|earliest|highest|latest) ([a-z ]+)(.*)"
        for request in re.split(r"Please (?:also )?", self.wish.split("made good. ")[1])[1:]:
            verb, thing, owner, end, column, only = re.match(form, request).groups()
            rows = self.rows(thing, (owner or "") + only)
            best = (min if end in ("lowest", "earliest") else max)(rows, key=lambda row: cents(rows[row][column]))
            self.ask(rf"to {verb} an? {thing};", best)

    # The databases.

    def table(self, rows, words):
        """The table that has columns for all these words, and its columns by what they are called."""
        tables = re.findall(r"^(\w+) \| \d+ rows", self.say("list_tables"), re.M)
        # What it is probably called comes first.
        for table in sorted(tables, key=lambda table: not rows.split()[-1].startswith(table[:-2])):
            columns = {}
            for name, note in re.findall(r"^(\w+) \| \w+ \| (.*)", self.say(f"describe[{table}]"), re.M):
                columns[note.split(":")[0]] = columns[name.replace("_", " ")] = name, note.endswith(": a code")
            if all(word in columns for word in words):
                return table, columns
        raise KeyError(rows)

    def condition(self, table, column, coded, text):
        asked, sql = next((asked, sql) for how, sql in COMPARE.items() if (asked := re.fullmatch(how, text)))
        values = asked.groups()
        if coded and values:
            values = re.findall(rf"^(.*) stands for {values[0]}$", self.say(f"sample[{table}, {column}]"), re.M)
        return f"{column} " + sql.format(*(value if value.isdigit() else f"'{value}'" for value in values))

    def query(self):
        asked, what, end = next((asked, *sql) for how, *sql in QUESTIONS if (asked := re.search(how, self.wish)))
        parts = asked.groupdict()
        wheres = re.findall(r"whose (.*?) (is .*?)(?= and whose|$)", parts["where"])
        shown = {key: parts[key] for key in ("a", "b") if key in parts}
        table, columns = self.table(parts["rows"], [*shown.values(), *(word for word, _ in wheres)])
        where = " AND ".join(self.condition(table, *columns[word], text) for word, text in wheres)
        names = {key: columns[word][0] for key, word in shown.items()}
        names |= {"n": parts.get("n"), "order": ORDER.get(parts.get("order"))}
        self.act(f"submit[SELECT {what.format(**names)} FROM {table} WHERE {where}{end.format(**names)}]")

    def play(self):
        """Read the instruction, and do what it says."""
        RULES.get(self.task, Player.query)(self)
        if not self.end:
            self.act("done")


RULES = {"tools/travel-question": Player.business, "tools/bank-fee": Player.fees, "tools/bank-dispute": Player.dispute,
         "tools/telecom-charge": Player.refunds,
         "tools/generated-question": Player.add_up, "tools/generated-find": Player.find}
TASKS = [*RULES, "sql/filter", "sql/count", "sql/distinct", "sql/date-range", "sql/top-n"]

# A text that no rule fits: something is not found in it.
NO_RULE = (AttributeError, KeyError, StopIteration, TypeError, ValueError)


if __name__ == "__main__":
    raise SystemExit(main(__doc__, Player, lambda _: TASKS, NO_RULE))
