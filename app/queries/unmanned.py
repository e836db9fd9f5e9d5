"""Work for which nobody is there: roles that no account in use holds any more, and units that nobody handles anything for.

Source: Opinions, article 37: where both holders of a post are away, the head of the unit stands in; for who is gone, somebody is named.
"""

from app.domain.actor import Actor
from app.domain.roles import ADMINISTRATORS
from app.queries.staff import units_of
from app.store.database import Reader

HANDLER = "handler"


def unmanned(store: Reader, actor: Actor) -> list[tuple[str, str | None]]:
    """Return role and name of the unit, None for the city, by unit, as far as the actor sees the people of the units.

    A unit without anybody who handles cases is one, whether there ever was somebody or not: what is sent to it lies there.
    """
    units = dict(units_of(store, actor))
    whole = len(units) == store.value("SELECT COUNT(*) FROM unit")
    rows = store.all(
        "SELECT h.role, h.unit, MAX(CASE WHEN a.state = 'active' THEN 1 ELSE 0 END) AS there FROM holding h"
        " JOIN account a ON a.name = h.account GROUP BY h.role, h.unit"
    )
    there = {(row["role"], row["unit"]): row["there"] for row in rows if row["role"] not in ADMINISTRATORS}
    there |= {(HANDLER, unit): 0 for unit in units if (HANDLER, unit) not in there}
    seen = [(role, unit) for (role, unit), held in there.items() if not held and (unit in units if unit else whole)]
    return [(role, units[unit] if unit else None) for role, unit in sorted(seen, key=lambda one: (one[1], one[0]))]
