"""Process C: how long after its due instant a timer is seen to have fired."""

import asyncio

from tests.bench.measure import Meter, Round
from tests.bench.phases.batch import now
from tests.bench.side import Side


async def timers(side: Side, instances: int, seconds: float, poll: float = 0.02) -> None:
    """Start the instances 0.13 s apart, so that they do not all fall due in one poll of the server's clock, and watch them meanwhile."""
    round_, pending, end = Round(), dict[str, float](), now() + seconds
    with Meter(side.processes, round_):
        starting = asyncio.create_task(_start(side, instances, pending))
        while (pending or not starting.done()) and now() < end:
            for instance in [instance for instance, due in pending.items() if now() >= due]:
                if await side.target.finished(instance):
                    round_.add("late", now() - pending.pop(instance))
            await asyncio.sleep(poll)
        await starting
    if pending:
        round_.errors[f"not fired within {seconds:.0f} s"] = len(pending)
    side.record("timers", round_)


async def _start(side: Side, instances: int, pending: dict[str, float]) -> None:
    for _ in range(instances):
        pending[await side.target.start("C")] = now() + 1.0
        await asyncio.sleep(0.13)
