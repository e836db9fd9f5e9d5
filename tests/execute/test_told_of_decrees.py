"""Who has the work is told, with the old and the new date, when a year's notice moves its deadline."""

import json
from datetime import UTC, datetime

from app.service.enter_calendar_year import EnterCalendarYear
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
