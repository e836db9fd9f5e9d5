"""Names of people, for pages that speak of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.store.database import Reader


def names_of(store: Reader) -> Mapping[str, str]:
    """Return the name of every account, also of disabled ones: a history names who acted then."""
    return {row["name"]: row["display_name"] for row in store.all("SELECT name, display_name FROM account")}


def held_by(store: Reader, accounts: Sequence[str]) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """Return what each of some accounts holds, by account: role, unit with its name, and post, by unit and role."""
    values = {f"a{place}": account for place, account in enumerate(accounts)}
    names = ", ".join(f":{name}" for name in values)
    held: dict[str, list[Mapping[str, Any]]] = {}
    for one in store.all(
        "SELECT h.account, h.role, h.unit, h.post, u.name AS unit_name FROM holding h LEFT JOIN unit u ON u.id = h.unit"
        f" WHERE h.account IN ({names}) ORDER BY h.unit, h.role",
        **values,
    ):
        held.setdefault(one["account"], []).append(one)
    return held
