"""Cases are found by what they hold and by what happened in them, by nobody who may not know it, and from an index."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from app.domain.rejection import Rejection
from app.queries.case_happened import HAPPENED
from app.queries.case_list import CaseFilters, case_list, strictest
from app.service.assign_task import AssignTask
from app.service.send_back_task import SendBackTask
from app.store.database import Reader
from tests.builders.city import City
from tests.builders.statements import watched
from tests.service.rows import case_at_handle

COPIES = 10_000


def found(city: City, who: str = "auditor", **filters: str) -> list[int]:
    listed = city.door.ask(case_list, city.actor(who), CaseFilters(**filters))
    assert listed.total == len(listed.rows)
    return [row["key"] for row in listed.rows]


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ({"variable": "topic"}, True),
        ({"variable": "topic", "value": "a leaking tap"}, True),
        ({"variable": "topic", "value": '"a leaking tap"'}, True),
        ({"variable": "topic", "value": "a leaking ta"}, False),
        ({"variable": "nothing"}, False),
        ({"variable": "topic' OR '1' = '1"}, False),
        ({"unit": "health-bureau"}, True),
        ({"unit": "housing-bureau"}, False),
        ({"unit": "%"}, False),
        ({"since": "2026-01-01T00:00:00.000000Z"}, True),
        ({"until": "2026-01-01T00:00:00.000000Z"}, False),
        ({"process": "nothing"}, False),
        ({"state": "running"}, True),
        ({"state": "completed"}, False),
        *(({"happened": name}, False) for name in HAPPENED),
    ],
)
def test_a_case_is_found_by_each_condition(city: City, asked: dict[str, str], there: bool) -> None:
    case = case_at_handle(city)
    assert found(city, **asked) == ([case] if there else [])


def test_a_value_is_found_as_it_is_kept_whether_it_is_text_or_a_number(city: City) -> None:
    case = case_at_handle(city)
    kinds = (("a", 5, "5", "05"), ("b", "5", "5", "6"), ("c", {"b": 1}, '{ "b": 1 }', "b"), ("d", True, "true", "True"))
    for name, kept, typed, other in kinds:
        with city.database.write() as store:
            store.run(
                "INSERT INTO variable (key, case_key, process_instance_key, scope_key, name, value)"
                " SELECT MAX(key) + 1, :case, :case, :case, :name, :value FROM variable",
                case=case,
                name=name,
                value=json.dumps(kept, separators=(",", ":")),
            )
        assert found(city, variable=name, value=typed) == [case]
        assert found(city, variable=name, value=other) == []


def test_a_value_without_its_name_is_refused_in_words(sqlite_city: City) -> None:
    with pytest.raises(Rejection) as refused:
        found(sqlite_city, value="tap")
    assert refused.value.code == "bad_filter"


def test_what_happened_is_found_once_it_did(city: City) -> None:
    case, other = case_at_handle(city), case_at_handle(city)
    task = city.task(case, "handle")
    city.do(AssignTask(task, "handler-health"), "handler-health")
    city.do(SendBackTask(task, "take", reason="not ours"), "handler-health")
    assert found(city, happened="returned") == [case]
    for state, name in (("missed", "late"), ("lapsed", "consent")):
        with city.database.write() as store:
            store.run("UPDATE deadline SET state = :state WHERE case_key = :case", state=state, case=other)
        assert found(city, happened=name) == [other]


def test_who_complained_is_not_found_by_a_supervisor(city: City) -> None:
    case = case_at_handle(city)
    with city.database.write() as store:
        store.run("UPDATE variable SET name = 'contact' WHERE case_key = :case AND name = 'topic'", case=case)
    asked = {"variable": "contact", "value": "a leaking tap"}
    assert found(city, "auditor", **asked) == found(city, "hotline", **asked) == [case]
    assert found(city, "inspection", **asked) == []


def test_the_condition_that_excludes_most_is_named(city: City) -> None:
    for _ in range(2):
        case_at_handle(city)
    one = city.door.ask(case_list, city.actor("auditor"), CaseFilters()).rows[0]["receipt_number"]
    asked = CaseFilters(q=one, unit="housing-bureau")
    assert city.door.ask(strictest, city.actor("auditor"), asked) == ("unit", 1)
    assert city.door.ask(strictest, city.actor("auditor"), CaseFilters(q="no such", unit="housing-bureau")) is None
    assert city.door.ask(strictest, city.actor("auditor"), CaseFilters(since="2027-01-01T00:00:00.000000Z")) == ("since", 2)


@pytest.fixture
def full_city(city: City) -> City:
    """A city with ten thousand cases more."""
    case = case_at_handle(city)
    numbers = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {COPIES})"
    columns = "process_id, definition_key, digest, state, started_at, received_at, started_by, title, owner, secret, identity_kept"
    with city.database.write() as store:
        store.run(
            f"INSERT INTO process_instance (key, case_key, receipt_number, {columns}) {numbers} SELECT p.key + i * CAST(1048576 AS BIGINT),"
            f" p.key + i * CAST(1048576 AS BIGINT), 'X-' || i, {columns} FROM n JOIN process_instance p ON p.key = :case",
            case=case,
        )
        columns = "element_id, state, started_at, deadline_at, light, provisional, is_open, detail"
        store.run(
            f"INSERT INTO deadline (key, case_key, {columns}) {numbers} SELECT d.key + i * CAST(1048576 AS BIGINT),"
            f" d.case_key + i * CAST(1048576 AS BIGINT), {columns} FROM n JOIN deadline d ON d.case_key = :case",
            case=case,
        )
        if not store.is_sqlite:
            for table in ("process_instance", "deadline"):
                store.run(f"ANALYZE {table}")
    return city


def _plan(store: Reader, sql: str, values: Mapping[str, Any]) -> str:
    if store.is_sqlite:
        return " | ".join(row["detail"] for row in store.all(f"EXPLAIN QUERY PLAN {sql}", **values))
    return json.dumps(store.value(f"EXPLAIN (FORMAT JSON) {sql}", **values))


PLANNED: tuple[tuple[dict[str, str], str], ...] = (
    ({"happened": "consent"}, "deadline_not_met"),
    ({"happened": "late"}, "deadline_not_met"),
    ({"happened": "extended"}, "audit_event_off_course"),
    ({"happened": "returned"}, "audit_event_by_kind"),
    ({"unit": "housing-bureau"}, "case_party_by_name"),
    ({"variable": "topic", "value": "x"}, "variable_by_scope"),
)


def test_ten_thousand_cases_are_searched_by_an_index_of_what_is_asked(full_city: City) -> None:
    actor = full_city.actor("auditor")
    for asked, index in PLANNED:
        sent: list[tuple[str, Mapping[str, Any]]] = []
        with full_city.database.read() as store:
            if not store.is_sqlite:
                store.run("SET LOCAL enable_seqscan = off")  # what little there is of events here costs less to read than an index
            with watched(lambda sql, values, sent=sent: sent.append((sql, values))):
                case_list(store, actor, CaseFilters(**asked))
            plans = [_plan(store, sql, values) for sql, values in sent]
        assert len(plans) == 2
        assert all(index in plan for plan in plans), (asked, plans)
