"""What somebody was told, and has yet to read."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from msgspec import Struct

from app.domain.actor import Actor
from app.store.database import Reader

MOST: Final = 50
MOST_COUNTED: Final = 99


class Notices(Struct, frozen=True):
    """rows: newest first, each with facts as plain values and read_at. step_digest: of the file of the process that its step is of, which
    may be one called or run beside the case's own. next_key: what `before` asks for the next ones with."""

    rows: Sequence[Mapping[str, Any]]
    unread: int
    next_key: int | None


def unread_count(store: Reader, actor: Actor) -> int:
    """Return how many notices the actor has not read, at most one more than MOST_COUNTED."""
    where, values = _to(actor)
    counted: int = store.value(
        f"SELECT COUNT(*) FROM (SELECT n.key FROM notice n WHERE ({where})"  # names of ours, values apart
        " AND NOT EXISTS (SELECT 1 FROM notice_read r WHERE r.account = :account AND r.notice_key = n.key) LIMIT :most) unread",
        account=actor.account,
        most=MOST_COUNTED + 1,
        **values,
    )
    return counted


def notices(store: Reader, actor: Actor, before: int | None = None) -> Notices:
    """Return the notices to the actor, newest first. before: the key of the last one already seen."""
    where, values = _to(actor)
    rows = store.all(
        "SELECT n.*, r.read_at, p.receipt_number, p.title, p.digest, p.process_id, p.secret, COALESCE(i.digest, p.digest) AS step_digest"
        " FROM notice n JOIN process_instance p ON p.key = n.case_key"
        " LEFT JOIN user_task t ON t.key = n.element_instance_key"
        " LEFT JOIN process_instance i ON i.key = COALESCE(t.process_instance_key, n.element_instance_key)"
        " LEFT JOIN notice_read r ON r.notice_key = n.key AND r.account = :account"
        f" WHERE ({where}) AND n.key < :before ORDER BY n.key DESC LIMIT :most",  # names of ours, values apart
        account=actor.account,
        before=before if before is not None else 2**62,
        most=MOST + 1,
        **values,
    )
    shown = [{**row, "facts": json.loads(row["facts"])} for row in rows[:MOST]]
    return Notices(shown, unread_count(store, actor), shown[-1]["key"] if len(rows) > MOST else None)


def notice_to(store: Reader, actor: Actor, key: int) -> Mapping[str, Any] | None:
    """Return one notice with the number of its case; None where it is not the actor's."""
    where, values = _to(actor)
    return store.one(
        "SELECT n.key, n.notice, n.facts, n.element_instance_key, p.receipt_number FROM notice n"
        " JOIN process_instance p ON p.key = n.case_key"
        f" WHERE n.key = :key AND ({where})",  # names of ours, values apart
        key=key,
        **values,
    )


def public_notices(store: Reader, case_key: int) -> list[Mapping[str, Any]]:
    """Return what the applicant was told, oldest first. The caller has checked number and code."""
    rows = store.all("SELECT * FROM notice WHERE case_key = :key AND kind = 'public' ORDER BY key", key=case_key)
    return [{**row, "facts": json.loads(row["facts"])} for row in rows]


def _to(actor: Actor) -> tuple[str, dict[str, Any]]:
    """Return the condition that a notice is to the actor, and its values."""
    if actor.everything:
        return "n.kind = 'group' OR (n.kind = 'account' AND n.recipient = :me)", {"me": actor.account}
    groups = {f"group_{place}": name for place, name in enumerate(sorted(actor.groups))}
    own = "n.kind = 'account' AND n.recipient = :me"
    if not groups:
        return own, {"me": actor.account}
    listed = ", ".join(f":{name}" for name in groups)
    return f"({own}) OR (n.kind = 'group' AND n.recipient IN ({listed}))", {"me": actor.account, **groups}
