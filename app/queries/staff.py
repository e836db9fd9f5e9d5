"""The people of the city as administrators and heads see them: posts, presence, load, last sign-in."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from msgspec import Struct

from app.audit.known_staff import known_staff
from app.domain.actor import Actor, Holding
from app.domain.instant import instant_text
from app.domain.permissions import is_oneself
from app.domain.rejection import Rejection
from app.domain.roles import ADMINISTRATORS
from app.domain.staff_sheet import Known
from app.domain.substitution import Seat, Staffing
from app.queries.people import held_by
from app.store.database import Reader
from app.store.read_candidates import OPEN_WORK
from app.store.read_staffing import staffing

OFFICES = ("system-admin", "security-admin", "auditor")
"""Who sees everybody; a head sees the people of the unit and of those below it."""


class Absence(Struct, frozen=True):
    """Instants as text in UTC. substitute: the account that was named, None for the post's own rule. entered_by: an account."""

    id: int
    starts_at: str
    ends_at: str
    substitute: str | None
    reason: str
    entered_by: str


LENT: Final = "(SELECT COUNT(*) FROM user_task l WHERE l.delegated_by = a.name AND l.state = 'CREATED')"
"""How many open tasks an account has delegated: they come back to it to be completed."""


class StaffMember(Struct, frozen=True):
    """lent: open tasks that this person delegated, and is to complete. held: rows with role, unit, unit_name and post (the letter).
    seats: the posts held. absences: those not over, the first first."""

    account: str
    name: str
    active: bool
    open_tasks: int
    signed_in_at: str | None
    held: Sequence[Mapping[str, Any]]
    seats: Sequence[Seat]
    absences: Sequence[Absence]
    lent: int = 0


class StaffList(Struct, frozen=True):
    people: Sequence[StaffMember]
    total: int
    staffing: Staffing


def within(store: Reader, actor: Actor) -> frozenset[str] | None:
    """Return the units whose people the actor sees; None for all. Raises Rejection("forbidden") for who sees none."""
    if actor.holds(*OFFICES):
        return None
    led = {holding.unit for holding in actor.holdings if holding.role == "unit-head"}
    if not led:
        raise Rejection("forbidden", "Expected an administrator, an auditor or the head of a unit, but you are none of them")
    parents = {row["id"]: row["parent_id"] for row in store.all("SELECT id, parent_id FROM unit")}
    below = {unit for unit in parents if led & set(_above(unit, parents))}
    return frozenset(led | below)


def _above(unit: str, parents: Mapping[str, str | None]) -> list[str]:
    way: list[str] = []
    at: str | None = unit
    while at and at not in way:
        way.append(at)
        at = parents.get(at)
    return way


def staff(store: Reader, actor: Actor, now: datetime, *, unit: str = "", q: str = "", limit: int = 50, offset: int = 0) -> StaffList:
    """Return one page of the people whom the actor sees, those of one unit, or those whose name or account holds a text."""
    parts, values = ["1 = 1"], dict[str, Any]()
    units = within(store, actor)
    if units is not None:
        names = {f"w{place}": one for place, one in enumerate(sorted(units))}
        values.update(names)
        listed = ", ".join(f":{name}" for name in names)
        parts.append(f"EXISTS (SELECT 1 FROM holding h WHERE h.account = a.name AND h.unit IN ({listed}))")
    if unit:
        parts.append("EXISTS (SELECT 1 FROM holding h WHERE h.account = a.name AND h.unit = :unit)")
        values["unit"] = "" if unit == "-" else unit
    if q:
        parts.append("(a.name LIKE :q ESCAPE '\\' OR a.display_name LIKE :q ESCAPE '\\')")
        values["q"] = "%" + q.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    where = " AND ".join(parts)
    rows = store.all(
        f"SELECT a.name, a.display_name, a.state, a.signed_in_at, {OPEN_WORK} AS held, {LENT} AS lent FROM account a WHERE {where}"
        " ORDER BY (SELECT MIN(h.unit) FROM holding h WHERE h.account = a.name), a.name LIMIT :limit OFFSET :offset",
        **values,
        limit=limit,
        offset=offset,
    )
    total = store.value(f"SELECT COUNT(*) FROM account a WHERE {where}", **values)
    found = staffing(store, now, [row["name"] for row in rows])
    return StaffList(_members(store, rows, found, now), int(total), found) if found else StaffList([], int(total), Staffing([], [], {}, {}))


def staff_member(store: Reader, actor: Actor, account: str, now: datetime) -> tuple[StaffMember, Staffing]:
    """Return one person, and the posts around. Raises Rejection("not_found") for one whom the actor does not see."""
    units = within(store, actor) if not is_oneself(actor, account) else None
    row = store.one(
        f"SELECT a.name, a.display_name, a.state, a.signed_in_at, {OPEN_WORK} AS held, {LENT} AS lent FROM account a WHERE a.name = :name",
        name=account,
    )
    found = staffing(store, now, [account])
    if row is None or found is None:
        raise _unknown(account)
    (member,) = _members(store, [row], found, now)
    if units is not None and not units & {held["unit"] for held in member.held}:
        raise _unknown(account)
    return member, found


def _unknown(account: str) -> Rejection:
    return Rejection("not_found", "Expected an account, but there is none with the name %(name)s", name=account[:63])


def _members(store: Reader, rows: Sequence[Mapping[str, Any]], found: Staffing, now: datetime) -> list[StaffMember]:
    if not rows:
        return []
    values = {f"a{place}": row["name"] for place, row in enumerate(rows)}
    names = ", ".join(f":{name}" for name in values)
    held = held_by(store, [row["name"] for row in rows])
    absences: dict[str, list[Absence]] = {}
    for one in store.all(
        f"SELECT * FROM leave WHERE account IN ({names}) AND ends_at > :now AND ends_at > starts_at ORDER BY starts_at",
        **values,
        now=instant_text(now),
    ):
        absence = Absence(one["id"], one["starts_at"], one["ends_at"], one["substitute"], one["reason"] or "", one["entered_by"])
        absences.setdefault(one["account"], []).append(absence)
    seats = found.seats()
    return [
        StaffMember(
            row["name"],
            row["display_name"],
            row["state"] == "active",
            row["held"],
            row["signed_in_at"],
            held.get(row["name"], []),
            [seat for seat in seats if row["name"] in (*seat.firsts, *seat.seconds)],
            absences.get(row["name"], []),
            row["lent"],
        )
        for row in rows
    ]


def units_of(store: Reader, actor: Actor) -> list[tuple[str, str]]:
    """Return id and name of the units whose people the actor sees."""
    units = within(store, actor)
    rows = store.all("SELECT id, name FROM unit ORDER BY name, id")
    return [(row["id"], row["name"]) for row in rows if units is None or row["id"] in units]


def every_unit(store: Reader) -> list[tuple[str, str]]:
    """Return id and name of all units."""
    return [(row["id"], row["name"]) for row in store.all("SELECT id, name FROM unit ORDER BY name, id")]


def staff_known(store: Reader) -> Known:
    """Return what an import may refer to."""
    return known_staff(store)


def posts_of(store: Reader, actor: Actor) -> list[Mapping[str, Any]]:
    """Return the posts that were registered. Raises Rejection("forbidden") for who sees none."""
    if not actor.holds(*OFFICES):
        raise Rejection("forbidden", "Expected an administrator, an auditor or the head of a unit, but you are none of them")
    return list(
        store.all(
            "SELECT p.id, p.role, p.unit, p.name, p.first, p.second, u.name AS unit_name FROM post p LEFT JOIN unit u ON u.id = p.unit"
            " ORDER BY p.unit, p.role, p.id"
        )
    )


def holders_of(store: Reader) -> Mapping[str, list[tuple[str, str]]]:
    """Return account and name of the active people in each group that works on cases, by group."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in store.all(
        "SELECT h.role, h.unit, a.name, a.display_name FROM holding h JOIN account a ON a.name = h.account WHERE a.state = 'active'"
        " ORDER BY a.name"
    ):
        if row["role"] not in ADMINISTRATORS:
            found.setdefault(Holding(row["role"], row["unit"]).group, []).append((row["name"], row["display_name"]))
    return found
