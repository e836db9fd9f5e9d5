"""Rows of cases that there are not, and of erased ones, are named: nothing else would be compared with them."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.audit.chain_break import Break
from app.audit.shown_rows import KEYS
from app.audit.verify_chains import verify_chain, verify_chains
from app.domain.keys import BLOCK
from app.store.database import Reader
from app.store.tables import METADATA
from tests.audit.test_anchors import Outside
from tests.audit.test_shown_rows import case_with
from tests.builders.city import City
from tests.builders.correspondence import starts_by_message
from tests.builders.kept_errand import ended, erase
from tests.service.rows import case_at_handle

UNKNOWN = 900 * (1 << 20)
"""The key of a case that there never was."""

NUMBERS = {"process_instance": ("receipt_number",), "paper_case": ("paper_number",), "paper": ("number", "serial")}

MOVED = ("key", "task_key", "case_key", "element_instance_key", "scope_key")


def rows_of(store: Reader, table: str, case: int) -> Sequence[Mapping[str, Any]]:
    where = "task_key >= :key AND task_key < :end" if table == "task_candidate" else "case_key = :key"
    values = {"key": str(case) if table == "event_article" else case} | ({"end": case + BLOCK} if table == "task_candidate" else {})
    return store.all(f"SELECT * FROM {table} WHERE {where}", **values)


def insert(store: Reader, table: str, row: Mapping[str, Any]) -> None:
    store.run(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(':' + name for name in row)})", **row)


def made_up(table: str, case: int) -> dict[str, Any]:
    """Return a row of a case with something in each column that has to have something."""
    columns = [column for column in METADATA.tables[table].columns if not column.nullable]
    return {column.name: case if column.name == "case_key" else 7 if column.type.python_type is int else "x" for column in columns}


def moved(table: str, row: Mapping[str, Any], case: int) -> dict[str, Any]:
    """Return a row of a case as one of a case that there never was, under numbers that nobody has."""
    found = dict(row)
    for name in MOVED:
        if found.get(name) is not None:
            to = UNKNOWN if name == "case_key" else int(found[name]) - case + UNKNOWN
            found[name] = str(to) if isinstance(found[name], str) else to
    for name in NUMBERS.get(table, ()):
        found[name] = found[name] + 77 if isinstance(found[name], int) else f"{found[name]}x"
    return found


@pytest.mark.parametrize("table", KEYS)
def test_a_row_of_a_case_without_events_is_named(city: City, table: str) -> None:
    case, last = case_with(city, table), len(city.events())
    with city.database.read() as store:  # what is written here is undone
        assert verify_chains(store).breaks == ()
        insert(store, table, moved(table, rows_of(store, table, case)[0], case))
        assert verify_chains(store).breaks == (Break("0", last, "row_inserted", row=f"{table} case_key={UNKNOWN}"),)
        if table == "process_instance":
            assert verify_chain(store, str(UNKNOWN)).first_bad == Break(str(UNKNOWN), 1, "missing")


def test_a_row_that_comes_back_to_an_erased_case_is_named_but_for_what_stays_by_law(city: City) -> None:
    case = ended(city)
    with city.database.read() as store:
        before = {table: rows for table in KEYS if (rows := rows_of(store, table, case))}
    erase(city, case)
    last = len(city.events(case))
    before["points_movement"] = [made_up("points_movement", case)]
    assert {"process_instance", "user_task", "deadline", "variable", "document", "comment", "notice", "paper"} <= before.keys()
    for table, rows in before.items():
        with city.database.read() as store:  # what is written here is undone
            assert verify_chain(store, str(case)).first_bad is None
            row = dict(rows[0])
            if table in ("points_movement", "paper"):
                row["key"] += 77  # the row itself stays
                row |= {"number": f"{row['number']}x", "serial": None} if table == "paper" else {}
            if table == "event_article":
                row["article"] = "99"
            insert(store, table, row)
            found = verify_chain(store, str(case)).first_bad
            if table == "event_article":
                assert found is None
                continue
            assert found is not None, table
            if table in ("process_instance", "document"):  # compared with the events of the case first
                assert (found.case_key, found.reason) == (str(case), "row")
                continue
            assert (found.case_key, found.seq, found.reason) == (str(case), last, "row_inserted"), table
            assert found.row.partition(" ")[0] in (table, "")


def test_words_put_in_beside_the_events_of_an_erased_case_are_named(city: City) -> None:
    case = ended(city)
    erase(city, case)
    with city.database.write() as store:
        store.run("INSERT INTO event_content (case_key, seq, content) VALUES (:key, 1, '{}')", key=str(case))
    with city.database.read() as store:
        assert verify_chains(store).breaks == (Break(str(case), len(city.events(case)), "row_inserted", row="event_content"),)


def test_words_beside_an_event_that_there_is_not_are_named(city: City) -> None:
    case = case_at_handle(city)
    last = len(city.events(case))
    with city.database.write() as store:
        store.run("INSERT INTO event_content (case_key, seq, content) VALUES (:key, :seq, '{}')", key=str(case), seq=last + 4)
    with city.database.read() as store:
        assert verify_chains(store).breaks == (Break(str(case), last + 4, "row_inserted", row="event_content"),)


def test_by_which_message_a_procedure_begins_is_what_was_deployed(city: City) -> None:
    city.deploy({"started.bpmn": starts_by_message()})
    first = city.value("SELECT definition_key FROM subscription WHERE case_key IS NULL")
    city.deploy({"started.bpmn": starts_by_message().replace(b"</bpmn:definitions>", b"<!-- 2 --></bpmn:definitions>")})
    with city.database.read() as store:
        assert verify_chains(store).breaks == ()
        assert store.run("UPDATE subscription SET definition_key = :key WHERE case_key IS NULL", key=first) == 1
        (bad,) = verify_chains(store).breaks
        assert bad.reason in ("subscription_inserted", "subscription_missing")
    with city.database.read() as store:
        store.run("DELETE FROM subscription WHERE case_key IS NULL")
        (bad,) = verify_chains(store).breaks
        assert (bad.case_key, bad.reason) == ("0", "subscription_missing")


def test_nothing_that_is_no_event_is_signed(city: City, tmp_path: Path) -> None:
    case, outside = case_at_handle(city), Outside(city, tmp_path)
    outside.turn()
    loose = [(str(case), 1, "ab" * 32), (str(case), 99, "ab" * 32), ("zz", 1, "ab" * 32)]
    with city.database.write() as store:
        for key, seq, digest in loose:
            store.run("INSERT INTO unanchored (case_key, seq, digest) VALUES (:key, :seq, :digest)", key=key, seq=seq, digest=digest)
    city.at(timedelta(minutes=1))
    case_at_handle(city)
    outside.turn()
    verdict, anchored = outside.verdict()
    assert (verdict.first_bad, anchored.bad, anchored.batches) == (None, None, 2)
    assert anchored.events == verdict.events
