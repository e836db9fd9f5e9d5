"""What was late on paper moves no points; what is late here does, counted from the taking over."""

from datetime import timedelta
from pathlib import Path

from tests.audit.test_replay import recomputed
from tests.builders.chore import movements
from tests.builders.city import City
from tests.service.test_taking_over import LETTER, deploy, looked_at, paper, taken

TABLE = Path(__file__).resolve().parents[2] / "processes" / "points" / "points.dmn"
HANDLED = {"result": "handled", "findings": "到现场查看，已更换管道。", "measure": "policyExplained"}
ANSWERED = {"answerText": "管道已更换。", "answeredBy": "phone", "report": "已办理并答复。"}


def letter(city: City, received: str, entered: str) -> int:
    """Return the case of a letter that a bureau had in hand on paper, taken over on Monday 16 November at 09:00."""
    deploy(city, "citizen-letter")
    city.deploy({"points.dmn": TABLE.read_bytes()})
    row = paper("citizen-letter", "信〔2026〕9", "handle", received, entered, "health-bureau", **LETTER)
    (case,) = taken(city, looked_at(city, row))
    city.door.fire_due(case)
    return case


def done(city: City, case: int, after: timedelta) -> None:
    city.at(after)
    city.complete(case, "handle", "handler-health", **HANDLED)
    city.complete(case, "answer", "handler-health", **ANSWERED)


def test_a_deadline_that_passed_on_paper_takes_no_points_and_lateness_counts_from_the_taking_over(city: City) -> None:
    # Received on Monday 2 November; the 7th day counted is Wednesday the 11th: passed when the case comes here on the 16th.
    case = letter(city, "2026-11-02", "2026-11-03 10:00")
    assert movements(city, case) == []
    done(city, case, timedelta(days=3))  # Thursday the 19th: 17, 18, 19
    assert movements(city, case) == [("late", "-0.50")]
    assert city.rows("SELECT code, days FROM points_movement") == [{"code": "逾期3至5日", "days": 3}]
    recomputed(city, case)


def test_who_does_at_once_what_came_here_late_loses_nothing(sqlite_city: City) -> None:
    case = letter(sqlite_city, "2026-11-02", "2026-11-03 10:00")
    done(sqlite_city, case, timedelta(days=1))
    assert movements(sqlite_city, case) == []
    recomputed(sqlite_city, case)


def test_a_deadline_that_passes_here_takes_points_as_in_any_case(sqlite_city: City) -> None:
    # Received on Tuesday the 10th: until Thursday the 19th, 17:30.
    case = letter(sqlite_city, "2026-11-10", "2026-11-11 10:00")
    sqlite_city.at(timedelta(days=4)).door.fire_due(case)
    assert ("missed", "-0.50") in movements(sqlite_city, case)
    recomputed(sqlite_city, case)
