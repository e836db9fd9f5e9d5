"""Variables: search and read."""

from flask import Response, request

from app.domain.keys import read_key
from app.domain.rejection import Rejection
from app.queries.search import Found, search
from app.queries.searches import VARIABLES, case_sight
from app.web.api.exchange import api, asker, body, send
from app.web.api.v2 import shapes
from app.web.api.v2.blueprint import blueprint
from app.web.api.v2.user_tasks import CUT_AT
from app.web.surface import surface


@blueprint.post("/variables/search")
@api
def search_all() -> Response:
    limit = None if request.args.get("truncateValues") == "false" else CUT_AT
    found: Found = surface().door.ask(search, VARIABLES, body(), case_sight(asker(), "v.case_key", "r"))
    return send(shapes.page(found, [{**shapes.variable(row, limit), "isTruncated": limit is not None and len(row["value"]) > limit} for row in found.rows]))


@blueprint.get("/variables/<key>")
@api
def get_variable(key: str) -> Response:
    found: Found = surface().door.ask(search, VARIABLES, {"filter": {"variableKey": read_key(key, "variableKey")}}, case_sight(asker(), "v.case_key", "r"))
    if not found.rows:
        raise Rejection("not_found", "Expected a variable with the key %(key)s, but there is none that you may see", key=key)
    return send(shapes.variable(found.rows[0], None))
