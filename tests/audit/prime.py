"""PRIME's advantages of recorded episodes, by the steps of its authors' code; the standard library is enough.

    python3 prime.py trajectories.jsonl

Transcribed from PRIME-RL/PRIME at 18ad596, `core_algos.py` (`compute_rloo_advantage_return`) and `torch_functional.py`
(`masked_mean`, `masked_var`, `masked_whiten`): tensors of one row a rollout, padded to the longest, with a mask over what is no
padding. The step rewards are the success probabilities that the file states after every step, the accuracy is the grade at the
end. Prints one list of advantages a rollout.
"""

import json
import math
import sys


def masked_mean(values, mask):
    total = count = 0.0
    for row, kept in zip(values, mask):
        for x, m in zip(row, kept):
            total += x * m
            count += m
    return total / count


def masked_var(values, mask):
    mean = masked_mean(values, mask)
    squares = [[(x - mean) ** 2 for x in row] for row in values]
    count = sum(map(sum, mask))
    return masked_mean(squares, mask) * (count / (count - 1))


def masked_whiten(values, mask):
    mean, var = masked_mean(values, mask), masked_var(values, mask)
    return [[(x - mean) / math.sqrt(var + 1e-8) for x in row] for row in values]


def masked_rloo(rewards, mask, n_samples):
    out = [[x if m else 0.0 for x, m in zip(row, kept)] for row, kept in zip(rewards, mask)]
    for start in range(0, len(out), n_samples):
        rows = range(start, start + n_samples)
        means = []
        for i in rows:
            kept = [x for x, m in zip(out[i], mask[i]) if m]
            means.append(sum(kept) / len(kept))
        baseline = sum(means) / (n_samples - 1)
        for i in rows:
            for t, m in enumerate(mask[i]):
                if m:
                    out[i][t] = out[i][t] * (n_samples / (n_samples - 1)) - baseline
    return out


def advantages(rm_scores, accuracies, n_samples):
    longest = max(map(len, rm_scores))
    eos_mask = [[1] * len(row) + [0] * (longest - len(row)) for row in rm_scores]
    padded = [row + [0.0] * (longest - len(row)) for row in rm_scores]
    last = [len(row) - 1 for row in rm_scores]
    at_last = [[int(t == end) for t in range(longest)] for end in last]
    verifier = [[acc * m for m in row] for acc, row in zip(accuracies, at_last)]
    parts = [masked_rloo(padded, eos_mask, n_samples), masked_rloo(verifier, at_last, n_samples)]
    returns = []
    for i, kept in enumerate(eos_mask):
        row, running = [0.0] * longest, 0.0
        for t in reversed(range(longest)):
            running += (parts[0][i][t] + parts[1][i][t]) * kept[t]
            row[t] = running
        returns.append(row)
    white = masked_whiten(returns, eos_mask)
    return [row[: end + 1] for row, end in zip(white, last)]


def main():
    with open(sys.argv[1], encoding="utf-8") as lines:
        episodes = [json.loads(line) for line in lines]
    groups = [episode["group"] for episode in episodes]
    n_samples = groups.count(groups[0])
    assert groups == sorted(groups) and all(groups.count(g) == n_samples for g in groups)

    def probability(transition):
        return transition["after"]["truth"]["success_probability"]["value"]

    def grade(episode):
        n, d = episode["transitions"][-1]["after"]["truth"]["outcome"]
        return n / d

    scores = [[probability(t) for t in episode["transitions"]] for episode in episodes]
    print(json.dumps(advantages(scores, [grade(e) for e in episodes], n_samples)))


if __name__ == "__main__":
    main()
