"""Rows by which people have rights are compared with the events of the city's chain that made them, column by column."""

from datetime import timedelta
from typing import Any

import pytest

from app.audit.check_people import COMPARED
from app.audit.verify_chains import verify_chains
from app.domain.keys import CITY_CHAIN
from app.store.database import Reader
from tests.audit.test_shown_rows import other
from tests.builders.city import City
from tests.builders.drawing import cycle, end, path, process, start, user, z
from tests.service.rows import ROWS

MADE_BY = {
    "unit": "RegisterUnit",
    "account": "RegisterAccount",
    "holding": "ChangeRoles",
    "post": "ChangePost",
    "leave": "EndLeave",
    "access_token": "RevokeToken",
    "office": "ReplaceWordTemplate",
}
OF_THE_CITY = {command.__name__: row for command, row in ROWS.items() if getattr(command, "case_key", None) == CITY_CHAIN}


def carry_out(city: City, name: str) -> None:
    row = OF_THE_CITY[name]
    row.run(city, row.make(city), row.who)


def found(store: Reader) -> tuple[str, str, str]:
    (bad,) = verify_chains(store).breaks
    return bad.case_key, bad.reason, bad.row


@pytest.mark.parametrize("name", sorted(OF_THE_CITY))
def test_what_a_command_of_the_city_wrote_is_what_its_event_says(city: City, name: str) -> None:
    carry_out(city, name)
    with city.database.read() as store:
        assert [bad for bad in verify_chains(store).breaks if bad.case_key == "0"] == []


@pytest.mark.parametrize("table", MADE_BY)
def test_no_row_by_which_somebody_has_a_right_is_changed_put_in_or_taken_away_unseen(city: City, table: str) -> None:
    carry_out(city, MADE_BY[table])
    keys, columns = COMPARED[table]
    reason = "account" if table == "holding" else table
    row = city.rows(f"SELECT * FROM {table} ORDER BY {keys[0]} DESC LIMIT 1")[0]
    where, place = " AND ".join(f"{name} = :{name}" for name in keys), {name: row[name] for name in keys}
    called = " ".join((table, *(str(value) for value in place.values() if value != "")))
    for column in columns:
        with city.database.read() as store:  # what is written here is undone
            assert store.run(f"UPDATE {table} SET {column} = :new WHERE {where}", new=other(row[column]), **place) == 1
            assert found(store) == ("0", reason, f"{called}, {column}")
    more: dict[str, Any] = {**row, keys[-1]: other(row[keys[-1]]), **({"digest": "another"} if table == "access_token" else {})}
    with city.database.read() as store:
        store.run(f"INSERT INTO {table} ({', '.join(more)}) VALUES ({', '.join(':' + name for name in more)})", **more)
        assert found(store)[:2] == ("0", reason if table == "holding" else f"{reason}_inserted")
    if table != "account":
        with city.database.read() as store:
            store.run(f"DELETE FROM {table} WHERE {where}", **place)
            assert found(store) == ("0", reason if table == "holding" else f"{reason}_missing", called)


def test_all_rights_at_once_are_named_with_the_event_that_gave_none(city: City) -> None:
    carry_out(city, "ChangeRoles")
    with city.database.write() as store:
        store.run("UPDATE account SET everything = 1 WHERE name = 'hotline'")
    with city.database.read() as store:
        (bad,) = verify_chains(store).breaks
    assert (bad.reason, bad.row) == ("account", "account hotline, everything")
    (event,) = [event for event in city.events() if event["seq"] == bad.seq]
    assert '"hotline"' in event["body"]


ASKED = z("assignmentDefinition", candidateGroups="hotline")
RUNS = ("deployment", "definition", "timer_start")


@pytest.mark.parametrize("table", RUNS)
def test_no_row_by_which_a_definition_runs_is_changed_put_in_or_taken_away_unseen(city: City, table: str) -> None:
    daily = process("daily", start("each", cycle("R/P1D")), user("do", ASKED), end(), path("each do e"))
    city.deploy({"daily.bpmn": daily})
    assert city.at(timedelta(days=2, minutes=1)).door.start_due() == 2, "its timer says now when it is due next"
    keys, columns = COMPARED[table]
    row = city.rows(f"SELECT * FROM {table} ORDER BY {keys[0]} DESC LIMIT 1")[0]
    where, place = " AND ".join(f"{name} = :{name}" for name in keys), {name: row[name] for name in keys}
    with city.database.read() as store:
        assert verify_chains(store).breaks == ()
    for column in columns:
        with city.database.read() as store:  # what is written here is undone
            new = 7 if column in ("requirements_key", "requirements_version") else other(row[column])
            assert store.run(f"UPDATE {table} SET {column} = :new WHERE {where}", new=new, **place) == 1
            assert verify_chains(store).first_bad is not None, f"{table}.{column}"
    with city.database.read() as store:
        more = {**row, keys[-1]: other(row[keys[-1]]), **({"version": 77} if table == "definition" else {})}
        store.run(f"INSERT INTO {table} ({', '.join(more)}) VALUES ({', '.join(':' + name for name in more)})", **more)
        assert verify_chains(store).first_bad is not None
    with city.database.read() as store:
        store.run(f"DELETE FROM {table} WHERE {where}", **place)
        assert verify_chains(store).first_bad is not None
