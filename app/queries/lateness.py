"""How deadlines ended, over time: met, met after more time was given, missed, or by silence.

A deadline counts once, when it was settled: met, at the end of its work; missed, when it passed; by silence, when that took effect. Those
that run, are stopped or fell away with their step are not counted.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec

from app.domain.actor import Actor
from app.queries.case_choice import CaseChoice
from app.store.database import Reader

IN_TIME, EXTENDED, LATE, SILENT = "in_time", "extended", "late", "silent"
OUTCOMES: Final = (IN_TIME, EXTENDED, LATE, SILENT)
AT_ONCE: Final = 5_000

_DEADLINES: Final = (
    "SELECT d.key, d.case_key, d.state, d.deadline_at, d.detail, p.process_id FROM deadline d JOIN process_instance p ON p.key = d.case_key"
    " WHERE d.key > :after AND d.state IN ('met', 'missed', 'lapsed') AND {} ORDER BY d.key LIMIT :most"
)
_UNITS: Final = (
    "SELECT DISTINCT case_key, name FROM case_party WHERE kind = 'group' AND name LIKE '%@%' AND case_key >= :first AND case_key <= :last"
)


class _Detail(msgspec.Struct):
    extensions: int = 0
    ended_at: str | None = None
    missed_at: str | None = None


_READ: Final = msgspec.json.Decoder(_Detail).decode


class Tally(msgspec.Struct):
    """How many deadlines ended how. extended: met in time after more time was given. with_more: of all, those given more time."""

    in_time: int = 0
    extended: int = 0
    late: int = 0
    silent: int = 0
    with_more: int = 0

    @property
    def total(self) -> int:
        return self.in_time + self.extended + self.late + self.silent

    def add(self, outcome: str, *, more: bool) -> None:
        setattr(self, outcome, getattr(self, outcome) + 1)
        self.with_more += more


class Lateness(msgspec.Struct):
    """spans: by the place of the span in what was asked. processes, units: by id; a case of several units counts for each of them."""

    whole: Tally
    spans: dict[int, Tally]
    processes: dict[str, Tally]
    units: dict[str, Tally]


def lateness(store: Reader, actor: Actor, choice: CaseChoice, begins: Sequence[str]) -> Lateness:
    """Return how the deadlines of the cases that the actor sees ended.

    choice: since and until are of when they were settled. begins: the instants at which the spans begin, as text, in order; the last one
    ends the span before it.
    """
    found = Lateness(Tally(), defaultdict(Tally), defaultdict(Tally), defaultdict(Tally))
    for rows, units in _pieces(store, actor, choice):
        for row in rows:
            outcome, at, more = settled(row)
            place = bisect_right(begins, at) - 1
            if not 0 <= place < len(begins) - 1:
                continue
            for tally in (found.whole, found.spans[place], found.processes[row["process_id"]]):
                tally.add(outcome, more=more)
            for unit in units.get(row["case_key"], ()):
                found.units[unit].add(outcome, more=more)
    return found


def settled(row: Mapping[str, Any]) -> tuple[str, str, bool]:
    """Return how a deadline ended, when, and whether more time was given."""
    detail = _READ(row["detail"])
    more = detail.extensions > 0
    if row["state"] == "met":
        return EXTENDED if more else IN_TIME, detail.ended_at or row["deadline_at"], more
    if row["state"] == "missed":
        return LATE, detail.missed_at or row["deadline_at"], more
    return SILENT, detail.ended_at or row["deadline_at"], more


def first_settled(store: Reader, actor: Actor, choice: CaseChoice) -> str:
    """Return an instant before which none of the deadlines was settled, as text; empty where there is none."""
    where, values = CaseChoice(choice.process, unit=choice.unit, files=choice.files).where(actor)
    sql = f"SELECT MIN(d.started_at) FROM deadline d JOIN process_instance p ON p.key = d.case_key WHERE {where}"
    return str(store.value(sql, **values) or "")


def _pieces(store: Reader, actor: Actor, choice: CaseChoice) -> Iterator[tuple[Sequence[Mapping[str, Any]], dict[int, set[str]]]]:
    where, values = CaseChoice(choice.process, unit=choice.unit, files=choice.files).where(actor)
    after = 0
    while rows := store.all(_DEADLINES.format(where), **values, after=after, most=AT_ONCE):
        after = rows[-1]["key"]
        units: dict[int, set[str]] = defaultdict(set)
        for row in store.all(_UNITS, first=min(one["case_key"] for one in rows), last=max(one["case_key"] for one in rows)):
            units[row["case_key"]].add(row["name"].partition("@")[2])
        yield rows, units
