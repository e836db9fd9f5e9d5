"""A small city for tests: people, units, calendar and a few procedures in a store, and a clock that stands where it is pinned."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Any
from zoneinfo import ZoneInfo

from app.audit.surroundings import Surroundings
from app.domain.actor import CLOCK, PUBLIC, SYSTEM, Actor, Holding
from app.domain.calendar_shipped import shipped_years
from app.domain.demo_city import PEOPLE, UNITS
from app.engine.case import Case
from app.engine.program import Programs
from app.execute import Door, Once
from app.gateways.press import TypstPress
from app.queries.account import actor_of
from app.service.complete_task import CompleteTask
from app.service.deploy_definition import DeployDefinition
from app.service.enter_calendar_year import EnterCalendarYear
from app.service.pin_clock import pin_clock
from app.service.register_account import RegisterAccount
from app.service.register_unit import RegisterUnit
from app.service.start_instance import StartInstance
from app.service.work import Command
from app.store.database import Database
from app.store.tables import METADATA
from app.store.upgrade import upgrade

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)
"""09:00 in the city, an ordinary working day."""

FOUNDED = datetime(2025, 12, 1, 1, 0, tzinfo=UTC)
"""When the city's own first events lie: a test may be at any time after it."""

SECRET = "a city's own secret, kept outside its store"
PASSWORD_HASH = "$argon2id$invented-hash-of-a-password"
PROGRAMS = Programs()
PRESS = TypstPress(Path(__file__).resolve().parents[2] / "fonts")
Dump = dict[str, list[tuple[Any, ...]]]


class FilesInMemory:
    """Where papers go in a test: by digest."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def put(self, stream: IO[bytes], limit_bytes: int) -> tuple[str, int, bytes]:
        content = stream.read()
        assert len(content) <= limit_bytes
        digest = hashlib.sha256(content).hexdigest()
        self.kept[digest] = content
        return digest, len(content), content[:4096]

    def drop(self, digest: str, unless_since: float) -> bool:
        return self.kept.pop(digest, None) is not None


class City:
    """commands go through `door`, as the person named; `at` says when."""

    def __init__(self, address: str, *, four_eyes: bool = False) -> None:
        self.address = address
        self.database = Database(address, pool_size=6, lasting=False)  # thrown away: it waits for no disk
        self.files = FilesInMemory()
        self.surroundings = Surroundings(ZONE, secret=SECRET, publish_four_eyes=four_eyes, press=PRESS, files=self.files)
        self.surroundings.programs = PROGRAMS
        self.door = Door(self.database, self.surroundings, test_clock=True)
        self.people: dict[str, Actor] = {"clock": CLOCK, "public": PUBLIC, "system": SYSTEM}

    # ---- making it
    def found(self) -> "City":
        """Make an empty database into the city."""
        upgrade(self.database)
        self.at(FOUNDED)
        for year in shipped_years():
            self.do(EnterCalendarYear(year), "system")
        for id, name in UNITS:
            self.do(RegisterUnit(id, name), "system")
        for person in PEOPLE:
            holdings = tuple((Holding(*held.partition("@")[::2]), person.post) for held in person.holdings)
            self.do(RegisterAccount(person.account, person.name, PASSWORD_HASH, holdings, person.everything), "system")
        return self

    # ---- time and people
    def at(self, now: datetime | timedelta) -> "City":
        """Pin the clock at an instant, or at so long after Monday morning."""
        self.door.keep(pin_clock, MONDAY + now if isinstance(now, timedelta) else now)
        return self

    def actor(self, who: str | Actor) -> Actor:
        if isinstance(who, Actor):
            return who
        if who not in self.people:
            found = self.door.ask(actor_of, who)
            assert found is not None, f"Expected {who} among the people of the city"
            self.people[who] = found
        return self.people[who]

    # ---- commands
    def do(self, command: Command, who: str | Actor = "demo", once: Once | None = None) -> Any:
        """Carry out a command and return what it answers."""
        return self.door.execute(command, self.actor(who), once).answer

    def deploy(self, files: Mapping[str, bytes], who: str = "designer") -> Any:
        return self.do(DeployDefinition(files), who)

    def start(self, process: str, who: str = "hotline", **variables: Any) -> int:
        return int(self.do(StartInstance(process, variables=variables), who)["key"])

    def complete(self, case: int, element: str, who: str | Actor = "demo", **answers: Any) -> None:
        self.do(CompleteTask(self.task(case, element), answers), who)

    # ---- questions, by SQL of the test's own
    def rows(self, sql: str, **values: Any) -> list[dict[str, Any]]:
        with self.database.read() as store:
            return [dict(row) for row in store.all(sql, **values)]

    def value(self, sql: str, **values: Any) -> Any:
        with self.database.read() as store:
            return store.value(sql, **values)

    def task(self, case: int, element: str) -> int:
        found = self.value(
            "SELECT key FROM user_task WHERE case_key = :case AND element_id = :element AND state = 'CREATED' ORDER BY key",
            case=case,
            element=element,
        )
        assert found is not None, f"Expected {element} to be open, but found {self.open(case)}"
        return int(found)

    def open(self, case: int) -> list[str]:
        sql = "SELECT element_id FROM user_task WHERE case_key = :case AND state = 'CREATED' ORDER BY element_id, key"
        return [row["element_id"] for row in self.rows(sql, case=case)]

    def events(self, case: int = 0) -> list[dict[str, Any]]:
        return self.rows("SELECT * FROM audit_event WHERE case_key = :case ORDER BY seq", case=str(case))

    def case(self, case: int, now: datetime = MONDAY) -> Case:
        """Return a case as its newest snapshot has it."""
        with self.database.read() as store:
            raw = store.value("SELECT snapshot FROM case_state WHERE case_key = :case", case=case)
            return Case.restore(self.surroundings.world(store, case, now, now), bytes(raw))

    def dump(self, *without: str) -> Dump:
        """Return every row of every table, as it can be compared."""
        found: Dump = {}
        with self.database.read() as store:
            for table in METADATA.sorted_tables:
                if table.name not in without:
                    rows = store.all(f"SELECT {', '.join(table.columns.keys())} FROM {table.name}")
                    found[table.name] = sorted((tuple(map(plain, row.values())) for row in rows), key=repr)
        return found

    def close(self) -> None:
        self.database.close()


def plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def changed(before: Dump, after: Dump) -> set[str]:
    """Return the names of the tables that differ."""
    return {table for table in before if before[table] != after[table]}
