"""Workers share the due cases without waiting for each other."""

from datetime import timedelta

import pytest

from app.worker.take_due_cases import give_up, note_poll, put_off, seconds_to_next, take_due_cases
from tests.builders.city import City
from tests.service.rows import case_at_handle


def take(city: City, worker: str = "one", most: int = 50) -> list[int]:
    return city.door.keep(take_due_cases, worker, test_clock=True, most=most)


def due(city: City, cases: int = 1) -> list[int]:
    """Return cases in each of which a light has just changed."""
    made = [case_at_handle(city) for _ in range(cases)]
    city.at(timedelta(days=7, hours=6))
    return made


def test_nothing_is_taken_before_it_is_due(city: City) -> None:
    assert city.door.ask(seconds_to_next, test_clock=True) is None
    case_at_handle(city)
    assert city.door.ask(seconds_to_next, test_clock=True) == timedelta(days=7, hours=6).total_seconds()
    assert take(city) == []
    city.at(timedelta(days=7, hours=6) - timedelta(microseconds=1))
    assert city.door.ask(seconds_to_next, test_clock=True) == 0.000_001
    assert take(city) == []


def test_a_case_is_taken_by_one_until_it_is_given_up(city: City) -> None:
    (case,) = due(city)
    assert city.door.ask(seconds_to_next, test_clock=True) == 0
    assert take(city) == [case]
    assert take(city, "another") == []
    assert city.door.ask(seconds_to_next, test_clock=True) is None
    city.door.keep(give_up, case)
    assert take(city, "another") == [case]


def test_the_claim_of_a_worker_that_died_runs_out(city: City) -> None:
    (case,) = due(city)
    take(city)
    with city.database.write() as store:
        store.run("UPDATE case_state SET claimed_until = '2020-01-01T00:00:00.000000Z' WHERE claimed_until IS NOT NULL")
    assert take(city, "another") == [case]


def test_a_case_that_fails_is_put_off(city: City) -> None:
    (case,) = due(city)
    city.door.keep(put_off, case)
    assert take(city) == []


def test_no_more_are_taken_than_asked_for_the_longest_due_first(city: City) -> None:
    cases = due(city, 3)
    assert take(city, most=2) == cases[:2]
    assert take(city, "another", most=2) == cases[2:]


@pytest.mark.postgresql
def test_a_worker_passes_over_what_another_is_taking(make_city) -> None:  # type: ignore[no-untyped-def]
    city: City = make_city("postgresql")
    first, second = due(city, 2)
    with city.database.write() as held:
        assert take_due_cases(held, "one", test_clock=True, most=1) == [first]
        assert take(city, "another") == [second]


def test_each_poll_of_a_worker_is_noted(city: City) -> None:
    for _ in range(2):
        city.door.keep(note_poll, "one")
    assert [row["worker"] for row in city.rows("SELECT worker FROM worker_poll")] == ["one"]


def test_a_claim_for_longer_than_any_worker_makes_stops_no_clock(city: City) -> None:
    (case,) = due(city)
    with city.database.write() as store:
        store.run("UPDATE case_state SET claimed_until = '9999-12-31T00:00:00.000000Z' WHERE case_key = :key", key=case)
    assert city.door.ask(seconds_to_next, test_clock=True) == 0
    assert take(city) == [case]
    assert take(city, "another") == []
