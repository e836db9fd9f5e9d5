"""What was corrected in a case, with the form that asked for it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from app.audit.given_before import asked_by, given_before
from app.audit.given_item import given_item_now, item_form
from app.audit.rests_on import papers_saying
from app.audit.surroundings import Surroundings
from app.domain.actor import Actor
from app.domain.canonical import parse
from app.domain.identity import PERSONAL_NAMES, masked
from app.domain.lost_definitions import LOST
from app.domain.permissions import may_correct
from app.domain.rejection import Rejection
from app.form import Form
from app.queries.person import hides_person
from app.store.database import Reader
from app.store.read_case import CaseRecord, case_by_key


class Correction(Struct, frozen=True):
    """seq: the event's place in the case's chain. was, now: the answers that differ."""

    seq: int
    form: Form
    was: Mapping[str, Any]
    now: Mapping[str, Any]


def corrections(store: Reader, surroundings: Surroundings, actor: Actor, case_key: int) -> list[Correction]:
    """Return them in order, those whose words are not erased, without who wrote in where that is kept from the actor. The caller has
    checked who may see the case."""
    rows = store.all(
        "SELECT e.seq, e.body, c.content FROM audit_event e JOIN event_content c ON c.case_key = e.case_key AND c.seq = e.seq"
        " WHERE e.case_key = :key AND e.command = 'correct_answers' ORDER BY e.seq",
        key=str(case_key),
    )
    case = case_by_key(store, case_key) if rows else None
    hidden = PERSONAL_NAMES if rows and hides_person(store, actor, case_key) else ()
    found = []
    for row in rows if case is not None else ():
        content = parse(row["content"])
        task = content["input"].get("userTaskKey")
        said = content["private"].get("0", {})
        fact = parse(row["body"])["facts"][0]
        try:
            form = _form(store, surroundings, case, fact, task) if case is not None else None
        except Rejection:
            continue
        if form is not None:
            was, now = (
                {name: _masked(name, value) for name, value in said.get(of, {}).items() if name not in hidden} for of in ("was", "now")
            )
            found.append(Correction(row["seq"], form, was, now))
    return found


def _masked(name: str, value: Any) -> Any:
    """Return a value as a history shows it: who wrote in is looked at elsewhere, where it is asked what for and the look is recorded."""
    return masked(str(value)) if name in PERSONAL_NAMES and value is not None else value


def _form(store: Reader, surroundings: Surroundings, case: CaseRecord, fact: Mapping[str, Any], task: str | None) -> Form:
    """Return the form of what was corrected: of a step, of the registration, or of one item of a list in it."""
    if fact.get("itemKey") is not None:
        return item_form(store, surroundings, case, fact["list"])
    return asked_by(store, surroundings, case, int(task) if task is not None else None)[0]


def resting_papers(store: Reader, surroundings: Surroundings, case_key: int, names: frozenset[str]) -> list[str]:
    """Return the issued papers of a case whose words read one of some variables, by number and title, the oldest first. The caller has
    checked who may see the case."""
    return [title for title, read in papers_saying(store, surroundings, case_key) if names & read]


def corrected_after_end(store: Reader, case_key: int) -> frozenset[int]:
    """Return the places in a case's chain at which something was corrected after it had ended. The caller has checked who may see it."""
    sql = "SELECT seq FROM audit_event WHERE case_key = :key AND command = 'correct_answers' AND body LIKE '%\"afterEnd\"%'"
    rows = store.all(sql, key=str(case_key))
    return frozenset(row["seq"] for row in rows)


def correctable(store: Reader, surroundings: Surroundings, actor: Actor, case_key: int, task_key: int | None, now: datetime) -> bool | None:
    """Say whether some answer of a completed step, or of the registration (None), can be corrected by the actor; None where nothing was
    asked there, and to who may correct nothing of the case. now: aware, UTC."""
    case, world = case_by_key(store, case_key), surroundings.feel_world(store, now)
    if case is None or not may_correct(actor, case.sight):
        return None
    try:
        return bool(given_before(store, surroundings, case, task_key, world).offered(world))
    except (Rejection, *LOST):
        return None


def item_correctable(store: Reader, surroundings: Surroundings, case: CaseRecord, item_key: int, now: datetime) -> bool | None:
    """Say whether something of an item of a list can be corrected by itself; None where that was never asked for. The caller has checked
    who may correct. now: aware, UTC."""
    try:
        return bool(given_item_now(store, surroundings, case, item_key, now).offered(surroundings.feel_world(store, now)))
    except (Rejection, *LOST):
        return None
