"""Cases that earlier versions recorded come out as recorded: code that would alter a case of last year fails here.

After a change of the snapshot's format or of the product's version: `.venv/bin/python -m tests.replay.record`, and keep the older files.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from app import __version__
from app.audit.replay import Recomputation, replay
from app.domain.calendar import Calendar
from app.engine import migrate, modify, snapshot
from app.engine.case import Case
from app.engine.deadlines import Deadlines
from tests.replay.conftest import Placed, read_once
from tests.replay.recorded import CORPUS, Recorded, missing_commands

PATHS = sorted(CORPUS.glob("*.jsonl.xz"), key=lambda path: ("-waits-" in path.name, path.name))
Replayed = Callable[[str, Recorded], list[Recomputation]]

CITIES = [(path.name, city.name) for path in PATHS for city in read_once(path)[2]]


@pytest.fixture
def replayed(placed: Placed) -> Replayed:
    """Return a function that computes the cases of a recorded city again, in a store that has nothing else."""

    def run(file: str, city: Recorded) -> list[Recomputation]:
        database, surroundings = placed(file, city)
        with database.read() as store:
            return [replay(store, surroundings, case) for case in city.cases]

    return run


def city_of(file: str, name: str) -> Recorded:
    return next(city for city in read_once(CORPUS / file)[2] if city.name == name)


def recorded(name: str) -> tuple[str, Recorded]:
    """Return a recorded city with its file."""
    file = next(file for file, one in CITIES if one == name)
    return file, city_of(file, name)


@pytest.mark.parametrize(("file", "name"), CITIES)
def test_a_recorded_case_comes_out_as_it_was_recorded(file: str, name: str, replayed: Replayed) -> None:
    outcomes = replayed(file, city_of(file, name))
    assert [(one.verdict, one.seq, one.words) for one in outcomes] == [("verified", None, "")] * len(outcomes)
    assert sum(one.events for one in outcomes) == len(city_of(file, name).tables["audit_event"])


def test_this_format_and_version_have_their_corpus() -> None:
    heads = [read_once(path)[0] for path in PATHS]
    assert (snapshot.FORMAT, __version__) in [(head["format"], head["product"]) for head in heads], "record it: see above"


def test_every_command_that_the_engine_carries_out_is_in_a_recorded_case() -> None:
    assert missing_commands(snapshot.FORMAT, __version__) == set(), "type: .venv/bin/python -m tests.replay.record"


def an_answer_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    genuine = Case.complete
    monkeypatch.setattr(Case, "complete", lambda self, key, answers: genuine(self, key, dict(list(answers.items())[1:])))


def a_holiday_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    genuine = Calendar.add_working_days
    monkeypatch.setattr(Calendar, "add_working_days", lambda self, on, days: genuine(self, on, days - (on == date(2026, 2, 11))))


def the_snapshot_says_something_more(monkeypatch: pytest.MonkeyPatch) -> None:
    genuine = snapshot.take
    monkeypatch.setattr(snapshot, "take", lambda root: genuine(root).replace(b'"base":', b'"more":1,"base":', 1))


@pytest.mark.parametrize(
    ("fault", "kind"), [(an_answer_is_lost, "variable"), (a_holiday_is_forgotten, "deadline"), (the_snapshot_says_something_more, None)]
)
def test_a_planted_fault_is_found_and_named(
    fault: Callable[[pytest.MonkeyPatch], Any], kind: str | None, replayed: Replayed, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault(monkeypatch)
    (outcome,) = replayed(*recorded("citizen-letter/clear-in-time"))
    assert outcome.verdict == "differs"
    assert {one.kind for one in outcome.differences} >= ({kind} if kind else set())


def a_migrated_deadline_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    genuine = Deadlines.rename
    monkeypatch.setattr(Deadlines, "rename", lambda self, number, element: genuine(self, number, f"{element}-anew"))


def an_event_drawn_anew_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrate, "newly_drawn", lambda *all: iter(()))


def what_is_ended_by_hand_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    genuine = modify.end_tokens
    monkeypatch.setattr(modify, "end_tokens", lambda root, ended: genuine(root, ended[1:]))


@pytest.mark.parametrize(
    ("name", "fault", "command"),
    [
        ("extension-request/migrated-while-stopped", a_migrated_deadline_begins_anew, "migrate_instance"),
        ("extension-request/migrated-while-stopped", an_event_drawn_anew_is_forgotten, "migrate_instance"),
        ("citizen-letter/moved-outside-its-course", what_is_ended_by_hand_stays, "modify_instance"),
    ],
)
def test_a_fault_in_what_bends_the_course_is_found_at_its_event(
    name: str, fault: Callable[[pytest.MonkeyPatch], None], command: str, replayed: Replayed, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault(monkeypatch)
    file, city = recorded(name)
    (outcome,) = replayed(file, city)
    (event,) = [row for row in city.tables["audit_event"] if row["seq"] == outcome.seq]
    assert (outcome.verdict, event["command"]) == ("differs", command)
