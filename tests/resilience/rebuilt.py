"""R14: every case is computed again from its log alone, by `duban verify --recompute`, and comes to the snapshot that was recorded after
each event: cases of all procedures of the demo city, and of random diagrams.

A planted fault lies in the server that records; what computes again is the product as it is.
"""

import asyncio
import json
import subprocess
import time
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Any

from tests.bench.own_loop import in_a_thread
from tests.bench.rig.database import Database
from tests.resilience.city import City
from tests.resilience.client import Client
from tests.resilience.random_process import random_process
from tests.resilience.restarts import walk

CHECKERS = ("check_chain", "check_visible")


@dataclass(frozen=True)
class RebuildSize:
    """seeds: of random diagrams. cases: that go through them, besides those of the demo city."""

    seeds: int
    cases: int
    clients: int = 4


SMALL = RebuildSize(seeds=4, cases=4)
PLANTED = RebuildSize(seeds=4, cases=4)
FULL = RebuildSize(seeds=200, cases=10_000)


async def _run(city: City, size: RebuildSize) -> None:
    await city.deploy({f"random_{seed}.bpmn": random_process(seed) for seed in range(1, size.seeds + 1)})
    waiting = islice(cycle(range(1, size.seeds + 1)), size.cases)
    clients = [Client(city, time.monotonic() + 120 + size.cases) for _ in range(size.clients)]

    async def work(client: Client) -> None:
        for seed in waiting:
            await walk(client, seed, city, 0)

    try:
        await asyncio.gather(*(work(client) for client in clients))
    finally:
        for client in clients:
            client.close()


def recorded(city: City) -> tuple[int, int, int]:
    """Return how many cases the store holds, how many events their chains have, and how many were erased and are computed no more."""
    with Database(city.address) as database:
        erased = database.one("select count(*) from erased_case")
        cases = {str(key) for (key,) in database.rows("select case_key from case_state where snapshot is not null")}
        counted = database.rows("select case_key, count(*) from audit_event group by case_key")
    return len(cases), sum(events for key, events in counted if key in cases), int(erased)


def recomputed(city: City) -> dict[str, Any]:
    """Compute every case again with the product as it is; return what the command says."""
    surroundings = {name: value for name, value in city.server.surroundings().items() if name != "PYTHONPATH"}
    command = [city.server.command[0], "verify", "--recompute", "--json"]
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False, timeout=3600)
    assert done.stdout.startswith("{"), f"duban verify could not check: {done.stderr[-1000:]}"
    said: dict[str, Any] = json.loads(done.stdout)
    assert said["verified"] == (done.returncode == 0), f"duban verify left with {done.returncode} and said {said}"
    return said


def run(city: City, size: RebuildSize) -> tuple[dict[str, Any], list[Any]]:
    in_a_thread(_run(city, size))
    cases, events, erased = recorded(city)
    began = time.monotonic()
    said = recomputed(city)
    seconds, again, problems = time.monotonic() - began, said["recomputation"], list[Any]()
    if again["firstBad"] is not None:
        problems.append("case {caseKey} differs at event {seq}: {what}".format(**again["firstBad"]))
    elif (again["cases"], again["events"], again["erased"], said["firstBad"]) != (cases + erased, events, erased, None):
        problems.append(f"expected {events} events of {cases} cases to come out again, but found {said}")
    figures = {"cases": cases, "events": events, "erased": erased, "seconds": round(seconds, 1)}
    return figures, [*problems, *city.problems(*CHECKERS)]
