"""Whether a case may still say that a silence counts which a proven reply has undone: until an operator has put it right, nothing goes out.

Source: opinions, article 34; docs/architecture, "A receipt proven earlier": the record is set right at once, the data by a person.
"""

import json
from collections.abc import Iterable
from contextlib import suppress
from typing import Final

from app.audit.surroundings import Surroundings
from app.domain.fact import Fact
from app.domain.lost_definitions import LOST
from app.domain.marked import marked
from app.domain.rejection import Rejection
from app.engine.deadline_commands import REPLY_PROVEN
from app.store.database import Reader

_STANDS: Final = marked(
    "Expected a case that nothing undone stands in, but a reply to %(step)s is proven, and its data may still say that silence counts:"
    " once the operator has put them right and resolved the incident, this can go out"
)
_TO_BE_MOVED: Final = marked(
    "Expected a case that stands where it belongs, but a reply to %(step)s is proven: its data are put right, and once the operator has"
    " moved the case or resolved the incident, this can go out"
)


def undone_silence(store: Reader, surroundings: Surroundings, case_key: int) -> Rejection | None:
    """Return the refusal of what would go out of a case; None where nothing stands against it."""
    row = store.one(
        "SELECT i.element_id, i.element_instance_key, p.digest FROM incident i JOIN process_instance p ON p.key = i.process_instance_key"
        " WHERE i.case_key = :key AND i.kind = :kind AND i.state = 'ACTIVE' ORDER BY i.key DESC LIMIT 1",
        key=case_key,
        kind=REPLY_PROVEN,
    )
    if row is None:
        return None
    element = None
    with suppress(*LOST):
        element = surroundings.diagram(store, row["digest"]).element(row["element_id"])
    words = _TO_BE_MOVED if was_put_right(store, case_key, row["element_instance_key"]) else _STANDS
    return Rejection("state_forbids", words, step=(element.name if element is not None else "") or row["element_id"])


def was_put_right(store: Reader, case_key: int, deadline_key: int) -> bool:
    """Say whether what the silence of a deadline left in the data of a case was put right, by the event of its own."""
    rows = store.all("SELECT body FROM audit_event WHERE case_key = :key AND kind = 'reply_put_right'", key=str(case_key))
    said = (fact for row in rows for fact in json.loads(row["body"])["facts"] if fact["fact"] == "reply_put_right")
    return any(fact["elementInstanceKey"] == str(deadline_key) for fact in said)


def refuse_undone_silence(store: Reader, surroundings: Surroundings, case_key: int) -> None:
    """Raise Rejection("state_forbids") before a paper goes out that may say what no longer holds."""
    refusal = undone_silence(store, surroundings, case_key)
    if refusal is not None:
        raise refusal


def refuse_stopped_paper(store: Reader, surroundings: Surroundings, case_key: int, facts: Iterable[Fact]) -> None:
    """Raise the same where a step of a case did not get its paper for that: whoever completes the task before it is told at once."""
    failed = [fact for fact in facts if fact.kind == "incident_opened" and fact.public["code"] == "internal_job"]
    refusal = undone_silence(store, surroundings, case_key) if failed else None
    if refusal is not None and any(fact.private["facts"]["problem"] == str(refusal) for fact in failed):
        raise refusal
