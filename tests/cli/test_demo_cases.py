"""The cases of the demo city: each procedure shows every state that it can reach, on whatever day the city is seeded."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.assemble import Duban, assemble
from app.cli.seed_cases import FILES, seed_cases
from app.cli.seed_city import seed_city
from app.cli.seed_demo import DEMO, deploy_all, is_seeded, seed_once
from app.domain.demo_city import PEOPLE, UNITS
from app.domain.instant import read_instant
from app.execute import Door
from app.queries.account import actor_of
from app.queries.periodic_bulletins import periodic_bulletins
from app.service.note_seeding import CASES
from app.service.note_seeding import seeded as seeded_so_far
from app.settings import read_settings
from app.store.upgrade import upgrade
from tests.domain.city_time import at


@pytest.fixture(params=["2026-10-04 23:30", "2025-01-02 08:30"])
def seeded(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Duban]:
    """A city seeded late on a Sunday within a holiday, and early in the new year; that of a working day stands under the browser tests."""
    duban = assemble(read_settings({"DUBAN_DATA": str(tmp_path), "DUBAN_DEMO": "1"}))
    upgrade(duban.database)
    seed_city(duban, None)
    deploy_all(duban, DEMO)
    seed_cases(duban, at(request.param))
    yield duban
    duban.database.close()


def column(duban: Duban, sql: str, **named: Any) -> set[str]:
    return {row["found"] for row in duban.door.ask(lambda store: store.all(sql, **named))}


def test_the_cases_of_every_procedure_stand_where_their_procedures_can_bring_them(seeded: Duban) -> None:
    assert column(seeded, "SELECT cause AS found FROM incident") == set()
    ended = "SELECT outcome AS found FROM process_instance WHERE process_id = :id AND state = 'COMPLETED'"
    waiting = "SELECT element_id AS found FROM user_task WHERE process_id = :id AND state = 'CREATED'"
    limits = "SELECT d.state AS found FROM deadline d JOIN process_instance p ON p.key = d.case_key WHERE p.process_id = :id"
    assert column(seeded, ended, id="citizen-letter")
    assert column(seeded, ended, id="meeting-decision")

    assert column(seeded, ended, id="investment-approval") == {"project-landed", "refused", "out-of-scope", "withdrawn"}
    assert column(seeded, waiting, id="investment-approval") >= {
        "receive-papers", "call-session", "bring-papers", "reconcile", "issue-notice", "carry-out", "name-assistants", "track",
    }  # fmt: skip
    assert column(seeded, limits, id="investment-approval") >= {"running", "missed", "suspended", "lapsed", "met", "void"}

    assert column(seeded, ended, id="penalty-review") == {
        "imposed", "first-and-minor", "closed-corrected", "dropped", "refused", "withdrawn-by-unit", "registered-by-mistake",
    }  # fmt: skip
    assert column(seeded, waiting, id="penalty-review") == {
        "propose", "notify", "decide", "legal-review", "approve", "revise", "impose", "serve", "check-correction",
    }  # fmt: skip
    assert column(seeded, limits, id="penalty-review") >= {"running", "missed", "suspended", "met"}


def test_one_bulletin_went_round_and_the_next_waits_to_be_issued(seeded: Duban) -> None:
    now = read_instant(seeded.door.ask(lambda store: store.value("SELECT MAX(recorded_at) FROM audit_event")))
    rows = seeded.door.ask(periodic_bulletins, seeded.door.ask(actor_of, "hotline"), seeded.settings.zone, now)
    waits, issued = (row for row in rows if row.case_number)
    # Its limit runs from the first of the month, so that later in a month it is overdue.
    assert waits.until is not None
    assert waits.state == ("due" if now < waits.until else "late")
    assert (issued.state in ("issued", "issued late"), bool(issued.number)) == (True, True)
    assert len({row.period for row in rows}) == len(rows)


class CutOff(BaseException):
    """Ctrl-C, at a moment of our choosing."""


@pytest.mark.parametrize("commits", [3, 60, 140])
def test_a_seeding_that_was_cut_off_goes_on_at_the_next_start(tmp_path: Path, commits: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """commits: commands that are carried out before it is cut off: among the units, the people, and the cases."""
    monkeypatch.setattr("app.cli.seed_cases.FILES", FILES[:1])
    duban = assemble(read_settings({"DUBAN_DATA": str(tmp_path), "DUBAN_DEMO": "1"}))
    upgrade(duban.database)
    genuine, left = Door.execute, [commits]

    def execute(door: Door, *said: Any) -> Any:
        if not left[0]:
            raise CutOff
        left[0] -= 1
        return genuine(door, *said)

    monkeypatch.setattr(Door, "execute", execute)
    with pytest.raises(CutOff):
        seed_once(duban)
    monkeypatch.setattr(Door, "execute", genuine)
    assert not is_seeded(duban)
    assert seed_once(duban)
    assert is_seeded(duban)
    people = column(duban, "SELECT name AS found FROM account")
    assert people >= {person.account for person in PEOPLE}
    assert column(duban, "SELECT id AS found FROM unit") >= {id for id, _ in UNITS}
    stories = json.loads(FILES[0].read_text(encoding="utf-8"))
    assert duban.door.ask(lambda store: store.value("SELECT COUNT(*) FROM process_instance WHERE parent_key IS NULL")) <= len(stories)
    assert duban.door.ask(seeded_so_far, CASES) == len(stories)
    assert not seed_once(duban)
    duban.database.close()
