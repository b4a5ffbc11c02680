#!/usr/bin/env python3
"""Predict the next action of each step of a static benchmark by a rule of thumb, in Qwen3-VL's grammar for phones.

    truestep export F.jsonl --as static --out items.jsonl
    python3 examples/predict_steps.py items.jsonl > predictions.jsonl
    truestep match items.jsonl predictions.jsonl --grammar qwen3vl/mobile_use

The rule knows the goal and the tree: it opens the app that the goal names, then taps the first element whose words stand in the
goal and were not tapped before, and says that it is done where there is none. A model would be given the screenshot instead.
"""

import json
import sys


def called(**arguments):
    call = json.dumps({"name": "mobile_use", "arguments": arguments})
    return f"<tool_call>\n{call}\n</tool_call>"


def predict(item):
    goal = item["goal"].lower()
    screen = item["tree"]["screen"]
    done = {past["action"] for past in item["history"]}
    for element in item["tree"]["elements"]:
        words = element["text"].split(" | ")[0].lower()
        if element["is_clickable"] and words and words in goal and f"tap[{element['index']}]" not in done:
            box = element["bbox_pixels"]
            # From logical pixels to the grammar's 0 to 999.
            x = (box["x_min"] + box["x_max"]) * 999 // (2 * screen["width"])
            y = (box["y_min"] + box["y_max"]) * 999 // (2 * screen["height"])
            return called(action="click", coordinate=[x, y])
    return called(action="terminate", status="success")


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as lines:
        for item in map(json.loads, lines):
            print(json.dumps({"id": item["id"], "prediction": predict(item)}))
