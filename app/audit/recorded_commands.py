"""What each recorded command asks of the engine when a case is computed again."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from app.audit.submission import read_submission
from app.domain.deadline_moves import Move
from app.domain.deadline_row import from_row
from app.domain.instant import read_instant
from app.domain.modification import read_back
from app.engine.case import Case

Input = Mapping[str, Any]


def _fire(case: Case, said: Input) -> None:
    if said["kind"] == "light":
        case.change_light(int(said["elementInstanceKey"]))
    else:
        case.fire(int(said["elementInstanceKey"]), read_instant(said["dueAt"]))


def _retry(case: Case, said: Input) -> None:
    for key in said["elementInstanceKeys"]:
        case.retry(int(key))


def _set_person(case: Case, said: Input) -> None:
    case.set_variables(int(said["scopeKey"]), said["variables"])


def _set_limit(case: Case, said: Input) -> None:
    for key in said["deadlineKeys"]:
        case.move_deadline(int(key), Move(date.fromisoformat(said["on"]), article=said["article"]))


def _send_back(case: Case, said: Input) -> None:
    case.send_back(int(said["userTaskKey"]), said["to"], {element: int(key) for element, key in said["earlier"].items()})


def _prove_receipt(case: Case, said: Input) -> None:
    if said["lapsed"] is not None:
        case.undo_lapse(from_row(json.loads(said["lapsed"])), int(said["instanceKey"]))
    elif said["deadlineKey"] is not None:
        case.prove_receipt(int(said["deadlineKey"]))


def _put_reply_right(case: Case, said: Input) -> None:
    for write in said["writes"]:
        case.set_variables(int(write["scopeKey"]), write["variables"], True)


def _correct(case: Case, said: Input) -> None:
    if said.get("itemKey") is not None:
        case.correct_entry(int(said["itemKey"]), said["answers"])
    elif said.get("anew"):
        case.correct(said["answers"])
    else:
        case.set_variables(int(said["scopeKey"]), said["answers"])
    for written in said.get("followed", ()):
        case.correct(written)
    if "weighedAgain" in said:
        case.begin_anew(said["weighedAgain"])


COMMANDS: Final[Mapping[str, Callable[[Case, Input], object]]] = {
    "cancel_instance": lambda case, said: case.cancel(),
    "complete_task": lambda case, said: case.complete(int(said["userTaskKey"]), said["answers"]),
    "confirm_deadline": lambda case, said: case.confirm_deadline(int(said["deadlineKey"])),
    "correct_answers": _correct,
    "correlate_message": lambda case, said: case.correlate(said["name"], said["correlationKey"], said["variables"]),
    "fire_timer": _fire,
    "keep_identity": _set_person,
    "lift_identity_protection": _set_person,
    "migrate_instance": lambda case, said: case.migrate(said["definitionDigest"], said["mapping"]),
    "park_timer": lambda case, said: case.stall(int(said["elementInstanceKey"]), said["kind"], ""),
    "modify_instance": lambda case, said: case.modify(int(said["instanceKey"]), read_back(said["modification"])),
    "recompute_deadlines": lambda case, said: case.recompute_deadlines([from_row(json.loads(row)) for row in said["ended"]]),
    "receive_signal": lambda case, said: case.broadcast(said["name"], {}),
    "request_extension": lambda case, said: case.start_guest(
        said["definitionDigest"], said["processId"], int(said["deadlineKey"]), said["variables"]
    ),
    "put_reply_right": _put_reply_right,
    "record_receipt": _prove_receipt,
    "resolve_incident": _retry,
    "resolve_incidents": _retry,
    "resume_clock": lambda case, said: case.resume_deadline(int(said["deadlineKey"])),
    "send_back_task": _send_back,
    "set_limit": _set_limit,
    "set_variables": lambda case, said: case.set_variables(int(said["scopeKey"]), said["variables"], said["local"]),
    "suspend_clock": lambda case, said: case.suspend_deadline(
        int(said["deadlineKey"]), read_instant(said["expectedAt"]) if said.get("expectedAt") else None
    ),
    "withdraw_completion": lambda case, said: case.take_back(read_submission(said)),
    "withdraw_extension": lambda case, said: case.correlate(said["name"], said["correlationKey"], said["variables"]),
}
"""What each command asks of the engine, besides starting a case."""

WITHOUT_ENGINE: Final = frozenset(
    {
        "add_comment",
        "add_document",
        "answer_for_writer",
        "answer_urging",
        "appeal_points",
        "ask_writer",
        "assign_task",
        "correct_identity",
        "decide_appeal",
        "decide_disposal",
        "delegate_task",
        "discard_paper",
        "draft_paper",
        "edit_paper",
        "file_late_remark",
        "give_query_code",
        "hand_back_task",
        "issue_paper",
        "propose_disposal",
        "record_service",
        "release_task",
        "return_task",
        "strike_service",
        "update_task",
        "urge_tasks",
    }
)
"""Commands of a case that leave its snapshot as it is."""
