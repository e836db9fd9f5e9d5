"""Every row that shows a case is compared with what its events write: changed, taken away or put in, it is named with its event."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.audit.rebuilt_rows import RebuiltRows
from app.audit.recompute_all import recompute_all
from app.audit.replay import Recomputation, recompute, replay
from app.audit.shown_rows import KEYS, ShownRow, shown_rows
from app.audit.verify_case import CaseVerifier
from app.gateways.anchors_in_folder import FolderOfAnchors
from app.service.add_comment import AddComment
from app.store.database import Reader
from app.store.tables import METADATA
from tests.builders.city import SECRET, City
from tests.service.rows import ROWS, case_at_handle

MADE_BY = {
    **dict.fromkeys(("case_party", "deadline", "document", "event_article", "process_instance", "query_code"), "AddDocument"),
    **dict.fromkeys(("subscription", "task_candidate", "user_task", "variable"), "AddDocument"),
    **dict.fromkeys(("comment", "disposal_proposal", "kept_identity", "paper", "paper_service"), "ProposeDisposal"),
    **dict.fromkeys(("urging", "writer_question"), "ProposeDisposal"),
    "incident": "ParkTimer",
    "legal_hold": "DecideDisposal",
    "notice": "UrgeTasks",
    "paper_case": "TakeOverCase",
    "points_movement": "AppealPoints",
    "task_delegate": "HandBackTask",
}  # fmt: skip
"""A command after which there is a row of the table."""

ONE_A_CASE = {"disposal_proposal", "legal_hold", "query_code"}

NOT_COMPARED = {
    "audit_event": "the chain",
    "event_content": "its digest is in the chain",
    "access_event": "a chain of its own",
    "unanchored": "the anchors say what waits",
    "case_secret": "without the one the chain was written with, no content has its digest",
    "case_state": "its snapshot, its end of the chain and its next instant are compared by themselves",
    "erased_case": "of an erased case nothing can be computed; plain verification compares who erased it and when",
    "idempotency": "answers to repeated requests, for a day",
    "outbox": "what is on its way to another case",
}


def case_with(city: City, table: str) -> int:
    """Return a case that has rows of a table."""
    name = MADE_BY[table]
    row = next(row for command, row in ROWS.items() if command.__name__ == name)
    row.run(city, row.make(city), row.who)
    with city.database.read() as store:
        for found in store.all("SELECT key FROM process_instance WHERE parent_key IS NULL ORDER BY key DESC"):
            if any(one.split()[0] == table for one in shown_rows(store, found["key"])):
                return int(found["key"])
    raise AssertionError(f"{name} makes no {table}")


def first_row(store: Reader, case: int, table: str) -> ShownRow:
    return next(row for row in shown_rows(store, case).values() if row.name.split()[0] == table)


def condition(table: str, row: Mapping[str, Any]) -> str:
    """Return which row is meant, in the words of the store."""
    return " AND ".join(f"{name} = :{name}" if row[name] is not None else f"{name} IS NULL" for name in KEYS[table])


def other(value: Any) -> Any:
    return value + 1000 if isinstance(value, int) else f"{value or ''}x"


def after(city: City, case: int, sql: str, **values: Any) -> Recomputation:
    """Return what recomputation says once a statement was carried out behind the product's back."""
    with city.database.read() as store:  # what is written here is undone
        assert store.run(sql, **values) == 1
        return replay(store, city.surroundings, case)


def test_each_table_that_knows_cases_is_compared_or_has_its_reason() -> None:
    known = {table.name for table in METADATA.sorted_tables if "case_key" in table.columns} | {"task_candidate"}
    assert known ^ {*KEYS, *NOT_COMPARED} == set()
    assert set(MADE_BY) == set(KEYS)


@pytest.mark.parametrize("table", KEYS)
def test_a_row_changed_taken_away_or_put_in_is_named_with_the_event_that_made_it(sqlite_city: City, table: str) -> None:
    city = sqlite_city
    case = case_with(city, table)
    with city.database.read() as store:
        row = first_row(store, case, table)
        assert replay(store, city.surroundings, case).verdict == "verified"
    last, keys = len(city.events(case)), {name: row.values.get(name) for name in KEYS[table]}
    where, changed = condition(table, keys), [name for name in row.values if name not in KEYS[table]]
    gone = after(city, case, f"DELETE FROM {table} WHERE {where}", **keys)
    assert (gone.verdict, gone.what, gone.file) == ("differs", "row_missing", row.name)
    assert [(one.name, one.recorded) for one in gone.differences] == [(row.name, None)]
    if changed and changed != ["case_key"]:
        name = next(name for name in reversed(changed) if name != "case_key")
        found = after(city, case, f"UPDATE {table} SET {name} = :new WHERE {where}", **keys, new=other(row.values[name]))
        assert (found.verdict, found.seq, found.what, found.file) == ("differs", gone.seq, "row", row.name)
        (difference,) = found.differences
        assert (difference.kind, difference.name) == ("row", f"{row.name} {name}")
    if table not in ONE_A_CASE:
        put = {name: other(value) if name == KEYS[table][-1] else value for name, value in {**row.values, **keys}.items()}
        put |= {name: None for name in ("receipt_number", "series") if name in put}
        put |= {"code_hash": "", "failures": 0} if table == "query_code" else {}
        sql = f"INSERT INTO {table} ({', '.join(put)}) VALUES ({', '.join(':' + name for name in put)})"
        more = after(city, case, sql, **put)
        assert (more.verdict, more.seq, more.what) == ("differs", last, "row_inserted")


@pytest.mark.parametrize("command", sorted(set(MADE_BY.values())))
def test_no_column_can_be_changed_unseen(sqlite_city: City, command: str) -> None:
    city = sqlite_city
    tables = [table for table in KEYS if MADE_BY[table] == command]
    case = case_with(city, tables[0])
    again, unseen = RebuiltRows(case, SECRET), []
    with city.database.read() as store:  # what is written here is undone
        for step in recompute(store, city.surroundings, case):
            again.take(step.event, step.facts, step.private, step.case)
        last = int(step.event["seq"])
        assert again.bad_rows(store, last) is None
        for table in tables:
            row = first_row(store, case, table)
            where, keys = condition(table, row.values), {name: row.values[name] for name in KEYS[table]}
            for name, value in row.values.items():
                if name in KEYS[table] or name == "case_key":
                    continue
                store.run(f"UPDATE {table} SET {name} = :new WHERE {where}", **keys, new=other(value))
                if again.bad_rows(store, last) is None:
                    unseen.append((table, name))
                store.run(f"UPDATE {table} SET {name} = :old WHERE {where}", **keys, old=value)
    assert unseen == []


def test_the_event_named_is_the_last_that_wrote_the_row_on_either_database(city: City) -> None:
    case = case_at_handle(city)
    wrote = next(event["seq"] for event in city.events(case) if '"fact":"deadline_started"' in event["body"])
    city.do(AddComment(case, "a word"), "hotline")
    with city.database.write() as store:
        store.run("UPDATE deadline SET deadline_at = '2030-01-01T09:30:00.000000Z' WHERE case_key = :case", case=case)
        found = replay(store, city.surroundings, case)
        whole = recompute_all(store, city.surroundings, lambda _done, _of: None)
    assert (found.verdict, found.seq, found.what) == ("differs", wrote, "row")
    assert "2030-01-01" in found.words
    assert [(key, one.seq) for key, one in whole.bad] == [(str(case), wrote)]


def test_a_row_changed_after_a_case_was_verified_is_found_without_another_event(sqlite_city: City, tmp_path: Path) -> None:
    city = sqlite_city
    case = case_at_handle(city)
    verifier = CaseVerifier(FolderOfAnchors(tmp_path / "anchors"), lambda: datetime.now(UTC))

    def verdict() -> str:
        with city.database.read() as store:
            return verifier.verify(store, city.surroundings, case).recomputation_says

    assert verdict() == "verified"
    (task,) = city.rows("SELECT key, assignee FROM user_task WHERE case_key = :case AND state = 'CREATED'", case=case)
    with city.database.write() as store:
        store.run("UPDATE user_task SET assignee = 'mayor' WHERE key = :key", key=task["key"])
    with city.database.read() as store:
        assert verifier.kept(store, case) is None
    assert verdict() == "differs"
    with city.database.write() as store:
        store.run("UPDATE user_task SET assignee = :assignee WHERE key = :key", **task)
    assert verdict() == "verified"
