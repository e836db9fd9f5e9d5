"""Element instances: their variables."""

from flask import Response

from app.domain.keys import read_key
from app.queries.allowed import may_operate
from app.service.set_variables import SetVariables
from app.web.api.exchange import asker, body, carry_out, change, field, nothing, number, permitted
from app.web.api.v2.blueprint import blueprint
from app.web.surface import surface


@blueprint.put("/element-instances/<key>/variables")
@change
def set_variables(key: str) -> Response:
    """Write variables as an element instance sees them; local: to its own scope. For operators.

    reason: a property of ours; it stands in the history, where whoever looks at the case asks why.
    """
    scope = read_key(key, "elementInstanceKey")

    def command() -> SetVariables:
        given = body({"variables", "local", "operationReference", "reason"})
        number(given, "operationReference", 1, 2**63 - 1)
        variables, reason = field(given, "variables", dict, needed=True), field(given, "reason", str) or ""
        return SetVariables(scope, variables, bool(field(given, "local", bool)), reason)

    return carry_out(permitted(command, lambda: surface().door.ask(may_operate, asker(), scope)), nothing)
