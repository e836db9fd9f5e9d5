"""What people answered last in steps that a case goes back to, so that it comes again as a draft of theirs."""

import json
from collections.abc import Collection, Mapping
from typing import Any

from msgspec import Struct

from app.domain.canonical import parse
from app.store.database import Reader


class EarlierAnswers(Struct, frozen=True):
    """task_key: of the task in which they were given. acting_for: in whose place. answers: empty once erased."""

    task_key: int
    account: str
    acting_for: str | None
    answers: Mapping[str, Any]


def earlier_answers(store: Reader, case_key: int, scope_key: int, elements: Collection[str]) -> dict[str, EarlierAnswers]:
    """Return, by element, what was answered last within a scope; nothing for an element that nobody has completed in it."""
    rows = store.all(
        "SELECT e.command, e.actor, e.acting_for, e.body, c.content FROM audit_event e LEFT JOIN event_content c"
        " ON c.case_key = e.case_key AND c.seq = e.seq WHERE e.case_key = :key ORDER BY e.seq",
        key=str(case_key),
    )
    entered, found = set[tuple[str, str]](), dict[str, EarlierAnswers]()
    for row in rows:
        facts = json.loads(row["body"])["facts"]
        done = next((fact for fact in facts if fact["fact"] == "task_completed"), None)
        if row["command"] == "complete_task" and done is not None and (done["elementId"], done["elementInstanceKey"]) in entered:
            answers = parse(row["content"])["input"]["answers"] if row["content"] else {}
            key = int(done["elementInstanceKey"])
            found[done["elementId"]] = EarlierAnswers(key, row["actor"], row["acting_for"], answers)
        for fact in facts:
            if fact["fact"] == "element_entered" and fact["elementId"] in elements and str(fact["scopeKey"]) == str(scope_key):
                entered.add((fact["elementId"], fact["elementInstanceKey"]))
    return found
