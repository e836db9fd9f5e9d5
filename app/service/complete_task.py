"""Complete a user task: a person's step is done, and the case moves on."""

from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct, field
from msgspec.structs import replace

from app.audit.begun_anew import begun_anew
from app.audit.check_merge import check_merge
from app.audit.deadlines_here import with_deadlines_here
from app.audit.four_eyes import require_other_eyes
from app.audit.issued_papers import with_issued_papers
from app.audit.last_eyes import refuse_last_eyes
from app.audit.merged_here import ends_it, why_not_past_merged
from app.audit.naming_the_writer import refuse_naming, refuse_naming_text
from app.audit.paper_decision import SCAN, OnPaper, added_scan, check_entry
from app.audit.paper_service import paper_to_serve, service_fact, service_of_step
from app.audit.undone_silence import refuse_stopped_paper
from app.domain.extension_request import PROCESS as EXTENSION
from app.domain.fact import Fact
from app.domain.keys import case_key_of
from app.domain.rejection import Rejection
from app.domain.reserved_names import refuse_reserved
from app.domain.task import TaskRecord, require_own_work
from app.engine.case import Case
from app.form import check_answers
from app.service.work import Outcome, Work
from app.store.read_case import case_by_key

NEW_DATE: Final = "newDate"
"""The field of an extension's decision that says the date."""

SECOND: Final = "secondAllowed"
"""Its field for allowing a second one, which is asked where the deadline was extended before."""

_REFUSED_AT: Final = {"bad_value": NEW_DATE, "not_extendable": SECOND}
"""At which field of the decision it stands that an approved extension cannot be."""


class CompleteTask(Struct, frozen=True):
    """answers: by field, as text from a page or as JSON from /v2. A task without a form takes any names.

    only_visible: an answer to a field that the form hides is refused, not passed over: a page sends such, a program means something by it.

    on_paper: whose decision on paper this is, entered by a secretary; None: one's own, or in the place of somebody away.
    """

    task_key: int
    answers: Mapping[str, Any] = field(default_factory=dict)
    only_visible: bool = False
    on_paper: OnPaper | None = None

    @property
    def case_key(self) -> int:
        return case_key_of(self.task_key)


def handle(command: CompleteTask, work: Work) -> Outcome:
    task = work.task(command.task_key)
    first = _entered(command.on_paper, task, work) if command.on_paper is not None else []
    if command.on_paper is None:
        require_own_work(work.actor, task)
    diagram = work.surroundings.diagram(work.store, task.digest)
    require_other_eyes(work.store, work.actor, task, diagram)
    case = work.case()
    answers = _checked(command, task, work)
    check_merge(work.store, task.case_key, answers)
    refuse_naming(work.store, work.actor, task.case_key, task.case, answers)
    if command.on_paper is None and task.sight.assignee != work.actor.account:
        # A candidate who completes an unassigned task becomes its assignee in the same event; so does who stands in for its holder.
        refuse_last_eyes(work.store, work.surroundings, task, {work.actor.account, work.actor.acting_for})
        said = {"assignee": work.actor.account, "from": task.sight.assignee}
        first.append(Fact("task_assigned", task.element_id, task.key, said))
    _complete(case, task, answers, of_extension=diagram.process(EXTENSION) is not None)
    _refuse_past_merged(case, task, answers, work)
    refuse_stopped_paper(work.store, work.surroundings, task.case_key, case.facts)
    again = begun_anew(work.store, diagram, case.facts, (work.actor.account, work.actor.acting_for))
    facts = [*first, *case.facts, *_served(task, answers, work), *again]
    recorded = {"answers": answers, "userTaskKey": str(task.key), **({"onPaper": True} if command.on_paper is not None else {})}
    return Outcome("task_completed", facts, None, case, task.element_id, recorded, task.digest)


def _complete(case: Case, task: TaskRecord, answers: Mapping[str, Any], *, of_extension: bool) -> None:
    """Complete the step. Why an approved extension cannot be, since its deadline has moved meanwhile or was extended before, is said at the
    field that mends it."""
    try:
        case.complete(task.key, answers)
    except Rejection as rejection:
        field = _REFUSED_AT.get(rejection.code)
        if field is None or not of_extension or NEW_DATE not in answers:
            raise
        message = "Expected answers that fit the form, but %(count)s do not"
        raise Rejection("bad_answers", message, field_errors={field: rejection.message}, count=1) from None


def _refuse_past_merged(case: Case, task: TaskRecord, answers: Mapping[str, Any], work: Work) -> None:
    """Raise Rejection("bad_answers") at the answer that was chosen where the case would end past what was merged into it."""
    # Most steps end nothing: the case is read for those that do.
    found = case_by_key(work.store, task.case_key) if ends_it(task.case_key, case.facts) else None
    problem = why_not_past_merged(work.store, work.surroundings, found, case.facts, answers.values()) if found is not None else None
    if problem is None:
        return
    form = work.surroundings.form(work.store, task.form_digest) if task.form_digest is not None else None
    choices = [one.path[0] for one in form.every_component() if one.kind in ("radio", "select")] if form is not None else []
    at = next((name for name in choices if name in answers), next(iter(answers), ""))
    raise Rejection("bad_answers", "Expected answers that fit the form, but %(count)s do not", field_errors={at: problem}, count=1)


def _served(task: TaskRecord, answers: Mapping[str, Any], work: Work) -> list[Fact]:
    """Record on the paper that the step serves how it was served: it is asked once, and stands in both."""
    paper = paper_to_serve(work.store, work.surroundings.diagram(work.store, task.digest).element(task.element_id), task.case_key)
    if paper is None:
        return []
    fact = service_fact(work.store, paper, task.case_key, service_of_step(answers), work.now, work.new_number)
    fact.element_id, fact.key = task.element_id, task.key
    return [fact]


def _entered(said: OnPaper, task: TaskRecord, work: Work) -> list[Fact]:
    """From here on the secretary acts in the leader's place. The step is the leader's, who becomes its assignee."""
    fact = check_entry(work.store, work.actor, task, said, work.recorded_at)
    added = []
    if said.scan is not None:
        refuse_naming_text(work.store, work.actor, task.case_key, task.case, {SCAN: said.scan.name})
        added = [added_scan(said, task, work.new_number)]
        fact.public["documentKey"] = added[0].public["documentKey"]
    work.actor = replace(work.actor, acting_for=said.leader)
    work.entered.append(fact)
    if task.sight.assignee == said.leader:
        return [*added, fact]
    return [*added, fact, Fact("task_assigned", task.element_id, task.key, {"assignee": said.leader, "from": None})]


def _checked(command: CompleteTask, task: TaskRecord, work: Work) -> dict[str, Any]:
    refuse_reserved(command.answers)
    if task.form_digest is None:
        return dict(command.answers)
    form = work.surroundings.form(work.store, task.form_digest)
    asks_for_files = any(component.kind == "filepicker" for component in form.every_component())
    documents = work.store.all("SELECT key FROM document WHERE case_key = :key", key=task.case_key) if asks_for_files else ()
    keys = [str(row["key"]) for row in documents]
    known = with_issued_papers(work.store, task.case_key, form, work.case().variables(task.key), work.surroundings.zone)
    known = with_deadlines_here(work.store, work.surroundings, task, (form, known), work.now)
    checked = check_answers(form, command.answers, known, work.world.feel, keys, only_visible=command.only_visible)
    if checked.errors:
        raise Rejection(
            "bad_answers",
            "Expected answers that fit the form, but %(count)s do not",
            field_errors=checked.errors,
            count=len(checked.errors),
        )
    return dict(checked.values)
