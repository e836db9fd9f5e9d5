"""The step whose silence took effect, as it was asked: what a reply to it says is entered by the form that the step has.

Source: opinions, articles 34 and 35; procedures, section 1, "received is not entered".
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from app.audit.issued_papers import with_issued_papers
from app.audit.replay import Differs, recompute
from app.audit.surroundings import Surroundings
from app.domain.instant import read_instant
from app.domain.lost_definitions import LOST
from app.engine.case import Case
from app.form import Form
from app.form.form import INPUTS
from app.store.database import Reader


class SilentStep(Struct, frozen=True):
    """task_key: of the task that silence ended. form: that it asked with. known: the variables that the task saw, just before.

    before: the snapshot that the event found in which silence took effect. after: the case as that event left it. scopes: keys of the
    scopes that were open before. calendar_version: by which deadlines were reckoned then; None where none was.
    """

    task_key: int
    form: Form
    before: bytes
    after: Case
    calendar_version: int | None
    known: Mapping[str, Any] = {}
    scopes: frozenset[int] = frozenset()

    def reopened(self, store: Reader, surroundings: Surroundings, case_key: int, at: datetime) -> Case:
        """Return the case as it stood before silence took effect, at an instant. What the product does at automatic steps is left out."""
        world = surroundings.world(store, case_key, at, at)
        if self.calendar_version is not None:
            surroundings.reckon_by(world, store, self.calendar_version)
        return Case.restore(world, self.before)


def silent_step(store: Reader, surroundings: Surroundings, case_key: int, deadline_key: int) -> SilentStep | None:
    """Return the step whose silence took effect at a deadline; None where no form, or more than one, asked for the reply.

    It is read from the record by computing the case again: None too where that cannot be done any more. deadline_key: of the element
    instance that the deadline is of, the task itself or what it is in.
    """
    event = _lapse(store, case_key, deadline_key)
    ended = [] if event is None else _ended(event["facts"])
    if event is None or len(ended) != 1:
        return None
    digest = store.value("SELECT form_digest FROM user_task WHERE key = :key", key=ended[0])
    try:
        form = surroundings.form(store, digest) if digest else None
        if form is None or not any(component.kind in INPUTS for component in form.every_component()):
            return None
        before = b""
        for step in recompute(store, surroundings, case_key):
            if step.event["seq"] == event["seq"] and step.case is not None:
                version = event["calendar_version"]
                found = SilentStep(ended[0], form, before, step.case, None if version is None else int(version))
                case = found.reopened(store, surroundings, case_key, read_instant(event["effective_at"]))
                known = with_issued_papers(store, case_key, form, case.variables(found.task_key), surroundings.zone)
                return replace(found, known=known, scopes=frozenset(case.own_variables()))
            before = step.snapshot
    except (Differs, *LOST):
        return None
    return None


def _lapse(store: Reader, case_key: int, deadline_key: int) -> Mapping[str, Any] | None:
    """Return number, facts and calendar of the event in which the silence of a deadline took effect."""
    rows = store.all(
        "SELECT seq, body, effective_at, calendar_version FROM audit_event"
        " WHERE case_key = :key AND kind = 'deadline_lapsed' ORDER BY seq DESC",
        key=str(case_key),
    )
    for row in rows:
        facts = json.loads(row["body"])["facts"]
        if any(fact["fact"] == "deadline_lapsed" and fact["elementInstanceKey"] == str(deadline_key) for fact in facts):
            return {**row, "facts": facts}
    return None


def _ended(facts: list[dict[str, Any]]) -> list[int]:
    return [int(fact["elementInstanceKey"]) for fact in facts if fact["fact"] == "task_cancelled" and fact.get("lapsed")]
