"""What a growing past costs: CPU of a whole instance of A and memory, at a few marks of finished instances."""

from tests.bench.phases.batch import batch
from tests.bench.rig.probes import pss_mib
from tests.bench.side import Side


async def fill(side: Side, finished: int, seconds: float, clients: int = 4) -> None:
    """Finish instances of A until the side has `finished` of them. Raises RuntimeError when it does not get there within `seconds`."""
    if side.finished < finished:
        side.record("fill", await batch(side, "A", finished - side.finished, seconds, clients))
        if side.finished < finished * 0.98:
            raise RuntimeError(f"{side.name}: expected {finished} finished instances, but there are {side.finished} after {seconds:.0f} s")


async def probe(side: Side, mark: str, instances: int, rounds: int) -> None:
    for _ in range(rounds):
        side.record(f"history {mark}", await batch(side, "A", instances))
    side.figures[f"memory MiB, {mark} finished"] = pss_mib(side.server.pid)


async def bytes_an_instance(side: Side, instances: int) -> None:
    before, began = side.database_bytes(), side.finished
    side.record("bytes", await batch(side, "A", instances, clients=2))
    side.figures["bytes an instance"] = round((side.database_bytes() - before) / max(1, side.finished - began))
