"""Who holds which roles, for those who look after rights."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from app.domain.actor import Actor
from app.domain.rejection import Rejection
from app.queries.staff import OFFICES
from app.store.database import Reader


class Holder(Struct, frozen=True):
    """held: rows with role, unit, unit_name and post (the letter)."""

    account: str
    name: str
    active: bool
    held: Sequence[Mapping[str, Any]]


def role_table(store: Reader, actor: Actor, role: str = "") -> list[Holder]:
    """Return every account with what it holds, those without a role too; only the holders of one role, where it is named.

    Raises Rejection("forbidden") for who is neither an administrator nor an auditor.
    """
    if not actor.holds(*OFFICES):
        raise Rejection("forbidden", "Expected an administrator, an auditor or the head of a unit, but you are none of them")
    held: dict[str, list[Mapping[str, Any]]] = {}
    for row in store.all(
        "SELECT h.account, h.role, h.unit, h.post, u.name AS unit_name FROM holding h LEFT JOIN unit u ON u.id = h.unit"
        " ORDER BY h.role, h.unit"
    ):
        held.setdefault(row["account"], []).append(row)
    rows = store.all("SELECT name, display_name, state FROM account ORDER BY name")
    found = [Holder(row["name"], row["display_name"], row["state"] == "active", held.get(row["name"], [])) for row in rows]
    return [one for one in found if not role or any(holding["role"] == role for holding in one.held)]
