"""Commands of the clock, the calendar and deadlines."""

from datetime import UTC, datetime, timedelta

from app.service.enter_calendar_year import EnterCalendarYear
from app.service.fire_timer import FireTimer
from app.service.hold_deadlines import hold_deadlines
from app.service.park_timer import ParkTimer
from app.service.recompute_deadlines import RecomputeDeadlines
from app.service.release_deadlines import ReleaseDeadlines
from app.service.work import Command
from tests.builders.city import MONDAY, City
from tests.service.rows.row import Row, case_at_handle, row

YEAR = {
    "year": 2027,
    "notice": "invented for a test",
    "holidays": ["2027-01-01"],
    "makeUpDays": [],
    "hours": [{"from": "01-01", "to": "12-31", "spans": ["08:30-12:00", "13:30-17:30"]}],
}


def _timer(city: City) -> Command:
    case = case_at_handle(city)
    city.at(timedelta(days=7, hours=6))  # three o'clock on the Monday after, when a third of the time is left
    due = city.case(case).timers()[0]
    return FireTimer(case, due.key, due.kind, due.due_at)


def _parking(city: City) -> Command:
    case = case_at_handle(city)
    timer = next(timer for timer in city.case(case).timers() if timer.kind == "timer")
    return ParkTimer(case, timer.key, timer.kind, timer.due_at, "a fault of ours")


def _behind(city: City) -> Command:
    """A decree is in force, and the case is said to follow it already: else the door itself would let it follow first."""
    city.at(datetime(2026, 12, 25, 1, 0, tzinfo=UTC))
    case = case_at_handle(city)
    hours = [{"from": "01-01", "to": "12-31", "spans": ["08:30-12:00", "13:30-17:30"]}]
    city.do(EnterCalendarYear({"year": 2027, "notice": "notice", "holidays": ["2027-01-01"], "makeUpDays": [], "hours": hours}), "admin")
    version = city.value("SELECT MAX(version) FROM calendar_version")
    with city.database.write() as store:
        store.run("UPDATE case_state SET calendar_version = :version WHERE case_key = :case", version=version, case=case)
    return RecomputeDeadlines(case, version)


ROWS: dict[type[Command], Row] = {
    EnterCalendarYear: row(
        lambda city: EnterCalendarYear(YEAR), "admin", "calendar_year_entered", "calendar_year_entered", {"calendar_version"}, {"admin"}
    ),
    FireTimer: row(
        _timer,
        "clock",
        "deadline_light_changed",
        "deadline_light_changed",
        {"deadline", "user_task", "notice"},
        (),
        (),
        otherwise="conflict",
        run=lambda city, command, who: city.door.fire_due(command.case_key or 0),
    ),
    ParkTimer: row(
        _parking,
        "clock",
        "incident_opened",
        "incident_opened notice_given",
        {"incident", "notice"},
        (),
        (),
        run=lambda city, command, who: city.door.execute(command, city.actor(who)),
    ),
    RecomputeDeadlines: row(
        _behind,
        "system",
        "deadlines_recomputed",
        "deadline_recomputed notice_given",
        {"deadline", "user_task", "task_candidate", "notice"},
        (),
        (),
    ),
    ReleaseDeadlines: row(
        lambda city: (city.door.keep(hold_deadlines, MONDAY), ReleaseDeadlines("looked through"))[1],
        "operator",
        "deadlines_released",
        "deadlines_released",
        {"setting"},
        {"operator", "demo"},
    ),
}
