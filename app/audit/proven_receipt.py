"""Whether a receipt may be entered that lies before its entry: all that is known before there is a proof.

Source: opinions, article 34; procedures, section 1, "received is not entered".
"""

from datetime import datetime

from msgspec import Struct

from app.audit.asked_deadline import case_seen, said_reason
from app.audit.naming_the_writer import refuse_naming_text
from app.audit.replied_deadline import Replied, backdating_role, replied_deadline
from app.audit.surroundings import Surroundings
from app.domain.actor import Actor
from app.domain.backdating import ENTERED, check_receipt
from app.domain.deadline import Deadline, State
from app.domain.instant import instant_text
from app.domain.rejection import Message, Rejection
from app.domain.silence import reply_proven, reply_received
from app.store.database import Reader


class ProvenReceipt(Struct, frozen=True):
    """received_at: aware, UTC. reason: as it was typed. element_key: of the step whose reply it is; None: see replied_deadline."""

    case_key: int
    received_at: datetime
    reason: str
    element_key: int | None = None


def checked_receipt(store: Reader, actor: Actor, surroundings: Surroundings, said: ProvenReceipt, now: datetime) -> Replied | None:
    """Return the deadline that a receipt replies to, None where the case has none; now: of its entry, aware, UTC.

    Raises the Rejection with which the command would be answered, whatever the proof: "not_found", "forbidden", "bad_request" with the
    field's error, "too_late" or "state_forbids".
    """
    found = case_seen(store, actor, said.case_key)
    asked = replied_deadline(store, said.case_key, said.element_key)
    role = backdating_role(store, surroundings, found, asked)
    check_receipt(actor, role, said.received_at, now, surroundings.calendar(store))
    refuse_naming_text(store, actor, found.key, found.sight, {"reason": said_reason(said.reason)})
    if asked is not None:
        _check_begun(asked.deadline, said.received_at)
        meets = reply_proven if asked.deadline.state is State.LAPSED else reply_received
        meets(asked.deadline, said.received_at, now)
    return asked


def _check_begun(deadline: Deadline, received_at: datetime) -> None:
    """Raise Rejection("bad_request") for a reply from before anything was asked."""
    if received_at < deadline.started_at:
        message = Message(
            "Expected a reply received after its period began at %(began)s, but found %(found)s",
            {"began": instant_text(deadline.started_at), "found": instant_text(received_at)},
        )
        raise Rejection("bad_request", message.template, field_errors={ENTERED: message}, **message.facts)
