"""Incidents: search, read, resolve."""

from flask import Response

from app.domain.keys import read_key
from app.domain.unknown_target import incident_unknown
from app.queries.allowed import may_operate
from app.queries.search import Found, search
from app.queries.searches import INCIDENTS, case_sight
from app.service.resolve_incident import ResolveIncident
from app.web.api.exchange import api, asker, body, carry_out, change, nothing, permitted, send
from app.web.api.v2 import shapes
from app.web.api.v2.blueprint import blueprint
from app.web.api.v2.process_instances import reference
from app.web.surface import surface


@blueprint.post("/incidents/search")
@api
def search_incidents() -> Response:
    found: Found = surface().door.ask(search, INCIDENTS, body(), case_sight(asker(), "i.case_key", "r"))
    return send(shapes.page(found, [shapes.incident(row) for row in found.rows]))


@blueprint.get("/incidents/<key>")
@api
def get_incident(key: str) -> Response:
    incident = read_key(key, "incidentKey")
    asked = {"filter": {"incidentKey": incident}}
    found: Found = surface().door.ask(search, INCIDENTS, asked, case_sight(asker(), "i.case_key", "r"))
    if not found.rows:
        raise incident_unknown(incident)
    return send(shapes.incident(found.rows[0]))


@blueprint.post("/incidents/<key>/resolution")
@change
def resolve_incident(key: str) -> Response:
    incident = read_key(key, "incidentKey")
    permitted(reference, lambda: surface().door.ask(may_operate, asker(), incident))
    return carry_out(ResolveIncident(incident), nothing)
