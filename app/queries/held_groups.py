"""The candidate groups and roles that somebody has, as a program is told of them."""

from app.domain.actor import Actor
from app.domain.roles import ADMINISTRATORS, CITY_ROLES, SYSTEM_ROLES, UNIT_ROLES
from app.store.database import Reader


def held_groups(store: Reader, actor: Actor) -> tuple[list[str], list[str]]:
    """Return groups and roles, each sorted; for a member of every group all those that the city has now."""
    if not actor.everything:
        return sorted(actor.groups), sorted({holding.role for holding in actor.holdings})
    alone = CITY_ROLES | SYSTEM_ROLES - ADMINISTRATORS
    in_units = {f"{role}@{row['id']}" for row in store.all("SELECT id FROM unit") for role in UNIT_ROLES}
    return sorted(alone | in_units), sorted(alone | UNIT_ROLES)
