"""Whether a receipt may be entered that lies before its entry: all that is known before there is a proof.

Source: opinions, article 34; procedures, section 1, "received is not entered".
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from app.audit.asked_deadline import case_seen, said_reason
from app.audit.naming_the_writer import refuse_naming, refuse_naming_text
from app.audit.replied_deadline import Replied, backdating_role, replied_deadline
from app.audit.silent_step import silent_step
from app.audit.surroundings import Surroundings
from app.domain.actor import Actor
from app.domain.backdating import ENTERED, check_receipt
from app.domain.deadline import State
from app.domain.instant import instant_text, read_instant
from app.domain.rejection import Message, Rejection
from app.domain.reserved_names import refuse_reserved
from app.domain.silence import reply_proven, reply_received
from app.form import check_answers
from app.store.database import Reader


class ProvenReceipt(Struct, frozen=True):
    """received_at: aware, UTC. reason: as it was typed. element_key: of the step whose reply it is; None: see replied_deadline.

    answers: what the reply said, where it undoes a silence; None: that is not entered.
    """

    case_key: int
    received_at: datetime
    reason: str
    element_key: int | None = None
    answers: Mapping[str, Any] | None = None


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
    refuse_naming(store, actor, found.key, found.sight, said.answers or {})
    if asked is not None:
        # What a retroactive deadline asks for was asked before its step was entered, which only establishes that nothing came.
        opened = read_instant(found.received_at or found.started_at)
        _check_begun(opened if asked.deadline.retroactive else asked.deadline.started_at, said.received_at)
        meets = reply_proven if asked.deadline.state is State.LAPSED else reply_received
        meets(asked.deadline, said.received_at, now)
    if said.answers is not None:
        if asked is None or asked.deadline.state is not State.LAPSED:
            raise Rejection("bad_request", "Expected answers for a step whose silence took effect only, but found none such")
        asked = _checked_reply(store, surroundings, said, asked, now)
    return asked


def _checked_reply(store: Reader, surroundings: Surroundings, said: ProvenReceipt, asked: Replied, now: datetime) -> Replied:
    """Return what a reply replies to, with what it said as the form of the silent step has it written.

    The form is that which the task asked with, and what it knew is what the task saw just before silence took effect.

    Raises Rejection("bad_answers") with what is wrong by field; ("bad_request") where no form asked.
    """
    sent, step = said.answers or {}, silent_step(store, surroundings, said.case_key, asked.deadline.element_instance_key)
    if step is None:
        raise Rejection("bad_request", "Expected no answers, because no single form asked for this reply")
    refuse_reserved(sent)
    keys = [str(row["key"]) for row in store.all("SELECT key FROM document WHERE case_key = :key", key=said.case_key)]
    checked = check_answers(step.form, sent, step.known, surroundings.feel_world(store, now), keys)
    if checked.errors:
        message = "Expected answers that fit the form, but %(count)s do not"
        raise Rejection("bad_answers", message, field_errors=checked.errors, count=len(checked.errors))
    return asked._replace(answers=dict(checked.values), task_key=step.task_key)


def _check_begun(began: datetime, received_at: datetime) -> None:
    """Raise Rejection("bad_request") for a reply from before anything was asked."""
    if received_at < began:
        message = Message(
            "Expected a reply received after its period began at %(began)s, but found %(found)s",
            {"began": instant_text(began), "found": instant_text(received_at)},
        )
        raise Rejection("bad_request", message.template, field_errors={ENTERED: message}, **message.facts)
