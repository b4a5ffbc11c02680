"""What outside players share: an episode seen through its texts, and a table of what was solved.

A player reads the instruction, the announced forms and the observations of `truestep serve --stdio`, never the menu and never
the truth. What it recorded is a trajectory file like any other.
"""

import argparse

from client import Truestep, first_instance


class Over(Exception):
    """The episode has ended: the player ended it, or its budget is used up."""


class Episode:
    """One episode, seen through its texts."""

    # Parameters of the tasks that are played, where, what is shown of them, and whether they are recorded.
    parameters, slot, views, record = {}, 0, ["text"], True

    def __init__(self, server, task, seed):
        self.server, self.task, self.end, self.solved, self.rejected = server, task, None, False, 0
        recorded = {"record": True, "agent": {"name": "outside", "params": {}}} if self.record else {"max_steps": 1_000_000}
        slot = first_instance(server, task, seed, slots=[self.slot], views=self.views, parameters=self.parameters, **recorded)
        self.wish, self.forms = slot["opening"]["instruction"], slot["opening"]["forms"]
        self.read(slot)

    def read(self, frame):
        self.page = frame["observation"][0]["text"]

    def act(self, text):
        """Take an action, read what is then shown, and say whether it did something."""
        if self.end:
            raise Over
        step = self.server("step", actions=[{"slot": self.slot, "action": text}])["slots"][0]
        # The verdict is kept for the table at the end; no rule looks at it.
        self.end, self.solved = step["end"], step["frame"]["truth"]["success"]
        self.rejected += step["effect"]["kind"] == "rejected"
        self.read(step["frame"])
        return step["effect"]["kind"] == "applied"


def main(about, player, tasks, given_up=()):
    """Play some episodes of each of `tasks(server)`; the exit code is 1 if an action was rejected or a task never solved.

    `given_up` are the errors of a player that meets a text which none of its rules fits: the episode is left as it is.
    """
    parser = argparse.ArgumentParser(description=about.splitlines()[0])
    parser.add_argument("--truestep", default="truestep", help="the program")
    parser.add_argument("--episodes", type=int, default=5, help="episodes of each template")
    parser.add_argument("--out", help="record the episodes there")
    args = parser.parse_args()

    server = Truestep(args.truestep, *(["--out", args.out] if args.out else []))
    failed = False
    for task in tasks(server):
        players = []
        for episode in range(args.episodes):
            players.append(player(server, task, 1000 * episode))
            try:
                players[-1].play()
            except (Over, *given_up):
                pass
        solved, rejected = sum(p.solved for p in players), sum(p.rejected for p in players)
        failed |= solved == 0 or rejected > 0
        print(f"{task:25} solved {solved} of {len(players)}, {rejected} actions rejected")
    return server.close() or int(failed)
