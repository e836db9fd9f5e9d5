"""What an import may refer to: units, accounts and the roles they hold."""

from app.audit.called_units import called_units
from app.domain.actor import Holding
from app.domain.staff_sheet import Known
from app.store.database import Reader


def known_staff(store: Reader) -> Known:
    holdings: dict[str, set[Holding]] = {}
    for row in store.all("SELECT h.account, h.role, h.unit FROM holding h JOIN account a ON a.name = h.account WHERE a.state = 'active'"):
        holdings.setdefault(row["account"], set()).add(Holding(row["role"], row["unit"]))
    return Known(
        frozenset(row["id"] for row in store.all("SELECT id FROM unit")),
        frozenset(row["name"] for row in store.all("SELECT name FROM account")),
        {account: frozenset(held) for account, held in holdings.items()},
        called_units(store),
    )
