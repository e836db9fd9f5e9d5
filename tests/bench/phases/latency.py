"""One client at a time: the clock of a start, a list and a completion, and the CPU of each kind of call by itself."""

from collections.abc import Sequence
from typing import Any

from tests.bench.measure import Meter, Round, rounds_until_quiet
from tests.bench.phases.batch import batch, now
from tests.bench.processes import answers
from tests.bench.side import Side


def in_turn(sides: Sequence[Side], number: int) -> list[Side]:
    """Return the sides in an order that changes each round, so that none always follows the same one."""
    return [*sides[number % len(sides) :], *sides[: number % len(sides)]]


async def latency(sides: Sequence[Side], process: str, instances: int, rounds: int) -> None:
    phase = f"latency {process}"
    for number in rounds_until_quiet(rounds, lambda: any(side.phase(phase).noisy for side in sides)):
        for side in in_turn(sides, number):
            side.record(phase, await batch(side, process, instances))


async def cost(sides: Sequence[Side], instances: int, rounds: int) -> None:
    """Push instances of A through step by step, all starts, then all lists, then all completions, reading the CPU around each kind."""
    for number in range(rounds):
        for side in in_turn(sides, number):
            await _cost_of_one(side, instances)


async def _cost_of_one(side: Side, instances: int) -> None:
    target = side.target

    async def measure(what: str, calls: list[Any]) -> list[Any]:
        found, round_ = [], Round()
        with Meter(side.processes, round_):
            for call in calls:
                began = now()
                found.append(await call)
                round_.add(what, now() - began)
        side.record(f"cost {what}", round_)
        return found

    running = await measure("start", [target.start("A") for _ in range(instances)])
    for _ in range(10):
        open_tasks = [task for tasks in await measure("tasks", [target.tasks(instance) for instance in running]) for task in tasks]
        if not open_tasks:
            side.finished += len(running)
            return
        await measure("complete", [target.complete(task, answers()) for task in open_tasks])
    raise RuntimeError(f"{side.name}: expected five steps of process A to end it, but tasks were still open after ten")
