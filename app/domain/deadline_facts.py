"""What happened to a deadline, as plain JSON values: the facts of an audit event."""

from datetime import date, datetime
from typing import Any

from app.domain.deadline import Deadline
from app.domain.instant import instant_text
from app.domain.light import Light

Fact = dict[str, Any]


def written(value: Any) -> Any:
    """Return a value as a fact holds it: instants and dates as text, the rest as it is."""
    if isinstance(value, datetime):
        return instant_text(value)
    return value.isoformat() if isinstance(value, date) else value


def deadline_fact(name: str, deadline: Deadline, at: datetime, **more: Any) -> Fact:
    """Return a fact about a deadline as it is after the change.

    name: such as `deadline_moved`. at: the instant as of which it holds. more: what this kind of fact adds, in camelCase.
    """
    return {
        "fact": name,
        "elementId": deadline.element_id,
        "elementInstanceKey": deadline.element_instance_key,
        "at": instant_text(at),
        "state": deadline.state.value,
        "light": None if deadline.light is None else deadline.light.value,
        "deadlineAt": instant_text(deadline.deadline_at),
        "effectiveAt": instant_text(deadline.effective_at),
        "rule": deadline.rule,
        "article": deadline.article,
        "calendarVersion": deadline.calendar_version,
        "provisional": deadline.provisional,
        **{key: written(value) for key, value in more.items()},
    }


def light_facts(before: Light | None, deadline: Deadline, at: datetime) -> list[Fact]:
    """Return the fact that the light changed, if it did and one is still shown. `from` is the light before."""
    if deadline.light is before or deadline.light is None:
        return []
    fact = deadline_fact("deadline_light_changed", deadline, at)
    fact["from"] = None if before is None else before.value
    return [fact]
