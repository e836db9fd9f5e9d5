"""Process C: how long after its due instant a timer is seen to have fired."""

import asyncio

from tests.bench.measure import Meter, Round
from tests.bench.phases.batch import now
from tests.bench.side import Side

APART_SECONDS = 0.13
"""Between two starts, so that the timers do not all fall due in one poll of the server's clock."""


async def timers(side: Side, instances: int, seconds: float, poll: float = 0.02) -> None:
    """Start the instances one after another, and watch those that are due meanwhile: one that is looked at late would be called late."""
    round_, pending = Round(), dict[str, float]()
    end, left, next_start = now() + seconds, instances, now()
    with Meter(side.processes, round_):
        while (left or pending) and now() < end:
            if left and now() >= next_start:
                pending[await side.target.start("C")] = now() + 1.0
                left, next_start = left - 1, now() + APART_SECONDS
            for instance in [instance for instance, due in pending.items() if now() >= due]:
                if await side.target.finished(instance):
                    round_.add("late", now() - pending.pop(instance))
            await asyncio.sleep(poll)
    if pending:
        round_.errors[f"not fired within {seconds:.0f} s"] = len(pending)
    side.record("timers", round_)
