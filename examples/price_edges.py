"""Price every transition of a task's graph with a reward of one's own; the standard library is enough.

    truestep graph shop/buy --seed 17 --edges edges.jsonl
    python3 price_edges.py edges.jsonl > prices.txt
    truestep audit --rewards prices.txt shop/buy --seed 17

Fractions are audited exactly, as written. `--mended` prices with the reward without the bug.
"""

import argparse
import json
from fractions import Fraction


def draft(edge):
    """The grade at the end, and 1/5 for every sub-goal reached on the way."""
    grade = Fraction(*edge["outcome"]) if edge["outcome"] else 0
    gained = set(edge["next_subgoals"]) - set(edge["subgoals"])
    return grade + Fraction(len(gained), 5)


def mended(edge, discount=Fraction(99, 100)):
    """The same as a potential: what is gained is paid back when it is lost, and at the end."""
    before = Fraction(len(edge["subgoals"]), 5)
    if edge["outcome"]:
        return Fraction(*edge["outcome"]) - before
    return discount * Fraction(len(edge["next_subgoals"]), 5) - before


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("edges", help="a file written by `truestep graph --edges`")
    parser.add_argument("--mended", action="store_true", help="price with the mended reward")
    args = parser.parse_args()
    reward = mended if args.mended else draft
    with open(args.edges, encoding="utf-8") as lines:
        for line in lines:
            print(reward(json.loads(line)))


if __name__ == "__main__":
    main()
