"""What PostgreSQL planned once serves the next request too, and is planned anew where it no longer fits."""

from collections.abc import Callable

import pytest

from app.store.database import Reader
from tests.builders.city import City

pytestmark = pytest.mark.postgresql
PLANNED = "SELECT COUNT(*) FROM pg_prepared_statements WHERE statement LIKE '%FROM setting%'"


def asked(store: Reader) -> list[str]:
    return [name for row in store.all("SELECT * FROM setting WHERE name <> :name", name="nothing") for name in row]


def test_a_question_asked_often_is_planned_once(make_city: Callable[[str], City]) -> None:
    city = make_city("postgresql")
    for _ in range(4):
        city.database.ask(asked)
    assert city.database.ask(lambda store: store.value(PLANNED)) == 1


def test_a_question_in_which_a_statement_was_wrong_forgets_what_was_planned(make_city: Callable[[str], City]) -> None:
    city = make_city("postgresql")
    for _ in range(4):
        city.database.ask(asked)
    with pytest.raises(Exception, match="no_such_table"):
        city.database.ask(lambda store: store.all("SELECT * FROM no_such_table"))
    assert city.database.ask(lambda store: store.value(PLANNED)) == 0


def test_a_question_planned_before_a_migration_is_answered_after_it(make_city: Callable[[str], City]) -> None:
    city = make_city("postgresql")
    with city.database.write() as store:
        store.run("INSERT INTO setting (name, value) VALUES ('greeting', 'hello')")
    for _ in range(4):
        before = city.database.ask(asked)
    with city.database.alter() as connection:
        connection.exec_driver_sql("ALTER TABLE setting ADD COLUMN said_by TEXT")
    assert city.database.ask(asked) == [*before, "said_by"]


def test_a_connection_keeps_more_plans_than_the_product_has_questions(make_city: Callable[[str], City]) -> None:
    city = make_city("postgresql")

    def ask_many(store: Reader) -> None:
        for number in range(200):
            store.value(f"SELECT {number} FROM setting")

    for _ in range(4):
        city.database.ask(ask_many)
    assert city.database.ask(lambda store: store.value(PLANNED)) == 200
