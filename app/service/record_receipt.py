"""Record that a paper was received before it is entered: it counts from its receipt.

A reply received before a deadline meets it. Where silence had taken effect meanwhile, the record is set right by this event, effective at
the receipt; where the case went on from is for an operator to put right.

Source: opinions, article 34; procedures, section 1, "received is not entered"; docs/architecture, "A receipt proven earlier".
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from app.audit.asked_deadline import said_reason
from app.audit.proven_receipt import ProvenReceipt, checked_receipt
from app.domain.deadline import State
from app.domain.deadline_row import to_row
from app.domain.fact import Fact
from app.domain.instant import instant_text
from app.domain.rejection import Message, Rejection
from app.service.work import Outcome, Work


class RecordReceipt(Struct, frozen=True):
    """received_at: aware, UTC: the instant of receipt, as of which the event holds. element_key: of the step whose reply it is; None: the
    only one with a deadline, else the case as a whole. document_key: of the proof, a document of the case. answers: what the reply said, by
    the form of the step whose silence it undoes; None: that is not entered."""

    case_key: int
    received_at: datetime
    reason: str
    document_key: int
    element_key: int | None = None
    answers: Mapping[str, Any] | None = None


def handle(command: RecordReceipt, work: Work) -> Outcome:
    said = ProvenReceipt(command.case_key, command.received_at, command.reason, command.element_key, command.answers)
    asked = checked_receipt(work.store, work.actor, work.surroundings, said, work.recorded_at)
    reason = said_reason(command.reason)
    _check_proof(work, command)
    case, key = work.case(), None if asked is None else asked.deadline.element_instance_key
    element = None if asked is None else asked.deadline.element_id
    fact = Fact("receipt_recorded", element, key, {"receivedAt": instant_text(command.received_at), "documentKey": command.document_key})
    recorded: dict[str, Any] = {"deadlineKey": None, "lapsed": None, "instanceKey": None, "reason": reason}
    if asked is not None and key is not None:
        recorded["deadlineKey"] = str(key)
        if asked.deadline.state is State.LAPSED:
            fact.public["undoesLapseAt"] = instant_text(asked.deadline.effective_at)
            recorded |= {
                "lapsed": json.dumps(to_row(asked.deadline), ensure_ascii=False, sort_keys=True),
                "instanceKey": str(asked.instance_key),
            }
            if asked.answers is not None:
                recorded |= {"answers": asked.answers, "userTaskKey": str(asked.task_key)}
                fact.public["userTaskKey"] = asked.task_key
            case.undo_lapse(asked.deadline, asked.instance_key)
        else:
            case.prove_receipt(key)
    digest = case.file_of(key) if key is not None else None
    return Outcome("receipt_recorded", [fact, *case.facts], {"seq": work.head.seq + 1}, case, element, recorded, digest)


def _check_proof(work: Work, command: RecordReceipt) -> None:
    """Raise Rejection("bad_request") unless the proof is a document of the case."""
    known = work.store.value(
        "SELECT 1 FROM document WHERE key = :key AND case_key = :case_key", key=command.document_key, case_key=command.case_key
    )
    if known is None:
        message = Message(
            "Expected a document of this case as proof, but there is none with the key %(key)s", {"key": command.document_key}
        )
        raise Rejection("bad_request", message.template, field_errors={"documentId": message}, **message.facts)
