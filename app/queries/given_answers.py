"""What people answered in the steps of a case, by the event that took it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from app.audit.surroundings import Surroundings
from app.domain.canonical import parse
from app.feel import FeelWorld
from app.form import Form
from app.store.database import Reader


class GivenAnswers(Struct, frozen=True):
    """seq: the event's place in the case's chain. variables: the process's, for the conditions of the form."""

    seq: int
    form: Form
    answers: Mapping[str, Any]
    variables: Mapping[str, Any]
    world: FeelWorld
    task_key: str = ""


def given_answers(store: Reader, surroundings: Surroundings, case_key: int, now: datetime) -> list[GivenAnswers]:
    """Return the answers of every completed task that has a form and whose words are not erased. The caller has checked who may see."""
    rows = store.all(
        "SELECT e.seq, c.content FROM audit_event e JOIN event_content c ON c.case_key = e.case_key AND c.seq = e.seq"
        " WHERE e.case_key = :key AND e.command = 'complete_task' ORDER BY e.seq",
        key=str(case_key),
    )
    forms = {
        str(row["key"]): row["form_digest"]
        for row in store.all("SELECT key, form_digest FROM user_task WHERE case_key = :key AND form_digest IS NOT NULL", key=case_key)
    }
    kept = store.all("SELECT name, value FROM variable WHERE scope_key = :key", key=case_key)
    variables, world = {row["name"]: parse(row["value"]) for row in kept}, surroundings.feel_world(store, now)
    found = []
    for row in rows:
        recorded = parse(row["content"])["input"]
        digest = forms.get(str(recorded.get("userTaskKey")))
        if digest is not None:
            form = surroundings.form(store, digest)
            found.append(GivenAnswers(row["seq"], form, recorded["answers"], variables, world, str(recorded.get("userTaskKey"))))
    return found
