"""The loop that fires what is due: once, in order, whatever happens to the store or to one case."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from app.domain.rejection import Rejection
from app.store.keep_answer import keep_answer
from app.worker.keep_time import POLL_SECONDS, keep_time
from tests.builders.city import City
from tests.service.rows import case_at_handle

LONGEST_SECONDS = 20


@contextmanager
def workers(city: City, count: int = 1) -> Iterator[None]:
    stop = threading.Event()
    threads = [threading.Thread(target=keep_time, args=(city.door, stop)) for _ in range(count)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + LONGEST_SECONDS
    while not condition():
        assert time.monotonic() < end, "Expected the worker to have done its work by now"
        threading.Event().wait(0.02)


def fired(city: City, case: int) -> list[str]:
    return [event["kind"] for event in city.events(case) if event["actor"] == "clock"]


ALL = ["deadline_light_changed", "deadline_missed", "timer_fired"]


def nothing_due(city: City) -> bool:
    now = city.value("SELECT now FROM pinned_clock")
    return bool(city.value("SELECT COUNT(*) FROM case_state WHERE next_due_at <= :now", now=now) == 0)


def test_two_workers_fire_each_timer_of_many_cases_once_and_in_order(city: City) -> None:
    cases = [case_at_handle(city) for _ in range(6)]
    with workers(city, 2):
        city.at(timedelta(days=12))
        until(lambda: nothing_due(city))
    assert [fired(city, case) for case in cases] == [ALL] * len(cases)
    effective = [event["effective_at"] for event in city.events(cases[0])]
    assert effective == sorted(effective)
    assert city.value("SELECT COUNT(*) FROM case_state WHERE claimed_until IS NOT NULL") == 0


class OneTurn(threading.Event):
    """Stops the loop at its first pause and tells how long that would have been."""

    pause: float | None = None

    def wait(self, timeout: float | None = None) -> bool:
        self.pause = timeout
        self.set()
        return True


@pytest.mark.parametrize(
    ("before_due", "pause", "kinds"),
    [(timedelta(seconds=5), POLL_SECONDS, []), (timedelta(milliseconds=50), 0.05, []), (timedelta(0), 0.0, ALL[:1])],
)
def test_the_clock_sleeps_until_the_next_timer_falls_due_and_looks_again_at_once_after_it_fired(
    city: City, before_due: timedelta, pause: float, kinds: list[str]
) -> None:
    case, turn = case_at_handle(city), OneTurn()
    city.at(timedelta(days=7, hours=6) - before_due)
    keep_time(city.door, turn)
    assert turn.pause == pause
    assert fired(city, case) == kinds


def test_a_store_that_is_away_is_waited_for(sqlite_city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    case = case_at_handle(sqlite_city)
    sqlite_city.at(timedelta(days=12))
    real, refused = sqlite_city.door.ask, [0]

    def away(*asked: Any, **named: Any) -> Any:
        if refused[0] < 3:
            refused[0] += 1
            raise Rejection("store_unavailable", "The store is away")
        return real(*asked, **named)

    monkeypatch.setattr(sqlite_city.door, "ask", away)
    with workers(sqlite_city):
        until(lambda: nothing_due(sqlite_city))
    assert fired(sqlite_city, case) == ALL
    assert refused == [3]


@pytest.mark.parametrize("fault", [RuntimeError("a fault of ours"), Rejection("too_large", "Expected a smaller case")])
def test_a_case_that_cannot_go_on_stops_no_other(sqlite_city: City, monkeypatch: pytest.MonkeyPatch, fault: Exception) -> None:
    bad, good = case_at_handle(sqlite_city), case_at_handle(sqlite_city)
    sqlite_city.at(timedelta(days=12))
    real = sqlite_city.door.fire_due

    def fire_due(case: int, **_: bool) -> int:
        if case == bad:
            raise fault
        return real(case)

    monkeypatch.setattr(sqlite_city.door, "fire_due", fire_due)
    with workers(sqlite_city):
        until(lambda: fired(sqlite_city, good) == ALL)
    assert fired(sqlite_city, bad) == []


def test_a_worker_that_stops_gives_up_what_it_has_not_begun(sqlite_city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [case_at_handle(sqlite_city) for _ in range(3)]
    sqlite_city.at(timedelta(days=12))
    stop, real = threading.Event(), sqlite_city.door.fire_due

    def fire_due(case: int, **_: bool) -> int:
        stop.set()
        return real(case)

    monkeypatch.setattr(sqlite_city.door, "fire_due", fire_due)
    keep_time(sqlite_city.door, stop)
    assert [bool(fired(sqlite_city, case)) for case in cases] == [True, False, False]
    assert sqlite_city.value("SELECT COUNT(*) FROM case_state WHERE claimed_until IS NOT NULL") == 0


def test_a_worker_forgets_answers_that_are_too_old_to_be_asked_for_again(sqlite_city: City) -> None:
    with sqlite_city.database.write() as store:
        for key in ("old", "new"):
            keep_answer(store, "demo", key, "digest", 200, "{}", None)
        store.run("UPDATE idempotency SET expires_at = '2020-01-01T00:00:00.000000Z' WHERE key = 'old'")
    with workers(sqlite_city):
        until(lambda: [row["key"] for row in sqlite_city.rows("SELECT key FROM idempotency")] == ["new"])
