"""A decision that a leader made on paper, entered by a secretary with its scan: who may, and what is told of it.

The secretary acts in the leader's place, so every record says both, and four eyes are asked of both. It counts from its entry: that a
decision was made on paper before moves no deadline; a receipt proven in time is entered as such.

Source: docs/permissions, "a secretary may enter a decision made on paper, marked so, with the scan".
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from msgspec import Struct

from app.domain.actor import Actor, Holding
from app.domain.attached_file import Attachment, added_documents
from app.domain.fact import Fact
from app.domain.instant import instant_text, read_instant
from app.domain.marked import marked
from app.domain.permissions import holds_task, may_work_on, plays, role_names
from app.domain.rejection import Message, Rejection
from app.domain.roles import LEADERS, SECRETARY
from app.domain.task import TaskRecord, require_open, require_own_work
from app.store.database import Reader

PURPOSE: Final = "decision on paper"
SCAN: Final = "documentId"
"""At which field a refusal speaks of the scan."""


class OnPaper(Struct, frozen=True):
    """leader: the account of who decided. decided_at: when, aware, UTC. document_key: of the scan, a document of the case; scan: a file
    that becomes one by the same event, so that what is refused leaves nothing in the case."""

    leader: str
    decided_at: datetime
    document_key: int = 0
    scan: Attachment | None = None


def check_entry(store: Reader, actor: Actor, task: TaskRecord, said: OnPaper, now: datetime) -> Fact:
    """Return the fact that a decision was entered. now: the deciding instant.

    Raises Rejection: ("not_found") for who may not see the task, ("forbidden") for who is no secretary and for leaders themselves, for a
    task that is open no more as require_open does, ("bad_request") with field errors for a leader before whom it is not put, for an
    instant before the step began or still to come, and for a scan that the case does not have.
    """
    require_open(actor, task)
    if not plays(actor, SECRETARY):
        message = marked("Expected the role %(roles)s to enter a decision made on paper, but you do not hold it")
        raise Rejection("forbidden", message, roles=role_names((SECRETARY,)))
    if said.leader == actor.account:
        raise Rejection("forbidden", "Expected somebody else's decision on paper; your own you make here yourself")
    leader = next((one for one in leaders_of(store, task) if one.account == said.leader), None)
    if leader is not None:
        require_own_work(leader, task)
    else:
        _wrong("leader", Message("Expected a leader before whom this step is put, but found %(found)s", {"found": said.leader[:63] or "-"}))
    _check_instant(store, task, said.decided_at, now)
    digest = said.scan.digest if said.scan is not None else _scan_of(store, task, said)
    public = {"leader": said.leader, "decidedAt": instant_text(said.decided_at), "documentKey": said.document_key}
    return Fact("paper_decision_entered", task.element_id, task.key, public, {"digest": digest})


def added_scan(said: OnPaper, task: TaskRecord, new_number: Callable[[str], int]) -> Fact:
    """Return the fact by which the file that came with an entry becomes a document of the case.

    Raises Rejection("bad_answers") at the scan for a file that is not what its name says.
    """
    (fact,) = added_documents((said.scan,) if said.scan is not None else (), new_number)[1]
    fact.public["userTaskKey"] = task.key
    fact.private["purpose"] = PURPOSE
    return fact


def _scan_of(store: Reader, task: TaskRecord, said: OnPaper) -> str:
    """Return the digest of a scan that lies in the case already."""
    scan = store.one("SELECT digest FROM document WHERE key = :key AND case_key = :case", key=said.document_key, case=task.case_key)
    if scan is None:
        _wrong("documentId", Message("Expected the scan among the documents of this case, but there is none with this key", {}))
    return str(scan["digest"]) if scan is not None else ""


def leaders_of(store: Reader, task: TaskRecord) -> list[Actor]:
    """Return the leaders who could decide on a task now: those who have it, or, while nobody has, its candidates."""
    rows = store.all(
        "SELECT h.account, h.role, h.unit, a.display_name FROM holding h JOIN account a ON a.name = h.account"
        " WHERE a.state = 'active' AND h.account IN (SELECT account FROM holding WHERE role IN (:first, :second, :third))"
        " ORDER BY h.account",
        **dict(zip(("first", "second", "third"), LEADERS, strict=True)),
    )
    held: dict[str, tuple[str, set[Holding]]] = {}
    for row in rows:
        held.setdefault(row["account"], (row["display_name"], set()))[1].add(Holding(row["role"], row["unit"]))
    actors = [Actor(account, name, frozenset(holdings)) for account, (name, holdings) in held.items()]
    return [one for one in actors if may_work_on(one, task.sight) and _as_leader(one, task)]


def _as_leader(one: Actor, task: TaskRecord) -> bool:
    return bool(task.sight.groups & set(LEADERS)) or holds_task(one, task.sight)


def _check_instant(store: Reader, task: TaskRecord, decided_at: datetime, now: datetime) -> None:
    began = read_instant(store.value("SELECT created_at FROM user_task WHERE key = :key", key=task.key))
    facts: Mapping[str, Any] = {"began": instant_text(began), "found": instant_text(decided_at)}
    if decided_at > now:
        _wrong("decidedAt", Message("Expected a decision made before it is entered, but found %(found)s", facts))
    if decided_at < began:
        _wrong("decidedAt", Message("Expected a decision made after the step began at %(began)s, but found %(found)s", facts))


def _wrong(field: str, message: Message) -> None:
    raise Rejection("bad_request", message.template, field_errors={field: message}, **message.facts)
