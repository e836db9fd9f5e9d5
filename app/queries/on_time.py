"""How many deadlines of the last months were met, by the unit that worked on their cases.

A deadline counts in the month in which it was up; those that run, are stopped or fell away with their step are not counted. One of a case
of several units counts for each of them, as on the page of statistics. Secret cases are left out for everybody.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final, NamedTuple

from msgspec import Struct

from app.store.database import Reader

# The head of a unit is put before what its handlers have in hand.
_OF_UNIT: Final = "c.kind = 'group' AND c.name LIKE '%@%' AND c.name NOT LIKE 'unit-head@%'"
_FROM: Final = "FROM deadline d JOIN process_instance r ON r.key = d.case_key"


class Rate(NamedTuple):
    """Of one month: how many deadlines were up, and how many of them were met."""

    met: int
    total: int


class OnTime(Struct, frozen=True):
    """Months in order, the newest last. whole: each deadline once. units: by id."""

    whole: tuple[Rate, ...]
    units: Mapping[str, tuple[Rate, ...]]


def on_time(store: Reader, begins: Sequence[str], process: str = "") -> OnTime:
    """Return the rates of the months between instants. begins: as text in UTC, in order; the last one ends the month before it. process:
    of one procedure only; empty: of all. The caller has checked whose work the reader supervises."""
    sums, values = [], dict[str, Any]()
    for place, (begin, end) in enumerate(pairwise(begins)):
        inside = f"d.deadline_at >= :begin{place} AND d.deadline_at < :end{place}"
        sums += [
            f"SUM(CASE WHEN {inside} {more}THEN 1 ELSE 0 END) AS {name}{place}"
            for name, more in (("met", "AND d.state = 'met' "), ("all", ""))
        ]
        values |= {f"begin{place}": begin, f"end{place}": end}
    where = "d.state IN ('met', 'missed', 'lapsed') AND r.secret = 0 AND d.deadline_at >= :first AND d.deadline_at < :last"
    values |= {"first": begins[0], "last": begins[-1]}
    if process:
        where, values = f"{where} AND r.process_id = :process", {**values, "process": process}
    whole = store.one(f"SELECT {', '.join(sums)} {_FROM} WHERE {where}", **values)
    rows = store.all(
        f"SELECT c.name AS place, {', '.join(sums)} {_FROM} JOIN case_party c ON c.case_key = d.case_key AND {_OF_UNIT} WHERE {where}"
        " GROUP BY c.name",
        **values,
    )
    months = len(begins) - 1
    units: dict[str, tuple[Rate, ...]] = {}
    for row in rows:
        unit, found = row["place"].partition("@")[2], _rates(row, months)
        before = units.get(unit)
        units[unit] = found if before is None else tuple(Rate(a.met + b.met, a.total + b.total) for a, b in zip(before, found, strict=True))
    return OnTime(_rates(whole or {}, months), units)


def _rates(row: Mapping[str, Any], months: int) -> tuple[Rate, ...]:
    return tuple(Rate(int(row.get(f"met{place}") or 0), int(row.get(f"all{place}") or 0)) for place in range(months))
