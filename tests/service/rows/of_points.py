"""Rows of the commands about points."""

from app.service.appeal_points import AppealPoints
from app.service.decide_appeal import DecideAppeal
from app.service.work import Command
from tests.builders.chore import first_movement, late_chore
from tests.builders.city import City
from tests.service.rows.row import Row, row

DECIDERS = {"inspection", "supervision", "office", "demo"}
READERS = DECIDERS | {"director", "mayor-deputy", "party", "auditor", "head-health"}


def _taken(city: City) -> tuple[int, int]:
    """Return a case that was late, and the first movement of points that came of it."""
    case = late_chore(city)
    return case, first_movement(city, case)


def _appealed(city: City) -> tuple[int, int]:
    taken = _taken(city)
    city.do(AppealPoints(*taken, "the path was flooded"), "head-health")
    return taken


ROWS: dict[type[Command], Row] = {
    AppealPoints: row(
        lambda city: AppealPoints(*_taken(city), "the path was flooded"),
        "head-health",
        "points_appealed",
        "points_appealed notice_given",
        {"points_movement", "notice"},
        {"head-health", "demo"},
        READERS - {"head-health", "demo"},
    ),
    DecideAppeal: row(
        lambda city: DecideAppeal(*_appealed(city), granted=True, reason="it was"),
        "supervision",
        "points_appeal_decided",
        "points_appeal_decided points_moved notice_given",
        {"points_movement", "counter", "notice"},
        DECIDERS,
        READERS - DECIDERS,
    ),
}
