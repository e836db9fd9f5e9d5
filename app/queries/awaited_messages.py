"""Which messages a case waits for that people may send from its page."""

from dataclasses import dataclass

from app.audit.surroundings import Surroundings
from app.store.database import Reader


@dataclass(frozen=True)
class AwaitedMessage:
    """label: the event's name. reason_variable: under which the reason is sent. what: what the event does, as its documentation says."""

    name: str
    correlation_key: str
    label: str
    reason_variable: str
    what: str = ""
    element_id: str = ""


def awaited_messages(store: Reader, surroundings: Surroundings, case_key: int) -> list[AwaitedMessage]:
    """Return the messages whose events carry `reasonVariable`, in the order in which the case began to wait for them."""
    rows = store.all(
        "SELECT s.message_name, s.correlation_key, s.element_id, p.digest FROM subscription s JOIN process_instance p ON p.key = s.case_key"
        " WHERE s.case_key = :key AND s.event = 'message' ORDER BY s.key",
        key=case_key,
    )
    found: dict[str, AwaitedMessage] = {}
    for row in rows:
        process = surroundings.diagram(store, row["digest"])
        element = process.element(row["element_id"])
        variable = element.properties.get("reasonVariable") if element else None
        if element is not None and variable:
            found.setdefault(
                row["message_name"],
                AwaitedMessage(
                    row["message_name"],
                    row["correlation_key"] or "",
                    element.name or row["message_name"],
                    variable,
                    element.documentation.strip(),
                    element.id,
                ),
            )
    return list(found.values())
