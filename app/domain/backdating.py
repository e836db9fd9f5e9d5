"""Received is not entered: a paper counts from the instant at which it was received."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from app.domain.actor import Actor
from app.domain.calendar import Calendar
from app.domain.instant import instant_text
from app.domain.permissions import plays
from app.domain.rejection import Message, Rejection

MOST_WORKING_DAYS: Final = 5
ENTERED: Final = "receivedAt"
"""The field in which a start form enters the instant of receipt."""


def entered_receipt(answers: Mapping[str, Any], zone: ZoneInfo) -> datetime | None:
    """Return the past instant of receipt that a start form enters as `receivedAt` when `receivedEarlier` is ticked; None: received now.

    zone: of a civil time without an offset: the city's. A time that cannot be read gives None too: the form's own check names the field.
    """
    if answers.get("receivedEarlier") not in (True, "true", "on"):
        return None
    try:
        instant = datetime.fromisoformat(str(answers.get(ENTERED)))
    except ValueError:
        return None
    return instant if instant.tzinfo else instant.replace(tzinfo=zone)


def check_receipt(actor: Actor, role: str | None, received_at: datetime, entered_at: datetime, calendar: Calendar) -> None:
    """Check a past instant of receipt: aware instants in UTC.

    role: who may enter one, as the diagram's `receipt.backdating` says; None: nobody.

    Raises Rejection("bad_request") with the field's error for an instant that has not come or lies before the 5th working day before the
    day of entry, Rejection("forbidden") where the actor does not hold the role.

    Source: procedures, "received is not entered".
    """
    if received_at > entered_at:
        raise _refused(Message("Expected an instant of receipt that has come, but found %(found)s", {"found": instant_text(received_at)}))
    if role is None or not plays(actor, role):
        raise Rejection(
            "forbidden", "Expected the role %(role)s to enter an earlier instant of receipt, but you do not hold it", role=role or "-"
        )
    earliest = calendar.add_working_days(entered_at.astimezone(calendar.zone).date(), -MOST_WORKING_DAYS)
    if received_at.astimezone(calendar.zone).date() < earliest:
        raise _refused(
            Message(
                "Expected an instant of receipt on or after %(earliest)s, the 5th working day before today, but found %(found)s",
                {"earliest": earliest.isoformat(), "found": instant_text(received_at)},
            )
        )


def _refused(message: Message) -> Rejection:
    return Rejection("bad_request", message.template, field_errors={ENTERED: message}, **message.facts)
