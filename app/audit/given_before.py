"""What was said in a step that is over, and what of it can be put right.

Source: procedures, section 2: registered by mistake is corrected by a counter-event with reason, never by deletion.
"""

from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct

from app.audit.issued_papers import with_issued_papers
from app.audit.known_around import known_around
from app.audit.rests_on import WENT_BY, rests_on
from app.audit.steered_course import Act, steering
from app.audit.surroundings import Surroundings
from app.audit.work_in_hand import naming_who_has_work
from app.diagram import Diagram
from app.domain.backdating import ENTERED
from app.domain.canonical import canonical, parse
from app.domain.identity import PERSONAL_NAMES
from app.domain.marked import marked
from app.domain.rejection import Message, Rejection
from app.feel import FeelError, FeelWorld, parse_expression
from app.form import Form, view_form
from app.form.form import UNSET
from app.form.view_form import view_all
from app.store import read_definitions
from app.store.database import Reader
from app.store.read_case import CaseRecord
from app.store.read_task import read_task

FIXED: Final = frozenset({"mergedInto", "receivedEarlier", ENTERED, "receivedReason", "receivedProof"})
"""Answers with a law of their own: a receipt is entered, and a merge undone, by an event of its own."""


class GivenBefore(Struct, frozen=True):
    """form: that asked. element_id: of the step; None: the registration.

    answers: as they were given, with what has been corrected since; empty once erased. open: names of those that still stand as they were
    given or left out, so that another value can take their place; what a later step wrote over is that step's. shut: those that would
    stand so and are not corrected all the same, each with the reason and what to do instead. steered: those of the open ones that something
    has acted on, behind a table that is weighed again: corrected only where the case goes back to it. seen: what texts and expressions of
    the form see beside the answers.
    """

    form: Form
    element_id: str | None
    answers: Mapping[str, Any]
    open: frozenset[str]
    shut: Mapping[str, Message] = {}
    steered: Mapping[str, Message] = {}
    seen: Mapping[str, Any] = {}

    def offered(self, world: FeelWorld) -> frozenset[str]:
        """Return those of the open answers that the form asks for, as it is filled in."""
        fields = view_all(view_form(self.form, self.answers, {**self.seen, **self.answers}, world, {}))
        return frozenset(one.name for one in fields if one.name and one.kind != "expression" and not one.readonly) & self.open


ACTED_ON: Final = marked("This answer is not corrected any more. %(why)s")
IN_HAND: Final = marked(
    "This answer says whose the work is that is in hand, and stays with who has it. Recall it, or have it passed on, by the procedure's own"
    " way"
)
STEERED: Final = marked(
    "“%(step)s” has acted on this answer, and a correction does not take that back. Have the case sent back, or what was submitted"
    " withdrawn, and do “%(asked)s” anew; where neither is possible any more, an operator moves the case to “%(asked)s”"
)
REGISTERED: Final = marked(
    "“%(step)s” has acted on this answer, and a correction does not take that back. Go back by a way that the procedure has, or strike the"
    " case off and enter it anew; else an operator moves it to “%(step)s” with the right value"
)
SECRET: Final = marked(
    "This answer decides whether the case is secret, which stays as it was registered. Entered wrongly, the case is ended as registered"
    " by mistake and registered anew"
)


def asked_by(store: Reader, surroundings: Surroundings, found: CaseRecord, task_key: int | None) -> tuple[Form, str | None]:
    """Return the form of the registration of a case, or of a completed task of it, and the step; None for the registration.

    Raises Rejection("not_found") for another task, ("state_forbids") for a step without a form.
    """
    digest, element = _registration(store, surroundings, found) if task_key is None else _task(store, found, task_key)
    if digest is None:
        raise Rejection("state_forbids", "Expected a step with a form, but this one asks nothing that could be corrected")
    return surroundings.form(store, digest), element


def given_before(store: Reader, surroundings: Surroundings, found: CaseRecord, task_key: int | None, world: FeelWorld) -> GivenBefore:
    """Return what was given at the registration of a case, or in a completed task of it. world: of now. Raises as `asked_by`."""
    form, element = asked_by(store, surroundings, found, task_key)
    answers = _answers(store, found.key, task_key)
    # Who wrote in lies apart where it is kept, and is corrected there: written as an answer it would be a variable that all may read.
    apart = frozenset(PERSONAL_NAMES) if found.sight.identity_kept else frozenset[str]()
    answers = {name: value for name, value in answers.items() if name not in apart}
    rows = store.all("SELECT name, value FROM variable WHERE scope_key = :key", key=found.key)
    kept = {row["name"]: row["value"] for row in rows}
    plain = {one.path[0] for one in form.every_component() if len(one.path) == 1} - FIXED - apart
    still = frozenset(name for name, value in answers.items() if name in plain and kept.get(name) == canonical(value))
    left_out = frozenset(name for name in plain if name not in answers and kept.get(name, "null") == "null")
    left_out -= _kept_within(surroundings.diagram(store, found.digest), found.process_id, element, left_out)
    seen = _seen(store, surroundings, found, task_key, form)
    acts = steering(store, surroundings, found, task_key, _without_word(form) & (still | left_out)) if found.state == "ACTIVE" else {}
    steered = {name: _steered(store, surroundings, found, element, act) for name, act in acts.items()}
    shut = {name: why for name, why in steered.items() if not acts[name].weighed}
    shut |= _acted_on(form, {name: parse(value) for name, value in kept.items()}, world)
    if found.state != "ACTIVE":
        # The ways that a form names instead are those of a case that runs.
        shut = dict.fromkeys(shut, Message(WENT_BY, {})) | rests_on(store, surroundings, found)
    if task_key is None:
        shut |= dict.fromkeys(_about_secrecy(store, surroundings, found), Message(SECRET, {}))
    shut |= dict.fromkeys(naming_who_has_work(store, surroundings, found.key, world.now), Message(IN_HAND, {}))
    shut = {name: why for name, why in shut.items() if name in still | left_out}
    open_ones = (still | left_out) - shut.keys()
    weighed = {name: why for name, why in steered.items() if name in open_ones}
    return GivenBefore(form, element, answers, open_ones, shut, weighed, seen)


def _kept_within(diagram: Diagram, process_id: str, element_id: str | None, names: frozenset[str]) -> frozenset[str]:
    """Return those of the names that are no variables of the case where a step stands: of an item of a loop, or of a sub-process by its
    mappings. Written to the case, such an answer would reach nobody."""
    process = diagram.process(process_id)
    here = process.elements.get(element_id or "") if process is not None else None
    found = set[str]()
    step = here
    while process is not None and step is not None:
        if step.loop is not None:
            return names
        if step is not here:
            found |= {one.target for one in step.io.inputs}
        step = process.elements.get(step.parent_id)
    return names & found


def _without_word(form: Form) -> frozenset[str]:
    """Return the answers of which the form itself does not say whether they may be corrected."""
    return frozenset(one.path[0] for one in form.outermost() if one.path and one.correctable == UNSET)


def _steered(store: Reader, surroundings: Surroundings, found: CaseRecord, element_id: str | None, act: Act) -> Message:
    if element_id is None:
        return Message(REGISTERED, {"step": act.step})
    drawn = surroundings.diagram(store, found.digest).element(element_id)
    return Message(STEERED, {"step": act.step, "asked": drawn.title if drawn is not None else element_id})


def _seen(store: Reader, surroundings: Surroundings, found: CaseRecord, task_key: int | None, form: Form) -> Mapping[str, Any]:
    if task_key is None:
        rows = store.all("SELECT name, value FROM variable WHERE scope_key = :key", key=found.key)
        known: Mapping[str, Any] = {row["name"]: parse(row["value"]) for row in rows}
    else:
        known = known_around(store, surroundings, found.key, task_key, form)
    return with_issued_papers(store, found.key, form, known, surroundings.zone)


def _acted_on(form: Form, variables: Mapping[str, Any], world: FeelWorld) -> dict[str, Message]:
    """Return the answers that the form itself gives out for correction no more, as the case stands: something has acted on them."""
    found = {one.path[0]: one.why_not_corrected(variables, world) for one in form.outermost()}
    return {name: Message(ACTED_ON, {"why": why}) for name, why in found.items() if why is not None}


def _about_secrecy(store: Reader, surroundings: Surroundings, found: CaseRecord) -> frozenset[str]:
    """Return the names by which the diagram says whether a case is secret: it is read once, when the case starts."""
    secret = surroundings.process_detail(store, found.digest, found.process_id).secret or ""
    try:
        return frozenset(parse_expression(secret.removeprefix("=")).names) if secret else frozenset()
    except FeelError:
        return frozenset()


def _registration(store: Reader, surroundings: Surroundings, found: CaseRecord) -> tuple[str | None, str | None]:
    detail = surroundings.process_detail(store, found.digest, found.process_id)
    if detail.start_form is None:
        return None, None
    form = read_definitions.bound(store, "form", detail.start_form.form_id)
    return (form["digest"] if form is not None else None), None


def _task(store: Reader, found: CaseRecord, task_key: int) -> tuple[str | None, str | None]:
    task = read_task(store, task_key)
    if task is None or task.case_key != found.key or task.state != "COMPLETED":
        raise Rejection("not_found", "Expected a completed task of this case, but found none with the key %(key)s", key=task_key)
    return task.form_digest, task.element_id


def _answers(store: Reader, case_key: int, task_key: int | None) -> dict[str, Any]:
    """Return what was given, with what was corrected since in its place."""
    rows = store.all(
        "SELECT e.command, c.content FROM audit_event e JOIN event_content c ON c.case_key = e.case_key AND c.seq = e.seq WHERE"
        " e.case_key = :key AND e.command IN ('start_instance', 'complete_task', 'correct_answers') ORDER BY e.seq",
        key=str(case_key),
    )
    answers: dict[str, Any] = {}
    for row in rows:
        said = parse(row["content"])["input"]
        of = said.get("userTaskKey")
        if said.get("itemKey") is not None:
            continue
        if row["command"] == "start_instance":
            answers = dict(said["variables"]) if task_key is None else {}
        elif (int(of) if of is not None else None) == task_key:
            answers.update(said["answers"])
    return answers
