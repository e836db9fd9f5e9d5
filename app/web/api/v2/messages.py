"""Messages: to a case that waits, or as the start of a new one."""


from typing import Any

from flask import Response

from app.queries.message_target import message_target
from app.service.correlate_message import CorrelateMessage
from app.web.api.exchange import TENANT, api, body, carry_out, field
from app.web.api.v2.blueprint import blueprint
from app.web.surface import surface


@blueprint.post("/messages/correlation")
@api
def correlate() -> Response:
    """Bring a message to the case that waits for it, now; 404 where none does."""
    given = body({"name", "correlationKey", "variables", "tenantId"})
    name, key = field(given, "name", str, needed=True), field(given, "correlationKey", str) or ""
    target = surface().door.ask(message_target, name, key)

    def shown(_: Any) -> tuple[int, Any]:
        return 200, {"tenantId": TENANT, "processInstanceKey": str(target.process_instance_key), "messageKey": str(target.key)}

    return carry_out(CorrelateMessage(target.case_key, name, key, field(given, "variables", dict) or {}), shown)


