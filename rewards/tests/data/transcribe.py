#!/usr/bin/env python3
"""Numeric cases of the schemes whose formulas were transcribed here: python3 alone, no packages.

Each function below follows the published code or text named in its `source`, written from that and not from this project's
Rust. `python3 transcribe.py` writes `credit/NAME.json` beside itself; `python3 transcribe.py --check` compares.
"""

import json
import math
import sys
from collections import defaultdict
from fractions import Fraction
from pathlib import Path

FOLDER = Path(__file__).parent / "credit"
FILES = {}


def file(name, source, notes, oracle="transcription of the released code"):
    """Register the cases that the decorated generator yields as (name, input, params, expected)."""

    def take(cases):
        FILES[name] = {
            "scheme": name,
            "source": source,
            "oracle": oracle,
            "cases": [
                {"name": n, "input": i, "params": p, "expected": e} for n, i, p, e in cases()
            ],
            "notes": notes,
        }
        return cases

    return take


def avg(xs):
    return sum(xs) / len(xs)


def std(xs, ddof):
    m = avg(xs)
    return math.sqrt(sum((x - m) ** 2 for x in xs) / (len(xs) - ddof))


def to_go(row, gamma=1.0):
    out, running = [0.0] * len(row), 0.0
    for t in reversed(range(len(row))):
        running = row[t] + gamma * running
        out[t] = running
    return out


def grouped(keys):
    groups = defaultdict(list)
    for i, key in enumerate(keys):
        groups[key].append(i)
    return groups


def masked_whiten(values):
    n, eps = len(values), 1e-8
    mean = sum(values) / (n + eps)
    var = sum((v - mean) ** 2 for v in values) / (n + eps) * n / (n - 1)
    return [(v - mean) / math.sqrt(var + eps) for v in values]


def cut(flat, rows):
    out, at = [], 0
    for row in rows:
        out.append(flat[at : at + len(row)])
        at += len(row)
    return out


ROWS = [[0.5, 0.25, 1.0], [0.0, 0.75], [1.0], [0.25, 0.25, 0.25, 0.5]]


@file(
    "prime_batch",
    "PRIME-RL/PRIME@18ad596, core_algos.py: compute_rloo_advantage_return, masked_whiten over eos_mask of the whole batch",
    "input: step rewards and outcomes per rollout, group of each; expected: advantages whitened over all steps of the batch (plain mean, n - 1)",
)
def prime_batch():
    def prime(rows, outcomes, groups, gamma):
        returns = [None] * len(rows)
        for members in grouped(groups).values():
            n = len(members)
            means = sum(avg(rows[i]) for i in members)
            wins = sum(outcomes[i] for i in members)
            for i in members:
                rm = [r * n / (n - 1) - means / (n - 1) for r in rows[i]]
                ver = [0.0] * len(rm)
                ver[-1] = outcomes[i] * n / (n - 1) - wins / (n - 1)
                returns[i] = [a + b for a, b in zip(to_go(rm, gamma), to_go(ver, gamma))]
        flat = [x for row in returns for x in row]
        mean = avg(flat)
        var = sum((x - mean) ** 2 for x in flat) / (len(flat) - 1)
        return cut([(x - mean) / math.sqrt(var + 1e-8) for x in flat], rows)

    for name, rows, outcomes, groups, gamma in [
        ("two groups", ROWS, [1, 0, 1, 0], [0, 0, 1, 1], 1.0),
        ("interleaved groups", ROWS, [1, 1, 0, 0], [0, 1, 0, 1], 1.0),
        ("discount", ROWS + [[0.5], [0.1, 0.2]], [1, 0, 1, 0, 1, 1], [0, 0, 1, 1, 1, 0], 0.9),
    ]:
        yield name, {"rewards": rows, "outcomes": outcomes, "group": groups}, {"gamma": gamma}, {
            "advantages": prime(rows, outcomes, groups, gamma)
        }


@file(
    "flow_grpo_batch_spread",
    "YunzeTong/TurningPoint-GRPO@994d26a6, my_train_sd3_fast_with_op3.py (one tracker a timestep), stat_tracking.py (global_std)",
    "input: step rewards per rollout, group of each; at every step: (r - group mean)/(std over all rollouts with that step, n, + 1e-4); a group of one at a step gives 0",
)
def flow_batch():
    def flow(rows, groups):
        out = [[0.0] * len(r) for r in rows]
        for t in range(max(len(r) for r in rows)):
            here = [i for i in range(len(rows)) if len(rows[i]) > t]
            spread = std([rows[i][t] for i in here], 0) + 1e-4
            for members in grouped([groups[i] for i in here]).values():
                members = [here[k] for k in members]
                mean = avg([rows[i][t] for i in members])
                for i in members:
                    out[i][t] = (rows[i][t] - mean) / spread
        return out

    for name, rows, groups in [
        ("two groups", ROWS, [0, 0, 1, 1]),
        ("one group", ROWS, [0, 0, 0, 0]),
        ("equal lengths", [[0.0, 1.0], [0.5, 0.5], [1.0, 0.0], [0.25, 0.75]], [0, 1, 0, 1]),
    ]:
        yield name, {"rewards": rows, "group": groups}, {}, {"advantages": flow(rows, groups)}


@file(
    "verl_091_reinforce_pp",
    "verl 0.9.1, core_algos.py: compute_reinforce_plus_plus_outcome_advantage",
    "input: token rewards and masks per response; expected: returns that cross masked tokens (0 there), and advantages whitened over unmasked tokens with masked mean and variance, 0 at masked ones",
)
def verl_091():
    def algo(rewards, masks, gamma):
        returns = []
        for row, mask in zip(rewards, masks):
            out, running = [0.0] * len(row), 0.0
            for t in reversed(range(len(row))):
                new = row[t] + gamma * running
                out[t] = new * mask[t]
                running = new * mask[t] + running * (1 - mask[t])
            returns.append(out)
        kept = [x for row, mask in zip(returns, masks) for x, m in zip(row, mask) if m]
        white = iter(masked_whiten(kept))
        return returns, [[next(white) if m else 0.0 for m in mask] for mask in masks]

    for name, rewards, masks, gamma in [
        ("no observations", [[0, 0, 1.0], [0, 0.5, 0]], [[1, 1, 1], [1, 1, 1]], 1.0),
        ("observation between turns", [[0, 0, 0, 0, 1.0], [0.25, 0, 0, 0, 0.5]], [[1, 1, 0, 0, 1], [1, 0, 1, 0, 1]], 1.0),
        ("discount", [[0, 0, 0, 1.0], [0.5, 0, 0, 0.25]], [[1, 0, 1, 1], [1, 1, 0, 1]], 0.5),
        ("padding", [[0, 1.0, 0, 0], [0, 0, 0, 2.0]], [[1, 1, 0, 0], [1, 1, 1, 1]], 0.9),
    ]:
        returns, advantages = algo(rewards, masks, gamma)
        yield name, {"rewards": rewards, "mask": masks}, {"gamma": gamma}, {
            "returns": returns,
            "advantages": advantages,
        }


@file(
    "openrlhf_reinforce_baseline",
    "OpenRLHF, experience_maker.py: _apply_reward_shaping, _normalize_advantages",
    "input: return and length per rollout, group of each; expected: one advantage per rollout, the same at all of its steps",
)
def openrlhf():
    def algo(returns, lengths, groups, divide):
        x = [0.0] * len(returns)
        for members in grouped(groups).values():
            mean = avg([returns[i] for i in members])
            for i in members:
                x[i] = returns[i] - mean
        count = sum(lengths)
        mean = sum(a * n for a, n in zip(x, lengths)) / count
        var = sum((a - mean) ** 2 * n for a, n in zip(x, lengths)) / count
        scale = math.sqrt(max(var, 1e-8)) if divide else 1.0
        return [(a - mean) / scale for a in x]

    for name, returns, lengths, groups, divide in [
        ("one group", [1.0, 0.0, 0.0, 1.0], [1, 1, 1, 1], [0, 0, 0, 0], True),
        ("lengths weigh", [1.0, 0.0, 0.5, 0.25], [4, 1, 2, 3], [0, 0, 1, 1], True),
        ("no spread", [1.0, 0.0, 0.5, 0.25], [4, 1, 2, 3], [0, 0, 1, 1], False),
        ("singleton", [1.0, 0.0, 3.0], [2, 1, 2], [0, 0, 1], True),
    ]:
        yield name, {"returns": returns, "lengths": lengths, "group": groups}, {"divide": divide}, {
            "advantages": algo(returns, lengths, groups, divide)
        }


@file(
    "verl_gpg",
    "verl 0.9.1, core_algos.py: compute_gpg_outcome_advantage",
    "input: return per rollout, group of each; expected: one advantage per rollout",
)
def gpg():
    def algo(returns, groups, norm):
        alpha = len(returns) / max(sum(1 for r in returns if r != 0), 1)
        out = [0.0] * len(returns)
        for members in grouped(groups).values():
            mean = 0.0 if len(members) == 1 else avg([returns[i] for i in members])
            for i in members:
                out[i] = alpha * (returns[i] - mean) / norm
        return out

    for name, returns, groups, norm in [
        ("two groups", [1.0, 0.0, 0.0, 0.0], [0, 0, 1, 1], 1.0),
        ("singleton keeps its return", [1.0, 0.0, 0.5], [0, 0, 1], 1.0),
        ("norm", [1.0, 0.25, 0.5, 0.75], [0, 0, 0, 0], 2.0),
        ("nothing earned", [0.0, 0.0], [0, 0], 1.0),
    ]:
        yield name, {"returns": returns, "group": groups}, {"norm": norm}, {
            "advantages": algo(returns, groups, norm)
        }


@file(
    "verl_remax",
    "verl 0.9.1, core_algos.py: compute_remax_outcome_advantage",
    "input: step rewards per rollout, the greedy rollout's return; expected: advantages per step",
)
def remax():
    for name, rows, baseline in [
        ("outcome only", [[0, 0, 1.0], [0, 0.0]], 1.0),
        ("dense", ROWS, 0.5),
        ("failed greedy", [[0.0], [0, 1.0]], 0.0),
    ]:
        yield name, {"rewards": rows, "baseline": baseline}, {}, {
            "advantages": [[g - baseline for g in to_go(r)] for r in rows]
        }


@file(
    "verl_optimal_token_baseline",
    "verl 0.9.1, core_algos.py: compute_optimal_token_baseline_advantage, compute_multi_turn_optimal_token_baseline_advantage",
    "input: step rewards, probability of each action taken and size of its menu, one group; the other actions share the rest of the probability evenly. zero_tail: no baseline beyond the second-longest rollout",
)
def otb():
    def algo(rows, taken, menus, zero_tail, eps=1e-8):
        returns = [to_go(r) for r in rows]
        if len(rows) == 1:
            return returns
        weights = []
        for pis, sizes in zip(taken, menus):
            w, out = 0.0, []
            for pi, n in zip(pis, sizes):
                square = pi**2 + (n - 1) * ((1 - pi) / (n - 1)) ** 2 if n > 1 else pi**2
                w += 1 - 2 * pi + square
                out.append(w)
            weights.append(out)
        longest = max(map(len, rows))
        ends = sorted(map(len, rows))
        base = []
        for t in range(longest):
            here = [i for i in range(len(rows)) if len(rows[i]) > t]
            top = sum(returns[i][t] * weights[i][t] for i in here)
            bottom = sum(weights[i][t] for i in here) + eps
            base.append(top / bottom)
        if zero_tail and ends[-1] > ends[-2]:
            base[ends[-2] :] = [0.0] * (longest - ends[-2])
        return [[g - base[t] for t, g in enumerate(row)] for row in returns]

    for name, rows, taken, menus, tail in [
        ("two menus", [[0, 1.0], [0, 0.0]], [[0.5, 0.25], [0.5, 0.75]], [[2, 4], [2, 4]], False),
        ("tail kept", ROWS, [[0.5] * 3, [0.25] * 2, [0.9], [0.1] * 4], [[4] * 3, [4] * 2, [2], [3] * 4], False),
        ("tail zeroed", ROWS, [[0.5] * 3, [0.25] * 2, [0.9], [0.1] * 4], [[4] * 3, [4] * 2, [2], [3] * 4], True),
        ("alone", [[0.5, 0.5]], [[0.5, 0.5]], [[2, 2]], False),
        ("sure of everything", [[1.0], [0.0]], [[1.0], [1.0]], [[1], [3]], False),
    ]:
        yield name, {"rewards": rows, "taken": taken, "menu": menus}, {"zero_tail": tail}, {
            "advantages": algo(rows, taken, menus, tail)
        }


def grpo(returns, keys, eps=1e-6):
    out = [0.0] * len(returns)
    for members in grouped(keys).values():
        values = [returns[i] for i in members]
        mean, spread = (0.0, 1.0) if len(values) == 1 else (avg(values), std(values, 1))
        for i in members:
            out[i] = (returns[i] - mean) / (spread + eps)
    return out


@file(
    "tree_grpo",
    "nielsyA/Tree-GRPO@679178e, ray_trainer_ts.py (tree, tree_2norm, tree_inner, tree_per_token), core_algos.py",
    "input: step rewards per rollout of one task, tree of each; returns are sums; expected: advantages per step",
)
def tree():
    def per_token(rows, keys, eps=1e-6):
        out = [list(r) for r in rows]
        for members in grouped(keys).values():
            pool = [x for i in members for x in rows[i]]
            mean, spread = (pool[0], 1.0) if len(pool) == 1 else (avg(pool), std(pool, 1))
            for i in members:
                out[i] = [(x - mean) / (spread + eps) for x in rows[i]]
        return out

    def algo(rows, trees, form):
        returns, task = [sum(r) for r in rows], [0] * len(rows)
        if form == "tree":
            scores = [a + b for a, b in zip(grpo(returns, task), grpo(returns, trees))]
        elif form == "tree-2norm":
            scores = grpo(grpo(returns, task), trees)
        elif form == "tree-inner":
            scores = grpo(returns, trees)
        else:
            a, b = per_token(rows, task), per_token(rows, trees)
            return [[x + y for x, y in zip(p, q)] for p, q in zip(a, b)]
        return [[s] * len(r) for s, r in zip(scores, rows)]

    rows = [[0, 1.0], [0, 0.0, 0.0], [0.5, 0.0], [0, 0.25]]
    for form in ["tree", "tree-2norm", "tree-inner", "tree-per-step"]:
        yield form, {"rewards": rows, "tree": [0, 0, 1, 1]}, {"form": form}, {
            "advantages": algo(rows, [0, 0, 1, 1], form)
        }
    yield "a tree of one", {"rewards": rows, "tree": [0, 0, 0, 1]}, {"form": "tree"}, {
        "advantages": algo(rows, [0, 0, 0, 1], "tree")
    }


@file(
    "hgpo",
    "CazeroZ/hgpo@aa64927, hgpo/core_hgpo.py: HGPO",
    "input: state of every step and step return, per rollout of one task; zeros_dropped as released; a step without partners gets 0",
)
def hgpo():
    def algo(states, returns, history, alpha, divide, drop, eps=1e-6):
        out = [[0.0] * len(r) for r in returns]
        clusters = defaultdict(list)
        for i, row in enumerate(states):
            for j, state in enumerate(row):
                clusters[state].append((i, j))
        for indices in clusters.values():
            if len(indices) == 1:
                continue
            found = defaultdict(list)
            for l in reversed(range(history + 1)):
                for i, j in indices:
                    if j >= l:
                        found[tuple(states[i][j - l : j])].append((i, j))
                found = defaultdict(list, {k: v for k, v in found.items() if len(v) > 1})
            parts = defaultdict(list)
            for key, members in found.items():
                values = [returns[i][j] for i, j in members]
                mean, spread = avg(values), std(values, 0)
                for (i, j), v in zip(members, values):
                    a = (v - mean) / (spread + eps) if divide else v - mean
                    parts[i, j].append((len(key) + 1, a))
            for (i, j), all_ in parts.items():
                kept = [(length**alpha, a) for length, a in all_ if a != 0 or not drop]
                total = sum(w for w, _ in kept)
                if total:
                    out[i][j] = sum(w / total * a for w, a in kept)
        return out

    states = [["s", "a", "b"], ["s", "a", "c"], ["s", "c", "b"], ["s", "a", "b", "a"]]
    returns = [[1.0, 1.0, 1.0], [0.0, 0.0, 0.0], [0.5, 0.5, 0.5], [0.25, 0.25, 0.5, 0.5]]
    for name, history, alpha, divide, drop in [
        ("as released", 2, 1, False, True),
        ("spread", 2, 1, True, True),
        ("no history", 0, 1, False, True),
        ("zeros kept", 3, 2, False, False),
        ("all equal", 1, 1, False, True),
    ]:
        values = [[1.0] * len(r) for r in returns] if name == "all equal" else returns
        params = {"history": history, "alpha": alpha, "divide": divide, "drop_zeros": drop}
        yield name, {"states": states, "returns": values}, params, {
            "advantages": algo(states, values, history, alpha, divide, drop)
        }


@file(
    "rewardflow",
    "tmlr-group/RewardFlow@f2dfe0a, rewardflow/propagation.py; @518499e, core_rewardflow.py: apply_rewardflow_propagation",
    "input: states visited by each rollout of one task, the last included, and reward of each state; expected: value of each state in order of name, and the gains of every step",
)
def rewardflow():
    def algo(paths, rewards, gamma):
        states = sorted({s for path in paths for s in path})
        value = {s: rewards.get(s, 0.0) for s in states}
        edges = {(a, b) for path in paths for a, b in zip(path, path[1:])}
        for _ in range(500):
            new = dict(value)
            for a in states:
                for b in states:
                    if (a, b) in edges and gamma * value[b] > new[a]:
                        new[a] = gamma * value[b]
            value = new
        gains = [[value[b] - value[a] for a, b in zip(p, p[1:])] for p in paths]
        return [value[s] for s in states], gains

    for name, paths, rewards, gamma in [
        ("a fork", [["a", "b", "goal"], ["a", "c"]], {"goal": 1.0}, 0.5),
        ("a loop", [["a", "b", "a", "b", "c", "goal"], ["a", "d", "b"]], {"goal": 1.0}, 0.95),
        ("a partial grade", [["a", "b", "half"], ["a", "c", "d", "goal"]], {"half": 0.5, "goal": 1.0}, 0.9),
        ("nothing solved", [["a", "b"], ["a", "c"]], {}, 0.95),
        ("no decay", [["a", "b", "c", "goal"], ["c", "a"]], {"goal": 1.0}, 1.0),
    ]:
        values, gains = algo(paths, rewards, gamma)
        yield name, {"paths": paths, "rewards": rewards}, {"gamma": gamma}, {
            "values": values,
            "gains": gains,
        }


@file(
    "vpr",
    "thu-nics/VPR@8de0805, gigpo/core_gigpo.py: compute_vpr_turn_level_advantage",
    "input: one reward per step row, its turn or its state; mode turn: per-turn, batch-wide below min_group; mode state: group_whiten, or mean_then_batch_whiten",
)
def vpr():
    eps = 1e-8

    def by_turn(values, turns, least):
        out = [0.0] * len(values)
        for members in grouped(turns).values():
            here = [values[i] for i in members]
            sample = here if len(here) >= least else values
            for i in members:
                out[i] = (values[i] - avg(sample)) / (std(sample, 0) + eps)
        return out

    def by_state(values, states, batch):
        out, train = [0.0] * len(values), []
        for members in grouped(states).values():
            here = [values[i] for i in members]
            if len(here) < 2 or not std(here, 0) > eps:
                continue
            for i in members:
                centred = values[i] - avg(here)
                out[i] = centred if batch else centred / (std(here, 0) + eps)
            train += members
        if batch and train:
            raw = [out[i] for i in train]
            for i in train:
                out[i] = (out[i] - avg(raw)) / (std(raw, 0) + eps) if std(raw, 0) > eps else 0.0
        return out

    for name, values, turns, least in [
        ("per turn", [1.0, 0.0, 0.5, -0.5], [0, 0, 2, 2], 2),
        ("few fall back", [1.0, -1.0, 0.5], [4, 4, 5], 4),
        ("mixed", [10.0, 0.0, 1.0, 0.0, 0.25], [0, 0, 0, 1, 1], 3),
    ]:
        yield name, {"values": values, "nodes": turns}, {"mode": "turn", "min_group": least}, {
            "advantages": by_turn(values, turns, least)
        }
    for name, values, states, batch in [
        ("within states", [2.0, -1.0, 0.0, 0.0], ["a", "a", "b", "b"], False),
        ("singletons", [2.0, -1.0, 0.5], ["a", "b", "a"], False),
        ("batch spread", [2.0, -1.0, 0.5, 0.25, 0.75], ["a", "a", "b", "b", "c"], True),
    ]:
        yield name, {"values": values, "nodes": states}, {"mode": "state", "batch": batch}, {
            "advantages": by_state(values, states, batch)
        }


@file(
    "igpo",
    "GuoqingWang1/IGPO@bdceb82, core_algos.py: compute_grpo_outcome_advantage (released); arXiv 2510.14967 (paper)",
    "input: turn rewards per rollout of one task; released: return to go minus the position's mean over all rollouts, padding 0; paper: z-scores over the group (n - 1, eps 1e-6), jointly or gains and outcomes (last turns) apart, then a discounted sum",
)
def igpo():
    def released(rows):
        longest, n = max(map(len, rows)), len(rows)
        returns = [to_go(r) + [0.0] * (longest - len(r)) for r in rows]
        return [[returns[i][t] - sum(g[t] for g in returns) / n for t in range(len(r))] for i, r in enumerate(rows)]

    def paper(rows, gamma, separate, eps=1e-6):
        places = [(i, t) for i, r in enumerate(rows) for t in range(len(r))]
        kind = lambda i, t: separate and t == len(rows[i]) - 1
        z = [[0.0] * len(r) for r in rows]
        for wanted in (False, True):
            here = [(i, t) for i, t in places if kind(i, t) == wanted]
            if len(here) < 2:
                continue
            values = [rows[i][t] for i, t in here]
            for i, t in here:
                z[i][t] = (rows[i][t] - avg(values)) / (std(values, 1) + eps)
        return [to_go(r, gamma) for r in z]

    rows = [[0.25, 0.125, 1.0], [-0.25, 0.0], [0.5, 1.0], [0.0]]
    yield "released", {"rewards": rows}, {"form": "released"}, {"advantages": released(rows)}
    yield "released, equal lengths", {"rewards": [[0.1, 1.0], [0.3, 0.0]]}, {"form": "released"}, {
        "advantages": released([[0.1, 1.0], [0.3, 0.0]])
    }
    yield "released, alone", {"rewards": [[0.1, 1.0]]}, {"form": "released"}, {"advantages": released([[0.1, 1.0]])}
    for name, gamma, separate in [("joint", 1.0, False), ("separate", 1.0, True), ("discounted", 0.5, True)]:
        yield name, {"rewards": rows}, {"form": "paper", "gamma": gamma, "separate": separate}, {
            "advantages": paper(rows, gamma, separate)
        }


@file(
    "turn_loo",
    "hectopascal/agent-credit-bench@02afaf3, estimators/turn_loo.py",
    "input: return and length per rollout of one task; expected: advantages per step",
)
def turn_loo():
    def algo(returns, lengths):
        out = [[0.0] * n for n in lengths]
        for t in range(max(lengths)):
            active = [i for i, n in enumerate(lengths) if n > t]
            for i in active:
                others = [returns[j] for j in active if j != i]
                out[i][t] = returns[i] - avg(others) if others else returns[i]
        return out

    for name, returns, lengths in [
        ("survivors", [1.0, 0.0, 0.0], [2, 2, 1]),
        ("alone at the end", [0.5, 1.0, 0.25], [4, 1, 2]),
        ("equal lengths", [3.0, 1.0, 2.0, 0.0], [2, 2, 2, 2]),
        ("alone", [0.75], [3]),
    ]:
        yield name, {"returns": returns, "lengths": lengths}, {}, {"advantages": algo(returns, lengths)}


RECONSTRUCTION = "transcription of our reconstruction; the published text states no formula that could be read"


@file("vgpo", "arXiv 2512.12387", "input: values of one group at one step; (1 - m)(x - mean)/(std + eps) + m x, std with n", RECONSTRUCTION)
def vgpo():
    def algo(xs, m, eps=1e-4):
        spread = std(xs, 0)
        relative = [0.0 if len(xs) == 1 or spread == 0 else (x - avg(xs)) / (spread + eps) for x in xs]
        return [(1 - m) * r + m * x for r, x in zip(relative, xs)]

    for name, xs, m in [("half", [1.0, 0.0, 0.25], 0.5), ("relative alone", [1.0, 0.5, 0.25], 0.0), ("equal values", [0.5, 0.5], 0.25)]:
        yield name, {"values": xs}, {"absolute": m}, {"advantages": algo(xs, m)}


@file(
    "grpo_lambda",
    "arXiv 2505.18086; length penalty of arXiv 2502.04463",
    "input: return, length, success and group per rollout; expected: returns after the switch",
    RECONSTRUCTION,
)
def grpo_lambda():
    def algo(returns, lengths, solved, groups, share, penalty):
        groups = list(grouped(groups).values())
        ratio = lambda g: sum(solved[i] for i in g) / len(g)
        kept = math.ceil(share * len(groups))
        order = sorted(map(ratio, groups), reverse=True)
        out = list(returns)
        for g in groups:
            if kept == 0 or ratio(g) < order[kept - 1] or ratio(g) == 0:
                continue
            sizes = [lengths[i] for i in g]
            spread = std(sizes, 0)
            for i in g:
                z = (lengths[i] - avg(sizes)) / spread if spread else 0.0
                out[i] = returns[i] * (1 - penalty / (1 + math.exp(-z)))
        return out

    for name, returns, lengths, solved, groups, share, penalty in [
        ("the best half pays", [1.0, 1.0, 1.0, 0.0], [1, 3, 2, 5], [1, 1, 1, 0], [0, 0, 1, 1], 0.5, 0.2),
        ("ties all pay", [1.0, 0.0, 1.0, 0.0], [1, 3, 2, 5], [1, 0, 1, 0], [0, 0, 1, 1], 0.5, 0.2),
        ("nobody pays", [1.0, 1.0], [1, 3], [1, 1], [0, 0], 0.0, 0.2),
        ("unsolved groups never pay", [0.5, 0.25], [1, 3], [0, 0], [0, 0], 1.0, 0.2),
    ]:
        yield name, {"returns": returns, "lengths": lengths, "solved": solved, "group": groups}, {
            "share": share,
            "penalty": penalty,
        }, {"returns": algo(returns, lengths, solved, groups, share, penalty)}


@file("csr_agreement", "arXiv 2605.15588", "input: class of each rollout's end; expected: share of the others in the same class", RECONSTRUCTION)
def csr():
    for name, ends in [("two agree", ["a", "a", "b", "c"]), ("all agree", ["a", "a", "a"]), ("alone", ["a"]), ("pairs", ["a", "b", "a", "b"])]:
        n = len(ends) - 1
        yield name, {"ends": ends}, {}, {
            "agreements": [sum(1 for j, f in enumerate(ends) if j != i and f == e) / n if n else 0.0 for i, e in enumerate(ends)]
        }


@file(
    "gflownet_forward_looking",
    "arXiv 2302.01687, section 3: E(s -> s') = E(s') - E(s), here E(s) = -log(phi(s) + eps)",
    "input: worth of every state of a way; expected: -E(s -> s') per transition and their sum",
    "transcription of the published formula",
)
def gflownet():
    for name, worth, eps in [("rise", [0.25, 0.5, 1.0], 0.001), ("lost and regained", [0.5, 0.0, 0.5], 0.01), ("nothing", [0.0, 0.0], 0.5)]:
        energy = [-math.log(w + eps) for w in worth]
        gains = [a - b for a, b in zip(energy, energy[1:])]
        yield name, {"worth": worth}, {"eps": eps}, {"gains": gains, "total": energy[0] - energy[-1]}


@file("rlvrr_chain", "arXiv 2601.18533", "input: chain of key words and what was met in order; expected: |LCS|/|chain|", RECONSTRUCTION)
def rlvrr():
    def lcs(a, b):
        if not a or not b:
            return 0
        if a[-1] == b[-1]:
            return 1 + lcs(a[:-1], b[:-1])
        return max(lcs(a[:-1], b), lcs(a, b[:-1]))

    for name, chain, met in [
        ("in order", [0, 1, 2], [0, 1, 2]),
        ("swapped", [0, 1, 2], [1, 0, 2]),
        ("reversed", [0, 1, 2, 3], [3, 2, 1, 0]),
        ("repeated", [0, 1, 2, 3], [0, 0, 2, 0, 1, 3]),
        ("nothing met", [0, 1], []),
    ]:
        yield name, {"chain": chain, "met": met}, {}, {"content": lcs(chain, met) / len(chain)}


@file("crf", "arXiv 2511.09158", "outcome * (1 + w * min(1, fewest/taken))", RECONSTRUCTION)
def crf():
    for name, outcome, fewest, taken, w in [("success", 1.0, 2, 4, 0.5), ("failure", 0.0, 2, 1, 0.5), ("half right", 0.5, 3, 3, 1.0), ("shorter than known", 1.0, 5, 4, 0.5)]:
        yield name, {"outcome": outcome, "fewest": fewest, "taken": taken}, {"weight": w}, {
            "reward": outcome * (1 + w * min(1.0, fewest / taken))
        }


@file(
    "p2s",
    "arXiv 2601.20649",
    "input: success probability after every step, outcome; expected: w * p, plus the outcome at the last",
    RECONSTRUCTION,
)
def p2s():
    for name, ps, outcome, w in [("success", [0.5, 1.0], 1.0, 0.5), ("failure", [0.25, 0.0, 0.0], 0.0, 0.5), ("no step part", [0.75, 1.0], 1.0, 0.0)]:
        row = [w * p for p in ps]
        row[-1] += outcome
        yield name, {"probabilities": ps, "outcome": outcome}, {"weight": w}, {"rewards": row}


@file(
    "lare",
    "arXiv 2412.11120",
    "input: factors summed over each episode, and returns, as whole numbers; expected: ridge weights (Z'Z + lambda I) w = Z'R by Cramer's rule in rationals",
    RECONSTRUCTION,
)
def lare():
    def det(m):
        if not m:
            return Fraction(1)
        return sum((-1) ** j * m[0][j] * det([r[:j] + r[j + 1 :] for r in m[1:]]) for j in range(len(m)) if m[0][j])

    def fit(z, r, ridge):
        n = len(z[0])
        a = [[sum(Fraction(row[i]) * row[j] for row in z) + (ridge if i == j else 0) for j in range(n)] for i in range(n)]
        b = [sum(Fraction(row[i]) * v for row, v in zip(z, r)) for i in range(n)]
        whole = det(a)
        return [float(det([row[:i] + [v] + row[i + 1 :] for row, v in zip(a, b)]) / whole) for i in range(n)]

    for name, z, r, ridge in [
        ("steps and sub-goals", [[1, 1], [1, 0], [3, 2]], [1, 0, 2], "1/1000"),
        ("three factors", [[4, 2, 0], [3, 1, 1], [5, 0, 2], [2, 2, 0]], [1, 0, 0, 1], "1/1000"),
        ("one direction only", [[2, 2], [1, 1]], [1, 0], "1/10"),
    ]:
        yield name, {"factors": z, "returns": r}, {"ridge": ridge}, {"weights": fit(z, r, Fraction(ridge))}


@file("paverl_columns", "arXiv 2509.07159 (PaVeRL-SQL)", "share of the right table's columns, as multisets of values, that the found table has", RECONSTRUCTION)
def paverl():
    def share(found, right):
        cols = lambda t: [sorted(c) for c in zip(*t)]
        have, want = cols(found), cols(right)
        if not want:
            return float(not have)
        hits = 0
        for c in want:
            if c in have:
                have.remove(c)
                hits += 1
        return hits / len(want)

    for name, found, right in [
        ("one of two", [["ann", "rome"], ["bob", "oslo"]], [["bob", "30"], ["ann", "40"]]),
        ("all, another order", [["30", "bob"], ["40", "ann"]], [["ann", "40"], ["bob", "30"]]),
        ("counted once", [["1"], ["2"]], [["1", "1"], ["2", "2"]]),
        ("other rows", [["1"]], [["1"], ["1"]]),
        ("nothing found", [], [["1"]]),
        ("both empty", [], []),
    ]:
        yield name, {"found": found, "right": right}, {}, {"share": share(found, right)}


@file("mscr", "arXiv 2601.07264 (The Confidence Dichotomy)", "right: 1 + m - (1 - q)^2; wrong: -q^2", RECONSTRUCTION)
def mscr():
    for name, right, q, m in [("sure and right", 1, 0.9, 0.5), ("sure and wrong", 0, 0.9, 0.5), ("unsure and right", 1, 0.0, 0.5), ("unsure and wrong", 0, 0.25, 1.0)]:
        yield name, {"right": right, "confidence": q}, {"margin": m}, {"reward": 1 + m - (1 - q) ** 2 if right else -(q**2)}


@file(
    "mah",
    "arXiv 2510.01167 (MAH-DPO)",
    "input: reward vectors of candidates; log-probabilities (policy and reference, chosen and rejected) per head; logits per head and weights. Expected: preferences (head, chosen, rejected), mean loss, mixed logits",
    RECONSTRUCTION,
)
def mah():
    def prefer(vectors):
        out = []
        for h in range(min(map(len, vectors))):
            column = [v[h] for v in vectors]
            if max(column) > min(column):
                out.append([h, column.index(max(column)), column.index(min(column))])
        return out

    for name, vectors, pairs, beta, logits, weights in [
        ("two heads disagree", [[1, 0], [0, 1]], [[-1.0, -1.2, -2.0, -1.5], [-0.5, -0.5, -0.25, -1.0]], 0.1, [[1.0, 0.0], [0.0, 2.0]], [1.0, 1.0]),
        ("a head without a preference", [[1, 0.5], [0, 0.5], [0.5, 0.5]], [[-3.0, -1.0, -1.0, -3.0]], 0.5, [[0.5, -0.5, 0.25], [1.0, 2.0, 3.0]], [0.75, 0.25]),
        ("weights are normalised", [[0.2, 0.9, 0.4], [0.8, 0.1, 0.4]], [[0.0, 0.0, 0.0, 0.0]], 1.0, [[1.0], [3.0], [5.0]], [2.0, 1.0, 1.0]),
    ]:
        losses = [math.log(1 + math.exp(-beta * ((c - cr) - (r - rr)))) for c, cr, r, rr in pairs]
        total = sum(weights)
        mixed = [sum(w * h[a] for w, h in zip(weights, logits)) / total for a in range(len(logits[0]))]
        yield name, {"vectors": vectors, "pairs": pairs, "logits": logits, "weights": weights}, {"beta": beta}, {
            "preferences": prefer(vectors),
            "loss": avg(losses),
            "logits": mixed,
        }


def main():
    wrong = []
    for name, content in FILES.items():
        assert len(content["cases"]) >= 3, name
        text = json.dumps(content, indent=1) + "\n"
        path = FOLDER / f"{name}.json"
        if "--check" not in sys.argv:
            path.write_text(text)
        elif not path.exists() or path.read_text() != text:
            wrong.append(name)
    if wrong:
        sys.exit(f"not what transcribe.py gives: {', '.join(wrong)}")
    print(f"{len(FILES)} files, {sum(len(f['cases']) for f in FILES.values())} cases")


main()
