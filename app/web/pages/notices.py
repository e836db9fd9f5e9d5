"""What somebody was told: in-app notices, read and unread."""

import json
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from app.domain.instant import read_instant
from app.domain.permissions import plays
from app.domain.rejection import Rejection
from app.domain.roles import ROLE_NAMES
from app.queries.notices import notice_to, notices
from app.service.read_notices import read_notices
from app.web.numbers_in_addresses import keys_among
from app.web.pages.definition_words import element_names, process_name
from app.web.pages.frame import draw, go, person, shell, signed_in, wording
from app.web.pages.notice_words import ABOUT_POINTS, INCIDENT, LAW, TO_CASE, TO_DEADLINE, TO_DECIDE, TO_STAFF, notice_message
from app.web.presentation.clock_view import NoticeRow, NoticesView
from app.web.query_values import require_once
from app.web.surface import surface

blueprint = Blueprint("notices", __name__)


@blueprint.get("/notices")
@signed_in
def page() -> Response:
    actor = person()
    require_once(("before",))
    before = next(iter(keys_among([request.args.get("before", "")])), None)
    found = surface().door.ask(notices, actor, before)
    view = NoticesView(
        tuple(_row(row) for row in found.rows), found.unread, f"/notices?before={found.next_key}" if found.next_key is not None else ""
    )
    return draw("notices.html", page=view, shell=shell("notices", actor))


@blueprint.post("/notices/<int:key>/read")
@signed_in
def open_one(key: int) -> AnyResponse:
    """Mark one notice as read and go to its case."""
    actor, door = person(), surface().door
    found = door.ask(notice_to, actor, key)
    if found is None:
        raise Rejection("not_found", "Expected a notice to you, but there is none with the key %(key)s", key=key)
    door.keep(read_notices, actor.account, [key], datetime.now(UTC))
    if found["notice"] == INCIDENT and plays(actor, "operator"):
        return go(f"/incidents/{json.loads(found['facts'])['incidentKey']}")
    if found["notice"] in TO_CASE:
        return go(f"/cases/{found['receipt_number']}#asked")
    if found["notice"] in TO_DEADLINE:
        return go(f"/cases/{found['receipt_number']}/deadlines/{found['element_instance_key']}")
    if found["notice"] in ABOUT_POINTS:
        return go("/supervision/points")
    if found["notice"] in TO_STAFF | TO_DECIDE:
        return go(f"/tasks/{found['element_instance_key']}")
    return go(f"/cases/{found['receipt_number']}?tab=history")


@blueprint.post("/notices/read")
@signed_in
def read_shown() -> AnyResponse:
    """Mark those on the page as read."""
    actor, door = person(), surface().door
    mine = [key for key in keys_among(request.form.getlist("key")) if door.ask(notice_to, actor, key) is not None]
    door.keep(read_notices, actor.account, mine, datetime.now(UTC))
    return go("/notices")


def _row(row: Any) -> NoticeRow:
    show, element = wording(), row["element_id"]
    name = element_names(row["step_digest"]).get(element) or process_name(row["digest"], row["process_id"], element)
    to = show._(ROLE_NAMES.get(row["recipient"].partition("@")[0], row["recipient"])) if row["kind"] == "group" else ""
    return NoticeRow(
        str(row["key"]),
        notice_message(row["notice"], row["facts"], name),
        read_instant(row["told_at"]),
        row["receipt_number"],
        "" if row["notice"] in ABOUT_POINTS else row["title"] or "",
        to,
        row["read_at"] is not None,
        row["notice"] in LAW,
    )
