"""For whom somebody stands in at an instant, by the posts and by who is away then. Source: Opinions, article 37 (AB角)."""

from collections.abc import Iterable
from datetime import datetime

from msgspec.structs import replace

from app.domain.actor import Actor, Holding
from app.domain.instant import instant_text
from app.domain.substitution import Held, Seat, Staffing
from app.store.database import Reader

_HELD = (
    "SELECT h.account, h.role, h.unit, h.post FROM holding h JOIN account a ON a.name = h.account AND a.state = 'active' WHERE"
    " h.role = 'unit-head' OR EXISTS (SELECT 1 FROM holding o WHERE o.role = h.role AND o.unit = h.unit AND o.account IN ({}))"
    " ORDER BY h.account, h.role, h.unit"
)
_AWAY = (
    "SELECT l.account, l.substitute FROM leave l JOIN account a ON a.name = l.account AND a.state = 'active'"
    " WHERE l.starts_at <= :now AND l.ends_at > :now ORDER BY l.account"
)


def stands_in(store: Reader, actor: Actor, now: datetime) -> Actor:
    """Return the actor with those for whom he stands in at an instant."""
    found = staffing(store, now)
    return replace(actor, stands_in=found.stand_ins(actor.account) if found is not None else ())


def staffing(store: Reader, now: datetime, among: Iterable[str] = ()) -> Staffing | None:
    """Return posts and holders around those who are away at an instant; None where nobody is.

    among: further accounts whose posts are asked for, away or not; then never None.
    """
    away = {row["account"]: row["substitute"] for row in store.all(_AWAY, now=instant_text(now))}
    asked = sorted({*away, *among})
    if not asked:
        return None
    values = {f"a{place}": account for place, account in enumerate(asked)}
    names = ", ".join(f":{name}" for name in values)
    held = [Held(row["account"], Holding(row["role"], row["unit"]), row["post"]) for row in store.all(_HELD.format(names), **values)]
    pairs = [
        Seat(Holding(row["role"], row["unit"]), _maybe(row["first"]), _maybe(row["second"]), row["id"], row["name"])
        for row in store.all("SELECT id, role, unit, name, first, second FROM post ORDER BY id")
    ]
    parents = {row["id"]: row["parent_id"] for row in store.all("SELECT id, parent_id FROM unit WHERE parent_id IS NOT NULL")}
    return Staffing(held, pairs, away, parents)


def _maybe(account: str | None) -> tuple[str, ...]:
    return (account,) if account is not None else ()
