"""Whether somebody may do a thing at all, asked where the request itself is bad: a bad body must not tell more than a good one.

Each raises the Rejection with which the command would answer.
"""

from app.audit.identity_rights import asks_for_nobody, may_change_keeping, may_have_asked, not_theirs, puts_nothing
from app.audit.surroundings import Surroundings
from app.domain.actor import Actor
from app.domain.keys import case_key_of
from app.domain.permissions import is_candidate, may_answer_urging, may_correct, may_reassign, may_start, may_urge, plays, sees_case
from app.domain.rejection import Rejection
from app.domain.task import require_open, require_work, task_unknown
from app.store import read_definitions
from app.store.database import Reader
from app.store.read_case import case_by_key
from app.store.read_task import read_task


def may_complete(store: Reader, actor: Actor, key: int) -> None:
    task = read_task(store, key)
    if task is None:
        raise task_unknown(key)
    require_work(actor, task)


def may_change_task(store: Reader, actor: Actor, key: int) -> None:
    task = read_task(store, key)
    if task is None:
        raise task_unknown(key)
    require_open(actor, task)
    if not may_reassign(actor, task.sight, task.case.owner):
        raise Rejection("forbidden", "Expected the holder, the head of the unit or the owner of the procedure, but you are none of them")


def may_assign(store: Reader, actor: Actor, key: int) -> None:
    task = read_task(store, key)
    if task is None:
        raise task_unknown(key)
    require_open(actor, task)
    if not (is_candidate(actor, task.sight) or may_reassign(actor, task.sight, task.case.owner)):
        raise Rejection("forbidden", "Expected you to be the holder or in one of the groups of this task, but you are not")


def may_operate(store: Reader, actor: Actor, key: int) -> None:
    """key: of a case or anything in it."""
    found = case_by_key(store, case_key_of(key))
    if found is None or not sees_case(actor, found.sight):
        raise Rejection("not_found", "Expected something with the key %(key)s that you may see, but there is nothing", key=key)
    if not plays(actor, "operator"):
        raise Rejection("forbidden", "Expected the role %(roles)s for this, but you do not hold it", roles="operator")


def may_start_process(store: Reader, actor: Actor, surroundings: Surroundings, process_id: str | None, definition_key: int | None) -> None:
    """An unknown process is no matter here."""
    if definition_key is not None:
        found = read_definitions.by_key(store, definition_key)
    else:
        found = read_definitions.bound(store, "process", process_id or "")
    if found is None or found["kind"] != "process":
        return
    detail = surroundings.process_detail(store, found["digest"], found["id"])
    if not may_start(actor, detail.starters):
        groups = ", ".join(detail.starters) or "-"
        raise Rejection(
            "forbidden", "Expected one of the groups %(groups)s to start this process, but you are in none of them", groups=groups
        )


def may_see_case(store: Reader, actor: Actor, key: int) -> None:
    found = case_by_key(store, case_key_of(key))
    if found is None or not sees_case(actor, found.sight):
        raise Rejection("not_found", "Expected something with the key %(key)s that you may see, but there is nothing", key=key)


def may_add_to_case(store: Reader, actor: Actor, key: int) -> None:
    """Comments and documents: whoever sees the case may add to it, but an auditor, who changes nothing."""
    may_see_case(store, actor, key)
    if actor.holds("auditor"):
        raise Rejection("forbidden", "Expected somebody who works on the case; an auditor changes nothing")


def may_urge_case(store: Reader, actor: Actor, key: int) -> None:
    may_see_case(store, actor, key)
    if not may_urge(actor):
        raise Rejection("forbidden", "Expected somebody of the inspection office or the supervision bureau to urge, but you are neither")


def may_answer(store: Reader, actor: Actor, key: int, urging_key: int) -> None:
    """urging_key: of an urging; an unknown one, or one of an ended task, is no matter here."""
    may_see_case(store, actor, key)
    task_key = store.value("SELECT task_key FROM urging WHERE key = :urging AND case_key = :key", urging=urging_key, key=key)
    task = read_task(store, task_key) if task_key is not None else None
    if task is not None and task.state == "CREATED" and not may_answer_urging(actor, task.sight):
        raise Rejection("forbidden", "Expected the holder of the task or the head of the unit to answer an urging, but you are neither")


def may_correct_case(store: Reader, actor: Actor, key: int) -> None:
    may_see_case(store, actor, key)
    found = case_by_key(store, case_key_of(key))
    if found is None or not may_correct(actor, found.sight):
        raise Rejection("forbidden", "Expected the owner of the procedure to correct what was entered, but you are not")


def may_change_identity(store: Reader, actor: Actor, key: int) -> None:
    may_see_case(store, actor, key)
    found = case_by_key(store, case_key_of(key))
    if found is None or not may_change_keeping(actor, found.sight):
        raise not_theirs()


def may_ask_writer(store: Reader, actor: Actor, key: int) -> None:
    may_see_case(store, actor, key)
    found = case_by_key(store, case_key_of(key))
    if found is None or not may_have_asked(actor, found.sight):
        raise asks_for_nobody()


def may_answer_for_writer(store: Reader, actor: Actor, key: int) -> None:
    may_see_case(store, actor, key)
    found = case_by_key(store, case_key_of(key))
    if found is None or not may_change_keeping(actor, found.sight):
        raise puts_nothing()
