"""What gives or takes points: lateness and returns of elements whose diagram names a points rule. How many is a decision table's.

Source: Opinions, articles 15 and 57; procedures, section 3, "Points".
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct

from app.domain.calendar import Calendar
from app.domain.deadline import Deadline, State
from app.domain.fact import Fact
from app.domain.instant import instant_text, read_instant
from app.domain.rejection import Rejection

TABLE: Final = "points"
"""The id of the decision that says which event takes or gives how many."""

PROPERTY: Final = "points"
UNIT_PROPERTY: Final = "points.unit"

UNDONE: Final = "undone"
"""What was taken for a miss is given back, because by a decree or a proven receipt there was none."""

RETURNED: Final = "returned"
"""Work that was done comes back: its element is entered again in the same scope, by a send-back or by a way drawn in the diagram."""

WITHDRAWN: Final = "withdrawn"
"""What a submission moved is given back, because it was withdrawn."""

LATE: Final = "late"
BY_SUBMISSION: Final = frozenset({LATE, "met"})
BY_ARRIVAL: Final = frozenset({RETURNED, "overdue"})
"""What moves points as an element is done, and as it is reached: with the submission, these are withdrawn."""

BY_MISS: Final = frozenset({"missed", "overdue"})
"""What a passing deadline moved; it stays where a submission is withdrawn, and goes where there was no miss after all."""

BY_LATENESS: Final = BY_MISS | {"late", "lapsed"}
"""What is given back where there was no miss after all. That the work came back as well is another matter, and stays."""

APPEAL: Final = "appeal"
STEP_TYPE: Final = "duban:points"
NO_RETURN: Final = "noReturn"
"""Said beside an operator's move: it is nobody's sending back. One of before that counted as such, and moved the points of it."""

STEP: Final = "step"
"""What a step of the type duban:points is for, where its diagram says nothing else."""

MOST: Final = Decimal(1000)
_HUNDREDTHS: Final = Decimal("0.01")
_AT_DEADLINE: Final = {"deadline_missed": "missed", "deadline_lapsed": "lapsed"}


class Occasion(Struct, frozen=True):
    """Something that a points rule may be asked about.

    event: missed (the deadline passed), overdue (it lay behind already when the element was reached), late (done after it), met (done
    before it), lapsed (silence took effect), returned (reached, perhaps again: whether it had been done before is for who knows the case),
    `undone` or `withdrawn`. days: working days of lateness since the element was reached; of one that was met, working days ahead of the
    deadline. place: of the fact, in the event's body. scope: in which an element was reached. undoes: the events whose movements are
    given back; empty: all.
    """

    element_id: str
    key: int
    event: str
    days: int
    deadline_at: str | None
    place: int
    scope: int = 0
    undoes: frozenset[str] = frozenset()


def occasions(facts: Iterable[Fact], deadlines: Iterable[Deadline], calendar: Calendar) -> Iterator[Occasion]:
    """Yield what happened to deadlines in one event, in order.

    deadlines: as they stand after it, with those that it ended; one that was missed before has no fact of its own when its element is
    done.
    """
    known = {deadline.element_instance_key: deadline for deadline in deadlines}
    late = {key: deadline for key, deadline in known.items() if deadline.state is State.MISSED and not deadline.is_open}
    facts = list(facts)
    withdrawn = any(fact.kind == "completion_withdrawn" for fact in facts)
    for place, fact in enumerate(facts):
        if fact.key is None:
            continue
        moved = _of_a_withdrawal(fact, place) if withdrawn else _reached(fact, place)
        if moved is not None:
            yield moved
        said, element = fact.public, fact.element_id or ""
        if fact.kind in ("element_completed", "process_instance_completed") and fact.key in late:
            found = late[fact.key]
            yield Occasion(found.element_id, fact.key, LATE, late_days(found, calendar), instant_text(found.deadline_at), place)
        elif fact.kind in _AT_DEADLINE:
            behind = fact.kind == "deadline_missed" and fact.key in known and _lay_behind(known[fact.key])
            yield Occasion(element, fact.key, "overdue" if behind else _AT_DEADLINE[fact.kind], 0, said["deadlineAt"], place)
        elif fact.kind == "deadline_met" and (said.get("undoesMissAt") or said.get("undoesLapseAt")):
            yield Occasion(element, fact.key, UNDONE, 0, said["deadlineAt"], place)
        elif fact.kind == "deadline_met" and not said.get("recordedAt"):
            ahead = calendar.working_days_between(_on(said["at"], calendar), _on(said["deadlineAt"], calendar))
            yield Occasion(element, fact.key, "met", max(ahead, 0), said["deadlineAt"], place)
        elif fact.kind == "deadline_recomputed" and said.get("earlierRedVoid"):
            yield Occasion(element, fact.key, UNDONE, 0, said["deadlineAt"], place)


def _reached(fact: Fact, place: int) -> Occasion | None:
    if fact.kind != "element_entered":
        return None
    return Occasion(fact.element_id or "", fact.key or 0, RETURNED, 0, None, place, int(fact.public["scopeKey"]))


def _of_a_withdrawal(fact: Fact, place: int) -> Occasion | None:
    """Return what a withdrawal gives back. That the step is entered again is no return: it never left its holder's hands."""
    undoes = {"completion_withdrawn": BY_SUBMISSION, "element_cancelled": BY_ARRIVAL}.get(fact.kind)
    return Occasion(fact.element_id or "", fact.key or 0, WITHDRAWN, 0, None, place, undoes=undoes) if undoes is not None else None


def _lay_behind(deadline: Deadline) -> bool:
    """Say whether a deadline lay behind already when its element was reached: whoever got the work then is not who was late."""
    return deadline.deadline_at <= deadline.entered_at


def late_days(late: Deadline, calendar: Calendar, *since_when: datetime) -> int:
    """Return the working days from the deadline, or from when its element was reached where that was later, to when it was done.

    since_when: further instants before which no lateness counts.
    """
    done, since = late.ended_at or late.deadline_at, max(late.deadline_at, late.entered_at, *since_when)
    return max(calendar.working_days_between(calendar.local_date(since), calendar.local_date(done)), 0)


def _on(text: str, calendar: Calendar) -> date:
    return calendar.local_date(read_instant(text))


def points_text(value: Decimal) -> str:
    """Return points as facts and tables hold them: two decimals, with a sign where they are taken."""
    return f"{value.quantize(_HUNDREDTHS):f}"


def read_answer(answer: Any) -> tuple[Decimal, str, str] | None:
    """Return points, code and article out of what the table answered; None where it says nothing, or none.

    Raises Rejection("bad_value") for an answer of another shape: what the office meant cannot be known.
    """
    if answer is None:
        return None
    points = answer.get("points") if isinstance(answer, Mapping) else None
    if isinstance(answer, Mapping) and (points is None or points == 0):
        return None
    if not isinstance(points, Decimal) or not points.is_finite() or abs(points) > MOST or points != points.quantize(_HUNDREDTHS):
        raise Rejection(
            "bad_value",
            "Expected points as a number with at most two decimals in the table points, but found %(found)s",
            found=str(points)[:60],
        )
    texts = [answer.get(name) for name in ("code", "article")]
    if not all(isinstance(text, str) and text.strip() for text in texts):
        raise Rejection("bad_value", "Expected a code and an article beside the points in the table points, but found none")
    return points, str(texts[0]), str(texts[1])
