"""Correct what was wrongly registered or entered in a step: a counter-event with the old value, the new one and the reason.

Nothing is deleted, and the case stays where it is: what was decided on the wrong value is for the procedure's own ways back.
"""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from app.audit.asked_deadline import case_seen, said_reason
from app.audit.case_title import case_title
from app.audit.given_before import GivenBefore, given_before
from app.domain.canonical import canonical
from app.domain.fact import Fact
from app.domain.permissions import may_correct
from app.domain.rejection import Message, Rejection
from app.form import check_answers
from app.service.work import Outcome, Work


class CorrectAnswers(Struct, frozen=True):
    """task_key: of the completed task that was answered wrongly; None: the registration. answers: by field; those as they were stay."""

    case_key: int
    reason: str
    task_key: int | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)


def handle(command: CorrectAnswers, work: Work) -> Outcome:
    found = case_seen(work.store, work.actor, command.case_key)
    if not may_correct(work.actor, found.sight):
        raise Rejection("forbidden", "Expected the owner of the procedure to correct what was entered, but you are not")
    if found.state != "ACTIVE":
        raise Rejection("case_closed", "Expected a running case, but it ended at %(at)s", at=found.ended_at)
    given = given_before(work.store, work.surroundings, found, command.task_key)
    changed = _changed(command, given, work)
    reason = said_reason(command.reason)
    if not changed:
        raise Rejection("bad_request", "Expected at least one answer that differs from what was entered, but found none")
    case = work.case()
    case.set_variables(command.case_key, changed)
    was = {name: given.answers.get(name) for name in changed}
    private: dict[str, Any] = {"reason": reason, "was": was, "now": changed}
    if command.task_key is None:
        detail = work.surroundings.process_detail(work.store, found.digest, found.process_id)
        private["title"] = case_title(detail, case.variables(command.case_key), work.world.case_facts, work.world.feel)
    said = {"userTaskKey": command.task_key, "names": sorted(changed)}
    fact = Fact("answers_corrected", given.element_id, command.task_key or command.case_key, said, private)
    task = str(command.task_key) if command.task_key is not None else None
    recorded = {"userTaskKey": task, "scopeKey": str(command.case_key), "answers": changed, "reason": reason}
    answer = {"seq": work.head.seq + 1}
    return Outcome("answers_corrected", [fact, *case.facts], answer, case, given.element_id, recorded)


def _changed(command: CorrectAnswers, given: GivenBefore, work: Work) -> dict[str, Any]:
    """Return the answers that differ, checked by the form. Raises Rejection("bad_answers")."""
    known = work.case().variables(command.case_key)
    rows = work.store.all("SELECT key FROM document WHERE case_key = :key", key=command.case_key)
    checked = check_answers(given.form, {**given.answers, **command.answers}, known, work.world.feel, [str(row["key"]) for row in rows])
    errors = {name: said for name, said in checked.errors.items() if name.partition(".")[0] in command.answers}
    differing = {
        name: value
        for name, value in checked.values.items()
        if name in command.answers and canonical(value) != canonical(given.answers.get(name))
    }
    stays = Message("Expected this answer to stay as it is: it cannot be corrected here, or a later step has changed it", {})
    errors |= dict.fromkeys(differing.keys() - given.open, stays)
    if errors:
        message = "Expected answers that fit the form, but %(count)s do not"
        raise Rejection("bad_answers", message, field_errors=errors, count=len(errors))
    return differing
