"""The documents and comments of a case."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.audit.paper_rights import may_read
from app.domain.actor import Actor
from app.domain.rejection import Rejection
from app.queries.person import hides_person
from app.store.database import Reader
from app.store.read_case import case_by_key
from app.store.read_paper import papers_of


def documents(store: Reader, actor: Actor, case_key: int) -> Sequence[Mapping[str, Any]]:
    """Return the documents of a case that the actor may see, newest first; `is_current` is 0 for one that a later version replaced."""
    rows = store.all(
        "SELECT d.*, a.display_name AS who, f.display_name AS acting_for_name, t.name AS step_name, t.element_id,"
        " (SELECT p.digest FROM process_instance p WHERE p.key = t.process_instance_key) AS step_digest,"
        " CASE WHEN EXISTS (SELECT 1 FROM document n WHERE n.replaces ="
        " d.key) THEN 0 ELSE 1 END AS is_current"
        " FROM document d LEFT JOIN account a ON a.name = d.added_by LEFT JOIN account f ON f.name = d.acting_for"
        " LEFT JOIN user_task t ON t.key = d.task_key WHERE d.case_key ="
        " :key ORDER BY d.added_at DESC, d.key DESC",
        key=case_key,
    )
    if any(row["withheld"] for row in rows) and hides_person(store, actor, case_key):
        return [row for row in rows if not row["withheld"]]
    return rows


def withheld_from(store: Reader, actor: Actor, case_key: int) -> int:
    """Return how many documents of a case are kept from the actor, because they may show who wrote in."""
    kept: int = store.value("SELECT COUNT(*) FROM document WHERE case_key = :key AND withheld = 1", key=case_key)
    return kept if kept and hides_person(store, actor, case_key) else 0


def document(store: Reader, actor: Actor, case_key: int, key: int) -> Mapping[str, Any]:
    """Return one document of a case. Raises Rejection("not_found") where there is none that the actor may see."""
    found = store.one("SELECT * FROM document WHERE key = :key AND case_key = :case_key", key=key, case_key=case_key)
    if found is None or (found["withheld"] and hides_person(store, actor, case_key)):
        raise Rejection("not_found", "Expected a document %(key)s of this case, but there is none", key=key)
    return found


def comments(store: Reader, case_key: int) -> Sequence[Mapping[str, Any]]:
    """Return the comments of a case, oldest first."""
    return store.all(
        "SELECT c.*, a.display_name AS who, f.display_name AS acting_for_name FROM comment c LEFT JOIN account a ON a.name = c.author"
        " LEFT JOIN account f ON f.name = c.acting_for WHERE c.case_key = :key ORDER BY"
        " c.written_at, c.key",
        key=case_key,
    )


def paper_counts(store: Reader, actor: Actor, case_key: int) -> tuple[int, int, int]:
    """Return how many documents and papers the actor may see, comments and events a case has."""
    row = store.one(
        "SELECT (SELECT COUNT(*) FROM document WHERE case_key = :key) AS documents,"
        " (SELECT COUNT(*) FROM document WHERE case_key = :key AND withheld = 1) AS withheld,"
        " (SELECT COUNT(*) FROM comment WHERE case_key ="
        " :key) AS comments,"
        " (SELECT COUNT(*) FROM audit_event WHERE case_key = :text_key) AS events",
        key=case_key,
        text_key=str(case_key),
    )
    if row is None:
        return (0, 0, 0)
    kept = row["withheld"] if row["withheld"] and hides_person(store, actor, case_key) else 0
    return (row["documents"] - kept + _papers(store, actor, case_key), row["comments"], row["events"])


def _papers(store: Reader, actor: Actor, case_key: int) -> int:
    """Return how many papers stand with the documents."""
    found, case = papers_of(store, case_key), case_by_key(store, case_key)
    return sum(1 for paper in found if may_read(actor, case, paper)) if found and case is not None else 0
