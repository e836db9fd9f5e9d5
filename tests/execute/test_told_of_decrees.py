"""Who has the work is told, with the old and the new date, when a year's notice moves its deadline."""

import json
from datetime import UTC, datetime

from app.service.confirm_deadline import ConfirmDeadline
from app.service.enter_calendar_year import EnterCalendarYear
from tests.audit.test_replay import recomputed
from tests.builders.chore import chore
from tests.builders.city import City
from tests.service.rows.row import case_at_handle

HOURS = [{"from": "01-01", "to": "12-31", "spans": ["08:30-12:00", "13:30-17:30"]}]


def test_the_holders_of_a_step_are_told_of_the_old_and_the_new_date(city: City) -> None:
    city.at(datetime(2026, 12, 25, 1, 0, tzinfo=UTC))
    case = case_at_handle(city)
    (before,) = city.rows("SELECT key, deadline_at FROM deadline WHERE case_key = :key AND element_id = 'handle'", key=case)
    closed = {"year": 2027, "notice": "notice", "holidays": ["2027-01-01"], "makeUpDays": [], "hours": HOURS}
    city.do(EnterCalendarYear(closed), "admin")
    city.door.fire_due(case)
    after = city.value("SELECT deadline_at FROM deadline WHERE key = :key", key=before["key"])
    assert after > before["deadline_at"]
    body = city.value("SELECT body FROM audit_event WHERE case_key = :key AND kind = 'deadlines_recomputed'", key=str(case))
    told = [fact for fact in json.loads(body)["facts"] if fact["fact"] == "notice_given" and fact["elementId"] == "handle"]
    assert [(one["notice"], one["deadlineBefore"], one["deadlineAt"]) for one in told] == [("recomputed", before["deadline_at"], after)]
    assert told[0]["to"] == ["group:handler@health-bureau"]


def told(city: City, case: int, notice: str) -> list[dict[str, object]]:
    """Return what people were told of a kind, as the events say it."""
    bodies = city.rows("SELECT body FROM audit_event WHERE case_key = :key ORDER BY seq", key=str(case))
    facts = [fact for row in bodies for fact in json.loads(row["body"])["facts"]]
    return [fact for fact in facts if fact["fact"] == "notice_given" and fact["notice"] == notice]


def year(*holidays: str) -> EnterCalendarYear:
    return EnterCalendarYear({"year": 2027, "notice": "notice", "holidays": list(holidays), "makeUpDays": [], "hours": HOURS})


def test_the_holders_are_told_when_the_provisional_mark_falls_though_the_date_stays(city: City) -> None:
    city.at(datetime(2026, 12, 25, 1, 0, tzinfo=UTC))
    case = case_at_handle(city)
    (before,) = city.rows("SELECT key, deadline_at, provisional FROM deadline WHERE case_key = :key AND element_id = 'handle'", key=case)
    assert before["provisional"]
    city.do(year("2027-10-01"), "admin")
    city.door.fire_due(case)
    (firm,) = [one for one in told(city, case, "firm") if one["elementId"] == "handle"]
    assert (firm["to"], firm["deadlineAt"]) == (["group:handler@health-bureau"], before["deadline_at"])
    assert told(city, case, "recomputed") == []
    recomputed(city, case)


def test_the_holders_are_told_when_the_operator_confirms_the_provisional_day(city: City) -> None:
    city.at(datetime(2026, 12, 25, 1, 0, tzinfo=UTC))
    case = case_at_handle(city)
    key = city.value("SELECT key FROM deadline WHERE case_key = :key AND element_id = 'handle'", key=case)
    city.do(ConfirmDeadline(case, key, "已有通知稿"), "operator")
    assert [one["to"] for one in told(city, case, "firm")] == [["group:handler@health-bureau"]]


def test_the_holders_are_told_when_the_fixed_date_of_their_work_becomes_a_day_off(city: City) -> None:
    city.at(datetime(2026, 12, 25, 1, 0, tzinfo=UTC))
    dated = chore().replace(b'name="deadline.length" value="1"', b'name="deadline.at" value="=date(until)"')
    city.deploy({"chore.bpmn": dated})
    first, second = (city.start("chore", "hotline", topic="枯树", until=until) for until in ("2027-02-08", "2027-02-09"))
    city.do(year("2027-02-08"), "admin")
    for case in (first, second):
        city.door.fire_due(case)
    (off,) = told(city, first, "date-closed")
    assert (off["to"], str(off["deadlineAt"])[:10]) == (["group:handler@health-bureau"], "2027-02-08")
    assert told(city, second, "date-closed") == []
    assert city.value("SELECT deadline_at FROM deadline WHERE case_key = :key", key=first) == off["deadlineAt"], "the date holds"
    # Another decree of the year, which closes another day, makes nothing new of it.
    city.do(year("2027-02-08", "2027-03-08"), "admin")
    city.door.fire_due(first)
    assert told(city, first, "date-closed") == [off]
    recomputed(city, first)


def test_nobody_is_told_of_a_date_that_was_a_day_off_before_the_notice(city: City) -> None:
    city.at(datetime(2026, 12, 25, 1, 0, tzinfo=UTC))
    dated = chore().replace(b'name="deadline.length" value="1"', b'name="deadline.at" value="=date(until)"')
    city.deploy({"chore.bpmn": dated})
    case = city.start("chore", "hotline", topic="枯树", until="2027-02-06")  # a Saturday
    city.do(year("2027-02-08"), "admin")
    city.door.fire_due(case)
    assert told(city, case, "date-closed") == []
    recomputed(city, case)
