"""What a process keeps of a check stands only as long as all that it compared is the same, and nobody asked for it anew."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from app.audit.verify_case import CaseVerdict, CaseVerifier
from app.engine.case import Case
from app.gateways.anchors_in_folder import FolderOfAnchors
from app.gateways.notes_in_folder import NotesInFolder
from tests.builders.city import City
from tests.service.rows import case_at_handle

LATER = "2030-01-01T00:00:00.000000Z"
CHANGES = {
    "the next instant that the clock is told": ("case_state", "next_due_at", "case_key = :case", LATER),
    "words": ("event_content", "content", "case_key = :chain AND seq = 2", "{}"),
    "the secret": ("case_secret", "secret", "case_key = :chain", b"another"),
    "the name of who acted": ("account", "display_name", "name = 'hotline'", "王五"),
    "the name of a unit": ("unit", "name", "id = 'health-bureau'", "另一个局"),
    "a year of the calendar": ("calendar_version", "content", "version = 1", "{}"),
    "the diagram that it runs by": ("resource", "content", "digest = (SELECT digest FROM process_instance WHERE key = :case)", b"<a/>"),
    "what an event says": ("audit_event", "body", "case_key = :chain AND seq = 2", '{"facts":[]}'),
}


class Process:
    """A process that checks cases, and may share its notes with others."""

    def __init__(self, city: City, folder: Path) -> None:
        instants: Iterator[datetime] = (datetime(2026, 11, 30, tzinfo=UTC) + timedelta(seconds=place) for place in _PLACES)
        self.city = city
        self.verifier = CaseVerifier(FolderOfAnchors(folder / "anchors"), lambda: next(instants), notes=NotesInFolder(folder))

    def check(self, case: int, *, anew: bool = False) -> CaseVerdict:
        with self.city.database.read() as store:
            return self.verifier.verify(store, self.city.surroundings, case, anew=anew)

    def kept(self, case: int) -> CaseVerdict | None:
        with self.city.database.read() as store:
            return self.verifier.kept(store, case)


_PLACES = count()


@pytest.fixture
def process(city: City, tmp_path: Path) -> Process:
    return Process(city, tmp_path)


@pytest.mark.parametrize("what", CHANGES)
def test_a_kept_verdict_covers_nothing_that_was_changed_since_and_comes_back_when_it_is_put_right(
    city: City, process: Process, what: str
) -> None:
    table, column, where, new = CHANGES[what]
    case = case_at_handle(city)

    def put(value: object) -> object:
        place = {name: value for name, value in (("case", case), ("chain", str(case))) if f":{name}" in where}
        with city.database.write() as store:
            before = store.value(f"SELECT {column} FROM {table} WHERE {where}", **place)
            assert store.run(f"UPDATE {table} SET {column} = :new WHERE {where}", new=value, **place) == 1
        return before

    assert process.check(case).recomputation_says == "verified"
    assert process.kept(case) is not None
    before = put(new)
    assert process.kept(case) is None
    assert process.check(case).differs
    put(before)
    assert process.check(case).recomputation_says == "verified"


def test_what_is_asked_for_anew_is_computed_anew(city: City, process: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    case = case_at_handle(city)
    assert process.check(case).recomputation_says == "verified"
    genuine = Case.start

    def otherwise(world: Any, digest: str, of: str, key: int, variables: Any, **more: Any) -> Case:
        made: Case = genuine(world, digest, of, key, {**variables, "worth": 7}, **more)
        return made

    monkeypatch.setattr(Case, "start", otherwise)
    assert process.check(case).recomputation_says == "verified"
    assert process.check(case, anew=True).recomputation_says == "differs"


def test_no_process_goes_on_saying_what_another_found_otherwise_since(
    city: City, process: Process, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, other = case_at_handle(city), Process(city, tmp_path)
    process.check(case)
    other.check(case)
    assert process.kept(case) is not None
    genuine = Case.start
    monkeypatch.setattr(Case, "start", lambda world, digest, of, key, variables, **more: genuine(world, digest, of, key, {}, **more))
    assert other.check(case, anew=True).differs
    assert process.kept(case) is None
    assert process.check(case).differs
    monkeypatch.undo()
    assert not other.check(case, anew=True).differs
    assert not process.check(case).differs
