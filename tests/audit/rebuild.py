"""Rebuilds everything that shows a case from its events and what lies beside them, as if the tables had been lost."""

from collections.abc import Mapping
from typing import Any

from app.audit.replay import Step, recompute
from app.domain.fact import Fact
from app.domain.query_code import code_hash, query_code
from app.store.apply import Batch, apply_facts, show_deadlines
from app.store.database import Reader
from tests.builders.city import SECRET, City, plain

OF_A_CASE = (
    "process_instance",
    "user_task",
    "case_party",
    "deadline",
    "variable",
    "subscription",
    "incident",
    "document",
    "comment",
    "paper",
    "paper_service",
    "urging",
    "points_movement",
    "task_delegate",
    "paper_case",
    "disposal_proposal",
    "legal_hold",
    "kept_identity",
    "writer_question",
)
NUMBERED = {"variable", "subscription"}
"""Tables whose rows are numbered as they come: their numbers mean nothing."""

LOOSE = "DELETE FROM task_candidate WHERE task_key >= :first AND task_key < :last"
Rows = dict[str, list[dict[str, Any]]]


def shown(store: Reader, case: int) -> Rows:
    """Return all rows that show a case."""
    found: Rows = {}
    for table in OF_A_CASE:
        rows = [dict(row) for row in store.all(f"SELECT * FROM {table} WHERE case_key = :case", case=case)]
        found[table] = [{name: plain(value) for name, value in row.items() if name != "key" or table not in NUMBERED} for row in rows]
    offered = store.all("SELECT * FROM task_candidate WHERE task_key >= :first AND task_key < :last", **block(case))
    found["task_candidate"] = [dict(row) for row in offered]
    found["query_code"] = [dict(row) for row in store.all("SELECT case_key, code_hash FROM query_code WHERE case_key = :case", case=case)]
    return {table: sorted(rows, key=repr) for table, rows in found.items()}


def block(case: int) -> dict[str, int]:
    return {"first": case, "last": case + (1 << 20)}


class Undone(Exception):
    """The rebuilt rows were looked at; the store stays as it was."""


def rebuilt(city: City, case: int) -> tuple[Rows, Rows]:
    """Return the rows that show a case, as they are and as they are after they were lost and rebuilt."""
    found: list[Rows] = []
    try:
        with city.database.write() as store:
            found.append(shown(store, case))
            for table in (*OF_A_CASE, "query_code"):
                store.run(f"DELETE FROM {table} WHERE case_key = :case", case=case)
            store.run(LOOSE, **block(case))
            store.run("DELETE FROM message WHERE thrown_by = :case", case=case)
            for step in recompute(store, city.surroundings, case):
                apply(store, case, step)
            found.append(shown(store, case))
            raise Undone
    except Undone:
        return found[0], found[1]


def apply(store: Reader, case: int, step: Step) -> None:
    event = step.event
    facts = [_fact(fact, step.private.get(str(place), {}), case) for place, fact in enumerate(step.facts)]
    batch = Batch(store, case, event["effective_at"], event["actor"], event["acting_for"])
    batch.seq = event["seq"]
    apply_facts(batch, facts)
    if step.case is not None:
        show_deadlines(batch, step.case, facts)
    batch.flush()


def _fact(said: Mapping[str, Any], private: Mapping[str, Any], case: int) -> Fact:
    public = {name: value for name, value in said.items() if name not in ("fact", "elementId", "elementInstanceKey")}
    key = said.get("elementInstanceKey")
    kept = dict(private)
    if said["fact"] == "query_code_given":
        kept["_codeHash"] = code_hash(SECRET, case, query_code(SECRET, case, int(said.get("issue", 0))))
    return Fact(said["fact"], said.get("elementId"), None if key is None else int(key), public, kept)
