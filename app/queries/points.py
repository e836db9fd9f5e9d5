"""The points of units: what was given and taken, by year, each movement with the event that it stands in."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from msgspec import Struct

from app.audit.points_rights import open_movement
from app.domain.actor import Actor
from app.domain.points_rights import decides_appeals, heads, heads_for, sees_every_unit, sees_points
from app.domain.rejection import Rejection
from app.queries.searches import case_sight
from app.store.database import Reader
from app.store.read_points import unit_parents

MOST = 1000


class UnitPoints(Struct, frozen=True):
    """total: of the movements that the asker may see. open: appeals to be decided."""

    unit: str
    name: str
    total: Decimal
    movements: int
    open: int


class Movement(Struct, frozen=True):
    """row: as read, with number and title of its case and the names of who appealed and decided. seen: whether the asker sees the case;
    where not, its title is none of theirs. reversed_by: the movement that gave it back. can: appeal, decide."""

    key: int
    row: Mapping[str, Any]
    points: Decimal
    seen: bool
    reversed_by: int | None
    can: frozenset[str] = frozenset()


def units_seen(store: Reader, actor: Actor) -> list[tuple[str, str]]:
    """Return id and name of the units whose points the actor may see."""
    parents = unit_parents(store)
    rows = store.all("SELECT id, name FROM unit ORDER BY id")
    return [(row["id"], row["name"]) for row in rows if sees_points(actor, row["id"], parents)]


def reads_points(store: Reader, actor: Actor) -> bool:
    """Say whether there are points that the actor may see."""
    return sees_every_unit(actor) or bool(units_seen(store, actor))


def points_years(store: Reader) -> list[int]:
    """Return the years in which something was moved, the newest first."""
    return [row["year"] for row in store.all("SELECT DISTINCT year FROM points_movement ORDER BY year DESC")]


def points_by_unit(store: Reader, actor: Actor, year: int) -> list[UnitPoints]:
    """Return the units that the actor may see, the lowest total first, with those that nothing was moved for."""
    sight, values = _not_secret(actor)
    rows = store.all(
        "SELECT m.unit, m.points, m.state FROM points_movement m LEFT JOIN process_instance p ON p.key = m.case_key"
        f" LEFT JOIN erased_case g ON g.case_key = m.case_key WHERE m.year = :year AND {sight}",  # names of ours, values apart
        year=year,
        **values,
    )
    found = []
    for unit, name in units_seen(store, actor):
        own = [row for row in rows if row["unit"] == unit]
        total = sum((Decimal(row["points"]) for row in own), Decimal(0))
        found.append(UnitPoints(unit, name, total, len(own), sum(row["state"] == "open" for row in own)))
    return sorted(found, key=lambda one: (one.total, one.unit))


def points_of_unit(store: Reader, actor: Actor, unit: str, year: int) -> tuple[str, Sequence[Movement]]:
    """Return the unit's name and its movements of a year, the newest first.

    Raises Rejection("not_found") where there is no such unit, or none whose points the actor may see.
    """
    name = dict(units_seen(store, actor)).get(unit)
    if name is None:
        raise Rejection("not_found", "Expected a unit whose points you may see, but there is none of that name")
    secret, values = _not_secret(actor)
    sight, more = case_sight(actor, "m.case_key", "p")
    rows = store.all(
        "SELECT m.*, COALESCE(p.receipt_number, g.receipt_number) AS receipt_number, p.title, COALESCE(p.digest, g.digest) AS digest,"
        " COALESCE(p.process_id, g.process_id) AS process_id, d.name AS process_name, ea.display_name AS appellant,"
        f" da.display_name AS decider, CASE WHEN {sight or '1 = 1'} THEN 1 ELSE 0 END AS seen,"
        " (SELECT r.key FROM points_movement r WHERE r.reverses = m.key) AS reversed_by"
        " FROM points_movement m LEFT JOIN process_instance p ON p.key = m.case_key LEFT JOIN erased_case g ON g.case_key = m.case_key"
        " JOIN definition d ON d.key = COALESCE(p.definition_key, g.definition_key)"
        " LEFT JOIN account ea ON ea.name = m.appealed_by LEFT JOIN account da ON da.name = m.decided_by"
        f" WHERE m.year = :year AND m.unit = :unit AND {secret} ORDER BY m.moved_at DESC, m.key DESC LIMIT :most",  # our names
        year=year,
        unit=unit,
        most=MOST,
        **{**values, **more},
    )
    heading = heads(actor, unit, parents := unit_parents(store)) or heads_for(actor, unit, parents) is not None
    return name, [
        Movement(row["key"], row, Decimal(row["points"]), bool(row["seen"]), row["reversed_by"], _can(actor, row, heading=heading))
        for row in rows
    ]


def open_points(store: Reader, actor: Actor, key: int) -> int:
    """Return the key of the case that a movement is about. Raises Rejection("not_found") for who may not see it."""
    return int(open_movement(store, actor, key)[0]["case_key"])


def may_decide_on(store: Reader, actor: Actor, key: int) -> None:
    open_points(store, actor, key)
    if not decides_appeals(actor):
        raise Rejection("forbidden", "Expected somebody of the office that supervises, who decides on appeals, but you are not")


def _can(actor: Actor, row: Mapping[str, Any], *, heading: bool) -> frozenset[str]:
    """Return what the actor may do about a movement. heading: whether as the head of its unit."""
    if row["state"] == "open":
        return frozenset({"decide"} if decides_appeals(actor) and actor.account not in (row["appealed_by"], row["appealed_for"]) else ())
    taken = row["points"].startswith("-") and row["reverses"] is None and row["reversed_by"] is None
    return frozenset({"appeal"} if taken and row["state"] == "none" and heading else ())


def _not_secret(actor: Actor) -> tuple[str, dict[str, Any]]:
    """Return SQL that leaves out secret cases, but for those named in them and the auditor."""
    if actor.holds("auditor"):
        return "1 = 1", {}
    named = "SELECT 1 FROM case_party sp WHERE sp.case_key = p.key AND sp.kind = 'account' AND sp.name = :secret_me"
    return f"(COALESCE(p.secret, g.secret) = 0 OR EXISTS ({named}))", {"secret_me": actor.account}
