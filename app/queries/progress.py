"""How far a case is, for the citizen who has its number and code: public steps only, no names, nothing that people wrote but the answer."""

import json
from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from app.audit.merged_here import WHILE_MERGED
from app.audit.seen_variables import seen_by_each
from app.audit.surroundings import Surroundings
from app.diagram import DiagramElement, Process
from app.domain.instant import read_instant
from app.domain.migrated_elements import renamed
from app.domain.public_letter import PROCESS
from app.domain.query_code import code_hash
from app.domain.receipt_number import read_receipt_number
from app.domain.rejection import Rejection
from app.store.database import Reader, Row

_CASE: Final = "SELECT p.*, d.name AS process_name FROM process_instance p JOIN definition d ON d.key = p.definition_key"


class PublicStep(Struct, frozen=True):
    """state: done or now; steps not reached yet are nobody's promise. at: the instant it was done, as text in UTC.

    notes: what its diagram shows of it while it is awaited: the text of the variable that `publicNote` names, once for each task.
    """

    element_id: str
    name: str
    state: str
    at: str | None
    notes: tuple[str, ...] = ()


class Progress(Struct, frozen=True):
    """What a citizen reads.

    is_letter: whether it answers what a citizen wrote. deadline: the record of the day that who asks was promised: of a letter the latest
    open deadline, of another case that of the whole procedure, for a limit of one step promises nothing.
    answered_at, answer: where it was answered.
    unit: its name, where one has the case. digest: of the file that draws it.
    parts: ids of the elements that are there once for each of several.
    earlier: of a merged case, how far the one is that it went into at last, without the answer, which is another citizen's. None if that
    one is no longer shown to anybody.
    """

    case_key: int
    receipt_number: str
    process_name: str
    state: str
    outcome: str | None
    received_at: str
    ended_at: str | None
    steps: tuple[PublicStep, ...]
    deadline: Mapping[str, Any] | None
    answered_at: str | None
    answer: str | None
    unit: str | None
    merged_into: str | None
    digest: str = ""
    is_letter: bool = True
    parts: frozenset[str] = frozenset()
    earlier: "Progress | None" = None


class CodeCheck(Struct, frozen=True):
    """case_key: None where number and code do not match, or the case is secret. locked_until: real time, as text."""

    case_key: int | None
    known_key: int | None
    failures: int
    locked_until: str | None


def check_code(store: Reader, secret: str, number: str, code: str) -> CodeCheck:
    """Compare a code with what is kept of it. An unknown number is answered as a wrong code is."""
    try:
        plain = read_receipt_number(number)
    except Rejection:
        return CodeCheck(None, None, 0, None)
    row = store.one(
        "SELECT p.key, p.secret, q.code_hash, q.failures, q.locked_until FROM process_instance p JOIN query_code q ON q.case_key ="
        " p.key WHERE p.receipt_number = :number",
        number=plain,
    )
    if row is None or row["secret"]:
        return CodeCheck(None, None, 0, None)
    fits = code_hash(secret, row["key"], code.strip()) == row["code_hash"]
    return CodeCheck(row["key"] if fits else None, row["key"], row["failures"], row["locked_until"])


def progress(store: Reader, surroundings: Surroundings, case_key: int) -> Progress:
    """Return what the public may know of a case. Raises Rejection("not_found").

    A merged one tells of the earlier one, too: its number shows the earlier one's progress. Source: procedures, citizen-letter.
    """
    row = store.one(f"{_CASE} WHERE p.key = :key", key=case_key)
    if row is None or row["secret"]:
        raise Rejection("not_found", "Expected a number and a code that belong together, but they do not")
    found, last = _how_far(store, surroundings, row), _went_into(store, row)
    return found if last is None else replace(found, earlier=replace(_how_far(store, surroundings, last, of_another=True), answer=None))


def read_with(found: Progress) -> set[int]:
    """Return the keys of the cases that are read with it, for the access log."""
    return {one.case_key for one in (found, found.earlier) if one is not None}


def _went_into(store: Reader, row: Row) -> Row | None:
    """Return the case at the end of the chain of merges, if it is not secret; None for one that is not merged."""
    seen, last = {row["receipt_number"]}, None
    following: Row | None = row
    while following is not None and following["merged_into"]:
        # A merge is only into an earlier case: a number seen twice is a broken record, and no reason to go round for ever.
        if following["merged_into"] in seen:
            return None
        seen.add(following["merged_into"])
        following = last = store.one(f"{_CASE} WHERE p.receipt_number = :number", number=following["merged_into"])
    return None if last is None or last["secret"] else last


def _how_far(store: Reader, surroundings: Surroundings, row: Row, *, of_another: bool = False) -> Progress:
    case_key: int = row["key"]
    done, active, entered, order = _walked(store, case_key)
    process = surroundings.diagram(store, row["digest"]).process(row["process_id"])
    # A sub-process is reached once for all when it begins: what goes on in it are steps of their own.
    begun = {
        one.id for one in (process.elements.values() if process else ()) if one.kind == "subProcess" and one.id in active | done.keys()
    }
    reached = {**done, **{element: entered[element] for element in begun}}
    notes = _notes(store, surroundings, row, process) if active and process else {}
    steps = tuple(
        PublicStep(
            element.id,
            element.properties.get("publicName") or element.name,
            "now" if element.id in active - begun else "done",
            reached.get(element.id),
            notes.get(element.id, ()),
        )
        for element in sorted(
            process.elements.values() if process else (), key=lambda element: (reached.get(element.id) or "~", order.get(element.id, 0))
        )
        if element.properties.get("public", "false") != "false"
        and (element.id in active or element.id in done)
        # That its own writer withdrew it, or that it was not taken, is nothing that the reader of a merged one did or was told.
        and not (of_another and process and _is_way_out(process, element))
    )
    is_letter = row["process_id"] == PROCESS
    deadline = store.value(
        "SELECT detail FROM deadline WHERE case_key = :key AND is_open = 1 AND (:letter = 1 OR element_id = :process)"
        " ORDER BY deadline_at DESC LIMIT 1",
        key=case_key,
        letter=int(is_letter),
        process=row["process_id"],
    )
    answer = store.value("SELECT value FROM variable WHERE scope_key = :key AND name = 'answerText'", key=case_key)
    unit = store.value(
        "SELECT u.name FROM variable v JOIN unit u ON v.value = '\"' || u.id || '\"' WHERE v.scope_key = :key AND v.name = 'unit'",
        key=case_key,
    )
    answered = done.get("answer")
    return Progress(
        case_key,
        row["receipt_number"],
        row["process_name"],
        row["state"],
        row["outcome"],
        row["received_at"] or row["started_at"],
        row["ended_at"],
        steps,
        json.loads(deadline) if deadline else None,
        answered,
        json.loads(answer) if answer and answered else None,
        unit,
        row["merged_into"],
        row["digest"],
        is_letter,
        _parts(process),
    )


def _is_way_out(process: Process, element: DiagramElement) -> bool:
    """Say whether an end closes the case without a decision on its matter: by what came to it from outside, or as one not taken."""
    parent = process.elements.get(element.parent_id)
    return element.kind == "endEvent" and (WHILE_MERGED in element.properties or (parent is not None and parent.triggered_by_event))


def _parts(process: Process | None) -> frozenset[str]:
    elements = process.elements if process else {}

    def is_part(element: DiagramElement | None) -> bool:
        return element is not None and (element.loop is not None or is_part(elements.get(element.parent_id)))

    return frozenset(one.id for one in elements.values() if is_part(one))


def _notes(store: Reader, surroundings: Surroundings, row: Row, process: Process) -> dict[str, tuple[str, ...]]:
    """Return what the diagram shows the public of the tasks that are open, by element: such as papers that are to be brought."""
    named = {element.id: element.properties["publicNote"] for element in process.elements.values() if "publicNote" in element.properties}
    if not named:
        return {}
    tasks = store.all("SELECT key, element_id FROM user_task WHERE case_key = :key AND state = 'CREATED' ORDER BY key", key=row["key"])
    shown = [(task["key"], task["element_id"]) for task in tasks if task["element_id"] in named]
    seen = seen_by_each(store, surroundings, row["key"], [key for key, _ in shown], read_instant(row["started_at"])) if shown else {}
    found: dict[str, tuple[str, ...]] = {}
    for key, element in shown:
        text = seen[key].get(named[element])
        if isinstance(text, str) and text.strip():
            found[element] = (*found.get(element, ()), text.strip())
    return found


def _walked(store: Reader, case_key: int) -> tuple[dict[str, str], set[str], dict[str, str], dict[str, int]]:
    """Return which elements were completed and when, which are active, when each was entered last, and in which order, from the events.

    Of the case's own process alone: one called or run beside it may use the same ids for steps of its own.
    """
    done: dict[str, str] = {}
    entered: dict[str, str] = {}
    open_now: dict[str, int] = {}
    order, place = dict[str, int](), 0
    for event in store.all("SELECT effective_at, body FROM audit_event WHERE case_key = :key ORDER BY seq", key=str(case_key)):
        for fact in json.loads(event["body"])["facts"]:
            element = fact.get("elementId", "")
            if fact["fact"] == "instance_migrated" and fact["elementInstanceKey"] == str(case_key):
                done.update({target: done.pop(source) for source, target in renamed(fact).items() if source in done})
            if fact.get("processInstanceKey") != str(case_key):
                continue
            # Steps of one second stand in the order in which they were gone through.
            place += 1
            order[element] = place
            if fact["fact"] == "element_entered":
                open_now[element] = open_now.get(element, 0) + 1
                entered[element] = event["effective_at"]
            elif fact["fact"] == "element_migrated":
                open_now[fact["fromElementId"]] = open_now.get(fact["fromElementId"], 1) - 1
                open_now[element] = open_now.get(element, 0) + 1
                entered[element] = entered.get(fact["fromElementId"], "") or event["effective_at"]
            elif fact["fact"] in ("element_completed", "element_cancelled"):
                open_now[element] = open_now.get(element, 1) - 1
                if fact["fact"] == "element_completed":
                    done[element] = event["effective_at"]
    return done, {element for element, count in open_now.items() if count > 0}, entered, order
