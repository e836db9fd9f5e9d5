"""Incidents: search, read, resolve."""

from flask import Response

from app.domain.keys import read_key
from app.domain.rejection import Rejection
from app.queries.search import Found, search
from app.queries.searches import INCIDENTS, case_sight
from app.service.resolve_incident import ResolveIncident
from app.web.api.exchange import api, asker, body, carry_out, nothing, send
from app.web.api.v2 import shapes
from app.web.api.v2.blueprint import blueprint
from app.web.surface import surface


@blueprint.post("/incidents/search")
@api
def search_incidents() -> Response:
    found: Found = surface().door.ask(search, INCIDENTS, body(), case_sight(asker(), "i.case_key", "r"))
    return send(shapes.page(found, [shapes.incident(row) for row in found.rows]))


@blueprint.get("/incidents/<key>")
@api
def get_incident(key: str) -> Response:
    found: Found = surface().door.ask(search, INCIDENTS, {"filter": {"incidentKey": read_key(key, "incidentKey")}}, case_sight(asker(), "i.case_key", "r"))
    if not found.rows:
        raise Rejection("not_found", "Expected an incident with the key %(key)s, but there is none that you may see", key=key)
    return send(shapes.incident(found.rows[0]))


@blueprint.post("/incidents/<key>/resolution")
@api
def resolve_incident(key: str) -> Response:
    body({"operationReference"})
    return carry_out(ResolveIncident(read_key(key, "incidentKey")), nothing)
