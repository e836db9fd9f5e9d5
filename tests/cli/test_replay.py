"""`duban replay`: a case is computed again, and what does not come out as recorded is named."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.builders.city import City
from tests.builders.kept_errand import ended, erase
from tests.builders.real_city import environment, real_city
from tests.builders.typed import Typed, typed
from tests.service.rows import case_at_handle

Type = Callable[..., Typed]


@pytest.fixture
def folder(tmp_path: Path, sqlite_city_file: Path) -> Path:
    return real_city(tmp_path / "city", sqlite_city_file)


@pytest.fixture
def city(folder: Path) -> City:
    return City(f"sqlite:///{folder / 'duban.db'}")


@pytest.fixture
def duban(folder: Path, capsys: pytest.CaptureFixture[str]) -> Type:
    return lambda *words, **more: typed(capsys, {**environment(folder), **more}, *words)


def number_of(city: City, case: int) -> str:
    found: str = city.value("SELECT receipt_number FROM process_instance WHERE key = :case", case=case)
    return found


def write(city: City, sql: str, **values: Any) -> None:
    with city.database.write() as store:
        assert store.run(sql, **values)
    city.close()


def test_a_case_that_comes_out_as_recorded_is_verified(city: City, duban: Type) -> None:
    case = case_at_handle(city)
    number = number_of(city, case)
    done = duban("replay", number)
    assert (done.code, done.out) == (0, f"{number}: verified, 2 events.\n")
    said = json.loads(duban("replay", number.lower(), "--json").out)
    assert (said["case"], said["caseKey"], said["recomputation"], said["events"]) == (number, str(case), "verified", 2)


def test_an_answer_changed_behind_the_product_s_back_is_named_with_both_digests(city: City, duban: Type) -> None:
    case = case_at_handle(city)
    recorded = city.events(case)[1]["snapshot_digest"]
    sql = "UPDATE event_content SET content = REPLACE(content, '\"worth\":3', '\"worth\":4') WHERE case_key = :case AND seq = 2"
    write(city, sql, case=str(case))
    number = number_of(city, case)
    done = duban("replay", number)
    assert done.code == 1
    assert done.out.startswith(f"{number} differs at event 2: the state after it\n    recorded: {recorded}\n    recomputed: ")
    said = json.loads(duban("replay", number, "--json").out)
    assert said["differsAt"] == {"seq": 2, "what": "snapshot"}
    assert said["recordedDigest"] == recorded
    assert len(said["recomputedDigest"]) == 64
    assert said["recomputedDigest"] != recorded


def test_another_instant_told_to_the_clock_is_named_with_the_one_that_is_computed(city: City, duban: Type) -> None:
    case = case_at_handle(city)
    number, due = number_of(city, case), city.value("SELECT next_due_at FROM case_state WHERE case_key = :case", case=case)
    told = "2030-01-01T00:00:00.000000Z"
    write(city, "UPDATE case_state SET next_due_at = :told WHERE case_key = :case", told=told, case=case)
    done = duban("replay", number)
    assert done.out.startswith(f"{number} differs at event 2: what fell due before it, or falls due next\n")
    assert f"    recorded: {told}\n    recomputed: {due}\n" in done.out
    chinese = duban("replay", number, LC_ALL="zh_CN.UTF-8").out
    assert f"{number} 在事件 2 处不一致：" in chinese
    assert f"重算：{due}" in chinese
    (said,) = json.loads(duban("replay", number, "--json").out)["differences"]
    assert (said["kind"], said["recorded"], said["recomputed"]) == ("timer", told, due)


def test_an_erased_case_cannot_be_checked(city: City, duban: Type) -> None:
    case = ended(city)
    number = number_of(city, case)
    erase(city, case)
    done = duban("replay", number, "--json")
    assert (done.code, json.loads(done.out)["recomputation"]) == (3, "erased")


@pytest.mark.parametrize("number", ["QZ-2026-000001-3", "nonsense", "CS-2026-000001-9"])
def test_a_number_that_no_case_has_cannot_be_checked(duban: Type, number: str) -> None:
    done = duban("replay", number)
    assert done.code == 3
    assert done.err.startswith("duban: ")
    assert done.out == ""


def test_without_a_database_nothing_is_checked_and_none_is_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = typed(capsys, environment(tmp_path / "empty"), "replay", "QZ-2026-000001-3")
    assert done.code == 3
    assert not (tmp_path / "empty" / "duban.db").exists()
