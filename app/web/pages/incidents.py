"""What stopped: for operators."""

import json
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from app.domain.canonical import parse
from app.domain.instant import read_instant
from app.domain.rejection import Message, Rejection
from app.queries.incidents import Incidents, incidents
from app.service.resolve_incident import ResolveIncident
from app.service.set_variables import SetVariables
from app.web.pages.definition_words import element_names, process_name
from app.web.pages.frame import draw, go, person, safe_next, shell, signed_in
from app.web.presentation.incident_view import IncidentDetail, IncidentRow, IncidentsView
from app.web.surface import surface

blueprint = Blueprint("incidents", __name__)


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
    if how == "set":
        found = next((row for row in door.ask(incidents, actor, "open").rows if row["key"] == key), None)
        if found is not None:
            door.execute(SetVariables(found["process_instance_key"], {given["variable"].strip(): value}, reason=reason), actor)
    door.execute(ResolveIncident(key, reason), actor)
    return go(safe_next(given.get("next"), "/incidents"))


def _page(key: int | None, errors: tuple[tuple[str, Message], ...] = (), status: int = 200) -> Response:
    actor, state = person(), "resolved" if request.args.get("state") == "resolved" else "open"
    found: Incidents = surface().door.ask(incidents, actor, state)
    rows = tuple(_row(row, key) for row in found.rows)
    detail = next((row for row in rows if row.is_open), None)
    given = request.form
    view = IncidentsView(
        state,
        rows,
        found.open_count,
        found.resolved_count,
        "/incidents",
        "/incidents?state=resolved",
        found.others,
        IncidentDetail(
            detail,
            f"/incidents/{detail.key}/resolution",
            same_cause=sum(1 for row in rows if row.cause == detail.cause) - 1,
            how=given.get("how", "retry"),
            reason=given.get("reason", ""),
            variable=given.get("variable", ""),
            value=given.get("value", ""),
            errors=errors,
        )
        if detail
        else None,
        read_instant(found.last_resolved_at) if found.last_resolved_at else None,
    )
    return draw("incidents.html", status, page=view, shell=shell("incidents", actor))


def _row(row: Mapping[str, Any], key: int | None) -> IncidentRow:
    names = element_names(row["digest"])
    return IncidentRow(
        str(row["key"]),
        f"/incidents/{row['key']}",
        row["receipt_number"],
        f"/cases/{row['receipt_number']}",
        process_name(row["digest"], row["process_id"], row["process_name"]),
        row["version"],
        names.get(row["element_id"]) or row["element_id"],
        _cause(row),
        read_instant(row["created_at"]),
        resolved_at=read_instant(row["resolved_at"]) if row["resolved_at"] else None,
        is_open=row["key"] == key,
    )


def _cause(row: Mapping[str, Any]) -> Message:
    """Return the sentence of a cause, for a catalogue to translate."""
    detail = json.loads(row["detail"])
    template = detail["template"]
    return Message(template, detail["facts"]) if template else Message("%(cause)s", {"cause": row["cause"]})
