"""The points of units: what was given and taken, and the appeals."""

from typing import Any, Final

from flask import Response, request

from app.domain.keys import read_key
from app.domain.rejection import Rejection
from app.queries.points import Movement, may_decide_on, open_points, points_by_unit, points_of_unit
from app.service.appeal_points import AppealPoints
from app.service.decide_appeal import DecideAppeal
from app.web.access import note_read
from app.web.api.casework import points_shapes, shapes
from app.web.api.casework.operation import LIST, Operation, Parameter, asked, cut
from app.web.api.exchange import asker, carry_out, permitted
from app.web.surface import surface

YEAR: Final = Parameter("year", "the year of the account; by default the one that it is in the city", kind="integer")


def get_units() -> points_shapes.UnitPointsList:
    found = surface().door.ask(points_by_unit, asker(), _year())
    if not found:
        raise Rejection("forbidden", "Expected the head of a unit or somebody who supervises, but you are neither")
    items, page = cut(found, lambda one: one.unit)
    return points_shapes.UnitPointsList(
        items=[
            points_shapes.UnitPoints(unit=one.unit, name=one.name, total=f"{one.total:f}", movements=one.movements, open_appeals=one.open)
            for one in items
        ],
        page=page,
    )


def get_movements(unit: str) -> points_shapes.MovementList:
    _, found = surface().door.ask(points_of_unit, asker(), unit, _year())
    items, page = cut(list(found), lambda one: str(one.key))
    note_read("case", cases={one.row["case_key"] for one in items if one.seen})
    return points_shapes.MovementList(items=[_shown(one) for one in items], page=page)


def _shown(one: Movement) -> points_shapes.Movement:
    row = one.row
    said: dict[str, Any] = {name: row[name] for name in _PLAIN}
    return points_shapes.Movement(
        movement_key=str(one.key),
        title=row["title"] if one.seen else None,
        reverses=str(row["reverses"]) if row["reverses"] is not None else None,
        reversed_by=str(one.reversed_by) if one.reversed_by is not None else None,
        appeal=row["state"],
        **said,
    )


_PLAIN: Final = (
    "unit",
    "year",
    "moved_on",
    "moved_at",
    "receipt_number",
    "seq",
    "element_id",
    "event",
    "days",
    "deadline_at",
    "rule",
    "code",
    "article",
    "points",
    "decision_version",
    "matched_rule",
    "appealed_by",
    "appealed_at",
    "appeal_reason",
    "decided_by",
    "decided_at",
    "decision_reason",
)


def appeal(movementKey: str) -> Response:  # named as in the address
    key = read_key(movementKey, "movementKey")
    case_key = surface().door.ask(open_points, asker(), key)
    given = permitted(lambda: asked(points_shapes.NewAppeal), lambda: surface().door.ask(open_points, asker(), key))
    return carry_out(AppealPoints(case_key, key, given.reason), _recorded)


def decide(movementKey: str) -> Response:  # named as in the address
    key = read_key(movementKey, "movementKey")
    case_key = surface().door.ask(open_points, asker(), key)
    given = permitted(lambda: asked(points_shapes.AppealDecision), lambda: surface().door.ask(may_decide_on, asker(), key))
    return carry_out(DecideAppeal(case_key, key, given.granted, given.reason), _recorded)


def _recorded(answer: dict[str, Any]) -> tuple[int, Any]:
    return 200, shapes.Created(key=str(answer["key"]))


def _year() -> int:
    text = request.args.get("year", "")
    door = surface().door
    if not text:
        return door.now().astimezone(door.surroundings.zone).year
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise Rejection("bad_filter", "Expected a year such as 2026, but found %(found)s", found=text[:20])
    return int(text)


OPERATIONS: Final = (
    Operation(
        "GET",
        "/supervision/points",
        "getPoints",
        "The points of the units that one may see, the lowest first",
        get_units,
        points_shapes.UnitPointsList,
        parameters=(*LIST, YEAR),
    ),
    Operation(
        "GET",
        "/supervision/points/{unit}",
        "getMovements",
        "The movements of a unit's points, each with case, event and article, the newest first",
        get_movements,
        points_shapes.MovementList,
        parameters=(*LIST, YEAR),
    ),
    Operation(
        "POST",
        "/points/{movementKey}/appeal",
        "appealPoints",
        "Appeal against points that were taken, as head of the unit",
        appeal,
        shapes.Created,
        asks=points_shapes.NewAppeal,
    ),
    Operation(
        "POST",
        "/points/{movementKey}/decision",
        "decideAppeal",
        "Decide on an appeal: granted, a movement of its own gives the points back",
        decide,
        shapes.Created,
        asks=points_shapes.AppealDecision,
    ),
)
