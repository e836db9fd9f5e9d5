"""Looking over the shoulder of the store: what it asks its database, statement by statement, and when it commits."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from app.store.database import Reader

Watcher = Callable[[str, Mapping[str, Any]], None]


@contextmanager
def watched(statement: Watcher | None = None, commit: Callable[[Reader], None] | None = None) -> Iterator[None]:
    """Call `statement` with text and values before each statement of any store, and `commit` before each commit.

    Of one that is repeated for several rows, the values are those of the first. What they raise is raised where the database would.
    """
    ask, write, committing = Reader._ask, Reader._write, Reader.commit

    def watched_ask(reader: Reader, sql: str, values: Mapping[str, Any]) -> Any:
        if statement is not None:
            statement(sql, values)
        return ask(reader, sql, values)

    def watched_write(reader: Reader, sql: str, rows: Any) -> None:
        if statement is not None:
            statement(sql, rows[0])
        write(reader, sql, rows)

    def watched_commit(reader: Reader) -> None:
        if commit is not None:
            commit(reader)
        committing(reader)

    with patch.multiple(Reader, _ask=watched_ask, _write=watched_write, commit=watched_commit):
        yield
