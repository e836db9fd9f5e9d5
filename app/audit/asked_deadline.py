"""Which deadline of a case somebody means, and whether its clock is theirs to stop.

Source: docs/permissions, "A clock is stopped and started by who may complete the element, and by the owner."
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from msgspec.structs import replace

from app.audit.surroundings import Surroundings
from app.domain.actor import Actor
from app.domain.deadline import Deadline, State
from app.domain.deadline_row import to_row
from app.domain.marked import marked
from app.domain.permissions import in_place_of, may_work_on, plays, sees_case
from app.domain.rejection import Message, Rejection
from app.engine.case import Case
from app.store.database import Reader
from app.store.read_case import CaseRecord, case_by_key
from app.store.read_task import read_task

MOST_REASON: Final = 1_000
"""Characters of a reason."""

NO_REASON: Final = marked("Expected a reason of 1 to %(most)s characters, but found %(found)s")


def case_seen(store: Reader, actor: Actor, case_key: int) -> CaseRecord:
    """Return a case. Raises Rejection("not_found") where there is none that the actor may see."""
    found = case_by_key(store, case_key)
    if found is None or not sees_case(actor, found.sight):
        raise Rejection("not_found", "Expected a case that you may see, but there is none")
    return found


def said_reason(text: str) -> str:
    """Return a reason as it is recorded. Raises Rejection("bad_request") for none, and for one that is too long."""
    return said_words(text, NO_REASON)


def said_words(text: str, template: str) -> str:
    """As `said_reason`, of a question or an answer. template: the sentence that refuses it, with `most` and `found`."""
    words = text.strip()
    if not 1 <= len(words) <= MOST_REASON:
        message = Message(template, {"most": MOST_REASON, "found": len(words)})
        raise Rejection("bad_request", message.template, field_errors={"reason": message}, **message.facts)
    return words


def asked_deadline(store: Reader, case: Case, found: CaseRecord, key: int | None, wanted: State) -> Deadline:
    """Return the open deadline that a key names; without a key, the only one in the wanted state.

    Raises Rejection("not_found") for a key that is no deadline of the case, ("state_forbids") for one that has ended and where none is in
    the wanted state, ("bad_request") that lists them where several are.
    """
    held = [deadline for deadline in case.deadlines() if deadline.is_open]
    if key is None:
        return _only([deadline for deadline in held if deadline.state is wanted], wanted)
    for deadline in held:
        if deadline.element_instance_key == key:
            return deadline
    state = store.value("SELECT state FROM deadline WHERE key = :key AND case_key = :case_key", key=key, case_key=found.key)
    if state is None:
        raise Rejection("not_found", "Expected a deadline %(key)s of this case, but there is none", key=key)
    raise Rejection("state_forbids", "Expected an open deadline, but it has ended as %(state)s", state=state)


def _only(several: list[Deadline], wanted: State) -> Deadline:
    if not several:
        raise Rejection("state_forbids", "Expected a deadline that is %(state)s, but this case has none", state=wanted.value)
    if len(several) > 1:
        listed = ", ".join(f"{deadline.element_instance_key} ({deadline.element_id})" for deadline in several)
        raise Rejection("bad_request", "Expected deadlineKey to name one of these deadlines, but found none: %(listed)s", listed=listed)
    return several[0]


def deadline_row(case: Case, key: int) -> dict[str, Any]:
    """Return a deadline of the case as it stands, as plain values: see app/domain/deadline_row.py."""
    return to_row(next(deadline for deadline in case.deadlines() if deadline.element_instance_key == key))


def may_stop(store: Reader, actor: Actor, found: CaseRecord, case: Case, deadline: Deadline) -> bool:
    """Say whether the actor may stop and restart the clock of a deadline.

    A step that holds others (a sub-process, a call) is completed by whoever completes what is open in it. A process is its owner's; one
    without an owner, whose work is open in it and who started it.
    """
    owner, key = found.sight.owner, deadline.element_instance_key
    if owner is not None and plays(actor, owner):
        return True
    if case.is_process(key) and owner is not None:
        return False
    if case.is_process(key) and actor.account == found.sight.started_by:
        return True
    return _works_on_one(store, actor, case.tasks_inside(key))


def acting_on(store: Reader, own: Actor, standing: Actor, found: CaseRecord, case: Case, deadline: Deadline) -> Actor | None:
    """Return the actor as the one who acts on an open deadline: in the own right where that reaches, else in the place of somebody away in
    whose hands the step is, or would be; in whose place it was taken. None: who may do neither.

    own: without those for whom the actor stands in; standing: with them. Source: Opinions, article 37 (AB角).
    """
    actor = own if may_stop(store, own, found, case, deadline) else standing
    if actor.holds("auditor") or not may_stop(store, actor, found, case, deadline):
        return None
    if found.sight.owner is not None and plays(actor, found.sight.owner):
        return actor
    tasks = (read_task(store, key) for key in case.tasks_inside(deadline.element_instance_key))
    sights = [task.sight for task in tasks if task is not None and may_work_on(actor, task.sight)]
    places = [in_place_of(actor, sight) for sight in sights]
    # In one's own right where one step is one's own.
    return replace(actor, acting_for=places[0]) if places and None not in places else actor


def stopping(store: Reader, own: Actor, standing: Actor, found: CaseRecord, case: Case, deadline: Deadline) -> Actor:
    """Return who stops or restarts the clock of a deadline, as `acting_on`. Raises Rejection("forbidden") for who may not."""
    actor = acting_on(store, own, standing, found, case, deadline)
    if actor is None:
        raise _not_theirs()
    return actor


def clocks_of(store: Reader, actor: Actor, found: CaseRecord, case: Case) -> frozenset[int]:
    """Return the keys of the open deadlines whose clock the actor may stop and restart."""
    if actor.holds("auditor"):
        return frozenset()
    held = [deadline for deadline in case.deadlines() if deadline.is_open]
    return frozenset(deadline.element_instance_key for deadline in held if may_stop(store, actor, found, case, deadline))


def require_any_clock(store: Reader, actor: Actor, found: CaseRecord, case: Case) -> None:
    """As `stopping`, where no deadline is named: one of the case's clocks has to be the actor's."""
    owns = not actor.holds("auditor") and found.sight.owner is not None and plays(actor, found.sight.owner)
    if not owns and not clocks_of(store, actor, found, case):
        raise _not_theirs()


def restored_case(store: Reader, surroundings: Surroundings, case_key: int, now: datetime) -> Case:
    """Return a case as its newest snapshot has it, to ask it and to change nothing."""
    raw = store.value("SELECT snapshot FROM case_state WHERE case_key = :key", key=case_key)
    return Case.restore(surroundings.world(store, case_key, now, now), bytes(raw))


def _works_on_one(store: Reader, actor: Actor, keys: Iterable[int]) -> bool:
    tasks = (read_task(store, key) for key in keys)
    return any(task is not None and may_work_on(actor, task.sight) for task in tasks)


def _not_theirs() -> Rejection:
    return Rejection(
        "forbidden", "Expected somebody who may complete the step, or the owner of the procedure, to stop its clock, but you are neither"
    )
