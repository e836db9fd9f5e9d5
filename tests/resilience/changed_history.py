"""R13: an administrator of the database changes what is anchored, in nine ways at many places. `duban verify` finds each, names the first
bad event, and a checker of our own names the same. Nothing that was recorded waits for its anchor longer than promised.
"""

import json
import shutil
import subprocess
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from tests.bench.bulk_writer import Template, capture, write_copies
from tests.bench.own_loop import in_a_thread
from tests.bench.rig.database import SQLITE, Database
from tests.resilience.check_anchors import Anchors, Place, first_bad, in_order, longest_wait, read_anchors
from tests.resilience.city import City
from tests.resilience.client import Client
from tests.resilience.tampering import WAYS, Way, undone

MOST_SECONDS, MOST_WAITING = 60.0, 1000
"""The open window, as it is promised."""

OWN_CASES = 3
LONG_KEYS = 10_000_000
"""Where keys of cases go on: so long that no run of digits within a digest looks like one to the copier."""


@dataclass(frozen=True)
class HistorySize:
    """events: about so many, in the end. growths: how often it grows, and an old backup is put back. places: for each way; 0: each way once
    and all at once; None: nothing is changed or put back. settle: wait until the clock by itself anchored what the city did, where else its
    next start does."""

    events: int
    growths: int
    places: int | None
    settle: bool


SMALL = HistorySize(events=2_500, growths=1, places=0, settle=False)
PLANTED = HistorySize(events=1_800, growths=1, places=None, settle=False)
FULL = HistorySize(events=100_000, growths=50, places=50, settle=True)


class History:
    """A city that is started and stopped as its history grows, and what was found wrong with it."""

    def __init__(self, city: City, size: HistorySize) -> None:
        self.city, self.size, self.problems = city, size, list[str]()
        self.folder = Path(city.server.environment["DUBAN_DATA"]) / "anchors"
        self.store = Store(city)
        self.tried: Counter[str] = Counter()
        self.seconds = 0.0

    def grow(self, template: Template, cases: int) -> None:
        """Add cases while the city stands still, and let its clock anchor them."""
        write_copies(self.city.address, template, cases, wait=True)
        server = self.city.server
        with server.log.open("ab") as log:
            clock = subprocess.Popen([server.command[0], "worker"], env=server.surroundings(), stdout=log, stderr=log)
        try:
            self.wait_for_anchors()
        finally:
            clock.terminate()
            clock.wait(30)

    def wait_for_anchors(self) -> None:
        until = time.monotonic() + MOST_SECONDS
        sql = "select (select count(*) from unanchored) + (select count(*) from anchor_batch where written = 0)"
        with Database(self.city.address) as database:
            while (left := database.one(sql)) and time.monotonic() < until:
                time.sleep(0.05)
        if left:
            self.problems.append(f"expected every event to be anchored within {MOST_SECONDS:.0f} s, but {left} still wait")

    def verify(self) -> dict[str, Any]:
        """Run the product's command."""
        server, began = self.city.server, time.monotonic()
        command = [server.command[0], "verify", "--json"]
        done = subprocess.run(command, env=server.surroundings(), capture_output=True, text=True, check=False, timeout=600)
        assert done.stdout.startswith("{"), f"duban verify could not check: {done.stderr[-1000:]}"
        said: dict[str, Any] = json.loads(done.stdout)
        if said["verified"] == bool(done.returncode):
            self.problems.append(f"duban verify left with {done.returncode} and said {said}")
        self.seconds = max(self.seconds, time.monotonic() - began)
        return said

    def expect(self, what: str, places: set[Place], anchors: Anchors) -> None:
        """Hold what the product and our own checker name against what was done."""
        self.tried[what] += 1
        expected = sorted(places, key=lambda place: in_order(place[0]))
        with Database(self.city.address) as database:
            alone = [(chain, seq) for chain, seq, _ in first_bad(database, anchors)]
        said = self.verify()
        ours = [(bad["caseKey"], bad["seq"]) for bad in said["badChains"]]
        first = (said["firstBad"]["caseKey"], said["firstBad"]["seq"]) if said["firstBad"] else None
        if said["anchors"]["firstBad"] is not None:
            self.problems.append(f"{what}: duban verify names the line of batch {said['anchors']['firstBad']}")
        for who, named in (("duban verify", ours), ("the checker", alone)):
            if named != expected:
                self.problems.append(f"{what}: expected {expected[:5]} to be named, but {who} names {named[:5]}")
        if first != next(iter(expected), None):
            self.problems.append(f"{what}: expected {expected[:1]} to be named first, but found {first}")

    def put_back_old_backup(self, anchors: Anchors, known: set[Place]) -> None:
        """Put back the backup of before the history grew. known: what it holds."""
        self.store.put_back()
        first: dict[str, int] = {}
        for chain, seq in sorted(anchors.leaves.keys() - known):
            first.setdefault(chain, seq)
        self.expect("an old backup", set(first.items()), anchors)
        self.store.put_forward()

    def tamper(self, ways: list[tuple[Way, Place]], anchors: Anchors) -> None:
        """Change chains behind the product's back, each in one way, and put them back."""
        with Database(self.city.address, write=True) as database, undone(database, [chain for _, (chain, _) in ways]):
            database.do("begin")
            places = {(chain, way(database, chain, seq)) for way, (chain, seq) in ways}
            database.do("commit")
            self.expect(ways[0][0].__name__ if len(ways) == 1 else "all at once", places, anchors)


class Store:
    """The database of a city that stands still: a backup, and putting it back."""

    def __init__(self, city: City) -> None:
        self.city, self.name = city, city.address.rpartition("/")[2]
        self.file = Path(city.address.removeprefix(SQLITE))

    def back_up(self) -> None:
        if self.city.postgres is None:
            self._settle()
            shutil.copyfile(self.file, self.file.with_suffix(".old"))
        else:
            with suppress(psycopg.errors.InvalidCatalogName):
                self.city.postgres.drop(self.city.postgres.address(f"{self.name}_old"))
            self.city.postgres.create(f"{self.name}_old", template=self.name)

    def put_back(self) -> None:
        if self.city.postgres is None:
            self._settle()
            self.file.rename(self.file.with_suffix(".new"))
            self.file.with_suffix(".old").rename(self.file)
        else:
            self._rename(self.name, f"{self.name}_new")
            self._rename(f"{self.name}_old", self.name)

    def put_forward(self) -> None:
        if self.city.postgres is None:
            self._settle()
            self.file.with_suffix(".new").rename(self.file)
        else:
            self.city.postgres.drop(self.city.address)
            self._rename(f"{self.name}_new", self.name)

    def _settle(self) -> None:
        """Leave nothing beside the file."""
        with Database(self.city.address, write=True) as database:
            database.rows("pragma wal_checkpoint(truncate)")

    def _rename(self, name: str, becomes: str) -> None:
        assert self.city.postgres is not None
        with psycopg.connect(self.city.postgres.address("postgres").replace("+psycopg", ""), autocommit=True) as link:
            link.execute(f'alter database "{name}" rename to "{becomes}"')


async def _cases(city: City) -> tuple[Template, set[str]]:
    """Take some cases through the door to their end; return what copies are made of, and the keys of all."""
    await city.deploy_bench()
    with Database(city.address, write=True) as database:
        database.do("update counter set value = ? where name = 'case'", LONG_KEYS)
    client, cases = Client(city, time.monotonic() + 60), set[str]()
    try:
        with Database(city.address) as database:
            for _ in range(OWN_CASES):
                case, snapshots = await client.start("bench_a"), list[bytes]()
                cases.add(case)
                while True:
                    snapshots.append(bytes(database.one("select snapshot from case_state where case_key = ?", int(case))))
                    if not (tasks := await client.open_tasks(case)):
                        break
                    await client.complete(case, tasks[0])
            return capture(database, int(case), snapshots), cases
    finally:
        client.close()


def places_of(anchors: Anchors, ways: int, wanted: int) -> list[list[Place]]:
    """Return for each way some anchored events, evenly spread over all of them, each in another chain of three events or more."""
    lengths = Counter(chain for chain, _ in anchors.leaves)
    fit = [place for place in sorted(anchors.leaves, key=lambda place: (in_order(place[0]), place[1])) if lengths[place[0]] > 2]
    taken: set[str] = set()
    found: list[list[Place]] = [[] for _ in range(ways)]
    for number in range(ways * wanted):
        at = len(fit) * number // (ways * wanted)
        while fit[at][0] in taken:
            at = (at + 1) % len(fit)
        taken.add(fit[at][0])
        found[number % ways].append(fit[at])
    return found


def recorded(city: City) -> set[Place]:
    with Database(city.address) as database:
        return {(chain, seq) for table in ("audit_event", "access_event") for chain, seq in _places(database, table)}


def _places(database: Database, table: str) -> list[Any]:
    return database.rows(f"select case_key, seq from {table}")


def run(city: City, size: HistorySize) -> tuple[dict[str, Any], list[Any]]:
    history = History(city, size)
    template, own = in_a_thread(_cases(city))
    if size.settle:
        history.wait_for_anchors()
    city.server.stop()
    anchors = read_anchors(history.folder)
    with Database(city.address) as database:
        begun = database.one("select count(*) from audit_event")
    cases = (size.events - begun) // len(template.rows["audit_event"]) // size.growths
    for _ in range(size.growths):
        history.store.back_up()
        known = recorded(city)
        history.grow(template, cases)
        anchors = read_anchors(history.folder)
        history.problems += anchors.problems
        if size.places is not None:
            history.put_back_old_backup(anchors, known)
    if size.places != 0:  # what is named beside what was changed is found anyway
        history.expect("nothing", set(), anchors)
    if size.places is not None:
        _tamper_everywhere(history, anchors, size.places)
    with Database(city.address) as database:
        waited, events = longest_wait(database, anchors, own), database.one("select count(*) from audit_event")
        most = max(Counter(batch for _, batch in anchors.leaves.values()).values(), default=0)
    if waited > MOST_SECONDS or most > MOST_WAITING:
        history.problems.append(f"an event waited {waited:.0f} s for its anchor, and {most} waited at once")
    figures = {"events": events, "batches": len(anchors.at), "longest wait, s": round(waited, 1), **history.tried}
    return {**figures, "longest duban verify, s": round(history.seconds, 1)}, history.problems


def _tamper_everywhere(history: History, anchors: Anchors, wanted: int) -> None:
    """Each way once by itself; then each at all its places, one of each way at a time: every chain that was changed has to be named, with
    its first bad event, so that one verification judges eight places as well as eight would."""
    spread = list(zip(WAYS, places_of(anchors, len(WAYS), max(wanted, 1)), strict=True))
    if not wanted:
        history.tamper([(way, places[0]) for way, places in spread], anchors)
        return
    for way, places in spread:
        history.tamper([(way, places[0])], anchors)
    for number in range(wanted):
        history.tamper([(way, places[number]) for way, places in spread], anchors)
    history.expect("nothing", set(), anchors)
