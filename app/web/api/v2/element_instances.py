"""Element instances: their variables."""

from flask import Response

from app.domain.keys import read_key
from app.service.set_variables import SetVariables
from app.web.api.exchange import api, body, carry_out, field, nothing
from app.web.api.v2.blueprint import blueprint


@blueprint.put("/element-instances/<key>/variables")
@api
def set_variables(key: str) -> Response:
    """Write variables as an element instance sees them; local: to its own scope. For operators."""
    given = body({"variables", "local", "operationReference"})
    variables = field(given, "variables", dict, needed=True)
    return carry_out(SetVariables(read_key(key, "elementInstanceKey"), variables, bool(field(given, "local", bool))), nothing)
