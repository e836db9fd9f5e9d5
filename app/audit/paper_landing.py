"""Putting a running paper case where it stands, in memory: what its row says is checked, and the engine goes there as of the past.

Nothing is stored here. The sheet's page shows what comes out, and the command that takes the case over keeps it.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from msgspec import Struct, field
from msgspec.structs import replace

from app.audit.called_units import called_units
from app.audit.check_merge import MERGED_INTO, why_not_merged
from app.audit.kept_identity import Opening, opening
from app.audit.paper_answers import called_entry, sent_by
from app.audit.paper_clocks import PaperClock, PaperClockReader
from app.audit.paper_going import PaperGoing, RunJob
from app.audit.paper_holder import give_to
from app.audit.paper_missing import why_it_stops
from app.audit.paper_parts import PaperParts
from app.audit.paper_procedure import PaperProcedure
from app.audit.paper_way import barred_ways, later_answers, paper_days, unsaid_steps
from app.audit.surroundings import Surroundings
from app.diagram.way_in import Stand, WayIn
from app.domain.instant import instant_text
from app.domain.marked import marked
from app.domain.paper_sheet import (
    DONE,
    ENTERED,
    HOLDER,
    MOST_NUMBER,
    NUMBER,
    RECEIVED,
    STEP,
    CellError,
    PaperCase,
    past_instant,
    said_steps,
)
from app.domain.rejection import Message, Rejection
from app.engine.case import Case
from app.engine.course import Course
from app.form import Form, check_answers
from app.store.database import Reader

_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)
_NOT_THERE: Final = Message("the case does not come to a stand there: enter it where its procedure waits for somebody", {})


class Landing(Struct):
    """What one row comes to. errors: what is wrong with it, by column; the rest is complete only where there are none.

    received_at, entered_at: aware, UTC. variables: what the case begins with; opened: the same, and who
    wrote in where that is kept. course: how it comes to where it stands. steps: ids of the
    steps at which it stands. assigned: the accounts that get tasks, each with the element and the key of the task. case: as it stands as
    of entered_at; nothing that has come due since has happened to it. clocks: what was decided on paper about its deadlines.
    units: the ids of units by each name that people call them.
    """

    procedure: PaperProcedure
    paper: PaperCase
    errors: list[CellError] = field(default_factory=list)
    received_at: datetime = _LONG_AGO
    entered_at: datetime = _LONG_AGO
    way: WayIn | None = None
    steps: tuple[str, ...] = ()
    variables: dict[str, Any] = field(default_factory=dict)
    opened: Opening = field(default_factory=lambda: Opening({}))
    course: Course = field(default_factory=Course)
    assigned: list[tuple[str, int, str]] = field(default_factory=list)
    case: Case | None = None
    clocks: list[PaperClock] = field(default_factory=list)
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def done(self) -> list[str]:
        """The ids of the tasks of people that were done on every way before the step."""
        return [step.id for step in self.way.done] if self.way is not None else []

    def wrong(self, column: str, message: Message, part: int = 0, inside: str = "") -> None:
        self.errors.append(CellError(column, message, part, inside))


def land(
    store: Reader,
    surroundings: Surroundings,
    procedure: PaperProcedure,
    paper: PaperCase,
    base_key: int,
    now: datetime,
    case_facts: Mapping[str, Any],
    run_job: RunJob | None = None,
) -> Landing:
    """Return what a row comes to. base_key: the key that the case gets. now: the deciding instant. case_facts: what `case` reads, but for
    the instant of receipt, which the row says. run_job: see PaperGoing."""
    found = Landing(procedure, paper, units=called_units(store))
    _read_number(found)
    _read_instants(found, now, surroundings, store)
    _read_steps(found)
    if found.errors:
        return found
    going = PaperGoing(store, surroundings, procedure, base_key, now, case_facts, found.received_at, found.entered_at, run_job)
    parts = _read_answers(found, going)
    if not found.errors:
        _check_merged(found, going)
    if not found.errors:
        _part(found, going)
    if not found.errors:
        _go_there(found, going, parts)
    if not found.errors:
        _set_clocks(found, going, parts)
    if not found.errors:
        _give(found, store, parts)
    return found


def _read_steps(found: Landing) -> None:
    procedure, cell = found.procedure, found.paper.cells[STEP]
    opened, over = said_steps(cell)
    if (several := procedure.ambiguous([*opened, *over])) is not None:
        found.wrong(STEP, several)
        return
    named = [procedure.element(word) for word in [*opened, *over]]
    if not opened or None in named:
        known = "、".join(f"{way.step.title} ({way.step.id})" for way in procedure.ways if way.refusal is None)
        found.wrong(
            STEP, Message("expected a step of the procedure, found %(found)s; it has %(known)s", {"found": cell or "-", "known": known})
        )
        return
    ids = [one.id for one in named if one is not None]
    found.steps = tuple(ids[: len(opened)])
    found.way = procedure.way(Stand(found.steps, tuple(ids[len(opened) :])))
    if found.way.refusal is not None:
        found.wrong(STEP, found.way.refusal)


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


def _read_answers(found: Landing, going: PaperGoing) -> PaperParts:
    """Check the fields of the start and of each step that was done on paper, as if they were answered there, one after another."""
    procedure, way, cells = found.procedure, found.way, found.paper.answers

    def check(form: Form, given: Mapping[str, str], known: Mapping[str, Any], part: int = 0) -> dict[str, Any]:
        return _checked(found, form, given, known, going, required=True, part=part)

    crossed = [body.id for body in found.way.crossed] if found.way is not None else []
    parts = PaperParts(going, found.paper.parts, found.wrong, check, crossed)
    for name in cells:
        if name not in procedure.fields:
            found.wrong(name, Message("expected a field of the procedure's forms, but none has this key", {}))
    done = [step.id for step in way.done] if way is not None else []
    used = {key for key, one in procedure.fields.items() if {"", *done} & set(one.steps)}
    # What only steps ask for that the case has not passed, or passed by another way, is kept as it is said.
    left = {key: cell for key, cell in cells.items() if key not in used and key in procedure.fields}
    before = len(found.errors)
    beside = _read_beside(found, going, left, {})
    del found.errors[before:]  # they are looked for below, where it is known what such a form would have seen
    going.variables |= beside
    if "" in procedure.forms:
        going.variables |= check(procedure.forms[""], cells, {})
    for step in done:
        asked = procedure.forms.get(step)
        if asked is not None:
            _read_crossed(procedure, step, parts)
            told = len(found.errors)
            going.answers[step] = check(asked, cells, going.seen_at(step))
            if told:  # what a form asks only sometimes is not known where what decides on it is wrong
                fields = procedure.fields
                found.errors[told:] = [one for one in found.errors[told:] if one.column in fields and not fields[one.column].component.hide]
    come = going.try_to(way) if left and way is not None and not found.errors else None
    if come is not None:
        going.variables |= _read_beside(found, going, left, come.variables(going.base_key))
    parts.read_all()
    going.after |= way.course if way is not None else {}
    found.variables, found.course = going.variables, going.course
    return parts


def _read_beside(found: Landing, going: PaperGoing, left: Mapping[str, str], known: Mapping[str, Any]) -> dict[str, Any]:
    """Check what the row says of steps that do not lie on every way. known: what their forms see of the case."""
    read: dict[str, Any] = {}
    for step, form in found.procedure.forms.items():
        if any(step in found.procedure.fields[key].steps for key in left):
            read |= _checked(found, form, left, known, going, required=False)
    return read


def _read_crossed(procedure: PaperProcedure, step: str, parts: PaperParts) -> None:
    """Read the parts of what was done for several before a step, so that its form sees what came out."""
    way = procedure.way_to(step)
    for body in way.crossed if way is not None else ():
        parts.read(body)


def _checked(
    found: Landing, form: Form, cells: Mapping[str, str], known: Mapping[str, Any], going: PaperGoing, *, required: bool, part: int = 0
) -> dict[str, Any]:
    sent, unread = sent_by(form, cells, found.units, known, going.feel_worlds())
    earliest, checked = (check_answers(form, sent, known, world, []) for world in going.feel_worlds())
    # What had not come then, or had not passed yet: a day may have been right on its own day.
    wrong = {key: message for key, message in checked.errors.items() if key in earliest.errors}
    for key, message in {**wrong, **unread}.items():
        column = next((name for name in found.procedure.fields if key == name or key.startswith(f"{name}.")), "")
        # Files of a paper case are added to it later; what was not asked for need not be there.
        if column and (required or column in cells):
            entry = key.removeprefix(column).strip(".")
            found.wrong(column, message, part, called_entry(found.procedure.fields[column].component, entry, going.feel_worlds()[1]))
    names = {key.split(".")[0] for key in cells}
    values = {**earliest.values, **checked.values}
    return {name: value for name, value in values.items() if required or name in names}


def _check_merged(found: Landing, going: PaperGoing) -> None:
    """A case is merged into one that is here: of one that came by the sheet the number is not known before it is taken over."""
    said = [given[MERGED_INTO] for given in going.answers.values() if given.get(MERGED_INTO)]
    for number in said[-1:]:
        case = (found.procedure.detail.id, going.base_key)
        problem = why_not_merged(going.store, case, instant_text(going.now), str(number))
        if problem is not None:
            found.wrong(MERGED_INTO, problem)


def _part(found: Landing, going: PaperGoing) -> None:
    """Take out of what the case begins with who wrote in, where the procedure keeps that."""
    facts = {**going.case_facts, "receivedAt": found.received_at.astimezone(going.surroundings.zone)}
    try:
        found.opened = opening(found.procedure.detail, going.variables, facts, going.feel_worlds()[1])
    except Rejection as rejection:
        for name, message in rejection.field_errors.items():
            found.wrong(name, message)
        return
    found.variables = going.variables = found.opened.variables


def _go_there(found: Landing, going: PaperGoing, parts: PaperParts) -> None:
    try:
        case = going.go(found.course, going.run_job)
    except Rejection as rejection:
        found.wrong(STEP, rejection.message)
        return
    failed = next((fact for fact in case.facts if fact.kind == "incident_opened"), None)
    if failed is not None:
        part = next((line for place, line in _lines(found, parts).items() if place.partition("@")[0] == failed.element_id), 0)
        known = case.variables(failed.key) if failed.key is not None else {}
        found.wrong(STEP, why_it_stops(found.procedure, failed, known, going.feel_worlds()[1]), part)
        return
    found.case = case
    _check_parts(found, case, parts)
    entered = {fact.element_id for fact in case.facts if fact.kind == "element_entered"}
    if not found.errors and (not entered.issuperset(found.steps) or case.completed):
        found.wrong(STEP, _NOT_THERE)
    if not found.errors:
        found.errors += [*barred_ways(case, going, parts, found.done)] or [
            *later_answers(case, going, found.paper, found.steps, found.done)
        ]
    if not found.errors:
        found.errors += unsaid_steps(case, going, found.paper, parts)
    if not found.errors:
        _tell_what_was_done(found, case, going, parts)


def _tell_what_was_done(found: Landing, case: Case, going: PaperGoing, parts: PaperParts) -> None:
    """Let the case go its way once more, with all that was done on paper: what lies on one way alone is known only when it was gone."""
    days = paper_days(going, found.paper, parts)
    if case.done_between or days:
        found.course = replace(found.course, between=case.done_between, days=days)
        found.case = going.go(found.course, going.run_job)


def _lines(found: Landing, parts: PaperParts) -> dict[str, int]:
    """Return the rows of parts by the places of the course that lie in them."""
    lines = {place: parts.part_of(place) for place in found.course.after}
    return {place: part.line for place, part in lines.items() if part is not None}


def _check_parts(found: Landing, case: Case, parts: PaperParts) -> None:
    """See that all that was done for several before the step is over, and that each item has come to where its row says."""
    elements, left = found.procedure.process.elements, case.not_come_to
    lines = _lines(found, parts)
    for body in found.way.crossed if found.way is not None else ():
        if body.id in left:
            said = {"step": elements[found.steps[0]].title, "body": body.title, "items": _numbers(case, body.id), "done": DONE[0]}
            text = marked("before %(step)s, %(body)s must be over for each item: in the sheet 分项, write %(done)s for item %(items)s")
            found.wrong(STEP, Message(text, said))
            return
    for line in sorted({lines[place] for place in left if place in lines}):
        found.wrong(STEP, Message("the item does not come to a stand there, by what the case knows of it", {}), line)


def _numbers(case: Case, body: str) -> str:
    return "、".join("/".join(str(int(number) + 1) for number in one.split(".")) for one in case.items(body)) or "-"


def _set_clocks(found: Landing, going: PaperGoing, parts: PaperParts) -> None:
    """Let the deadlines stand as they stood on paper: extended, stopped. Those within an item are told of in the item's row."""
    case, calendar = found.case, going.surroundings.calendar(going.store)
    if case is None:
        return
    process = found.procedure.process
    held = [
        (one, parts.part_of(case.place(one.element_instance_key)) if one.element_id in process.elements else None)
        for one in case.deadlines()
        if one.is_open
    ]
    titles = {id: one.title for id, one in process.elements.items()}
    for part in (None, *found.paper.parts):
        read = PaperClockReader(case, calendar, going.now, titles)
        cells = part.cells if part is not None else found.paper.cells
        way = parts.ways.get(part.line) if part is not None else found.way
        found.clocks += read.row(cells, [one for one, of in held if of is part], way)
        for column, message in read.wrong:
            found.wrong(column, message, part.line if part is not None else 0)


def _give(found: Landing, store: Reader, parts: PaperParts) -> None:
    """Give the tasks to whom the rows name: the case's own to the step that it names first."""
    case = found.case
    if case is None:
        return
    created = {fact.key: fact for fact in case.facts if fact.kind == "task_created"}
    tasks = [(created[open.key], parts.part_of(case.place(open.key))) for open in case.open_tasks() if open.key in created]
    for part in (None, *found.paper.parts):
        said = (part.cells if part is not None else found.paper.cells)[HOLDER]
        mine = [fact for fact, one in tasks if one is part]
        if part is None:
            mine.sort(key=lambda fact: found.steps.index(fact.element_id) if fact.element_id in found.steps else len(found.steps))
        given = give_to(store, said, mine[0] if mine else None) if said else ""
        if isinstance(given, Message):
            found.wrong(HOLDER, given, part.line if part is not None else 0)
        elif given and mine and mine[0].key is not None:
            found.assigned.append((mine[0].element_id or "", mine[0].key, given))
