"""Cases that the bulk writer makes are like those that went through the door: hundreds of each, row by row; a thousand at full size."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.bench.adapters.duban import Duban
from tests.bench.bulk_writer import BLOCK, NUMBER, Template, capture, check_digit, tables, write_copies
from tests.bench.own_loop import in_a_thread
from tests.bench.rig.database import Database
from tests.bench.rig.servers import duban, duban_address, scratch
from tests.bench.side import Side
from tests.fixtures.demo_cities import DemoCities
from tests.resilience.check_chain import check as check_chain
from tests.resilience.check_visible import check as check_visible

TYPED = {"amount": 1, "comment": "路灯不亮", "approved": True}
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z")
DIGEST = re.compile(r"[0-9a-f]{64}")
OF_THE_CASE = ("snapshot_digest", "content_digest", "previous_digest", "digest", "chain_digest")


@pytest.fixture(params=["sqlite", "postgresql"])
def side(request: pytest.FixtureRequest, demo_cities: DemoCities) -> Iterator[Side]:
    postgres = request.getfixturevalue("postgres_server") if request.param == "postgresql" else None
    with scratch() as name:
        folder = Path(name)
        address = demo_cities.settle(folder, postgres, folder.name)
        server = duban(folder, address)
        made = Side("duban", Duban(server.base), server, duban_address(folder, address), postgres)
        made.server.start()
        try:
            in_a_thread(prepare(made))
            yield made
        finally:
            made.server.stop()


async def prepare(side: Side) -> None:
    await side.target.prepare()
    side.target.close()


async def through_the_door(side: Side, steps: int, number: int) -> list[Template]:
    """Take so many cases through so many steps; the first is captured with the snapshot after each of its events."""
    target, captured = side.target.clone(), []
    with Database(side.address) as database:
        for place in range(number):
            case, snapshots = int(await target.start("A")), []
            for step in range(steps + 1):
                if place == 0:
                    snapshots.append(bytes(database.one("select snapshot from case_state where case_key = ?", case)))
                if step < steps:
                    await target.complete((await target.tasks(case))[0], TYPED)
            if place == 0:
                captured.append(capture(database, case, snapshots))
    target.close()
    return captured


def plain(table: str, column: str, value: Any, case: int) -> Any:
    """Return a value as it is in every case: keys as distances from the case's, instants, secrets and its digests by name alone."""
    if isinstance(value, memoryview | bytes):
        return plain(table, column, bytes(value).decode("utf-8", "replace"), case) if table != "case_secret" else "SECRET"
    if column in OF_THE_CASE and value is not None and DIGEST.fullmatch(value) and table in ("audit_event", "case_state"):
        return "DIGEST"
    if isinstance(value, int):
        return f"KEY+{value - case}" if case <= value < case + BLOCK else value
    if isinstance(value, str):
        text = NUMBER.sub(lambda found: str(plain(table, column, int(found[0]), case)) if found[0][0] != "0" else found[0], value)
        return re.sub(r"AJ-\d{4}-\d{6}-\d", "RECEIPT", INSTANT.sub("AT", text))
    return value


def rows_by_table(database: Database, cases: set[int]) -> dict[str, Counter[tuple[Any, ...]]]:
    """Return every row of these cases in plain values, counted; the database's own row numbers are left out."""
    found: dict[str, Counter[tuple[Any, ...]]] = {}
    for name, columns in tables(database).items():
        owner = next((column for column in ("case_key", "task_key") if column in columns), None)
        if owner is None:
            continue
        for row in database.rows(f"select {', '.join(columns)} from {name}"):
            values = dict(zip(columns, row, strict=True))
            if values[owner] is None or not str(values[owner]).isdigit():
                continue
            case = int(values[owner]) & ~(BLOCK - 1)
            if case in cases:
                kept = {column: value for column, value in values.items() if column != "key" or case <= value < case + BLOCK}
                found.setdefault(name, Counter())[tuple(plain(name, column, value, case) for column, value in kept.items())] += 1
    return found


def cases_in(side: Side) -> set[int]:
    with Database(side.address) as database:
        return {case for (case,) in database.rows("select case_key from case_state where case_key <> 0")}


def test_hundreds_of_cases_are_the_same_written_directly_and_through_the_door(side: Side, full_size: bool) -> None:
    seeded = cases_in(side)
    many, few = (700, 300) if full_size else (140, 60)
    opened = in_a_thread(through_the_door(side, 0, many))[0]
    finished = in_a_thread(through_the_door(side, 5, few))[0]
    by_the_door = cases_in(side) - seeded
    write_copies(side.address, opened, many)
    write_copies(side.address, finished, few)
    direct = cases_in(side) - seeded - by_the_door
    assert (len(by_the_door), len(direct)) == (many + few, many + few)
    with Database(side.address) as database:
        assert rows_by_table(database, direct) == rows_by_table(database, by_the_door)
        receipts = [number for (number,) in database.rows("select receipt_number from process_instance where receipt_number is not null")]
    assert len(set(receipts)) == len(receipts)
    assert check_chain(side.address).problems == []
    assert check_visible(side.address)["problems"] == []


def test_the_door_goes_on_after_cases_that_were_written_directly(side: Side) -> None:
    template = in_a_thread(through_the_door(side, 0, 1))[0]
    write_copies(side.address, template, 3)
    before = cases_in(side)
    in_a_thread(through_the_door(side, 5, 2))
    assert len(cases_in(side) - before) == 2
    assert check_chain(side.address).problems == []


def test_a_copy_with_a_chain_that_was_not_made_anew_is_found(side: Side) -> None:
    template = in_a_thread(through_the_door(side, 0, 1))[0]
    write_copies(side.address, template, 1)
    with Database(side.address, write=True) as database:
        newest = max(cases_in(side))
        database.do(
            "update audit_event set digest = ? where case_key = ? and seq = 1", template.rows["audit_event"][0]["digest"], str(newest)
        )
    assert [problem.caseKey for problem in check_chain(side.address).problems] == [str(newest), str(newest)]


def test_the_check_digit_is_that_of_the_standard() -> None:
    # The example of ISO/IEC 7064 for MOD 11,10 has the digits 0794 and the check digit 5.
    assert check_digit("0794") == 5
