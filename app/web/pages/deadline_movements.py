"""What the events of a case say of one of its deadlines."""

from collections.abc import Mapping
from typing import Any, Final

from msgspec.structs import replace

from app.queries.history import HistoryEvent

OF_ANOTHER: Final = "of_another_deadline"


def concerns(event: HistoryEvent, key: int) -> bool:
    """Say whether an event moved a deadline, or an extension of it. key: of its element instance."""
    return any(fact["fact"].startswith(("deadline_", "extension_")) and fact.get("elementInstanceKey") == str(key) for fact in event.facts)


def about_deadline(event: HistoryEvent, key: int) -> HistoryEvent:
    """Return an event without what it says of other deadlines. Each fact keeps its place, by which what stands beside it is found."""

    def other(fact: Mapping[str, Any]) -> bool:
        return fact["fact"].startswith("deadline_") and fact.get("elementInstanceKey") != str(key)

    return replace(event, facts=[{**fact, "fact": OF_ANOTHER} if other(fact) else fact for fact in event.facts])
