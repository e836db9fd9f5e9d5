"""R1: kill -9 a random web or worker process while clients complete steps. 0 lost, 0 doubled, 0 stuck a minute after the last kill."""

import asyncio
import os
import random
import signal
import time
from dataclasses import dataclass
from typing import Any

from tests.bench.own_loop import in_a_thread
from tests.bench.rig import probes
from tests.resilience.city import City
from tests.resilience.client import Client

CHECKERS = ("check_ledger", "check_chain", "check_visible")


@dataclass(frozen=True)
class KillsSize:
    """pause: seconds between two kills, within which at least one process of each kind is up."""

    steps: int
    kills: int
    clients: int = 6
    pause: float = 2.0
    recovery: float = 60.0


SMALL = KillsSize(steps=250, kills=6, clients=5, pause=1.2)
PLANTED = KillsSize(steps=80, kills=1, clients=4, pause=0.5, recovery=6)
FULL = KillsSize(steps=10_000, kills=200)


def victim(city: City, dice: random.Random) -> int:
    """Return a random process that serves pages or keeps the clock, never the one that looks after them.

    A helper that the runtime keeps beside them (it tracks shared memory) does no work of ours and is left out.
    """
    candidates = [pid for pid in city.server.workers() if "resource_tracker" not in probes.command_line(pid)]
    return dice.choice(candidates)


async def _kill(city: City, size: KillsSize, seed: int) -> int:
    dice, killed = random.Random(seed), 0
    while killed < size.kills:
        await asyncio.sleep(size.pause * dice.uniform(0.75, 1.25))
        os.kill(victim(city, dice), signal.SIGKILL)
        killed += 1
    return killed


async def _work(client: Client, enough: list[int], kills: "asyncio.Task[int]") -> None:
    """Take case after case to its end until the steps are done and the kills are over; each tenth case waits for the clock instead."""
    number = 0
    while sum(enough) > 0 or not kills.done():
        number += 1
        if number % 10 == 0:
            await client.start("bench_c")
        else:
            before = client.completions
            await client.run_to_end()
            enough[0] -= client.completions - before


async def _run(city: City, size: KillsSize, seed: int) -> dict[str, Any]:
    await city.deploy_bench()
    began = time.monotonic()
    until = began + size.kills * size.pause * 1.3 + size.steps * 0.05 + size.recovery
    clients = [Client(city, until) for _ in range(size.clients)]
    kills, enough = asyncio.create_task(_kill(city, size, seed)), [size.steps]
    try:
        await asyncio.gather(kills, *(_work(client, enough, kills) for client in clients))
        await _settle(city, time.monotonic() + size.recovery)
    finally:
        kills.cancel()
        for client in clients:
            client.close()
    figures = {"completions": sum(c.completions for c in clients), "unanswered": sum(c.tries_again for c in clients)}
    return {**figures, "kills": size.kills, "seconds": round(time.monotonic() - began, 1)}


async def _settle(city: City, until: float) -> None:
    """Wait until no case of the experiment is under way, at most until the time that recovery may take."""
    client = Client(city, until)
    wanted = {"filter": {"processDefinitionId": "bench_c", "state": "ACTIVE"}, "page": {"limit": 1}}
    try:
        while time.monotonic() < until:
            _, found = await client.ask("POST", "/v2/process-instances/search", wanted)
            if found["page"]["totalItems"] == 0:
                return
            await asyncio.sleep(0.25)
    finally:
        client.close()


def run(city: City, size: KillsSize, seed: int = 1) -> tuple[dict[str, Any], list[Any]]:
    """Return figures and what the checkers found."""
    figures = in_a_thread(_run(city, size, seed))
    return figures, city.problems(*CHECKERS)
