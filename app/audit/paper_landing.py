"""Putting a running paper case where it stands, in memory: what its row says is checked, and the engine goes there as of the past.

Nothing is stored here. The sheet's page shows what comes out, and the command that takes the case over keeps it.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from msgspec import Struct, field

from app.audit.paper_procedure import PaperProcedure, sent_by
from app.audit.surroundings import Surroundings
from app.diagram.way_in import WayIn
from app.domain.paper_sheet import (
    ENTERED,
    HOLDER,
    MOST_NUMBER,
    NUMBER,
    RECEIVED,
    STEP,
    CellError,
    PaperCase,
    past_instant,
)
from app.domain.rejection import Message, Rejection
from app.engine.case import Case
from app.engine.course import Course
from app.feel import FeelWorld
from app.form import Form, check_answers
from app.store.database import Reader

_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)
_NOT_THERE: Final = Message("the case does not come to a stand there: enter it where its procedure waits for somebody", {})


class Landing(Struct):
    """What one row comes to. errors: what is wrong with it, by column; the rest is complete only where there are none.

    received_at, entered_at: aware, UTC. variables: what the case begins with. course: how it comes to its step. assignee: the account
    that gets the task. case: as it stands as of entered_at; nothing that has come due since has happened to it.
    """

    procedure: PaperProcedure
    paper: PaperCase
    errors: list[CellError] = field(default_factory=list)
    received_at: datetime = _LONG_AGO
    entered_at: datetime = _LONG_AGO
    way: WayIn | None = None
    variables: dict[str, Any] = field(default_factory=dict)
    course: Course = field(default_factory=Course)
    assignee: str | None = None
    case: Case | None = None

    def wrong(self, column: str, message: Message) -> None:
        self.errors.append(CellError(column, message))

    @property
    def task(self) -> Any:
        """The fact of the task that was opened at the step; None where the step is no task."""
        facts = self.case.facts if self.case is not None and self.way is not None else []
        step = self.way.step.id if self.way is not None else ""
        return next((fact for fact in facts if fact.kind == "task_created" and fact.element_id == step), None)


def land(
    store: Reader,
    surroundings: Surroundings,
    procedure: PaperProcedure,
    paper: PaperCase,
    base_key: int,
    now: datetime,
    case_facts: Mapping[str, Any],
) -> Landing:
    """Return what a row comes to. base_key: the key that the case gets. now: the deciding instant. case_facts: what `case` reads, but for
    the instant of receipt, which the row says."""
    found = Landing(procedure, paper)
    _read_number(found)
    _read_instants(found, now, surroundings, store)
    found.way = procedure.way_to(paper.cells[STEP])
    if found.way is None:
        known = "、".join(f"{way.step.title} ({way.step.id})" for way in procedure.ways if way.refusal is None)
        found.wrong(
            STEP,
            Message(
                "expected a step of the procedure, found %(found)s; it has %(known)s", {"found": paper.cells[STEP] or "-", "known": known}
            ),
        )
    elif found.way.refusal is not None:
        found.wrong(STEP, found.way.refusal)
    if found.errors:
        return found
    going = _Going(store, surroundings, base_key, now, case_facts)
    _read_answers(found, going)
    if not found.errors:
        _go_there(found, going)
    if not found.errors:
        _give_to(found, store)
    return found


def _read_number(found: Landing) -> None:
    number = found.paper.cells[NUMBER]
    if not number:
        found.wrong(NUMBER, Message("expected the number that the case has on paper, found nothing", {}))
    elif len(number) > MOST_NUMBER:
        found.wrong(NUMBER, Message("expected at most %(most)s characters, found %(found)s", {"most": MOST_NUMBER, "found": len(number)}))


def _read_instants(found: Landing, now: datetime, surroundings: Surroundings, store: Reader) -> None:
    calendar, cells = surroundings.calendar(store), found.paper.cells
    received, wrong = past_instant(cells[RECEIVED], RECEIVED, now, calendar)
    entered, wrong_too = past_instant(cells[ENTERED], ENTERED, now, calendar)
    found.errors += [error for error in (wrong, wrong_too) if error is not None]
    if received is None or entered is None:
        return
    if entered < received:
        found.wrong(
            ENTERED,
            Message(
                "expected a time at or after the receipt, %(received)s, found %(found)s",
                {"received": cells[RECEIVED], "found": cells[ENTERED]},
            ),
        )
    found.received_at, found.entered_at = received.astimezone(UTC), entered.astimezone(UTC)


def _read_answers(found: Landing, going: "_Going") -> None:
    """Check the fields of the start and of each step that was done on paper, as if they were answered there, one after another."""
    procedure, way, cells = found.procedure, found.way, found.paper.answers
    for name in cells:
        if name not in procedure.fields:
            found.wrong(name, Message("expected a field of the procedure's forms, but none has this key", {}))
    done = ["", *(step.id for step in way.done)] if way is not None else []
    used = {key for key, one in procedure.fields.items() if set(done) & set(one.steps)}
    # What only steps ask for that the case has not passed, or passed by another way, is kept as it is said.
    left = {key: cell for key, cell in cells.items() if key not in used and key in procedure.fields}
    for step, form in procedure.forms.items():
        if any(step in procedure.fields[key].steps for key in left):
            found.variables |= _checked(found, form, left, {}, going, required=False)
    answers: dict[str, dict[str, Any]] = {}
    for step in done:
        asked = procedure.forms.get(step)
        if asked is None:
            continue
        known = going.seen_at(step, found, answers) if step else {}
        values = _checked(found, asked, cells, known, going, required=True)
        if step:
            answers[step] = values
        else:
            found.variables |= values
    found.course = Course(way.course if way is not None else {}, answers)


def _checked(
    found: Landing, form: Form, cells: Mapping[str, str], known: Mapping[str, Any], going: "_Going", *, required: bool
) -> dict[str, Any]:
    sent, unread = sent_by(form, cells)
    checked = check_answers(form, sent, known, going.feel_world(found.entered_at), [])
    for key, message in {**checked.errors, **unread}.items():
        column = next((name for name in found.procedure.fields if key == name or key.startswith(f"{name}.")), "")
        # Files of a paper case are added to it later; what was not asked for need not be there.
        if column and (required or column in cells):
            found.wrong(column, message)
    names = {key.split(".")[0] for key in cells}
    return {name: value for name, value in checked.values.items() if required or name in names}


class _Going(Struct, frozen=True):
    """How a case goes in memory. base_key: its key. now: the deciding instant. case_facts: what `case` reads, but for the receipt."""

    store: Reader
    surroundings: Surroundings
    base_key: int
    now: datetime
    case_facts: Mapping[str, Any]

    def feel_world(self, at: datetime) -> FeelWorld:
        return self.surroundings.feel_world(self.store, at)

    def go(self, found: Landing, course: Course) -> Case:
        """Return the case as of the instant at which it came to its step. Raises Rejection."""
        world = self.surroundings.world(self.store, self.base_key, found.entered_at, self.now)
        world.case_facts = {**self.case_facts, "receivedAt": found.received_at.astimezone(self.surroundings.zone)}
        definition = found.procedure.definition
        return Case.start(
            world, definition["digest"], definition["id"], self.base_key, found.variables, received_at=found.received_at, course=course
        )

    def seen_at(self, step: str, found: Landing, answers: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
        """Return what the form of a step that was done on paper would have seen; nothing where the case does not come there."""
        way = found.procedure.way_to(step)
        if way is None:
            return {}
        try:
            case = self.go(found, Course(way.course, dict(answers)))
        except Rejection:
            return {}
        task = next((open.key for open in case.open_tasks() if open.element_id == step), None)
        return case.variables(task) if task is not None else {}


def _go_there(found: Landing, going: _Going) -> None:
    try:
        case = going.go(found, found.course)
    except Rejection as rejection:
        found.wrong(STEP, rejection.message)
        return
    failed = next((fact for fact in case.facts if fact.kind == "incident_opened"), None)
    if failed is not None:
        said = {"step": failed.element_id, "cause": failed.private.get("message", failed.public["code"])}
        found.wrong(STEP, Message("expected a case that comes to its step, but it stops at %(step)s: %(cause)s", said))
        return
    found.case = case
    step = found.way.step.id if found.way is not None else ""
    if not any(fact.kind == "element_entered" and fact.element_id == step for fact in case.facts) or case.completed:
        found.wrong(STEP, _NOT_THERE)


def _give_to(found: Landing, store: Reader) -> None:
    """Find who holds the task: an account that is in its groups, or a unit whose group it reaches anyway."""
    said, task = found.paper.cells[HOLDER], found.task
    if not said:
        return
    groups = list(task.public["candidateGroups"]) if task is not None else []
    users = list(task.public["candidateUsers"]) if task is not None else []
    unit = store.one("SELECT id FROM unit WHERE id = :said OR name = :said ORDER BY id", said=said)
    if unit is not None:
        if not any(group.partition("@")[2] == unit["id"] for group in groups):
            found.wrong(
                HOLDER,
                Message(
                    "expected a unit that the step goes to, %(groups)s, found %(found)s",
                    {"groups": "、".join(groups) or "-", "found": said},
                ),
            )
        return
    account = store.one("SELECT name FROM account WHERE name = :said AND state = 'active'", said=said)
    if account is None:
        found.wrong(HOLDER, Message("expected an active account or a registered unit, found %(found)s", {"found": said}))
        return
    held = store.all("SELECT role, unit FROM holding WHERE account = :said", said=said)
    own = {f"{row['role']}@{row['unit']}" if row["unit"] else row["role"] for row in held}
    if task is None or not (own & set(groups) or said in users):
        found.wrong(
            HOLDER,
            Message(
                "expected somebody in the groups of the step, %(groups)s, found %(found)s",
                {"groups": "、".join([*groups, *users]) or "-", "found": said},
            ),
        )
        return
    found.assignee = said
