"""What an operator chooses from who moves a case, and what would come of it: computed as the command would, and kept nowhere."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from app.audit.reply_correction import refuse_unless_right
from app.audit.surroundings import Surroundings
from app.domain.deadline import Deadline
from app.domain.fact import Fact
from app.domain.modification import Modification
from app.engine.case import Case
from app.engine.deadline_commands import REPLY_PROVEN
from app.engine.standing import Standing, Target
from app.store.database import Reader


class MoveChoice(Struct, frozen=True):
    standing: Sequence[Standing]
    targets: Sequence[Target]


def move_choice(store: Reader, surroundings: Surroundings, case_key: int, instance_key: int, now: datetime) -> MoveChoice:
    """Return what may be ended in a process instance, and what may be begun. Raises Rejection("case_closed")."""
    case = _case(store, surroundings, case_key, now)
    return MoveChoice(case.standing(instance_key), case.targets(instance_key))


class MovedCase(Struct, frozen=True):
    """facts: as the command would record them. kept: the deadlines that ran before and run on. ends: whether nothing would be left."""

    facts: Sequence[Fact]
    kept: Sequence[Deadline]
    ends: bool


def moved_case(store: Reader, surroundings: Surroundings, case_key: int, instance_key: int, said: Modification, now: datetime) -> MovedCase:
    """Return what would come of a modification. What the product itself would do at automatic steps is left out: nothing is done here.

    Raises the Rejection with which the command would be answered.
    """
    case = _case(store, surroundings, case_key, now)
    before = {deadline.element_instance_key for deadline in case.deadlines() if deadline.is_open}
    case.modify(instance_key, said)
    kept = [deadline for deadline in case.deadlines() if deadline.is_open and deadline.element_instance_key in before]
    return MovedCase(case.facts, kept, any(fact.kind == "process_instance_cancelled" for fact in case.facts))


def refuse_settling(store: Reader, surroundings: Surroundings, case_key: int, incidents: Sequence[int], now: datetime) -> None:
    """Raise the Rejection with which the command would be answered that moves a case on account of replies that were proven, whose data
    nobody has put right. incidents: keys of theirs."""
    case = _case(store, surroundings, case_key, now)
    sql = "SELECT element_instance_key FROM incident WHERE key = :key AND case_key = :case AND kind = :kind AND state = 'ACTIVE'"
    for key in incidents:
        if (proven := store.value(sql, key=key, case=case_key, kind=REPLY_PROVEN)) is not None:
            refuse_unless_right(store, surroundings, case, case_key, proven)


def _case(store: Reader, surroundings: Surroundings, case_key: int, now: datetime) -> Case:
    snapshot = store.value("SELECT snapshot FROM case_state WHERE case_key = :key", key=case_key)
    return Case.restore(surroundings.world(store, case_key, now, now), bytes(snapshot))
