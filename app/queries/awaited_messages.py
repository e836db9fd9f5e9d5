"""Which messages a case waits for that people may send from its page."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from app.audit.seen_variables import seen_by_each
from app.audit.surroundings import Surroundings
from app.feel import FeelError, FeelWorld, parse_expression
from app.store.database import Reader


class AwaitedMessage(Struct, frozen=True):
    """label: the event's name. reason_variable: under which the reason is sent. what: what the event does, as its documentation says.

    about: which part of the case it is about, by the event's `titleTemplate`; empty for the case as a whole.
    """

    name: str
    correlation_key: str
    label: str
    reason_variable: str
    what: str = ""
    element_id: str = ""
    about: str = ""


def awaited_messages(store: Reader, surroundings: Surroundings, case_key: int, now: datetime) -> list[AwaitedMessage]:
    """Return the messages whose events carry `reasonVariable`, in the order in which the case began to wait for them.

    A message that several parts of a case wait for comes once for each correlation key: each can be sent to its part.
    """
    rows = store.all(
        "SELECT s.message_name, s.correlation_key, s.element_id, s.element_instance_key, p.digest"
        " FROM subscription s JOIN process_instance p ON p.key = s.case_key"
        " WHERE s.case_key = :key AND s.event = 'message' ORDER BY s.key",
        key=case_key,
    )
    found: dict[tuple[str, str], AwaitedMessage] = {}
    titled: dict[tuple[str, str], tuple[int, str]] = {}
    for row in rows:
        element = surroundings.diagram(store, row["digest"]).element(row["element_id"])
        variable = element.properties.get("reasonVariable") if element else None
        place = (row["message_name"], row["correlation_key"] or "")
        if element is None or not variable or place in found:
            continue
        found[place] = AwaitedMessage(*place, element.name or place[0], variable, element.documentation.strip(), element.id)
        template = element.properties.get("titleTemplate")
        if template and row["element_instance_key"] is not None:
            titled[place] = (int(row["element_instance_key"]), template)
    if titled:
        seen = seen_by_each(store, surroundings, case_key, [key for key, _ in titled.values()], now)
        world = surroundings.feel_world(store, now)
        for place, (key, template) in titled.items():
            found[place] = replace(found[place], about=_about(template, seen.get(key, {}), world))
    return list(found.values())


def _about(template: str, seen: Mapping[str, Any], world: FeelWorld) -> str:
    """Return what a message is about; nothing where the template gives no text: the message can be sent all the same."""
    try:
        value = parse_expression(template.removeprefix("="), world.functions).evaluate(seen, world)
    except FeelError:
        return ""
    return value[:200] if isinstance(value, str) else ""


def in_parts(messages: Sequence[AwaitedMessage]) -> list[tuple[str, list[AwaitedMessage]]]:
    """Return the messages about parts of the case, each part with its own, in order."""
    parts: dict[str, list[AwaitedMessage]] = {}
    for one in messages:
        if one.about:
            parts.setdefault(one.correlation_key, []).append(one)
    return [(several[0].about, several) for several in parts.values()]
