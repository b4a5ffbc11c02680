#!/usr/bin/env python3
"""Drive `truestep serve --stdio` from Python's standard library: play one episode and print the truth of every step.

    python3 examples/client.py [--truestep PATH] [--task ENV/TEMPLATE] [--seed S] [--noise SHARE]
"""

import argparse
import json
import random
import subprocess


class Truestep:
    """A server process: one request per line, one response per line."""

    def __init__(self, program, *options):
        self.process = subprocess.Popen(
            [program, "serve", "--stdio", *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        self.requests = 0

    def __call__(self, method, **params):
        self.requests += 1
        request = {"id": self.requests, "method": method, "params": params}
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        response = json.loads(self.process.stdout.readline())
        assert response["id"] == self.requests
        if "error" in response:
            raise RuntimeError(f"{response['error']['code']}: {response['error']['message']}")
        result = response["result"]
        for slot in result.get("slots", []):
            if "error" in slot:
                raise RuntimeError(f"slot {slot['slot']}: {slot['error']['code']}: {slot['error']['message']}")
        return result

    def close(self):
        self("close")
        self.process.stdin.close()
        return self.process.wait()


def distance(truth):
    """Steps to success as text: a number, `never` or `not_computed`."""
    value = truth["distance"]
    return str(value["steps"]) if isinstance(value, dict) else value


def first_instance(server, task, seed, slots=(0,), **options):
    """Reset a slot, the first unless named, to the first instance of `task` from `seed` on."""
    while True:
        try:
            return server("reset", slots=slots, task=task, seed=seed, **options)["slots"][0]
        except RuntimeError as error:
            if not str(error).startswith("no_instance"):
                raise
            seed += 1


def choose(rng, menu, truth, noise):
    """A best action, or with probability `noise` any action, by weight."""
    best = truth["best_actions"]["actions"] if truth["best_actions"] else []
    if best and rng.random() >= noise:
        return best[0]
    return rng.choices([m["action"] for m in menu], weights=[m["weight"] for m in menu])[0]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--truestep", default="truestep", help="the program")
    parser.add_argument("--task", help="ENV/TEMPLATE; the first there is, if not given")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--noise", type=float, default=0.3)
    args = parser.parse_args()

    server = Truestep(args.truestep)
    hello = server("hello")
    environments = server("list")["environments"]
    task = args.task or environments[0]["tasks"][0]["id"]
    frame = first_instance(server, task, args.seed)
    opening = frame["opening"]
    print(f"truestep {hello['version']}, {opening['task']['template']} seed {opening['task']['seed']}")
    print(f"instruction: {opening['instruction']}")
    rng, end = random.Random(args.seed), None
    while end is None:
        menu = server("menu", slots=[0])["slots"][0]["menu"]
        action = choose(rng, menu, frame["truth"], args.noise)
        step = server("step", actions=[{"slot": 0, "action": action}])["slots"][0]
        before, frame, end = frame, step["frame"], step["end"]
        on_path = "on a shortest path" if step["truth"]["on_shortest_path"] else "a detour"
        print(f"{frame['step']:3}  {distance(before['truth'])} -> {distance(frame['truth'])}  {on_path}: {action}")
    truth = frame["truth"]
    n, d = truth["outcome"]
    print(f"{end}: success {truth['success']}, outcome {n}/{d}, progress {'/'.join(map(str, truth['progress']))}")
    return server.close()


if __name__ == "__main__":
    raise SystemExit(main())
