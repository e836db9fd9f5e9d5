"""Instances from start to end, by one client or several: what most phases are made of."""

import asyncio
import time

from tests.bench.adapters.target import Target
from tests.bench.measure import Meter, Round
from tests.bench.processes import answers
from tests.bench.side import Side

now = time.perf_counter


async def run_to_end(target: Target, process: str, round_: Round, stop: float = float("inf")) -> int:
    """Start one instance and complete its tasks until none is left. Return how many were completed before `stop`."""
    began = now()
    instance = await target.start(process)
    round_.add("start", now() - began)
    done = 0
    while True:
        began = now()
        open_tasks = await target.tasks(instance)
        round_.add("tasks", now() - began)
        if not open_tasks:
            return done
        for task in open_tasks:
            typed, began = answers(), now()
            await target.complete(task, typed)
            round_.add("complete", now() - began)
            done += now() < stop


async def batch(side: Side, process: str, instances: int, seconds: float = 90, clients: int = 1) -> Round:
    """Run so many instances to their end; stop early after `seconds`."""
    round_, end, left = Round(), now() + seconds, [instances]
    targets = [side.target.clone() for _ in range(clients)]

    async def work(target: Target) -> None:
        while left[0] > 0 and now() < end:
            left[0] -= 1
            try:
                await run_to_end(target, process, round_)
                round_.instances += 1
            except Exception as error:
                round_.fail(error)
                await asyncio.sleep(0.05)

    with Meter(side.processes, round_):
        await asyncio.gather(*(work(target) for target in targets))
    for target in targets:
        target.close()
    side.finished += round_.instances
    return round_
