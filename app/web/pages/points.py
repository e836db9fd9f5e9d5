"""The points of units, and the appeals against them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from app.domain.actor import Actor
from app.domain.instant import read_instant
from app.domain.rejection import Rejection
from app.queries.draft import draft
from app.queries.points import Movement, points_by_unit, points_of_unit, points_years
from app.service.appeal_points import AppealPoints
from app.service.decide_appeal import DecideAppeal
from app.service.keep_draft import drop_draft, keep_draft
from app.web.access import note_read, note_refusal
from app.web.numbers_in_addresses import keys_among
from app.web.pages.definition_words import element_names
from app.web.pages.frame import draw, go, now, person, shell, signed_in, wording
from app.web.pages.kept_refusal import refusal_in, with_refusal
from app.web.pages.points_sheet import points_sheet
from app.web.pages.points_words import cause_words, points_words
from app.web.pages.supervision_rows import tabs
from app.web.pages.typed_words import NO_TASK, words_kept, words_owner
from app.web.presentation.points_view import MovementDetail, MovementRow, PointsView, UnitRow
from app.web.query_values import require_once
from app.web.surface import surface

blueprint = Blueprint("points", __name__)
PATH: Final = "/supervision/points"


@blueprint.get(PATH)
@signed_in
def units() -> Response:
    actor, year = person(), _year()
    found = surface().door.ask(points_by_unit, actor, year)
    if not found:
        raise Rejection("forbidden", "Expected the head of a unit or somebody who supervises, but you are neither")
    rows = tuple(UnitRow(one.unit, one.name, _href(one.unit, year), points_words(one.total), one.movements, one.open) for one in found)
    return draw(
        "points.html", page=PointsView(year, _years(year, PATH), rows, tabs=tabs(actor, "points")), shell=shell("supervision", actor)
    )


@blueprint.get(f"{PATH}/<unit>")
@signed_in
def of_unit(unit: str) -> Response:
    return _unit_page(unit)


@blueprint.get(f"{PATH}/<unit>.xlsx")
@signed_in
def sheet(unit: str) -> Response:
    """The movements of a year as a spreadsheet."""
    actor, year = person(), _year()
    name, found = surface().door.ask(points_of_unit, actor, unit, year)
    _note_titles(found)
    return points_sheet(unit, name, year, found)


@blueprint.post(f"{PATH}/<unit>/<int:key>/appeal")
@signed_in
def appeal(unit: str, key: int) -> AnyResponse:
    movement, year = _movement(unit, key)
    return _done(AppealPoints(movement.row["case_key"], key, request.form.get("reason", "")), unit, key, year)


@blueprint.post(f"{PATH}/<unit>/<int:key>/decision")
@signed_in
def decide(unit: str, key: int) -> AnyResponse:
    movement, year = _movement(unit, key)
    said, reason = request.form.get("decision", ""), request.form.get("reason", "")
    if said not in ("grant", "uphold"):
        # Neither is the one that a key press stands for: nobody gives points back who did not say so.
        return _refused(Rejection("bad_request", "Expected a choice and a reason"), {"reason": reason}, unit, key, year)
    command = DecideAppeal(movement.row["case_key"], key, granted=said == "grant", reason=reason)
    return _done(command, unit, key, year, said)


def _movement(unit: str, key: int) -> tuple[Movement, int]:
    year = _year()
    _, found = surface().door.ask(points_of_unit, person(), unit, year)
    movement = next((one for one in found if one.key == key), None)
    if movement is None:
        raise Rejection("not_found", "Expected a movement of points that you may see, but there is none")
    return movement, year


def _done(command: AppealPoints | DecideAppeal, unit: str, key: int, year: int, decision: str = "") -> AnyResponse:
    """Carry it out; where it is refused, lead to the page that says so beside what was typed."""
    door = surface().door
    try:
        door.execute(command, person())
    except Rejection as rejection:
        if rejection.code not in ("bad_request", "state_forbids", "four_eyes", "forbidden"):
            raise
        return _refused(rejection, {"reason": command.reason, "decision": decision}, unit, key, year)
    door.keep(drop_draft, NO_TASK, _draft_of(person(), key))
    return go(_href(unit, year, key))


def _refused(rejection: Rejection, typed: dict[str, str], unit: str, key: int, year: int) -> AnyResponse:
    note_refusal(rejection)
    surface().door.keep(keep_draft, NO_TASK, _draft_of(person(), key), with_refusal(typed, rejection), None)
    return go(f"{_href(unit, year, key)}&refused=1")


def _draft_of(actor: Actor, key: int) -> str:
    """Return under which name a reason is kept that was not sent, or not taken."""
    return words_owner(actor, f"points {key}")


def _unit_page(unit: str) -> Response:
    actor, year = person(), _year()
    name, found = surface().door.ask(points_of_unit, actor, unit, year)
    wanted = next(iter(keys_among([request.args.get("movement", "")])), None)
    _note_titles(found)
    view = PointsView(
        year,
        _years(year, f"{PATH}/{unit}"),
        unit=name,
        total=points_words(sum((one.points for one in found), Decimal(0))),
        movements=tuple(_row(one, unit, year, wanted) for one in found),
        detail=next((_detail(actor, one, unit, year) for one in found if one.key == wanted), None),
        sheet_href=f"{PATH}/{unit}.xlsx?year={year}",
        back_href=f"{PATH}?year={year}",
        tabs=tabs(actor, "points"),
    )
    return draw("points.html", page=view, shell=shell("supervision", actor))


def _note_titles(found: Sequence[Movement]) -> None:
    note_read("case", cases={one.row["case_key"] for one in found if one.seen}, actor=person())


def _row(one: Movement, unit: str, year: int, wanted: int | None) -> MovementRow:
    row, taken = one.row, one.points < 0 and one.row["reverses"] is None
    number = row["receipt_number"]
    return MovementRow(
        str(one.key),
        _href(unit, year, one.key),
        date.fromisoformat(row["moved_on"]),
        number,
        f"/cases/{number}?tab=history" if one.seen else "",
        row["seq"],
        (row["title"] or row["process_name"]) if one.seen else "",
        cause_words(row),
        row["code"],
        row["article"],
        points_words(one.points),
        row["state"] if taken else "",
        one.reversed_by is not None,
        one.key == wanted,
    )


def _detail(actor: Actor, one: Movement, unit: str, year: int) -> MovementDetail:
    row, show = one.row, wording()
    kept = surface().door.ask(draft, NO_TASK, _draft_of(actor, one.key))
    refused = refusal_in(kept.answers) if kept is not None and "refused" in request.args else None
    rule = ""
    if row["decision_version"] is not None:
        rule = show._("rules of points, version %(version)s, row %(row)s", version=row["decision_version"], row=row["matched_rule"])
    return MovementDetail(
        _row(one, unit, year, one.key),
        element_names(row["digest"]).get(row["element_id"] or "") or "",
        rule,
        read_instant(row["moved_at"]),
        _instant(row["deadline_at"]),
        row["appellant"] or "",
        _instant(row["appealed_at"]),
        row["appeal_reason"] or "",
        row["decider"] or "",
        _instant(row["decided_at"]),
        row["decision_reason"] or "",
        f"{PATH}/{unit}/{one.key}",
        one.can,
        refused.message if refused is not None else None,
        str(kept.answers.get("reason", "")) if kept is not None else "",
        str(kept.answers.get("decision", "")) if kept is not None else "",
        words_kept(actor, NO_TASK, f"points {one.key}"),
    )


def _instant(text: str | None) -> Any:
    return read_instant(text) if text else None


def _year() -> int:
    """Return the year that the address names, else the one that it is in the city. Raises Rejection("bad_filter")."""
    require_once(("year", "movement", "refused"))
    text = request.args.get("year", "")
    if not text:
        return now().astimezone(surface().configuration.zone).year
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise Rejection("bad_filter", "Expected a year such as 2026, but found %(found)s", found=text[:20])
    return int(text)


def _years(year: int, path: str) -> tuple[tuple[int, str], ...]:
    this = now().astimezone(surface().configuration.zone).year
    known = sorted({year, this, *surface().door.ask(points_years)}, reverse=True)
    return tuple((one, f"{path}?year={one}") for one in known)


def _href(unit: str, year: int, key: int | None = None) -> str:
    said = {"year": str(year), **({"movement": str(key)} if key is not None else {})}
    return f"{PATH}/{unit}?{urlencode(said)}"
