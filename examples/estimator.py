"""Estimate the advantages of recorded episodes in Python; the standard library is enough.

    truestep run shop/compare --agent noisy:0.3 --episodes 40 --group 4 --truth graph --out f.jsonl
    python3 step_reward.py f.jsonl > rewards.jsonl
    python3 estimator.py f.jsonl rewards.jsonl > advantages.jsonl
    truestep score f.jsonl --advantages advantages.jsonl --identify

Rewards to go, less those of the other rollouts of the group at the same step: a leave-one-out baseline a turn. A group of
one has no baseline, and its steps no number (null). The lines are keyed by episode and step, in any order.
"""

import argparse
import json
from collections import defaultdict


def read(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def to_go(rewards, discount):
    """The discounted sum from every step on."""
    total, out = 0.0, []
    for reward in reversed(rewards):
        total = reward + discount * total
        out.append(total)
    return out[::-1]


def group_of(episode):
    """Rollouts of one task with one group number are compared with each other."""
    return json.dumps([episode["task"], episode["group"]], sort_keys=True)


def advantages(episodes, rewards, discount):
    """(episode, step, advantage) of every step."""
    groups = defaultdict(list)
    for number, episode in enumerate(episodes):
        groups[group_of(episode)].append(number)
    returns = [to_go(row, discount) for row in rewards]
    for members in groups.values():
        for number in members:
            for step, value in enumerate(returns[number]):
                others = [returns[m][step] for m in members if m != number and step < len(returns[m])]
                yield number, step, value - sum(others) / len(others) if others else None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("episodes", help="a file written by `truestep run --out`")
    parser.add_argument("rewards", help="one list of rewards an episode")
    parser.add_argument("--discount", type=float, default=1.0)
    args = parser.parse_args()
    for episode, step, value in advantages(read(args.episodes), read(args.rewards), args.discount):
        print(json.dumps({"episode": episode, "step": step, "advantage": value}))


if __name__ == "__main__":
    main()
