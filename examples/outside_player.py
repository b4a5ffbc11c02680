#!/usr/bin/env python3
"""An outside player: reads the instruction and the pages of `truestep serve --stdio`, never the menu and never the truth.

    python3 examples/outside_player.py [--truestep PATH] [--episodes N] [--out FILE.jsonl]

Plays every template of the strict shop by rules of thumb, takes only actions that the page says are possible, and prints
how many episodes of each template it solved. What it recorded is a trajectory file like any other. The exit code is 1 if
an action was rejected or a template never solved.
"""

import re

from outside import Episode, Over, main

# How the pages state facts, which part of a product's page states them, and how instructions speak of them.
FACTS = {
    "price": r"Price: \$([\d.]+)",
    "stock": r"Stock: (\d+)",
    "rating": r"Rating: ([\d.]+)",
    "weight": r"Weight: (\d+)",
    "warranty": r"[Ww]arranty(?:: | of )(\d+)",
    "reviews": r"Reviews: (\d+)",
}
PARTS = {"weight": "specs", "warranty": "description", "reviews": "reviews"}
LEADS = {
    "cheapest": ("price", min),
    "best rated": ("rating", max),
    "heaviest": ("weight", max),
    "lightest": ("weight", min),
    "longest warranty": ("warranty", max),
    "shortest warranty": ("warranty", min),
    "most reviews": ("reviews", max),
    "fewest reviews": ("reviews", min),
}
ASKED = {"What does it weigh": "weight", "How many reviews": "reviews", "How long is its warranty": "warranty"}
PRODUCT = r'"([^"]+)" \((B\w{9})\)'
ROW = r"^\d+\. (B\w{9}) \| (.*?) \|(.*)\|"
LISTED = r"^(\d+)\. (B\w{9}) \| (.*?) \|.*?\$([\d.]+)"


class Player(Episode):
    """One episode, seen through its pages."""

    def read(self, frame):
        super().read(frame)
        self.can = re.findall(r"(\w+)(?:\[[^]]*\])?(?:, |$)", self.page.rsplit("You can: ")[-1])

    def do(self, name, value=None):
        """Take an action if the page offers it; say whether it did something."""
        if self.end:
            raise Over
        return name in self.can and self.act(name if value is None else f"{name}[{value}]")

    def wished(self, pattern):
        found = re.search(pattern, self.wish)
        return found and found[1]

    def rows(self, pattern=LISTED):
        """The rows of a list, from the page shown to the last."""
        pages = [self.page]
        while self.do("next"):
            pages.append(self.page)
        return re.findall(pattern, "\n".join(pages), re.M)

    def turn_to(self, shown):
        while shown not in self.page and self.do("next"):
            pass

    def look_up(self, name, asin, *parts):
        """What the page of a product and these parts of it say: the text, and the numbers in it."""
        self.do("search", name[:120].lower())
        self.turn_to(asin)
        self.do("open", asin)
        text = self.page
        for part in parts:
            self.do(part)
            text += self.page
        numbers = {fact: float(m[1]) for fact, pattern in FACTS.items() if (m := re.search(pattern, text))}
        return {"name": name, "asin": asin, "text": text, "warranty": 0.0, **numbers}

    def asked(self):
        return next((fact for question, fact in ASKED.items() if question in self.wish), None)

    def leader(self, products):
        """The product that leads in what the instruction compares by."""
        fact, best = next((lead for words, lead in LEADS.items() if words in self.wish), ("price", min))
        without = self.wished(r" one that (?:is not|has no|does not have an?) (.*?):")
        parts = [PARTS[f] for f in (fact, self.asked(), without and "weight") if f in PARTS]
        known = [self.look_up(*product, *parts) for product in products]
        return best((p for p in known if not (without and without in p["text"])), key=lambda p: p[fact])

    def add(self, product):
        """Put a unit with the options asked for into the cart."""
        if f"item {product['asin']}" not in self.page:
            self.look_up(product["name"], product["asin"])
        for group, value in re.findall(r"(\w+(?: \w+)?) `([^`]+)`", self.wish):
            for name in re.findall(r"Option (.*?):", self.page):
                if group.endswith(name) and re.search(rf"Option {name}:.*{re.escape(value)}", self.page):
                    self.do("select", f"{name}: {value}")
        self.do("add_to_cart")

    def best_coupon(self, total):
        offers = re.findall(r"^(\w+): (\$?)([\d.]+)%? off(?: from \$([\d.]+))?", self.page, re.M)
        saved = {c: float(by) * (1 if flat else total / 100) for c, flat, by, least in offers if float(least or 0) <= total}
        return max(saved, key=saved.get)

    def pay(self, units=1):
        self.do("cart")
        if units > 1:
            self.do("set_quantity", f"1: {units}")
        code = self.wished(r"coupon ([A-Z]+)")
        if "coupon that saves" in self.wish:
            total = float(re.search(r"Total: \$([\d.]+)", self.page)[1])
            self.do("coupons")
            code = self.best_coupon(total)
            self.do("cart")
        settings = {"apply_coupon": code, "wrap": self.wished("wrap `(.*?)`"), "address": self.wished("address `(.*?)`")}
        for name, value in settings.items():
            if value:
                self.do(name, value)
        self.do("checkout")

    def buy(self):
        products = re.findall(PRODUCT, self.wish)
        lists = self.wish.split("List ")[1:] or ([self.wish] if "cheapest" in self.wish else [])
        if "is sold out" in self.wish:
            looked_up = (self.look_up(*product) for product in products)
            chosen = next(([p] for p in looked_up if p.get("stock")), [])
        elif lists:
            chosen = (self.leader(re.findall(PRODUCT, part)) for part in lists)
        else:
            chosen = (self.look_up(*product) for product in products) if products else self.fitting()
        units = int(self.wished(r"Buy (\d)") or 1)
        for product in chosen:
            self.add(product)
            if budget := self.wished(r"as \$([\d.]+) pays"):
                units = min(int(float(budget) / product["price"]), int(self.wished(r"more than (\d)")))
        if "Cart: empty" in self.page:
            self.do("report", "infeasible")
        if order := self.wished("order (R-.*?) was"):
            self.open_order(order)
            self.wish += f" the address `{re.search('Sent to: (.*)', self.page)[1]}`"
        self.pay(units)

    def fitting(self):
        """The first result whose page shows the options, the price and the reviews that the instruction asks for."""
        least, most = float(self.wished(r"at least (\d+)") or 0), float(self.wished(r"at most \$(\d+\.\d+)") or 1e9)
        values = re.findall("`(.*?)`", self.wish)
        self.do("search", " ".join(re.search(r"Buy (?:an? |\d )?(.*?) that (.*?)\.", self.wish).groups())[:120].lower())
        for _, asin, name, price in self.rows():
            if float(price) <= most:
                seen = self.look_up(name, asin, *["reviews"] * (least > 0))
                if seen.get("reviews", 0) >= least and all(value in seen["text"] for value in values):
                    return [seen]
        return []

    def tidy(self):
        self.do("cart")
        line_of = {asin: line for line, asin, *_ in self.rows()}
        worst = self.leader([(name, asin) for _, asin, name, _ in self.rows()])
        self.do("cart")
        self.do("remove", line_of[worst["asin"]])
        line_of = {asin: line for line, asin, *_ in self.rows()}
        self.do("set_quantity", f"{line_of[re.search(PRODUCT, self.wish)[2]]}: {self.wished(r' to ([0-9]+)[.]')}")
        self.pay()

    def orders(self, word):
        """The past orders whose entry on the list holds this word, as (id, entry)."""
        self.do("orders")
        return [(order, entry) for order, entry in self.rows(r"^(R-\d+) \|(.*)$") if word in entry]

    def open_order(self, order, pattern=LISTED):
        """The lines of an order."""
        self.do("orders")
        self.turn_to(order)
        self.do("order", order)
        return re.findall(pattern, self.page, re.M)

    def price_today(self, asin, name, chosen):
        """What a product costs with the options of a line."""
        self.look_up(name, asin)
        for option in re.findall(r"[^|]+: [^|]+", chosen):
            self.do("select", option.strip())
        return float(re.search(FACTS["price"], self.page)[1])

    def bought(self, word):
        """Open the order with the purchase that cost most, or least, a unit; the line that it has there."""
        best = max if "the most per unit" in self.wish else min
        lines = [(order, line) for order, _ in self.orders(word) for line in self.open_order(order)]
        order, line = best((l for l in lines if word.lower() in " ".join(l[1]).lower()), key=lambda l: float(l[1][3]))
        self.open_order(order)
        return line[0]

    def give_back(self, reason):
        line = self.bought(re.search(PRODUCT, self.wish)[2])
        if "return window closed" in self.page:
            self.do("report", "infeasible")
        self.do("return", line)
        self.do("reason", reason)
        self.do("refund", self.wished("refund `(.*?)`"))
        self.do("submit")

    def cancel(self, kind):
        for order, entry in self.orders(kind):
            if "pending" in entry:
                self.open_order(order)
                self.do("cancel_order")
        self.do("finish")

    def shelf(self, query):
        self.do("search", query)
        for name in re.findall("`(.*?)`", self.wished("the filters? (.*?) sort by")):
            self.do("filter", name)
        self.do("sort", self.wished("sort by `(.*?)`"))
        product_at = {place: (name, asin) for place, asin, name, _ in self.rows()}
        asked = re.findall(r"number (\d+)", self.wish)
        self.do("answer", f"{sum(self.look_up(*product_at[n], 'specs')['weight'] for n in asked):.0f} g")

    def play(self):
        """Read the instruction, and do what it says."""
        if order := self.wished("the products of order (R-.*?) cost"):
            self.do("answer", f"${sum(self.price_today(*row) for row in self.open_order(order, ROW)):.2f}")
        elif query := self.wished("Search for `(.*?)`"):
            self.shelf(query)
        elif kind := self.wished("contains (?:an? )?(.*?), and no other"):
            self.cancel(kind)
        elif kind := self.wished("Of all the (.*?) that you"):
            # The list names the kind in the singular: its plural without the last two letters begins both.
            self.do("reorder", self.bought(kind[:-2]))
            self.pay(int(self.wished(r"Take (\d)")))
        elif reason := self.wished("reason `(.*?)`"):
            self.give_back(reason)
        elif "Tidy up" in self.wish:
            self.tidy()
        elif "answer with its ASIN" in self.wish:
            self.do("answer", self.leader(re.findall(PRODUCT, self.wish))["asin"])
        elif fact := self.asked():
            self.do("answer", f"{self.leader(re.findall(PRODUCT, self.wish))[fact]:.0f}")
        else:
            self.buy()


def tasks(server):
    """Every template of the strict shop."""
    shop = next(e for e in server("list")["environments"] if e["name"] == "shop")
    return [t["id"] for t in shop["tasks"] if "webshop" not in t["id"]]


if __name__ == "__main__":
    raise SystemExit(main(__doc__, Player, tasks))
