"""Messages: to a case that waits, or as the start of a new one."""

import secrets
from collections.abc import Mapping
from typing import Any, Final

from flask import Response

from app.domain.permissions import plays, require
from app.queries.message_target import message_target, message_unknown
from app.service.correlate_message import CorrelateMessage
from app.service.publish_message import LONGEST_LIFE_MS, ROLES, PublishMessage
from app.service.start_instance import StartInstance
from app.web.api.exchange import TENANT, asker, body, carry_out, change, field, number, tenant
from app.web.api.v2.blueprint import blueprint
from app.web.surface import surface

_ABOVE_ALL_KEYS: Final = 1 << 62
"""A correlated message is kept nowhere; its key must only never be taken for that of something else."""


@blueprint.post("/messages/publication")
@change
def publish() -> Response:
    """Publish a message; it waits for its taker as long as it lives."""
    require(asker(), ROLES, "publish a message")
    given = body({"name", "correlationKey", "timeToLive", "messageId", "variables", "tenantId"})
    tenant(given)
    command = PublishMessage(
        field(given, "name", str, needed=True),
        field(given, "correlationKey", str) or "",
        number(given, "timeToLive", 0, LONGEST_LIFE_MS) or 0,
        field(given, "messageId", str) or None,
        field(given, "variables", dict) or {},
    )
    return carry_out(command, lambda answer: (200, {"tenantId": TENANT, "messageKey": str(answer["key"])}))


@blueprint.post("/messages/correlation")
@change
def correlate() -> Response:
    """Bring a message to the case that waits for it, or start one by it, now; 404 where nothing waits."""
    given = body({"name", "correlationKey", "variables", "tenantId"})
    tenant(given)
    name, key = field(given, "name", str, needed=True), field(given, "correlationKey", str) or ""
    variables: Mapping[str, Any] = field(given, "variables", dict) or {}
    target = surface().door.ask(message_target, name, key)
    message = str(_ABOVE_ALL_KEYS + secrets.randbits(60))

    def shown(answer: Any) -> tuple[int, Any]:
        instance = target.process_instance_key if target.case_key is not None else answer["key"]
        return 200, {"tenantId": TENANT, "processInstanceKey": str(instance), "messageKey": message}

    if target.case_key is not None:
        return carry_out(CorrelateMessage(target.case_key, name, key, variables), shown)
    if not plays(asker(), "operator"):
        # Who may not send messages learns nothing about what waits for which.
        raise message_unknown(name)
    return carry_out(StartInstance(definition_key=target.definition_key, variables=variables, start_element=target.element_id), shown)
