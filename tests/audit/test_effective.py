"""What counts as of an instant from which it cannot is found: before it was done, or before it fell due."""

from datetime import timedelta

import pytest

from app import execute
from app.audit.chain_break import Break
from app.audit.verify_chains import verify_chain, verify_chains
from app.domain.instant import read_instant
from app.service.add_comment import AddComment
from app.service.complete_task import CompleteTask
from app.service.work import Command
from app.store.unit_of_work import lock_case
from tests.builders.city import MONDAY, City
from tests.service.rows import case_at_handle


def told(city: City, case: int) -> Break | None:
    with city.database.read() as store:
        found = verify_chain(store, str(case)).first_bad
        assert found in verify_chains(store).breaks or found is None
    return found


@pytest.mark.parametrize("other", [timedelta(days=-3), timedelta(seconds=-1), timedelta(hours=1)])
@pytest.mark.parametrize("what", ["comment", "completion"])
def test_what_somebody_does_counts_from_then_on(sqlite_city: City, monkeypatch: pytest.MonkeyPatch, other: timedelta, what: str) -> None:
    city = sqlite_city
    case = case_at_handle(city)
    city.at(timedelta(days=1))
    command: Command = AddComment(case, "words") if what == "comment" else CompleteTask(city.task(case, "handle"), {"said": "done"})
    monkeypatch.setattr(execute, "effective_at", lambda _, now: now + other)
    city.do(command, "handler-health")
    assert told(city, case) == Break(str(case), len(city.events(case)), "effective")


def test_nothing_falls_due_before_its_instant(sqlite_city: City) -> None:
    city = sqlite_city
    case = case_at_handle(city)
    before = len(city.events(case))
    assert told(city, case) is None
    with city.database.write() as store:
        head = lock_case(store, case)
        assert head is not None
        assert head.next_due_at is not None
        city.door._fire_next(store, head, read_instant(head.next_due_at), MONDAY)
    assert told(city, case) == Break(str(case), before + 1, "effective")


def test_what_the_clock_makes_up_for_counts_from_when_it_fell_due(sqlite_city: City) -> None:
    city = sqlite_city
    case = case_at_handle(city)
    city.at(timedelta(days=40))
    assert city.door.fire_due(case) > 0
    assert any(event["effective_at"] < event["recorded_at"] for event in city.events(case))
    assert told(city, case) is None
