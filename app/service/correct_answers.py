"""Correct what was wrongly registered or entered in a step: a counter-event with the old value, the new one and the reason.

Nothing is deleted. What is open and was worked out from the wrong value is worked out anew (app.engine.correcting), and so is what steps
that are over made of it; where a decision table comes out otherwise, the case goes back to it, or the correction is refused. Else the
case stays where it is: what people decided on the wrong value is for the procedure's own ways back. Of a case that has ended only
that is corrected on which nothing rests any more (app.audit.rests_on).
"""

from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct, field

from app.audit.asked_deadline import case_seen, said_reason
from app.audit.case_title import case_title
from app.audit.corrected_course import CorrectedCourse, correct_course
from app.audit.given_before import GivenBefore, given_before
from app.audit.given_item import given_item
from app.audit.kept_identity import why_kept, withhold
from app.audit.naming_the_writer import refuse_naming, refuse_naming_text
from app.audit.offered_anew import offered_anew
from app.audit.rests_on import computed_in
from app.domain.attached_file import Attachment, added_documents
from app.domain.canonical import canonical
from app.domain.fact import Fact
from app.domain.marked import marked
from app.domain.permissions import may_correct
from app.domain.rejection import Message, Rejection
from app.engine.case import Case
from app.feel import to_json
from app.form import check_answers
from app.service.work import Outcome, Work
from app.store.read_case import CaseRecord


class CorrectAnswers(Struct, frozen=True):
    """task_key: of the completed task that was answered wrongly; None: the registration. answers: by field; those as they were stay.

    item_key: of an item of a list that was registered, while it is in hand; the answers are by the fields of one of its rows then.
    attachments: files that take the place of others, or come beside them: what `answers` says of their field is what stays of the old ones.
    """

    case_key: int
    reason: str
    task_key: int | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()
    item_key: int | None = None


def handle(command: CorrectAnswers, work: Work) -> Outcome:
    found = case_seen(work.store, work.actor, command.case_key)
    if not may_correct(work.actor, found.sight):
        raise Rejection("forbidden", "Expected the owner of the procedure to correct what was entered, but you are not")
    if found.state != "ACTIVE" and command.item_key is not None:
        raise Rejection("case_closed", "Expected a running case, but it ended at %(at)s", at=found.ended_at)
    given = _given(command, found, work)
    documents, added = added_documents(command.attachments, work.new_number)
    changed = _changed({**command.answers, **_with_files(command, documents)}, documents, given, work)
    reason = said_reason(command.reason)
    if not changed:
        raise Rejection("bad_request", "Expected at least one answer that differs from what was entered, but found none")
    refuse_naming(work.store, work.actor, found.key, found.sight, changed)
    named = {file.field: file.name for file in command.attachments} if command.task_key is not None else {}
    refuse_naming(work.store, work.actor, found.key, found.sight, named)
    refuse_naming_text(work.store, work.actor, found.key, found.sight, {"reason": reason})
    case = work.case()
    of_registration = command.task_key is None and command.item_key is None
    if command.task_key is None and found.sight.identity_kept:
        withhold(added)
    if of_registration:
        _refuse_other_protection(found, changed, work)
    if command.item_key is None:
        course = correct_course(work.store, work.surroundings, found, case, given, changed)
    else:
        case.correct_entry(command.item_key, changed)
        course = CorrectedCourse(None, {})
    was = {name: given.answers.get(name) for name in changed}
    private: dict[str, Any] = {"reason": reason, "was": was, "now": changed}
    if of_registration:
        detail = work.surroundings.process_detail(work.store, found.digest, found.process_id)
        private["title"] = case_title(detail, case.variables(command.case_key), work.world.case_facts, work.world.feel)
    said = {"userTaskKey": command.task_key, "names": sorted(changed), **_of_item(command, case)}
    if course.weighed_again is not None:
        said["weighedAgain"] = course.weighed_again
    if found.state != "ACTIVE":
        said["afterEnd"] = True
    fact = Fact("answers_corrected", given.element_id, command.task_key or command.item_key or command.case_key, said, private)
    others = [*offered_anew(work.store, case.facts, work.recorded_at), *added]
    task = str(command.task_key) if command.task_key is not None else None
    # anew: what is open goes by what is corrected; events recorded before it did have no such word, and are computed as they were.
    recorded = {
        "userTaskKey": task,
        "scopeKey": str(command.case_key),
        "answers": changed,
        "reason": reason,
        "anew": True,
        **course.recorded,
    }
    recorded |= {"itemKey": str(command.item_key)} if command.item_key is not None else {}
    answer = {"seq": work.head.seq + 1}
    return Outcome("answers_corrected", [fact, *case.facts, *others], answer, case, given.element_id, recorded)


def _given(command: CorrectAnswers, found: CaseRecord, work: Work) -> GivenBefore:
    if command.item_key is None:
        return given_before(work.store, work.surroundings, found, command.task_key, work.world.feel)
    if command.task_key is not None:
        raise Rejection("bad_request", "Expected a completed task or an item of a list, but found both")
    return given_item(work.store, work.surroundings, found, work.case(), command.item_key, work.world.feel)


def _of_item(command: CorrectAnswers, case: Case) -> dict[str, Any]:
    """Return which item was corrected, and of which list."""
    if command.item_key is None:
        return {}
    listed = case.listed(command.item_key)
    return {"itemKey": command.item_key, "list": listed.name, "number": listed.number}


def _refuse_other_protection(found: CaseRecord, changed: Mapping[str, Any], work: Work) -> None:
    """Raise Rejection("bad_answers") at what would keep who wrote in from now on, or not any more: neither comes by the way."""
    detail, known = work.surroundings.process_detail(work.store, found.digest, found.process_id), work.case().variables(found.key)
    facts, feel = work.world.case_facts, work.world.feel
    before, after = (why_kept(detail, variables, facts, feel) for variables in (known, {**known, **changed}))
    if before != after:
        message = Message("Expected this answer to stay as it is: whether who wrote in is kept is changed by an event of its own", {})
        causes = [name for name in changed if why_kept(detail, {**known, name: changed[name]}, facts, feel) != before] or list(changed)
        errors = dict.fromkeys(causes, message)
        raise Rejection("bad_answers", "Expected answers that fit the form, but %(count)s do not", field_errors=errors, count=len(errors))


def _with_files(command: CorrectAnswers, documents: Mapping[str, list[str]]) -> dict[str, Any]:
    """Return the file fields to which something is attached: what is said to stay, and after it what is new."""
    return {name: [*(command.answers.get(name) or ()), *keys] for name, keys in documents.items()}


_UNFIT: Final = marked("Expected an answer that %(field)s fits too, which is not given anew here")


def _changed(answers: Mapping[str, Any], documents: Mapping[str, list[str]], given: GivenBefore, work: Work) -> dict[str, Any]:
    """Return the answers that differ, checked by the form. documents: attached with the correction. Raises Rejection("bad_answers")."""
    case_key = work.head.case_key
    known = {**work.case().variables(case_key), **given.seen}
    rows = work.store.all("SELECT key FROM document WHERE case_key = :key", key=case_key)
    keys = [*(str(row["key"]) for row in rows), *(key for new in documents.values() for key in new)]
    checked = check_answers(given.form, {**given.answers, **answers}, known, work.world.feel, keys)
    errors = {name: said for name, said in checked.errors.items() if name.partition(".")[0] in answers}
    differing = {
        name: value for name, value in checked.values.items() if name in answers and canonical(value) != canonical(given.answers.get(name))
    }
    stays = Message("Expected this answer to stay as it is: it cannot be corrected here, or a later step has changed it", {})
    # In the order of the form: a set's order differs from run to run, and the first error is the one that is shown first.
    errors |= {name: given.shut.get(name, stays) for name in differing if name not in given.open}
    if differing and not errors:
        earlier = check_answers(given.form, given.answers, known, work.world.feel, keys).errors
        unfit = sorted({name.partition(".")[0] for name in checked.errors.keys() - earlier.keys()} - answers.keys())
        labels = {one.path[0]: one.label.fill({}, work.world.feel) for one in given.form.every_component() if one.path}
        errors = dict.fromkeys(differing, Message(_UNFIT, {"field": labels.get(unfit[0]) or unfit[0]})) if unfit else {}
    if errors:
        message = "Expected answers that fit the form, but %(count)s do not"
        raise Rejection("bad_answers", message, field_errors=errors, count=len(errors))
    return differing | _computed(checked.values, given, differing)


def _computed(values: Mapping[str, Any], given: GivenBefore, differing: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the form itself computes of the corrected answers, where that comes out otherwise now and stands as it was given."""
    found: dict[str, Any] = {}
    for name, sources in computed_in(given.form):
        if sources & {*differing, *found} and name in values and name in given.open:
            value = to_json(values[name])
            if canonical(value) != canonical(given.answers.get(name)):
                found[name] = value
    return found
