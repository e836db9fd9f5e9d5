"""Answer an urging: the holder of the task or the head of the unit says how it stands. Whoever urged is told."""

from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct

from app.audit.naming_the_writer import refuse_naming_text
from app.domain.fact import Fact
from app.domain.instant import instant_text
from app.domain.permissions import may_answer_urging
from app.domain.rejection import Message, Rejection
from app.domain.task import require_open
from app.service.work import Outcome, Work

MOST_CHARACTERS: Final = 1_000


class AnswerUrging(Struct, frozen=True):
    """urging_key: of an urging of the case that nobody has answered yet."""

    case_key: int
    urging_key: int
    text: str


def handle(command: AnswerUrging, work: Work) -> Outcome:
    urging = _urging(command, work)
    task = work.task(urging["task_key"])
    if not work.sees(task.case):
        raise _unknown()
    if task.state == "CREATED" and not may_answer_urging(work.actor, task.sight):
        raise Rejection("forbidden", "Expected the holder of the task or the head of the unit to answer an urging, but you are neither")
    require_open(work.actor, task)
    if urging["answered_at"] is not None:
        who = urging["display_name"] or urging["answered_by"]
        at = urging["answered_at"]
        raise Rejection("state_forbids", "Expected an urging that nobody has answered, but %(who)s answered it at %(at)s", who=who, at=at)
    text = command.text.strip()
    if not 1 <= len(text) <= MOST_CHARACTERS:
        said = {"most": MOST_CHARACTERS, "found": len(text)}
        message = Message("Expected an answer of 1 to %(most)s characters, but found %(found)s", said)
        raise Rejection("bad_request", message.template, field_errors={"reason": message}, **message.facts)
    refuse_naming_text(work.store, work.actor, task.case_key, task.case, {"reason": text})
    told = {"notice": "answered", "to": [f"account:{urging['urged_by']}"], "toldAt": instant_text(work.recorded_at)}
    facts = [
        Fact("urging_answered", task.element_id, task.key, {"urgingKey": urging["key"]}, {"text": text}),
        Fact("notice_given", task.element_id, task.key, told),
    ]
    return Outcome("urging_answered", facts, {"key": urging["key"]}, None, task.element_id, {"reason": text}, task.digest)


def _urging(command: AnswerUrging, work: Work) -> Mapping[str, Any]:
    found = work.store.one(
        "SELECT u.*, a.display_name FROM urging u LEFT JOIN account a ON a.name = u.answered_by WHERE u.key = :key AND u.case_key = :case",
        key=command.urging_key,
        case=command.case_key,
    )
    if found is None:
        raise _unknown()
    return found


def _unknown() -> Rejection:
    return Rejection("not_found", "Expected an urging that you may see, but there is none")
