"""A store with a hundred thousand open tasks and as many finished cases, written directly; how long a page and a completion take then."""

from tests.bench.adapters.duban import Duban
from tests.bench.bulk_writer import Template, capture, write_copies
from tests.bench.phases.batch import batch
from tests.bench.phases.worklist import page
from tests.bench.processes import answers
from tests.bench.rig.database import Database
from tests.bench.side import Side

FEW_OPEN, FEW_FINISHED, MANY = 1_000, 100, 100_000


async def templates(side: Side) -> tuple[Template, Template]:
    """Take one case to its first step and one to its end through the door, noting the snapshot after each event."""
    made = []
    for steps in (0, 5):
        case, snapshots = int(await side.target.start("A")), []
        with Database(side.address) as database:

            def snapshot(case: int = case, database: Database = database) -> bytes:
                return bytes(database.one("select snapshot from case_state where case_key = ?", case))

            snapshots.append(snapshot())
            for _ in range(steps):
                await side.target.complete((await side.target.tasks(case))[0], answers())
                snapshots.append(snapshot())
            made.append(capture(database, case, snapshots))
    return made[0], made[1]


async def measure(side: Side, lists: int, probe: int) -> None:
    """Measure page and completion with few, then with many."""
    assert isinstance(side.target, Duban)
    target = side.target
    opened, finished = await templates(side)

    async def read_page() -> int:
        return await target.city_work_list()

    write_copies(side.address, opened, FEW_OPEN - 1)
    write_copies(side.address, finished, FEW_FINISHED - 1)
    await page(side, f"city work list {FEW_OPEN}", read_page, lists)
    for _ in range(5):
        side.record(f"cases {FEW_FINISHED}", await batch(side, "A", probe))
    write_copies(side.address, finished, MANY - FEW_FINISHED)
    await batch(side, "A", 3)
    for _ in range(5):
        side.record(f"cases {MANY}", await batch(side, "A", probe))
    write_copies(side.address, opened, MANY - FEW_OPEN)
    await page(side, "warm", read_page, 5, 1)
    await page(side, f"city work list {MANY}", read_page, lists)
