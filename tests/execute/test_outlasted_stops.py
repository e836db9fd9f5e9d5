"""A clock that a person stopped until a day: when that day is over and it still stands, whoever stopped it and whoever waits is told."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from app.domain.rejection import Rejection
from app.service.resume_clock import ResumeClock
from app.service.suspend_clock import SuspendClock
from tests.audit.test_replay import recomputed
from tests.builders.city import City
from tests.builders.review import case_at_review

OVER = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)  # the close of business of Wednesday 18 November in the city
UNTIL = date(2026, 11, 18)


def stopped(city: City, until: date | None = UNTIL) -> SuspendClock:
    case = case_at_review(city)
    stop = SuspendClock(case, city.task(case, "answer"), "专家评审", until)
    city.do(stop, "handler-health")
    return stop


def told(city: City, case: int, notice: str) -> list[list[str]]:
    facts = [fact for event in city.events(case) for fact in json.loads(event["body"])["facts"]]
    return [fact["to"] for fact in facts if fact["fact"] == "notice_given" and fact["notice"] == notice]


def test_those_whom_a_stop_keeps_waiting_are_told_once_when_its_day_is_over(city: City) -> None:
    stop = stopped(city)
    city.at(OVER - timedelta(minutes=1))
    city.door.fire_due(stop.case_key)
    assert told(city, stop.case_key, "stop-outlasted") == []
    city.at(OVER)
    city.door.fire_due(stop.case_key)
    city.at(OVER + timedelta(days=30))
    city.door.fire_due(stop.case_key)
    (to,) = told(city, stop.case_key, "stop-outlasted")
    assert to[:3] == ["account:handler-health", "group:handler@health-bureau", "group:hotline"]
    assert "public" not in to
    event = next(one for one in city.events(stop.case_key) if one["kind"] == "deadline_stop_outlasted")
    assert (event["actor"], datetime.fromisoformat(event["effective_at"])) == ("clock", OVER)
    assert city.value("SELECT state FROM deadline WHERE key = :key", key=stop.deadline_key) == "suspended"
    recomputed(city, stop.case_key)


@pytest.mark.parametrize("until", [UNTIL, None])
def test_a_clock_that_runs_on_before_is_nobodys_reminder(city: City, until: date | None) -> None:
    stop = stopped(city, until)
    if until is not None:
        city.at(OVER - timedelta(hours=1))
        city.do(ResumeClock(stop.case_key, stop.deadline_key, "评审结束"), "handler-health")
    city.at(OVER + timedelta(minutes=1))
    city.door.fire_due(stop.case_key)
    assert told(city, stop.case_key, "stop-outlasted") == []
    recomputed(city, stop.case_key)


def test_a_day_whose_business_is_over_is_no_day_still_ahead(city: City) -> None:
    case = case_at_review(city)
    city.at(OVER)
    with pytest.raises(Rejection, match="day still ahead"):
        city.do(SuspendClock(case, city.task(case, "answer"), "专家评审", UNTIL), "handler-health")


def test_who_registered_the_case_is_told_of_a_stop_that_another_unit_makes(city: City) -> None:
    stop = stopped(city)
    began = city.value("SELECT started_by FROM process_instance WHERE key = :key", key=stop.case_key)
    (to,) = told(city, stop.case_key, "stopped")
    assert f"account:{began}" in to
