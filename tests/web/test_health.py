"""Living and being ready: without sign-in, and without a word on the inside."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.assemble import Duban, make_web
from app.service.hold_deadlines import hold_deadlines
from tests.builders.real_city import PASSWORD, give_password, node, real_city


@pytest.fixture
def duban(tmp_path: Path, sqlite_city_file: Path) -> Iterator[Duban]:
    found = node(real_city(tmp_path / "city", sqlite_city_file))
    yield found
    found.database.close()


class Clock:
    now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr("app.web.health.time", found)
    return found


def limit(duban: Duban, pages: str) -> None:
    """Let the store's file grow no further than so many pages; each connection of the pool is told."""
    connections = [duban.database.engine.connect() for _ in range(4)]
    for connection in connections:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    for connection in connections:
        connection.close()


def test_a_city_that_can_be_written_is_ready_and_nothing_is_left_of_the_trial(duban: Duban, clock: Clock) -> None:
    client = make_web(duban).test_client()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.get_json()) == (200, {"status": "ready"})
    assert duban.door.ask(lambda store: store.value("SELECT COUNT(*) FROM setting")) == 0


def test_a_full_store_is_alive_but_not_ready_until_there_is_room(duban: Duban, clock: Clock) -> None:
    client = make_web(duban).test_client()
    duban.door.keep(lambda store: store.run("INSERT INTO setting (name, value) VALUES ('filling', :value)", value="x" * 100_000))
    limit(duban, "1")  # never less than what the file has already
    assert client.get("/readyz").get_json() == {"status": "not ready"}
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200
    assert client.get("/v2/status").status_code == 204
    limit(duban, "1073741823")
    clock.now += 2.1
    assert client.get("/readyz").status_code == 200


def test_the_store_is_tried_once_in_two_seconds_however_many_ask(duban: Duban, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[int] = []
    monkeypatch.setattr("app.web.health.probe_store", lambda store: tried.append(1))
    application = make_web(duban)
    asking = [threading.Thread(target=lambda: application.test_client().get("/readyz")) for _ in range(8)]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    assert tried == [1]
    clock.now += 2.1
    application.test_client().get("/readyz")
    assert tried == [1, 1]


def test_a_process_lives_without_asking_its_store(duban: Duban) -> None:
    client = make_web(duban).test_client()
    duban.settings.data.joinpath("duban.db").unlink()
    assert client.get("/healthz").get_json() == {"status": "alive"}


def test_an_operator_reads_on_every_page_that_deadlines_are_held(duban: Duban) -> None:
    def reads(who: str) -> bool:
        give_password(duban, who)
        client = make_web(duban).test_client()
        client.post("/sign-in", data={"user": who, "password": PASSWORD})
        client.set_cookie("language", "en")
        page = client.get("/work-list")
        assert page.status_code == 200
        return "Deadlines are held since the restore of" in page.get_data(as_text=True)

    assert not reads("operator")
    duban.door.keep(hold_deadlines, datetime.now(UTC))
    assert reads("operator")
    assert not reads("hotline")
