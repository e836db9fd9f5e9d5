"""One run: for each store, every side is started, then each phase goes over the sides in turn, so that all see the same machine."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench import lineup
from tests.bench.adapters.duban import Duban
from tests.bench.bulk_writer import write_copies
from tests.bench.measure import Round
from tests.bench.phases import history, hundred_thousand, worklist
from tests.bench.phases.counts import LOG_SETTINGS, LogReader, Reader, StraceReader, counts, strace_prefix
from tests.bench.phases.latency import cost, latency
from tests.bench.phases.throughput import throughput
from tests.bench.phases.timers import timers
from tests.bench.rig.postgres import Postgres
from tests.bench.rig.probes import Noise, cpu_seconds, fsync_ms, pss_mib
from tests.bench.side import Side


@dataclass(frozen=True)
class Size:
    """How much of each phase. hundred_thousand: whether a store is filled to that many."""

    starts: int = 3
    rounds: int = 3
    instances_a: int = 25
    instances_b: int = 10
    cost: int = 15
    seconds: float = 6.0
    timers: int = 20
    probe: int = 12
    history: tuple[int, ...] = (200, 1000, 3000, 10_000)
    open_tasks: tuple[int, ...] = (500, 2000, 10000)
    lists: int = 40
    hundred_thousand: bool = True


THROUGH_THE_DOOR = 3000  # finished instances; more are written directly
SMALL = Size(
    starts=2,
    rounds=2,
    instances_a=8,
    instances_b=4,
    cost=6,
    seconds=2.0,
    timers=5,
    probe=5,
    history=(),
    open_tasks=(500,),
    lists=15,
    hundred_thousand=False,
)


def say(text: str) -> None:
    print(text, flush=True)


async def start(sides: Sequence[Side], starts: int) -> None:
    """Start each side and prepare it. Ours is started several times: the first start makes the database and the demo city."""
    for side in sides:
        side.server.start(seconds=120)
        if side.name == "duban":
            for _ in range(starts):
                side.server.stop()
                began, noise = Round(), Noise()
                began.add("start", side.server.start())
                began.other_cores = noise.other_cores(cpu_seconds(side.server.pid))
                side.record("startup", began)
        await side.target.prepare()
        side.figures["memory idle MiB"] = pss_mib(side.server.pid)
        await latency([side], "A", 3, 1)
        await latency([side], "B", 2, 1)
        side.phases = {name: phase for name, phase in side.phases.items() if name == "startup"}


async def compared_phases(sides: Sequence[Side], size: Size) -> None:
    """The phases in which all sides are measured."""
    ours = sides[0]
    await history.probe(ours, "0", size.probe, 5)
    say("  latency")
    await latency(sides, "A", size.instances_a, size.rounds)
    await latency(sides, "B", size.instances_b, size.rounds)
    say("  cost")
    await cost(sides, size.cost, size.rounds)
    for side in sides:
        await history.bytes_an_instance(side, size.cost * 3)
    say("  throughput")
    for clients in (1, 8):
        await throughput(sides, clients, size.seconds, size.rounds)
    say("  timers")
    for side in sides:
        if not side.name.startswith("floor"):
            await timers(side, size.timers, 30)


async def growing_phases(sides: Sequence[Side], size: Size) -> None:
    """The phases in which the store fills: finished instances (ours alone), then open tasks."""
    ours = sides[0]
    for mark in size.history:
        say(f"  history {mark}")
        if mark <= THROUGH_THE_DOOR:
            await history.fill(ours, mark, 240)
        else:
            _, finished = await hundred_thousand.templates(ours)
            write_copies(ours.address, finished, mark - ours.finished)
            ours.finished = mark
        await history.probe(ours, str(mark), size.probe, 5)
    for side in sides:
        opened = 0
        for mark in size.open_tasks if side is ours else [mark for mark in size.open_tasks if mark == 2000]:
            say(f"  work list {mark}, {side.name}")
            opened = await worklist.open_tasks(side, mark, opened)
            await worklist.page(side, f"work list {mark}", side.target.work_list, size.lists)


async def counting(folder: Path, store: str, ours: Side) -> None:
    """Count on servers of their own, since a traced or logging one is slow. The counts are written to `ours`."""
    home = folder / f"counting-{store}"
    trace, on_postgres = home / "strace.txt", store == "postgresql"
    prefix = strace_prefix(trace)
    if prefix is None:
        ours.notes.append("Forced writes were not counted: strace is missing (apt-get install strace).")
    readers: list[Reader] = [StraceReader(trace)] if prefix else []
    home.mkdir()
    postgres = Postgres(home, LOG_SETTINGS, prefix or ()).start() if on_postgres else None
    if postgres:
        readers.append(LogReader(postgres.log))
    # Without a clock: what it notes of itself would be counted too.
    counted = lineup.duban(home / "duban", postgres, () if on_postgres else prefix or (), DUBAN_RUN_WORKER="0")
    try:
        counted.server.start(seconds=120)
        await counted.target.prepare()
        await counts(counted, readers)
    finally:
        counted.target.close()
        counted.server.stop()
        if postgres:
            postgres.stop()
    ours.figures.update({name: value for name, value in counted.figures.items() if ", " in name})


async def filling(folder: Path, store: str, ours: Side, size: Size) -> None:
    """Measure with a hundred thousand cases, on a server and a store of its own. Its phases are written to `ours`."""
    postgres = Postgres(folder / "filling-pg").start() if store == "postgresql" else None
    filled = lineup.duban(folder / "filling", postgres)
    try:
        filled.server.start(seconds=120)
        await filled.target.prepare()
        await latency([filled], "A", 5, 1)
        await hundred_thousand.measure(filled, size.lists, size.probe)
    finally:
        filled.target.close()
        filled.server.stop()
        if postgres:
            postgres.stop()
    ours.phases.update({name: phase for name, phase in filled.phases.items() if name.startswith(("city work list", "cases"))})


async def run_store(store: str, folder: Path, size: Size, python_of_camunda: Path | None, only_floor: bool = False) -> list[Side]:
    """Measure every side on one store. only_floor: the floor takes our place, to prove the rig."""
    postgres = Postgres(folder / "pg").start() if store == "postgresql" else None
    sides: list[Side] = []
    try:
        sides.append(lineup.floor(folder / "ours", postgres, "floor-again") if only_floor else lineup.duban(folder / "ours", postgres))
        sides.append(lineup.floor(folder / "floor", postgres))
        if python_of_camunda:
            sides.append(lineup.camunda_python(folder / "camunda", postgres, python_of_camunda))
        say(f"{store}: {', '.join(side.name for side in sides)}; a forced write of 4 KiB takes {fsync_ms(str(folder))} ms")
        await start(sides, size.starts)
        await compared_phases(sides, size)
        await growing_phases(sides, size)
    finally:
        for side in sides:
            side.target.close()
            side.server.stop()
        if postgres:
            postgres.stop()
    if isinstance(sides[0].target, Duban):
        say("  counts")
        await counting(folder, store, sides[0])
        if size.hundred_thousand:
            say("  100,000")
            await filling(folder, store, sides[0], size)
    return sides


def measure(store: str, folder: Path, size: Size, python_of_camunda: Path | None, only_floor: bool = False) -> list[Side]:
    return asyncio.run(run_store(store, folder, size, python_of_camunda, only_floor))
