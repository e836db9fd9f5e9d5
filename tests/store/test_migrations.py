"""An empty database that was upgraded step by step has the very tables that the code speaks of, on both databases."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from app.store import upgrade as upgrading
from app.store.database import Database
from app.store.tables import METADATA
from app.store.upgrade import is_current, newest_revision, upgrade
from tests.fixtures.city import STORES

NOT_OURS = "alembic_version"


@pytest.fixture(params=STORES)
def make_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Database]]:
    """Return a function that makes an empty store."""
    made: list[Database] = []

    def make() -> Database:
        if request.param == "sqlite":
            made.append(Database(f"sqlite:///{tmp_path}/{len(made)}.db"))
        else:
            made.append(Database(request.getfixturevalue("make_postgres_database")()))
        return made[-1]

    yield make
    for database in made:
        database.close()


def schema(database: Database) -> dict[str, Any]:
    """Return all that a database says of its tables."""
    with database.alter() as connection:
        found = inspect(connection)
        return {
            table: (
                [{name: str(said) for name, said in column.items()} for column in found.get_columns(table)],
                found.get_pk_constraint(table)["constrained_columns"],
                sorted(sorted(unique["column_names"]) for unique in found.get_unique_constraints(table)),
                sorted((str(index["name"]), str(index["column_names"]), bool(index["unique"])) for index in found.get_indexes(table)),
                conditions(database, table),
            )
            for table in found.get_table_names()
            if table != NOT_OURS
        }


def conditions(database: Database, table: str) -> list[str]:
    """Return the statements that would make the indexes, with what they leave out."""
    sql = (
        "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = :table AND sql IS NOT NULL"
        if database.is_sqlite
        else "SELECT indexdef AS sql FROM pg_indexes WHERE tablename = :table AND schemaname = 'public'"
    )
    with database.read() as store:
        return sorted(row["sql"] for row in store.all(sql, table=table))


def test_the_migrations_make_what_the_tables_say(make_store: Callable[[], Database]) -> None:
    upgraded, written = make_store(), make_store()
    upgrade(upgraded)
    METADATA.create_all(written.engine)
    assert schema(upgraded) == schema(written)
    assert set(schema(upgraded)) == set(METADATA.tables)
    with upgraded.alter() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_only_an_upgraded_store_is_current(make_store: Callable[[], Database]) -> None:
    database = make_store()
    assert not is_current(database)
    for _ in range(2):
        upgrade(database)
        assert is_current(database)


def test_the_newest_migration_is_known_by_its_file() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(upgrading.__file__).parent / "migrations"))
    assert newest_revision() == ScriptDirectory.from_config(config).get_current_head()


def test_a_store_from_before_the_first_schema_was_written_down_goes_on(make_store: Callable[[], Database]) -> None:
    database = make_store()
    METADATA.create_all(database.engine)
    with database.write() as store:
        store.run("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
        store.run("INSERT INTO alembic_version VALUES ('0001')")
    upgrade(database)
    assert is_current(database)


def test_a_migration_that_breaks_leaves_nothing(make_store: Callable[[], Database], monkeypatch: pytest.MonkeyPatch) -> None:
    database = make_store()
    monkeypatch.setattr("alembic.operations.Operations.create_index", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        upgrade(database)
    with database.alter() as connection:
        assert inspect(connection).get_table_names() == []


def test_decisions_that_were_deployed_already_have_the_graphs_of_their_files(make_store: Callable[[], Database]) -> None:
    database = make_store()
    upgrade(database)
    columns = "key, kind, id, version, name, resource_name, digest, deployment_key, state, detail"
    said = [
        (11, "a", 1, "one.dmn", 10, "g"),
        (12, "b", 1, "two.dmn", 10, "h"),
        (13, "c", 1, "one.dmn", 10, "g"),
        (21, "a", 2, "one.dmn", 20, "g"),
    ]
    with database.write() as store:
        for key, id, version, file, deployment, graph in said:
            detail = f'{{"requirementsId": "{graph}", "requirementsName": "of {graph}"}}'
            store.run(
                f"INSERT INTO definition ({columns}) VALUES"
                " (:key, 'decision', :id, :version, 'x', :file, 'd', :deployment, 'active', :detail)",
                key=key, id=id, version=version, file=file, deployment=deployment, detail=detail,
            )  # fmt: skip
        store.run("UPDATE alembic_version SET version_num = '0010'")
    upgrade(database)
    with database.read() as store:
        found = store.all(
            "SELECT key, requirements_id, requirements_name, requirements_key, requirements_version FROM definition ORDER BY key"
        )
    assert [tuple(row.values()) for row in found] == [
        (11, "g", "of g", 11, 1), (12, "h", "of h", 12, 1), (13, "g", "of g", 11, 1), (21, "g", "of g", 21, 2)
    ]  # fmt: skip
