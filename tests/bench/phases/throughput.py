"""Clients that each run process A over and over: completions a second."""

import asyncio
import time
from collections.abc import Sequence

from tests.bench.adapters.target import Target
from tests.bench.measure import Meter, Round, rounds_until_quiet
from tests.bench.phases.batch import now, run_to_end
from tests.bench.phases.latency import in_turn
from tests.bench.side import Side

WARM_UP = 1.5  # seconds, uncounted: each thread of each server opens its connection and loads its definitions


async def throughput(sides: Sequence[Side], clients: int, seconds: float, rounds: int) -> None:
    phase = f"throughput {clients}"
    for side in sides:
        await _one(side, clients, WARM_UP)
    for number in rounds_until_quiet(rounds, lambda: any(side.phase(phase).noisy for side in sides)):
        for side in in_turn(sides, number):
            side.record(phase, await _one(side, clients, seconds))


async def _one(side: Side, clients: int, seconds: float) -> Round:
    round_, done, stop = Round(), [0], now() + seconds
    targets = [side.target.clone() for _ in range(clients)]

    async def work(target: Target, late: float) -> None:
        # Connections opened at one moment can all land in one process of the server, so they open apart.
        await asyncio.sleep(late)
        while now() < stop:
            try:
                completed = await run_to_end(target, "A", round_, stop)
                done[0] += completed  # not in one line: the old sum would be read before the wait, and the others' work lost
                round_.instances += 1
            except Exception as error:
                round_.fail(error)
                await asyncio.sleep(0.05)

    own = time.process_time()
    with Meter(side.processes, round_):
        await asyncio.gather(*(work(target, 0.05 * number) for number, target in enumerate(targets)))
    for target in targets:
        target.close()
    side.finished += round_.instances
    round_.completions_a_second = done[0] / seconds
    side.figures[f"client cores, {clients} clients"] = round((time.process_time() - own) / seconds, 2)
    return round_
