"""What units have writers asked whom they may not know: the questions of one case, and those that somebody has to put."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from app.audit.identity_rights import may_change_keeping
from app.domain.actor import Actor
from app.domain.permissions import sees_case
from app.store.database import Reader
from app.store.read_case import case_by_key

MOST: Final = 200
_QUESTIONS: Final = (
    "SELECT q.*, a.display_name AS asker, b.display_name AS asked_for_name, c.display_name AS answerer,"
    " d.display_name AS answered_for_name, p.receipt_number, p.title FROM writer_question q JOIN process_instance p ON p.key = q.case_key"
    " LEFT JOIN account a ON a.name = q.asked_by LEFT JOIN account b ON b.name = q.asked_for"
    " LEFT JOIN account c ON c.name = q.answered_by LEFT JOIN account d ON d.name = q.answered_for WHERE"
)


def questions_of_case(store: Reader, case_key: int) -> Sequence[Mapping[str, Any]]:
    """Return the questions of a case, oldest first. The caller has checked that the asker may see it."""
    return store.all(f"{_QUESTIONS} q.case_key = :key ORDER BY q.asked_at, q.key", key=case_key)  # names are ours


def questions_to_put(store: Reader, actor: Actor) -> list[Mapping[str, Any]]:
    """Return the questions that wait for the actor to put them to their writers, the oldest first, at most MOST."""
    roles = {f"role_{place}": holding.role for place, holding in enumerate(sorted(actor.holdings))}
    owns = f"p.owner IN ({', '.join(f':{name}' for name in roles)}) OR " if roles else ""
    rows = store.all(
        f"{_QUESTIONS} q.answered_at IS NULL AND p.identity_kept > 0"  # names are ours, values apart
        f" AND ({owns}(p.owner IS NULL AND p.started_by = :me) OR :everything = 1) ORDER BY q.asked_at, q.key LIMIT {MOST}",
        me=actor.account,
        everything=1 if actor.everything else 0,
        **roles,
    )
    return [row for row in rows if _puts(store, actor, row["case_key"])]


def _puts(store: Reader, actor: Actor, case_key: int) -> bool:
    found = case_by_key(store, case_key)
    return found is not None and sees_case(actor, found.sight) and may_change_keeping(actor, found.sight)
