"""Who sees the points of a unit, who appeals against one, and who decides on that.

Source: docs/permissions (unit-head: "appeal points"); Opinions, articles 15, 54 and 57. Who decides is a choice: docs/decisions.
"""

from collections.abc import Mapping
from typing import Final

from app.domain.actor import Actor, Holding
from app.domain.permissions import plays
from app.domain.roles import SUPERVISORS

DECIDERS: Final = ("inspection-office", "supervision-bureau", "city-government-office")
"""Who takes the points (article 15) and who answers for supervision (article 54)."""

READERS: Final = (*SUPERVISORS, "city-government-office", "office-director", "mayor", "deputy-mayor", "party-committee")
"""Who sees the points of every unit."""

HEAD: Final = "unit-head"
Parents = Mapping[str, str | None]
"""Of each unit the one above it, if any."""


def sees_every_unit(actor: Actor) -> bool:
    return actor.everything or actor.holds("auditor", *READERS)


def sees_points(actor: Actor, unit: str, parents: Parents) -> bool:
    """Say whether the actor sees the points of a unit: supervisors and the leaders, its head, the head of a unit above, and who stands in
    for one of them."""
    return sees_every_unit(actor) or heads(actor, unit, parents) or heads_for(actor, unit, parents) is not None


def heads(actor: Actor, unit: str, parents: Parents) -> bool:
    """Say whether the actor is the head of a unit, or of one above it."""
    return actor.everything or any(Holding(HEAD, above) in actor.holdings for above in _line(unit, parents))


def heads_for(actor: Actor, unit: str, parents: Parents) -> str | None:
    """Return the head in whose place the actor stands in; None where that is nobody."""
    groups = {Holding(HEAD, above).group for above in _line(unit, parents)}
    return next((one.account for one in actor.stands_in if groups & one.groups), None)


def decides_appeals(actor: Actor) -> bool:
    return plays(actor, *DECIDERS)


def _line(unit: str, parents: Parents) -> list[str]:
    line: list[str] = []
    here: str | None = unit
    while here and here not in line:
        line.append(here)
        here = parents.get(here)
    return line
