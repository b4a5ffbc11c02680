"""How fast tau2-bench's own environments run: the same calls as those of `tau2_calls.rs`.

`python tau2_calls.py DATA` with tau2 (of github.com/sierra-research/tau2-bench) importable and `DATA` its folder of
domains. The calls are those of the tasks' reference solutions, each task's from its own start; a line says how many a
second are answered, the next ones what a start and a hash of the databases cost. Best of some rounds.
"""

import importlib
import json
import sys
import time
from pathlib import Path

from loguru import logger

logger.remove()

ROUNDS = 3


def begun(domain, task):
    """A task's environment before its first call."""
    module = importlib.import_module(f"tau2.domains.{domain}.environment")
    environment = module.get_environment()
    state = task.initial_state
    environment.set_state(
        initialization_data=state.initialization_data if state else None,
        initialization_actions=state.initialization_actions if state else None,
        message_history=[],
    )
    return environment


def calls_of(task):
    from tau2.data_model.message import ToolCall

    actions = task.evaluation_criteria.actions if task.evaluation_criteria else None
    return [
        ToolCall(id=a.action_id, name=a.name, arguments=a.arguments, requestor=a.requestor)
        for a in actions or []
    ]


def measure(domain, tasks):
    best_calls = best_start = best_hash = float("inf")
    count = sum(len(calls_of(task)) for task in tasks)
    for _ in range(ROUNDS):
        calling = starting = hashing = 0.0
        for task in tasks:
            calls = calls_of(task)
            at = time.perf_counter()
            environment = begun(domain, task)
            started = time.perf_counter()
            for call in calls:
                environment.get_response(call)
            called = time.perf_counter()
            environment.get_db_hash()
            environment.get_user_db_hash()
            hashed = time.perf_counter()
            starting += started - at
            calling += called - started
            hashing += hashed - called
        best_calls = min(best_calls, calling)
        best_start = min(best_start, starting / len(tasks))
        best_hash = min(best_hash, hashing / len(tasks))
    print(domain)
    print(f"  all, run by run       {count / best_calls:>9.0f} calls/s   {len(tasks)} runs, {count} calls")
    print(f"  a task's start        {best_start * 1e6:>9.1f} us")
    print(f"  hashes                {best_hash * 1e6:>9.1f} us")


def main():
    from tau2.data_model.tasks import Task

    data = Path(sys.argv[1])
    for domain in ("mock", "retail", "telecom"):
        tasks = json.loads((data / domain / "tasks.json").read_text())
        tasks = [Task.model_validate(task) for task in tasks]
        measure(domain, [task for task in tasks if task.evaluation_criteria])


if __name__ == "__main__":
    main()
