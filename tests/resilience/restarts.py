"""R15 from outside: random block-structured processes, once straight and once with every process of the server killed after each step.

Both take the same path and end with the same data. The engine's own test does the same in memory for thousands of seeds.
"""

import asyncio
import os
import signal
import time
from dataclasses import dataclass
from typing import Any

from tests.bench.own_loop import in_a_thread
from tests.bench.rig import probes
from tests.resilience.city import City
from tests.resilience.client import Client
from tests.resilience.random_process import random_process

CHECKERS = ("check_pairs", "check_chain", "check_visible")
MOST_STEPS = 60
UP = 1.2  # seconds


@dataclass(frozen=True)
class RestartSize:
    seeds: int
    restarts: int  # of one case, after its first steps


SMALL = RestartSize(seeds=3, restarts=3)
PLANTED = RestartSize(seeds=1, restarts=0)
FULL = RestartSize(seeds=40, restarts=MOST_STEPS)


def kill_all(city: City) -> None:
    for pid in city.server.workers():
        if "resource_tracker" not in probes.command_line(pid):
            os.kill(pid, signal.SIGKILL)


async def walk(client: Client, seed: int, city: City, restarts: int) -> str:
    """Take one case to its end, always the open task first whose element comes first by name, with answers that its name gives."""
    status, answer = await client.ask("POST", "/v2/process-instances", {"processDefinitionId": f"random_{seed}"}, key=client.ledger.mark())
    assert status == 200, f"a start was answered {status} {answer}"
    case = str(answer["processInstanceKey"])
    for step in range(MOST_STEPS):
        wanted = {"filter": {"processInstanceKey": case, "state": "CREATED"}, "page": {"limit": 50}}
        _, found = await client.ask("POST", "/v2/user-tasks/search", wanted)
        if not found["items"]:
            return case
        task = min(found["items"], key=lambda item: item["elementId"])
        number = sum(map(ord, task["elementId"])) + seed
        body = {"variables": {"amount": number, f"by_{task['elementId']}": number, "comment": f"step {step}"}}
        status, answer = await client.ask("POST", f"/v2/user-tasks/{task['userTaskKey']}/completion", body, key=client.ledger.mark())
        assert status < 300, f"a completion was answered {status} {answer}"
        if step < restarts:
            # One that ends within a second of its start is taken for one that cannot start.
            await asyncio.sleep(UP)
            kill_all(city)
    raise AssertionError(f"expected random process {seed} to end within {MOST_STEPS} steps")


async def _run(city: City, size: RestartSize, first_seed: int) -> dict[str, Any]:
    seeds = range(first_seed, first_seed + size.seeds)
    await city.deploy({f"random_{seed}.bpmn": random_process(seed) for seed in seeds})
    client = Client(city, time.monotonic() + 60 + size.seeds * 60)
    try:
        for seed in seeds:
            straight = await walk(client, seed, city, 0)
            restarted = await walk(client, seed, city, size.restarts)
            city.ledger.note("pair", straight=straight, restarted=restarted, seed=seed)
    finally:
        client.close()
    return {"seeds": f"{seeds[0]} to {seeds[-1]}", "restarts": size.restarts}


def run(city: City, size: RestartSize, first_seed: int = 1) -> tuple[dict[str, Any], list[Any]]:
    figures = in_a_thread(_run(city, size, first_seed))
    return figures, city.problems(*CHECKERS)
