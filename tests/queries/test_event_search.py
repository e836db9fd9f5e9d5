"""Which events a search across all cases finds, by which index, and what articles it takes a number for."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from app.queries.event_search import COUNTED_TO, EventFilters, _among, event_search, events_in_pages
from app.store.database import Reader
from app.store.upgrade import upgrade
from tests.builders.city import City
from tests.builders.statements import watched

COPIES = 12_000
KINDS = ("task_completed", "comment_added", "deadline_missed")


@pytest.fixture
def full_city(city: City) -> City:
    """A city with twelve thousand events: every third of a kind, each hundredth of a colleague, each thousandth of an article."""
    numbers = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {COPIES})"
    nth = "CAST(1000000 + i AS TEXT)"
    with city.database.write() as store:
        store.run(
            "INSERT INTO audit_event (case_key, seq, kind, command, effective_at, recorded_at, actor, acting_for, definition_digest,"
            f" engine_version, content_digest, body, previous_digest, digest) {numbers} SELECT {nth}, 1,"
            f" CASE i % 3 WHEN 0 THEN '{KINDS[0]}' WHEN 1 THEN '{KINDS[1]}' ELSE '{KINDS[2]}' END, 'x',"
            f" '2026-11-' || CASE WHEN i % 2 = 0 THEN '23' ELSE '24' END || 'T01:00:00.' || SUBSTR({nth}, 2) || 'Z', '2026-11-25',"
            " CASE WHEN i % 100 = 0 THEN 'handler-health' ELSE 'clock' END,"
            " CASE WHEN i % 500 = 1 THEN 'handler-health' END, 'd' || i % 4,"
            ' \'v\', \'c\', CASE WHEN i % 1000 = 7 THEN \'{"facts":[{"article":"11-13"},{"article":"5, 8"},{"article":"11-13"}]}\''
            " ELSE '{\"facts\":[]}' END, 'p', 'd' FROM n"
        )
        if not store.is_sqlite:
            store.run("ANALYZE audit_event")
    return city


def found(city: City, limit: int = 20, **asked: Any) -> list[str]:
    with city.database.read() as store:
        return [row["case_key"] for row in event_search(store, EventFilters(**asked), limit).rows]


def expected(rule: Callable[[int], bool], limit: int = 20) -> list[str]:
    """Return the keys of the events for which a rule holds of their number, the newest first: odd ones are of the later day."""
    chosen = sorted((i for i in range(1, COPIES + 1) if rule(i)), key=lambda i: (i % 2, i), reverse=True)
    return [str(1_000_000 + i) for i in chosen[:limit]]


def test_each_condition_finds_its_events_the_newest_first(full_city: City) -> None:
    def mine(i: int) -> bool:
        return i % 100 == 0 or i % 500 == 1

    until = "2026-11-24T00:00:00.000000Z"
    assert found(full_city, kind=KINDS[0]) == expected(lambda i: i % 3 == 0)
    assert found(full_city, who="handler-health") == expected(mine)
    assert found(full_city, who="handler-health", kind=KINDS[1]) == expected(lambda i: mine(i) and i % 3 == 1)
    assert found(full_city, article="12") == expected(lambda i: i % 1000 == 7)
    assert found(full_city, article="8", kind=KINDS[2], since=until) == expected(lambda i: i % 1000 == 7 and i % 3 == 2 and i % 2 == 1)
    assert found(full_city, who="clock", kind=KINDS[0], until=until) == expected(lambda i: i % 100 != 0 and i % 3 == 0 and i % 2 == 0)
    assert found(full_city, case="none") == []
    assert found(full_city, article="6") == []


def test_pages_go_on_where_the_one_before_ended_in_both_directions(full_city: City) -> None:
    wanted = EventFilters(who="handler-health")
    with full_city.database.read() as store:
        first = event_search(store, wanted, 50)
        edge = tuple(first.rows[-1][name] for name in ("effective_at", "case_key", "seq"))
        second = event_search(store, wanted, 50, after=edge)
        back = tuple(second.rows[0][name] for name in ("effective_at", "case_key", "seq"))
        again = event_search(store, wanted, 50, before=back)
    keys = [row["case_key"] for row in (*first.rows, *second.rows)]
    assert keys == expected(lambda i: i % 100 == 0 or i % 500 == 1, 100)
    assert again.rows == first.rows
    assert [(one.before, one.after) for one in (first, second, again)] == [(False, True), (True, True), (False, True)]


def test_totals_are_exact_as_far_as_they_are_counted(full_city: City) -> None:
    with full_city.database.read() as store:
        some, many = (event_search(store, EventFilters(**asked), 5) for asked in ({"article": "12"}, {"until": "2026-11-25"}))
    assert (some.total, some.capped) == (12, False)
    assert (many.total, many.capped) == (COUNTED_TO, True)


def test_a_file_holds_each_event_once(full_city: City) -> None:
    keys, place = [], None
    with full_city.database.read() as store:
        while True:
            rows, place = events_in_pages(store, EventFilters(kind=KINDS[1]), place, 900)
            keys += [row["case_key"] for row in rows]
            if place is None:
                break
    assert keys == expected(lambda i: i % 3 == 1, COPIES)


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        ({}, "audit_event_by_effect"),
        ({"kind": KINDS[0]}, "audit_event_by_kind"),
        ({"who": "handler-health"}, "audit_event_by_actor"),
        ({"who": "handler-health", "kind": KINDS[0]}, "audit_event_by_actor"),
        ({"article": "12"}, "event_article"),
    ],
)
def test_a_page_is_read_from_an_index_in_its_order(full_city: City, asked: dict[str, str], index: str) -> None:
    seen: list[tuple[str, Mapping[str, Any]]] = []
    with full_city.database.read() as store:
        if not store.is_sqlite:
            store.run("SET LOCAL enable_sort = off")
        with watched(lambda sql, values: seen.append((sql, values))):
            event_search(store, EventFilters(**asked), 20)
        plans = [plan(store, sql, values) for sql, values in seen if sql.startswith("SELECT effective_at, case_key, seq FROM")]
    assert plans
    for one in plans:
        assert index in one
        assert "SCAN e" not in one.replace(f"SCAN e USING COVERING INDEX {index}", "").replace(f"SCAN e USING INDEX {index}", "")
        assert "Seq Scan" not in one.replace('"Subquery Scan"', "")


def plan(store: Reader, sql: str, values: Mapping[str, Any]) -> str:
    if store.is_sqlite:
        return " | ".join(row["detail"] for row in store.all(f"EXPLAIN QUERY PLAN {sql}", **values))
    return json.dumps(store.value(f"EXPLAIN (FORMAT JSON) {sql}", **values))


def test_articles_of_events_recorded_before_are_found_too(full_city: City) -> None:
    with full_city.database.write() as store:
        before = store.all("SELECT * FROM event_article ORDER BY article, case_key")
        store.run("DROP TABLE event_article")
        store.run("UPDATE alembic_version SET version_num = '0017'")
    upgrade(full_city.database)
    with full_city.database.read() as store:
        assert store.all("SELECT * FROM event_article ORDER BY article, case_key") == before
    assert len(before) == 24


@pytest.mark.parametrize(
    ("wanted", "said", "is_among"),
    [("12", "11-13", True), ("14", "11-13", False), ("8", "5, 8", True), ("5", "15", False), ("34", "第34条", True), ("x", "x1", False)],
)
def test_a_number_is_among_the_articles_that_name_it(wanted: str, said: str, is_among: bool) -> None:
    assert _among(wanted, said) is is_among
