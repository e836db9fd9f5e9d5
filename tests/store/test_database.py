"""The store as it is opened, full, locked, lost, and back again."""

import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

import app.store.database as module
from app.domain.rejection import Rejection
from app.service.add_comment import AddComment
from app.service.start_instance import StartInstance
from app.store.database import Database, Reader
from app.store.upgrade import checkpoint
from tests.bench.rig.postgres import Postgres
from tests.builders.city import City
from tests.builders.errand import PROCESS
from tests.resilience.check_chain import check
from tests.service.rows import case_at_handle

PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


def test_sqlite_writes_ahead_waits_for_the_disk_holds_references_and_leaves_no_deleted_bytes(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/city.db")
    with database.read() as store:
        assert {name: store.value(f"PRAGMA {name}") for name in PRAGMAS} == PRAGMAS
    database.close()


def test_an_older_sqlite_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module.newer_sqlite, "sqlite_version_info", (3, 51, 2))
    with pytest.raises(SystemExit, match="pysqlite3"):
        Database(f"sqlite:///{tmp_path}/city.db")


def test_what_is_written_while_reading_is_undone(city: City) -> None:
    before = city.dump()
    with city.database.read() as store:
        store.run("DELETE FROM account")
    assert city.dump() == before


def test_a_mistake_in_a_statement_stays_the_error_it_is(city: City) -> None:
    with pytest.raises(Exception, match="no_such_table"), city.database.read() as store:
        store.all("SELECT * FROM no_such_table")


def test_a_full_disk_refuses_in_words_keeps_what_was_acknowledged_and_goes_on_when_there_is_room(sqlite_city: City) -> None:
    city = sqlite_city
    case = case_at_handle(city)
    city.database.engine.dispose()
    pages = city.value("PRAGMA page_count")
    limit(city, pages + 3)
    acknowledged = comments_until_refused(city, case)
    assert acknowledged < 200
    assert city.value("SELECT COUNT(*) FROM comment") == acknowledged
    assert check(city.address).problems == []
    limit(city, 1_000_000)
    city.do(AddComment(case, "there is room again"), "demo")
    assert city.value("SELECT COUNT(*) FROM comment") == acknowledged + 1


def comments_until_refused(city: City, case: int) -> int:
    """Add up to 200 comments and return how many were acknowledged before the store refused one."""
    for number in range(200):
        try:
            city.do(AddComment(case, f"{number} " + "word " * 500), "demo")
        except Rejection as rejection:
            if rejection.code != "store_unavailable":
                raise
            return number
    return 200


def limit(city: City, pages: int) -> None:
    """Let the database file have so many pages, on every connection made from now on."""
    from sqlalchemy import event

    city.database.engine.dispose()
    event.listen(city.database.engine, "connect", lambda link, _: link.execute(f"PRAGMA max_page_count={pages}"))


def test_a_store_that_stays_locked_refuses_in_words(sqlite_city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WAIT_FOR_LOCK_MS", 50)
    other = Database(sqlite_city.address)
    try:
        with sqlite_city.database.write(), pytest.raises(Rejection) as refused, other.write():
            pass
        assert refused.value.code == "store_unavailable"
        with other.write() as store:
            assert store.value("SELECT 1") == 1
    finally:
        other.close()


def test_a_writer_that_waits_for_another_process_looks_again_within_milliseconds(
    sqlite_city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, pauses = Database(sqlite_city.address), list[float]()
    with ExitStack() as holding:
        holding.enter_context(other.write())

        def pause(seconds: float) -> None:
            pauses.append(seconds)
            if len(pauses) == 100:
                holding.close()

        monkeypatch.setattr(module, "sleep", pause)
        with sqlite_city.database.write() as store:
            store.run("UPDATE account SET failures = 7 WHERE name = 'demo'")
    other.close()
    assert len(pauses) == 100
    assert max(pauses) <= module.LONGEST_PAUSE
    assert sqlite_city.value("SELECT failures FROM account WHERE name = 'demo'") == 7


def test_writers_of_one_process_wait_for_each_other_without_looking_at_the_file(sqlite_city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    order, waits = list[str](), threading.Event()
    monkeypatch.setattr(module, "sleep", lambda _: order.append("slept"))

    class Turn:
        """As the lock of a database; says when somebody comes to wait for it."""

        def __init__(self) -> None:
            self.lock = threading.Lock()

        def acquire(self, timeout: float) -> bool:
            if self.lock.locked():
                waits.set()
            return self.lock.acquire(timeout=timeout)

        def release(self) -> None:
            self.lock.release()

    def second() -> None:
        with sqlite_city.database.write():
            order.append("second")

    monkeypatch.setattr(sqlite_city.database, "_turn", Turn())
    thread = threading.Thread(target=second)
    with sqlite_city.database.write():
        thread.start()
        assert waits.wait(10)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


def test_a_lost_file_refuses_in_words(sqlite_city: City, tmp_path: Path) -> None:
    lost = Database(f"sqlite:///{tmp_path}/no/such/folder/city.db")
    with pytest.raises(Rejection) as refused, lost.read():
        pass
    assert refused.value.code == "store_unavailable"


def test_what_nobody_waits_for_is_written_before_the_next_question_and_before_the_commit(city: City) -> None:
    kept = "INSERT INTO setting (name, value) VALUES (:name, :value)"
    with city.database.write() as store:
        store.run_many(kept, [{"name": name, "value": "1"} for name in ("one", "two")])
        assert store.value("SELECT COUNT(*) FROM setting") == 2
        store.run_many(kept, [{"name": "three", "value": "1"}])
    assert city.value("SELECT COUNT(*) FROM setting") == 3


@pytest.mark.parametrize("asks_before_the_commit", [True, False])
def test_a_mistake_in_what_nobody_waits_for_undoes_the_whole_and_the_connection_serves_on(city: City, asks_before_the_commit: bool) -> None:
    with pytest.raises(Exception, match=r"(?i)unique"):
        city.door.keep(write_twice, asks_before_the_commit)
    assert city.value("SELECT COUNT(*) FROM setting") == 0
    case_at_handle(city)


def write_twice(store: Reader, asks_before_the_commit: bool) -> None:
    row = {"name": "same", "value": "1"}
    store.run_many("INSERT INTO setting (name, value) VALUES (:name, :value)", [row, row])
    if asks_before_the_commit:
        store.value("SELECT 1")


@pytest.mark.postgresql
def test_a_lost_connection_refuses_in_words_and_the_next_command_goes_through(make_city: Callable[[str], City]) -> None:
    city = make_city("postgresql")
    case = case_at_handle(city)
    before = city.value("SELECT COUNT(*) FROM comment")
    with pytest.raises(Rejection) as refused:
        write_while_cut(city)
    assert refused.value.code == "store_unavailable"
    city.do(AddComment(case, "words"), "demo")
    assert city.value("SELECT COUNT(*) FROM comment") == before + 1
    assert check(city.address).problems == []


@pytest.mark.postgresql
def test_connections_that_were_cut_while_nobody_used_them_are_made_anew(make_city: Callable[[str], City]) -> None:
    city = make_city("postgresql")
    case_at_handle(city)
    end_connections(city)
    city.do(StartInstance(PROCESS), "hotline")


def write_while_cut(city: City) -> None:
    with city.database.write() as store:
        store.run("UPDATE case_state SET version = version + 1")
        end_connections(city)
        store.value("SELECT 1")


def end_connections(city: City) -> None:
    with psycopg.connect(city.address.replace("+psycopg", ""), autocommit=True) as link:
        link.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.mark.postgresql
def test_a_server_that_is_not_there_refuses_in_words(postgres_server: Postgres) -> None:
    away = Database(postgres_server.address("no_such_database"))
    with pytest.raises(Rejection) as refused, away.read():
        pass
    away.close()
    assert refused.value.code == "store_unavailable"


@pytest.mark.postgresql
def test_a_question_sees_one_committed_state_also_when_somebody_writes_meanwhile(make_city: Callable[[str], City]) -> None:
    city = make_city("postgresql")
    case = case_at_handle(city)
    with city.database.read() as store:
        before = store.value("SELECT COUNT(*) FROM comment")
        city.do(AddComment(case, "words"), "demo")
        assert store.value("SELECT COUNT(*) FROM comment") == before


def test_a_question_sees_one_committed_state_on_sqlite(sqlite_city: City) -> None:
    case = case_at_handle(sqlite_city)
    with sqlite_city.database.read() as store:
        before = store.value("SELECT COUNT(*) FROM comment")
        sqlite_city.do(AddComment(case, "words"), "demo")
        assert store.value("SELECT COUNT(*) FROM comment") == before


def test_after_an_orderly_stop_the_one_file_holds_everything(sqlite_city: City) -> None:
    case_at_handle(sqlite_city)
    path = Path(sqlite_city.address.removeprefix("sqlite:///"))
    checkpoint(sqlite_city.database)
    log = path.with_name(f"{path.name}-wal")
    assert not log.exists() or log.stat().st_size == 0
