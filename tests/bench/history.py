"""`python -m tests.bench.history`: what it costs to keep a history that can be proven, and to take it out, at full size or `--small`.

- `verify_history`, which `duban verify` asks: chains and anchors of 100,000 events in under 20 s;
- chaining: a completion at the door takes at most a tenth more than in a copy of the product that keeps no chain and waits for no
  anchor, on SQLite and on PostgreSQL;
- cases as XES and OCEL: logs by their standards, at least 20,000 steps a second in XES, and memory that does not grow with the number of
  cases;
- evidence and dossier of one case of 5,000 events: made, and checked by both programs.

Processor time of one thread, of a program of its own all that it takes. Exit code 1 where one falls short, or where what came out is not
right.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from app.audit import record
from app.audit.verify_history import verify_history
from app.gateways.anchor_key import KeyFile
from app.gateways.anchors_in_folder import FolderOfAnchors
from app.service.complete_task import CompleteTask
from app.service.update_task import UpdateTask
from app.worker.anchor_events import Anchoring
from tests.bench import exported, long_evidence
from tests.bench.bulk_writer import capture, write_copies
from tests.bench.kept_lines import keep_lines
from tests.bench.rig.database import Database
from tests.bench.rig.postgres import Postgres
from tests.builders.city import MONDAY, City
from tests.builders.errand import PROCESS, files
from tests.fixtures.postgres import NOT_DURABLE

VERIFY_SECONDS, CHAINING = 20.0, 0.10
EVENTS_A_CASE, CHANGES = 8, 6
NOTHING = "0" * 64


class Verified(NamedTuple):
    """seconds: by the clock on the wall. processor: of our own thread."""

    events: int
    chains: int
    seconds: float
    processor: float
    wrong: list[str]


class Chained(NamedTuple):
    """microseconds that a completion takes, the median: as the product is, and without a chain."""

    chained: float
    unchained: float

    @property
    def more(self) -> float:
        return self.chained / self.unchained - 1


def verification(folder: Path, events: int) -> Verified:
    """Verify so many events of cases of eight events each, every one of them anchored."""
    folder.mkdir()
    city = City(f"sqlite:///{folder}/history.db").found()
    city.deploy(files())
    with city.database.write() as store:
        # Keys so long that no run of digits within a digest looks like one: the copies replace every key of the template.
        store.run("UPDATE counter SET value = 10000000 WHERE name = 'case'")
    case = city.at(MONDAY).start(PROCESS, topic="a leaking tap")
    snapshots = [_snapshot(city, case)]
    city.complete(case, "take", "hotline", worth=3, note="urgent")
    snapshots.append(_snapshot(city, case))
    task = city.task(case, "handle")
    for place in range(CHANGES):
        city.do(UpdateTask(task, {"priority": 10 + place}), "operator")
        snapshots.append(snapshots[-1])
    with Database(city.address) as database:
        template = capture(database, case, snapshots)
    write_copies(city.address, template, events // EVENTS_A_CASE, wait=True)
    anchors = FolderOfAnchors(folder / "anchors")
    Anchoring(city.door, anchors, KeyFile(folder)).turn()
    began, computed = time.perf_counter(), time.thread_time()
    verdict, anchored = city.door.ask(verify_history, anchors, datetime.now(UTC), lambda: datetime.now(UTC))
    seconds, computed = time.perf_counter() - began, time.thread_time() - computed
    wrong = []
    if verdict.first_bad is not None or anchored.bad is not None or anchored.events != verdict.events or verdict.events < events:
        wrong.append(f"expected {events} events to hold and to be anchored, but found {verdict.breaks[:1]}, {anchored.events}")
    city.close()
    return Verified(verdict.events, verdict.chains, seconds, computed, wrong)


def _snapshot(city: City, case: int) -> bytes:
    return bytes(city.value("SELECT snapshot FROM case_state WHERE case_key = :case", case=case))


@contextmanager
def unchained() -> Iterator[None]:
    """Let nothing be digested, for the time of a measurement: the product has no switch for it."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(record, "event_digest", lambda event: NOTHING)
        patched.setattr(record, "keyed_digest", lambda secret, content: NOTHING)
        yield


def chaining(addresses: tuple[str, str], completions: int) -> Chained:
    """Complete the same task of many cases in two cities in turn, in one of which nothing is chained and no event waits for an anchor.

    addresses: of an empty database each. On PostgreSQL time is that on the wall, since the server's part is work of another program.
    """
    cities = [City(address).found() for address in addresses]
    database = cities[1].database
    clock = time.thread_time if database.is_sqlite else time.perf_counter
    with database.write() as store:
        for table in ("audit_event", "access_event"):
            store.run(f"DROP TRIGGER {table}_waits" + ("" if database.is_sqlite else f" ON {table}"))
        store.run("DELETE FROM unanchored")
    for city in cities:
        city.deploy(files())
        city.at(MONDAY)
    keys = [[city.start(PROCESS, topic="a leaking tap") for _ in range(completions)] for city in cities]
    tasks = [[city.task(key, "take") for key in own] for city, own in zip(cities, keys, strict=True)]
    times: list[list[float]] = [[], []]
    for place in range(completions):
        # Each goes first every other time: what the one leaves to do, the other does not pay.
        for which in (0, 1) if place % 2 else (1, 0):
            if which:
                with unchained():
                    times[1].append(_complete(cities[1], tasks[1][place], clock))
            else:
                times[0].append(_complete(cities[0], tasks[0][place], clock))
    for city in cities:
        city.close()
    settled = completions // 10  # what is read once a process
    return Chained(*(statistics.median(each[settled:]) * 1e6 for each in times))


def two_files(folder: Path) -> tuple[str, str]:
    """Return the addresses of two SQLite files that are not there yet."""
    folder.mkdir()
    return f"sqlite:///{folder}/chained.db", f"sqlite:///{folder}/unchained.db"


@contextmanager
def two_databases(folder: Path) -> Iterator[tuple[str, str]]:
    """Start a PostgreSQL server for the time of a measurement, with two empty databases; it waits for no disk, as the SQLite files do not:
    what is compared is work."""
    folder.mkdir()
    folder.chmod(0o711)
    server = Postgres(folder / "server", NOT_DURABLE).start()
    try:
        yield server.create("chained"), server.create("unchained")
    finally:
        server.stop(at_once=True)


def _complete(city: City, task: int, clock: Callable[[], float]) -> float:
    command, actor = CompleteTask(task, {"worth": 3, "note": "急件，请尽快办理"}), city.actor("hotline")
    began = clock()
    city.door.execute(command, actor)
    return clock() - began


def verified_line(found: Verified) -> str:
    return (
        f"{found.events} events in {found.chains} chains verified, chain and anchors: {found.seconds:.1f} s, {found.processor:.1f} s of a"
        f" processor (at most {VERIFY_SECONDS:.0f})"
    )


def chained_line(name: str, cost: Chained) -> str:
    return (
        f"a completion at the door on {name}: {cost.chained:.0f} µs, without a chain {cost.unchained:.0f} µs: {cost.more:+.1%}"
        f" (at most {CHAINING:+.0%})"
    )


def exported_line(name: str, log: exported.Exported) -> str:
    return (
        f"{log.steps} steps of {log.cases} cases in {name}: {log.a_second:,.0f} a second, {log.megabytes:.1f} MB held, the process grew by"
        f" {log.grown:.1f} MB (at most {exported.MEGABYTES:.0f})"
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.history", description=__doc__)
    parser.add_argument("--small", action="store_true", help="a fiftieth, for a first look")
    small, began = parser.parse_args().small, time.monotonic()
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        found = verification(folder / "verified", 2_000 if small else 100_000)
        completions = 100 if small else 2_000
        costs = {"SQLite": chaining(two_files(folder / "chaining"), completions)}
        with tempfile.TemporaryDirectory(prefix="duban-postgres-") as other, two_databases(Path(other) / "databases") as addresses:
            Path(other).chmod(0o711)
            costs["PostgreSQL"] = chaining(addresses, completions)
        (folder / "exported").mkdir()
        logs = exported.measure(folder / "exported", 500 if small else 20_000)
        (folder / "evidence").mkdir()
        case = long_evidence.measure(folder / "evidence", 200 if small else 5_000)
    wrong = [*found.wrong, *case.wrong, *(problem for log in logs.values() for problem in log.problems[:3])]
    lines = [
        verified_line(found),
        *(chained_line(name, cost) for name, cost in costs.items()),
        *(exported_line(name, log) for name, log in logs.items()),
        *case.lines(),
        *wrong,
    ]
    print("\n".join(lines))
    if not small:
        keep_lines("history", "A history that can be proven: what it costs to keep, and to take out", lines, began)
    slow = max(found.seconds, found.processor) > VERIFY_SECONDS or logs["XES"].a_second < exported.STEPS_A_SECOND
    large = max(max(log.megabytes, log.grown) for log in logs.values()) > exported.MEGABYTES
    return 1 if wrong or slow or large or max(cost.more for cost in costs.values()) > CHAINING else 0


if __name__ == "__main__":
    sys.exit(main())
