"""Who is told that a case stopped: the operators, who alone can see to it.

A step that was tried again and fails again stopped long ago, and whoever tried it sees that it failed.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from app.domain.fact import Fact

INCIDENT: Final = "incident"
"""Told to operators, when a step of a case stopped or a proven reply undid what a case went on from."""

_OPERATORS: Final = "group:operator"


def incident_notices(facts: Sequence[Fact]) -> Iterator[Fact]:
    """Yield the notices about what stopped in an event, without the instant at which they are told."""
    tried = {fact.key for fact in facts if fact.kind == "incident_resolved" and fact.public.get("how") == "retried"}
    for fact in facts:
        if fact.kind == "incident_opened" and fact.key not in tried:
            said = {"incidentKey": str(fact.public["incidentKey"]), "code": fact.public["code"]}
            yield Fact("notice_given", fact.element_id, fact.key, {"notice": INCIDENT, "to": [_OPERATORS], **said})
