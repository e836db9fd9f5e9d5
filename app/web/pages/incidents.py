"""What stopped: for operators."""

import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from app.domain.canonical import canonical, parse
from app.domain.instant import read_instant
from app.domain.marked import marked
from app.domain.rejection import Message, Rejection
from app.domain.unknown_target import incident_unknown
from app.queries.failed_values import failed_values
from app.queries.incidents import STATES, IncidentFilters, incident, incidents, now_stopped_at
from app.service.put_reply_right import PutReplyRight
from app.service.resolve_incident import ResolveIncident
from app.service.set_variables import SetVariables
from app.web.access import note_read, note_refusal
from app.web.numbers_in_addresses import keys_among
from app.web.pages.deadline_words import deadline_view
from app.web.pages.definition_words import element_names, process_name
from app.web.pages.frame import calendar, draw, go, now, person, safe_next, shell, signed_in, wording
from app.web.pages.incident_words import TROUBLES, cause_of, trouble_of
from app.web.pages.proven_reply import proven_reply_view
from app.web.presentation.incident_view import IncidentDetail, IncidentRow, IncidentsView, Tried
from app.web.presentation.task_view import Fact
from app.web.query_values import require_once
from app.web.surface import surface

OVER: Final = marked("The case has ended: nothing of it is moved or put right any more. Close this, and say why")
blueprint = Blueprint("incidents", __name__)
MOST_TRIED: Final = 50
MOST_OF_A_VALUE: Final = 200
Errors = tuple[tuple[str, Message], ...]


@blueprint.get("/incidents")
@signed_in
def page() -> Response:
    return _page(None)


@blueprint.get("/incidents/<int:key>")
@signed_in
def one(key: int) -> Response:
    return _page(key)


@blueprint.post("/incidents/<int:key>/resolution")
@signed_in
def resolve(key: int) -> AnyResponse:
    """Try the failed step again, first with a variable put right where one is given. A reason is asked for and stays in the history."""
    actor, door, given = person(), surface().door, request.form
    reason, how = given.get("reason", "").strip(), given.get("how", "retry")
    errors: list[tuple[str, Message]] = [] if reason else [("reason", Message("Say why; it goes into the history", {}))]
    value: Any = None
    if how == "set":
        if not given.get("variable", "").strip():
            errors.append(("variable", Message("Name the variable", {})))
        try:
            value = parse(given.get("value", ""))
        except Rejection as rejection:
            errors.append(("value", rejection.message))
    if errors:
        return _page(key, tuple(errors), 422)
    if how == "set" and (found := door.ask(incident, actor, key)) is not None:
        door.execute(SetVariables(found["process_instance_key"], {given["variable"].strip(): value}, reason=reason), actor)
    try:
        if how == "right":
            door.execute(PutReplyRight(key, reason, stands=bool(given.get("stands"))), actor)
        else:
            door.execute(ResolveIncident(key, reason, unchanged=how == "keep"), actor)
    except Rejection as rejection:
        if rejection.code != "state_forbids":
            raise
        note_refusal(rejection)
        return _page(key, (("how", rejection.message),), 409)
    if how == "right" and not given.get("stands"):
        return go(f"/incidents/{key}")
    return go(_tried(safe_next(given.get("next"), "/incidents"), [key]))


@blueprint.post("/incidents/retry")
@signed_in
def retry() -> AnyResponse:
    """Try several failed steps again: one command each, and what came of each is told. One reason holds for all."""
    actor, reason = person(), request.form.get("reason", "").strip()
    keys = keys_among(request.form.getlist("key"))[:MOST_TRIED]
    back = safe_next(request.form.get("next"), "/incidents")
    if not keys or not reason:
        return _page(None, status=422, wrong=Message("Choose what to try again, and say why; it goes into the history", {}))
    for key in keys:
        try:
            surface().door.execute(ResolveIncident(key, reason), actor)
        except Rejection as rejection:
            # Who was quicker has resolved it: the list says how it stands.
            if rejection.code not in ("incident_resolved", "case_closed"):
                raise
    return go(_tried(back, keys))


def _tried(address: str, keys: list[int]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode({'tried': ','.join(map(str, keys))})}"


def _page(key: int | None, errors: Errors = (), status: int = 200, wrong: Message | None = None) -> Response:
    actor, door, show = person(), surface().door, wording()
    require_once(("trouble", "state", "process", "q"))
    trouble = request.args.get("trouble", "")
    filters = IncidentFilters(
        request.args.get("state", "open"),
        TROUBLES[trouble].codes if trouble in TROUBLES else (),
        request.args.get("process", ""),
        request.args.get("q", "").strip()[:100],
    )
    for found_value, known, message in (
        (filters.state, STATES, marked("Expected the state to be open or resolved, but found %(found)s")),
        (trouble, ("", *TROUBLES), marked("Expected a kind of trouble from the list, but found %(found)s")),
    ):
        if found_value not in known:
            raise Rejection("bad_filter", message, found=found_value[:40])
    found = door.ask(incidents, actor, filters)
    said = {"state": "" if filters.state == "open" else filters.state, "trouble": trouble, "process": filters.process, "q": filters.q}
    view = IncidentsView(
        filters.state,
        tuple(_row(row, key, said) for row in found.rows),
        found.open_count,
        found.resolved_count,
        "/incidents",
        "/incidents?state=resolved",
        found.others,
        _detail(key, errors, said) if key is not None else None,
        read_instant(found.last_resolved_at) if found.last_resolved_at else None,
        found.found,
        tuple(_outcomes()),
        tuple((name, show._(one.name)) for name, one in TROUBLES.items()),
        tuple((id, process_name(digest, id, name)) for id, name, digest in found.processes),
        trouble,
        filters.process,
        filters.q,
        _href({"state": said["state"]}) if trouble or filters.process or filters.q else "",
        wrong,
        _href(said),
    )
    return draw("incidents.html", status, page=view, shell=shell("incidents", actor))


def _href(said: Mapping[str, str], path: str = "/incidents") -> str:
    query = urlencode({name: value for name, value in said.items() if value})
    return f"{path}?{query}" if query else path


def _detail(key: int, errors: Errors, said: Mapping[str, str]) -> IncidentDetail:
    actor, door, given = person(), surface().door, request.form
    found = door.ask(incident, actor, key)
    if found is None:
        raise incident_unknown(key)
    values = door.ask(failed_values, door.surroundings, found, now()) if found["state"] == "ACTIVE" else None
    if values:
        note_read("variables", cases={found["case_key"]}, actor=actor)
    trouble, over = trouble_of(found["kind"]), found["case_state"] != "ACTIVE"
    same = IncidentFilters(kinds=TROUBLES[trouble].codes, process=found["process_id"])
    alike = [row for row in door.ask(incidents, actor, same).rows if row["cause"] == found["cause"] and row["key"] != key]
    return IncidentDetail(
        _row(found, key, said),
        f"/incidents/{key}/resolution",
        tuple(Fact(name, _short(value)) for name, value in (values or {}).items()),
        len(alike),
        _href({"trouble": trouble, "process": found["process_id"]}),
        given.get("how", ""),
        given.get("reason", ""),
        given.get("variable", ""),
        given.get("value", ""),
        errors,
        f"/cases/{found['receipt_number']}/move?incident={key}",
        proven_reply_view(found) if trouble == "proven" and found["state"] == "ACTIVE" and not over else None,
        over,
    )


def _short(value: Any) -> str:
    text = canonical(value)
    return text if len(text) <= MOST_OF_A_VALUE else f"{text[:MOST_OF_A_VALUE]}…"


def _outcomes() -> list[Tried]:
    """Return what came of the retries that the address names, as it stands now."""
    actor, door, told = person(), surface().door, []
    for key in keys_among(request.args.get("tried", "").split(","))[:MOST_TRIED]:
        found = door.ask(incident, actor, key)
        if found is not None:
            again = door.ask(now_stopped_at, found["element_instance_key"])
            href = f"/incidents/{again['key']}" if again is not None else f"/cases/{found['receipt_number']}"
            told.append(
                Tried(found["receipt_number"], href, cause_of(again) if again is not None else None, ended=found["case_state"] != "ACTIVE")
            )
    return told


def _row(row: Mapping[str, Any], key: int | None, said: Mapping[str, str]) -> IncidentRow:
    show, trouble = wording(), TROUBLES[trouble_of(row["kind"])]
    remedy = trouble.remedy if row["case_state"] == "ACTIVE" else OVER
    return IncidentRow(
        str(row["key"]),
        _href(said, f"/incidents/{row['key']}"),
        row["receipt_number"],
        f"/cases/{row['receipt_number']}",
        process_name(row["digest"], row["process_id"], row["process_name"]),
        row["version"],
        element_names(row["step_digest"]).get(row["element_id"]) or row["element_id"],
        cause_of(row),
        read_instant(row["stopped_at"]),
        deadline_view(json.loads(row["deadline"]), now(), calendar()) if row["deadline"] else None,
        read_instant(row["resolved_at"]) if row["resolved_at"] else None,
        row["tries"],
        row["key"] == key,
        show._(trouble.name),
        show._(remedy),
    )
