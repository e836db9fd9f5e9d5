"""Events across all cases: found by who, what, when, unit, article, case and procedure, the newest first. For auditors."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from msgspec import Struct

from app.store.database import Reader

COUNTED_TO: Final = 10_000
_GUESSED_TO: Final = 2_000
_MOST_BRANCHES: Final = 200
"""Accounts of a unit or versions of a procedure that are looked up one by one, which a city stays far below."""

CITY: Final = "0"
"""In place of a receipt number: the chain of definitions, people and calendars."""

_ORDER: Final = "effective_at DESC, case_key DESC, seq DESC"
_NUMBERS: Final = re.compile(r"(\d+)(?:\s*-\s*(\d+))?")
Place = tuple[str, str, int]
"""Of an event in the order of the search: instant of effect, key of its chain, number."""


class EventFilters(Struct, frozen=True):
    """What is looked for; empty: anything.

    who: an account or a person's name, `clock`, `public` or `system`, as the one who did it or in whose place. kind: of event.
    since, until: instants as text in UTC, from the one on, before the other, of effect. unit: its people, as they hold roles in it now.
    article: its number. case: a receipt number, CITY for the chain of definitions and people. process: in whose diagram it happened.
    """

    who: str = ""
    kind: str = ""
    since: str = ""
    until: str = ""
    unit: str = ""
    article: str = ""
    case: str = ""
    process: str = ""


class FoundEvents(Struct, frozen=True):
    """rows: the columns of audit_event, with number, title, process and file of the case and the actor's name. total: as far as it is
    counted; capped: there are more. before, after: whether there are newer, older ones."""

    rows: Sequence[Mapping[str, Any]]
    total: int
    capped: bool
    before: bool
    after: bool


class _Way(Struct, frozen=True):
    """One way to find the events of a search: an index, and the values of its first column. condition: what the others check of it."""

    index: str
    column: str
    values: tuple[str, ...]
    condition: str


class _Asked(Struct, frozen=True):
    ways: tuple[_Way, ...]
    values: dict[str, Any]
    secret: bool

    @property
    def always(self) -> str:
        """What holds of every event found, whichever way it is found."""
        parts = [f"e.effective_at {sign} :{name}" for name, sign in (("since", ">="), ("until", "<")) if name in self.values]
        if not self.secret:
            parts.append("NOT EXISTS (SELECT 1 FROM process_instance s WHERE s.key = CAST(e.case_key AS BIGINT) AND s.secret = 1)")
            parts.append("NOT EXISTS (SELECT 1 FROM erased_case t WHERE t.case_key = CAST(e.case_key AS BIGINT) AND t.secret = 1)")
        return "".join(f" AND {part}" for part in parts)


def event_search(
    store: Reader, filters: EventFilters, limit: int, *, after: Place | None = None, before: Place | None = None, secret: bool = True
) -> FoundEvents:
    """Return one page. after: the older ones than that; before: the newer ones. secret: whether those of secret cases are among them.

    The caller has checked that the asker is an auditor. Source: docs/permissions.
    """
    asked = _asked(store, filters, secret=secret)
    if asked is None:
        return FoundEvents([], 0, capped=False, before=False, after=False)
    best = _best(store, asked)
    places = _places(store, asked, best, limit + 1, after, before)
    more = len(places) > limit
    places = places[:limit] if before is None else places[-limit:]
    count = f"SELECT COUNT(*) FROM ({_union(store, asked, best, '', COUNTED_TO + 1)} LIMIT {COUNTED_TO + 1}) n"
    total = int(store.value(count, **asked.values))
    newer, older = (after is not None, more) if before is None else (more, True)
    return FoundEvents(events_at(store, places), min(total, COUNTED_TO), capped=total > COUNTED_TO, before=newer, after=older)


def events_in_pages(
    store: Reader, filters: EventFilters, after: Place | None, limit: int
) -> tuple[Sequence[Mapping[str, Any]], Place | None]:
    """Return some of the events for a file, without those of secret cases, and where the next ones go on; None at the end."""
    asked = _asked(store, filters, secret=False)
    places = _places(store, asked, _best(store, asked), limit, after, None) if asked is not None else []
    return events_at(store, places), places[-1] if len(places) == limit else None


def _asked(store: Reader, filters: EventFilters, *, secret: bool) -> _Asked | None:
    """Return the ways to find what is asked for; None where a unit has nobody, a procedure no file or an article no event."""
    ways, values = list(_ways(store, filters)), dict[str, Any]()
    if any(not way.values for way in ways):
        return None
    for number, way in enumerate(ways):
        values.update({f"w{number}v{place}": value for place, value in enumerate(way.values)})
    values.update({name: text for name, text in (("since", filters.since), ("until", filters.until)) if text})
    return _Asked(tuple(ways), values, secret)


def _ways(store: Reader, filters: EventFilters) -> Iterator[_Way]:
    if filters.case:
        rows = store.all(
            "SELECT key FROM process_instance WHERE receipt_number = :number"
            " UNION ALL SELECT case_key FROM erased_case WHERE receipt_number = :number",
            number=filters.case,
        )
        keys = (CITY,) if filters.case == CITY else tuple(str(row["key"]) for row in rows)
        yield _Way("", "e.case_key", keys, "e.case_key IN ({})")
    if filters.article:
        said = (
            "EXISTS (SELECT 1 FROM event_article x WHERE x.article IN ({}) AND x.effective_at = e.effective_at AND x.case_key = e.case_key"
        )
        yield _Way("article", "", tuple(_articles(store, filters.article)), f"{said} AND x.seq = e.seq)")
    if filters.who:
        named = store.all("SELECT name FROM account WHERE name = :who OR display_name = :who ORDER BY name", who=filters.who)
        accounts = tuple(row["name"] for row in named)[:_MOST_BRANCHES] or (filters.who,)
        yield _Way("who", "", accounts, "(e.actor IN ({0}) OR e.acting_for IN ({0}))")
    if filters.unit:
        held = store.all("SELECT DISTINCT account FROM holding WHERE unit = :unit ORDER BY account", unit=filters.unit)
        yield _Way("audit_event_by_actor", "e.actor", tuple(row["account"] for row in held)[:_MOST_BRANCHES], "e.actor IN ({})")
    if filters.kind:
        yield _Way("audit_event_by_kind", "e.kind", (filters.kind,), "e.kind IN ({})")
    if filters.process:
        files = store.all("SELECT DISTINCT digest FROM definition WHERE kind = 'process' AND id = :id ORDER BY digest", id=filters.process)
        digests = tuple(row["digest"] for row in files)[:_MOST_BRANCHES]
        yield _Way("audit_event_by_file", "e.definition_digest", digests, "e.definition_digest IN ({})")


def _articles(store: Reader, wanted: str) -> list[str]:
    """Return the articles, as facts write them, that a number is among: 12 is among 12, "5, 12" and "11-13"."""
    rows = store.all(
        "WITH RECURSIVE one(said) AS (SELECT MIN(article) FROM event_article UNION ALL SELECT (SELECT MIN(a.article) FROM event_article a"
        " WHERE a.article > one.said) FROM one WHERE one.said IS NOT NULL) SELECT said FROM one WHERE said IS NOT NULL"
    )
    return [row["said"] for row in rows if wanted == row["said"] or _among(wanted, row["said"])][:_MOST_BRANCHES]


def _among(wanted: str, said: str) -> bool:
    if not (wanted.isascii() and wanted.isdigit()) or len(wanted) > 9:
        return False
    return any(int(found[1]) <= int(wanted) <= int(found[2] or found[1]) for found in _NUMBERS.finditer(said))


def _best(store: Reader, asked: _Asked) -> int:
    """Return the way by which there is least to look at, as far as a short look at each tells; -1: by time alone."""
    if len(asked.ways) < 2:
        return len(asked.ways) - 1
    sizes = []
    for place in range(len(asked.ways)):
        alone = _Asked(tuple(way for at, way in enumerate(asked.ways) if at == place), asked.values, secret=True)
        sql = _union(store, alone, 0, "", _GUESSED_TO, first=place)
        sizes.append(int(store.value(f"SELECT COUNT(*) FROM ({sql} LIMIT {_GUESSED_TO}) n", **asked.values)))
    return sizes.index(min(sizes))


def _places(store: Reader, asked: _Asked, best: int, limit: int, after: Place | None, before: Place | None) -> list[Place]:
    """Return where the events of a page are, the newest first."""
    values, further = dict(asked.values), ""
    edge = after or before
    if edge is not None:
        values |= {"edge_at": edge[0], "edge_case": edge[1], "edge_seq": edge[2]}
        further = f" AND (e.effective_at, e.case_key, e.seq) {'<' if after else '>'} (:edge_at, :edge_case, :edge_seq)"
    order = _ORDER if before is None else _ORDER.replace("DESC", "ASC")
    sql = _union(store, asked, best, further, limit, order)
    rows = store.all(f"SELECT effective_at, case_key, seq FROM ({sql}) n ORDER BY {order} LIMIT {limit}", **values)
    found = [(row["effective_at"], row["case_key"], row["seq"]) for row in rows]
    return found if before is None else found[::-1]


def _union(store: Reader, asked: _Asked, best: int, further: str, limit: int, order: str = _ORDER, first: int = 0) -> str:
    """Return SQL for the first places of each value of the best way: each is read from its index in its order, and no further.

    first: the number by which the values of the first way go.
    """
    checked = "".join(f" AND {way.condition.format(_names(place + first, way))}" for place, way in enumerate(asked.ways) if place != best)
    rest = f"{checked}{asked.always}{further}"
    if best < 0:
        return _one(store, "audit_event_by_effect", f"1 = 1{rest}", limit, order)
    way = asked.ways[best]
    names = [f":w{best + first}v{place}" for place in range(len(way.values))]
    if way.index == "article":
        return " UNION ".join(_of_article(name, rest, limit, order) for name in names)
    if way.index == "who":
        return " UNION ".join(
            _one(store, f"audit_event_by_{index}", f"e.{column} = {name}{rest}", limit, order)
            for name in names
            for index, column in (("actor", "actor"), ("absent", "acting_for"))
        )
    return " UNION ".join(_one(store, way.index, f"{way.column} = {name}{rest}", limit, order) for name in names)


def _names(place: int, way: _Way) -> str:
    return ", ".join(f":w{place}v{value}" for value in range(len(way.values)))


def _one(store: Reader, index: str, where: str, limit: int, order: str) -> str:
    by = f" INDEXED BY {index}" if index and store.is_sqlite else ""
    return f"SELECT * FROM (SELECT e.effective_at, e.case_key, e.seq FROM audit_event e{by} WHERE {where} ORDER BY {order} LIMIT {limit}) b"


def _of_article(name: str, rest: str, limit: int, order: str) -> str:
    # In the order of the articles' own table, and of the event itself only what the other conditions ask.
    ordered = ", ".join(f"a.{part.strip()}" for part in order.split(","))
    rest = rest.replace("(e.effective_at, e.case_key, e.seq)", "(a.effective_at, a.case_key, a.seq)")
    return (
        f"SELECT * FROM (SELECT a.effective_at, a.case_key, a.seq FROM event_article a JOIN audit_event e ON e.case_key = a.case_key AND"
        f" e.seq = a.seq WHERE a.article = {name}{rest.replace('e.effective_at ', 'a.effective_at ')} ORDER BY {ordered} LIMIT {limit}) b"
    )


def events_at(store: Reader, places: Sequence[Place]) -> Sequence[Mapping[str, Any]]:
    """Return the events at some places, with what is shown beside them."""
    if not places:
        return []
    values: dict[str, Any] = {}
    for number, (_, case_key, seq) in enumerate(places):
        values |= {f"k{number}": case_key, f"s{number}": seq}
    wanted = ", ".join(f"(:k{number}, :s{number})" for number in range(len(places)))
    found = store.all(
        "SELECT e.*, COALESCE(p.receipt_number, g.receipt_number) AS receipt_number, p.title,"
        " COALESCE(p.process_id, g.process_id) AS process_id, COALESCE(p.digest, g.digest) AS case_digest,"
        " COALESCE(p.secret, g.secret) AS secret, a.display_name FROM audit_event e"
        " LEFT JOIN process_instance p ON p.key = CAST(e.case_key AS BIGINT)"
        " LEFT JOIN erased_case g ON g.case_key = CAST(e.case_key AS BIGINT) LEFT JOIN account a ON a.name = e.actor"
        f" WHERE (e.case_key, e.seq) IN (VALUES {wanted})",
        **values,
    )
    order = {(case_key, seq): number for number, (_, case_key, seq) in enumerate(places)}
    return sorted(found, key=lambda row: order[row["case_key"], row["seq"]])
