"""The door while PostgreSQL undoes transactions, cuts connections or keeps them waiting: one event, or an answer that says try again."""

import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

import app.execute
from app.domain.rejection import Rejection
from app.execute import Door
from app.service.add_comment import AddComment
from app.service.work import Outcome, Work
from app.store.database import MOST_TRIES, Database, Reader, Waits
from tests.bench.rig.postgres import Postgres
from tests.builders.city import City
from tests.builders.statements import watched
from tests.resilience.check_chain import check
from tests.service.rows import case_at_handle

pytestmark = pytest.mark.postgresql
Handler = Callable[[AddComment, Work], Outcome]


@pytest.fixture
def city(make_city: Callable[[str], City]) -> City:
    return make_city("postgresql")


@contextmanager
def beside(address: str) -> Iterator[psycopg.Connection]:
    """Give a connection of somebody else to the same database."""
    with psycopg.connect(address.replace("+psycopg", "")) as link:
        link.execute("SET deadlock_timeout = '10min'")  # it is the door that finds out
        yield link


def disturbed(monkeypatch: pytest.MonkeyPatch, disturb: Callable[[Work, int], None]) -> list[int]:
    """Let something happen each time that a comment is about to be added, the case already locked; return the list of its turns."""
    turns: list[int] = []
    real: Handler = app.execute.COMMANDS[AddComment]

    def handle(command: AddComment, work: Work) -> Outcome:
        turns.append(len(turns) + 1)
        disturb(work, turns[-1])
        return real(command, work)

    monkeypatch.setitem(app.execute.COMMANDS, AddComment, handle)
    return turns


def comments(city: City, case: int) -> int:
    return int(city.value("SELECT COUNT(*) FROM comment WHERE case_key = :case", case=case))


def refused(city: City, case: int, door: Door | None = None) -> Rejection:
    """Assert that a comment is refused for now and that nothing of it is there; return the refusal."""
    before = city.dump()
    with pytest.raises(Rejection) as caught:
        (door or city.door).execute(AddComment(case, "words"), city.actor("hotline"))
    assert caught.value.code == "store_unavailable"
    assert city.dump() == before
    return caught.value


def test_a_command_that_a_deadlock_undid_is_carried_out_again(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    case = case_at_handle(city)
    with beside(city.address) as link:
        link.execute("SELECT 1 FROM counter WHERE name = 'case' FOR UPDATE")
        waiting = threading.Thread(target=lambda: wait_for_case(link, case))

        def meet(work: Work, turn: int) -> None:
            if turn == 1:
                waiting.start()
                while not work.store.value("SELECT COUNT(*) FROM pg_locks WHERE NOT granted"):
                    pass

        turns = disturbed(monkeypatch, meet)
        city.do(AddComment(case, "words"), "hotline")
        waiting.join()
    assert turns == [1, 2]
    assert comments(city, case) == 1
    assert check(city.address).problems == []


def wait_for_case(link: psycopg.Connection, case: int) -> None:
    link.execute("SELECT 1 FROM case_state WHERE case_key = %s FOR UPDATE", (case,))
    link.rollback()


def test_a_command_that_could_not_be_serialized_is_carried_out_again(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    case = case_at_handle(city)
    name = city.address.rpartition("/")[2]
    with beside(city.address) as link:
        # As an administrator may have set it; the product asks for no level of its own when it writes.
        link.execute(f"ALTER DATABASE \"{name}\" SET default_transaction_isolation = 'repeatable read'")
        link.commit()
        city.database.engine.dispose()

        def overtake(_work: Work, turn: int) -> None:
            if turn == 1:
                link.execute("UPDATE counter SET value = value + 1 WHERE name = 'case'")
                link.commit()

        turns = disturbed(monkeypatch, overtake)
        city.do(AddComment(case, "words"), "hotline")
    assert turns == [1, 2]
    assert comments(city, case) == 1


def test_a_command_whose_connection_an_administrator_cut_is_carried_out_again(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    case = case_at_handle(city)
    turns = disturbed(monkeypatch, lambda work, turn: cut(work, city.address) if turn == 1 else None)
    city.do(AddComment(case, "words"), "hotline")
    assert turns == [1, 2]
    assert comments(city, case) == 1


def cut(work: Work, address: str) -> None:
    with psycopg.connect(address.replace("+psycopg", ""), autocommit=True) as link:
        link.execute("SELECT pg_terminate_backend(%s, 5000)", (work.store.value("SELECT pg_backend_pid()"),))


def test_a_command_that_is_cut_each_time_is_refused_in_words_after_a_few_tries(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    case = case_at_handle(city)
    turns = disturbed(monkeypatch, lambda work, _turn: cut(work, city.address))
    refused(city, case)
    assert turns == list(range(1, MOST_TRIES + 1))


def test_a_command_whose_commit_was_cut_is_not_carried_out_again_because_nobody_knows(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    case = case_at_handle(city)
    turns = disturbed(monkeypatch, lambda _work, _turn: None)

    def cut_before_commit(store: Reader) -> None:
        pid = store.value("SELECT pg_backend_pid()")
        with psycopg.connect(city.address.replace("+psycopg", ""), autocommit=True) as link:
            link.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))

    with watched(commit=cut_before_commit), pytest.raises(Rejection) as caught:
        city.do(AddComment(case, "words"), "hotline")
    assert caught.value.code == "store_unavailable"
    assert turns == [1]


def test_a_question_whose_connection_was_cut_is_asked_again(city: City) -> None:
    asked: list[int] = []

    def question(store: Any) -> int:
        asked.append(1)
        if len(asked) == 1:
            with psycopg.connect(city.address.replace("+psycopg", ""), autocommit=True) as link:
                link.execute("SELECT pg_terminate_backend(%s, 5000)", (store.value("SELECT pg_backend_pid()"),))
        return int(store.value("SELECT COUNT(*) FROM account"))

    assert city.door.ask(question) == city.value("SELECT COUNT(*) FROM account")
    assert len(asked) == 2


@pytest.mark.parametrize(("waits", "statement"), [(Waits(lock=0.1), "lock"), (Waits(statement=0.1), "statement")])
def test_a_case_that_somebody_holds_too_long_is_refused_in_words(city: City, waits: Waits, statement: str) -> None:
    case = case_at_handle(city)
    impatient = Database(city.address, waits=waits)
    try:
        door = Door(impatient, city.surroundings, test_clock=True)
        with beside(city.address) as link:
            link.execute("SELECT 1 FROM case_state WHERE case_key = %s FOR UPDATE", (case,))
            problem = refused(city, case, door)
        assert statement in str(problem.__cause__)
        door.execute(AddComment(case, "words"), city.actor("hotline"))
    finally:
        impatient.close()
    assert comments(city, case) == 1


def test_a_thread_that_rests_in_its_transaction_loses_it_and_with_it_its_locks(city: City) -> None:
    case = case_at_handle(city)
    impatient = Database(city.address, waits=Waits(rest=0.1))
    try:
        with pytest.raises(Rejection) as caught:
            rest_with_the_case(city, impatient, case)
    finally:
        impatient.close()
    assert caught.value.code == "store_unavailable"
    assert comments(city, case) == 1


def rest_with_the_case(city: City, impatient: Database, case: int) -> None:
    with impatient.write() as store:
        store.one("SELECT 1 FROM case_state WHERE case_key = :case FOR UPDATE", case=case)
        city.do(AddComment(case, "words"), "hotline")  # waits until the lock is taken from the other
        store.value("SELECT 1")


def test_a_pool_without_a_free_connection_refuses_in_words(city: City) -> None:
    case = case_at_handle(city)
    small = Database(city.address, pool_size=1, waits=Waits(connection=1))
    try:
        with small.read(), small.read():
            refused(city, case, Door(small, city.surroundings, test_clock=True))
    finally:
        small.close()


def test_a_server_with_too_many_connections_refuses_in_words(city: City, postgres_server: Postgres) -> None:
    case = case_at_handle(city)
    role = f"guest_{uuid.uuid4().hex}"
    with beside(city.address) as link:
        link.execute(f"CREATE ROLE {role} LOGIN CONNECTION LIMIT 1")
        link.execute(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {role}")
        link.commit()
    guest = Database(city.address.replace("duban@", f"{role}@"))
    try:
        door = Door(guest, city.surroundings, test_clock=True)
        with guest.read() as held:
            assert held.value("SELECT 1") == 1
            refused(city, case, door)
        door.execute(AddComment(case, "words"), city.actor("hotline"))
    finally:
        guest.close()
    assert comments(city, case) == 1


def test_a_migration_may_take_longer_than_a_command(city: City) -> None:
    impatient = Database(city.address, waits=Waits(statement=0.1))
    try:
        with impatient.write() as store:
            store.take_time()
            assert store.value("SELECT 1 FROM pg_sleep(0.3)") == 1
    finally:
        impatient.close()
