"""The first page of a person's open tasks while the number of open tasks grows."""

import asyncio
from collections.abc import Awaitable, Callable

from tests.bench.adapters.target import Target
from tests.bench.measure import Meter, Round
from tests.bench.phases.batch import now
from tests.bench.side import Side


async def open_tasks(side: Side, wanted: int, already: int, seconds: float = 240, clients: int = 4) -> int:
    """Start instances of B, eight open tasks each, until there are `wanted` open tasks; return how many there are."""
    opened, end, round_ = [already], now() + seconds, Round()

    async def work(target: Target) -> None:
        while opened[0] < wanted and now() < end:
            opened[0] += 8
            try:
                await target.start("B")
            except Exception as error:
                opened[0] -= 8
                round_.fail(error)
                await asyncio.sleep(0.05)

    targets = [side.target.clone() for _ in range(clients)]
    with Meter(side.processes, round_):
        await asyncio.gather(*(work(target) for target in targets))
    for target in targets:
        target.close()
    side.record("fill work list", round_)
    return opened[0]


async def page(side: Side, phase: str, read: Callable[[], Awaitable[int]], times: int, rounds: int = 3) -> None:
    """Read a page so many times in each round; raises RuntimeError for an empty one, which would be quick for nothing."""
    for _ in range(rounds):
        round_ = Round()
        with Meter(side.processes, round_):
            for _ in range(times):
                began = now()
                rows = await read()
                round_.add("list", now() - began)
                if rows == 0:
                    raise RuntimeError(f"{side.name}: expected a page of open tasks, but it was empty")
        round_.instances = times
        side.record(phase, round_)
