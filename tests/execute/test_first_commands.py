"""The chain of the city is opened by its first command, whichever of two that come at once that is."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import app.execute
from app.audit.surroundings import Surroundings
from app.domain.actor import SYSTEM
from app.execute import Door
from app.service.register_unit import RegisterUnit
from app.store.database import Database
from app.store.upgrade import upgrade
from tests.builders.city import ZONE
from tests.resilience.check_chain import check


def first_commands(address: str) -> list[str]:
    """Let two commands be the first of an empty city at once, and return what went wrong."""
    doors = [Door(Database(address), Surroundings(ZONE), test_clock=True) for _ in range(2)]
    upgrade(doors[0].database)
    ready, wrong = threading.Barrier(2), list[str]()

    def first(number: int) -> None:
        ready.wait()
        try:
            doors[number].execute(RegisterUnit(f"unit-{number}", f"单位{number}"), SYSTEM)
        except Exception as error:
            wrong.append(f"{type(error).__name__}: {error}")

    threads = [threading.Thread(target=first, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with doors[0].database.read() as store:
        found = [row["seq"] for row in store.all("SELECT seq FROM audit_event WHERE case_key = '0' ORDER BY seq")]
        secrets = store.value("SELECT COUNT(*) FROM case_secret WHERE case_key = '0'")
    for door in doors:
        door.database.close()
    assert (found, secrets) == ([1, 2], 1), wrong
    return wrong


@pytest.mark.postgresql
def test_two_commands_may_be_the_first_of_an_empty_city_on_postgresql(
    make_postgres_database: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    met = threading.Barrier(2)
    real: Any = vars(app.execute)["open_chain"]

    def meet(*args: Any) -> None:
        met.wait(10)  # both have looked, and neither found a chain
        real(*args)

    monkeypatch.setattr(app.execute, "open_chain", meet)
    address = make_postgres_database()
    assert first_commands(address) == []
    assert check(address).problems == []


def test_two_commands_may_be_the_first_of_an_empty_city_on_sqlite(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/city.db"
    assert first_commands(address) == []
    assert check(address).problems == []
