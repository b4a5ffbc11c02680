"""Price every step of recorded episodes with a reward of one's own; the standard library is enough.

    truestep run shop/compare --agent noisy:0.3 --episodes 40 --group 4 --truth graph --out f.jsonl
    python3 step_reward.py f.jsonl > rewards.jsonl
    truestep score f.jsonl --scheme 'file:rewards.jsonl,file:rewards.jsonl |> rloo:verl' --identify

One line an episode, one number a step. A reward model would be asked here; this one pays for pages that are new, charges
rejected actions, and pays the grade at the end.
"""

import argparse
import json

NEW_PAGE, REJECTED = 0.05, -0.1


def shown(frame):
    """The text of a frame, however many views it has."""
    return "\n".join(view.get("text", "") for view in frame["observation"])


def rewards(episode):
    """One number for every step of an episode."""
    seen = {shown(episode["start"])}
    for step, transition in enumerate(episode["transitions"]):
        page = shown(transition["after"])
        reward = 0.0
        if transition["effect"]["kind"] == "rejected":
            reward += REJECTED
        elif page not in seen:
            reward += NEW_PAGE
        seen.add(page)
        if step + 1 == len(episode["transitions"]):
            numerator, denominator = transition["after"]["truth"]["outcome"]
            reward += numerator / denominator
        yield reward


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("episodes", help="a file written by `truestep run --out`")
    args = parser.parse_args()
    with open(args.episodes, encoding="utf-8") as lines:
        for line in lines:
            print(json.dumps(list(rewards(json.loads(line)))))


if __name__ == "__main__":
    main()
