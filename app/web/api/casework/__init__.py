"""What a city's casework adds to the published API."""

from typing import Final

from flask import Blueprint, Response

from app.web.api.casework import (
    bulletins,
    calendars,
    cases,
    clock,
    comments,
    deadlines,
    documents,
    events,
    evidence,
    export,
    extension_requests,
    identities,
    moves,
    paper_decisions,
    papers_received,
    points,
    public,
    replay,
    urgings,
    verification,
    work_list,
    writer_questions,
)
from app.web.api.casework.openapi import openapi
from app.web.api.casework.operation import Operation
from app.web.api.exchange import send

PREFIX: Final = "/casework/v1"
OPERATIONS: Final[tuple[Operation, ...]] = (
    *work_list.OPERATIONS,
    *cases.OPERATIONS,
    *deadlines.OPERATIONS,
    *clock.OPERATIONS,
    *extension_requests.OPERATIONS,
    *documents.OPERATIONS,
    *papers_received.OPERATIONS,
    *paper_decisions.OPERATIONS,
    *comments.OPERATIONS,
    *urgings.OPERATIONS,
    *identities.OPERATIONS,
    *writer_questions.OPERATIONS,
    *moves.OPERATIONS,
    *bulletins.OPERATIONS,
    *points.OPERATIONS,
    *replay.OPERATIONS,
    *events.OPERATIONS,
    *export.OPERATIONS,
    *verification.OPERATIONS,
    *evidence.OPERATIONS,
    *calendars.OPERATIONS,
    *public.OPERATIONS,
)
blueprint = Blueprint("casework", __name__, url_prefix=PREFIX)
for _operation in OPERATIONS:
    blueprint.add_url_rule(_operation.rule, _operation.name, _operation.view(), methods=[_operation.method])


@blueprint.get("/openapi.json")
def document() -> Response:
    """Describe the operations above, and nothing that is not there."""
    return send(openapi(OPERATIONS, PREFIX))
