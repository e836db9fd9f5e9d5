"""SQL of our own on the product's database, SQLite file or PostgreSQL, named by the same address that the server is given.

Placeholders are written `?` and become `%s` for PostgreSQL. A reader of SQLite opens the file read-only.
"""

from collections.abc import Iterable
from typing import Any

import psycopg
from pysqlite3 import dbapi2 as sqlite

SQLITE = "sqlite:///"


class Database:
    def __init__(self, address: str, write: bool = False, steady: bool = False) -> None:
        """steady: all that is read is as of one instant, whatever a running city writes meanwhile."""
        self.address, self.kind = address, "sqlite" if address.startswith(SQLITE) else "postgresql"
        if self.kind == "sqlite":
            path = address.removeprefix(SQLITE)
            mode = "rw" if write else "ro"
            self._link: Any = sqlite.connect(
                f"file:{path}?mode={mode}", uri=True, timeout=30, isolation_level=None, check_same_thread=False
            )
        else:
            self._link = psycopg.connect(address.replace("postgresql+psycopg://", "postgresql://"), autocommit=not steady)
            if steady:
                self._link.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        if steady and self.kind == "sqlite":
            self.do("begin")

    def __enter__(self) -> "Database":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._link.close()

    def _text(self, sql: str) -> str:
        return sql if self.kind == "sqlite" else sql.replace("%", "%%").replace("?", "%s")

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        cursor = self._link.cursor()
        try:
            cursor.execute(self._text(sql), values)
            return cursor.fetchall()
        finally:
            cursor.close()

    def one(self, sql: str, *values: Any) -> Any:
        return self.rows(sql, *values)[0][0]

    def do(self, sql: str, *values: Any) -> None:
        cursor = self._link.cursor()
        try:
            cursor.execute(self._text(sql), values)
        finally:
            cursor.close()

    def many(self, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
        cursor = self._link.cursor()
        try:
            cursor.executemany(self._text(sql), rows)
        finally:
            cursor.close()

    def load(self, batch: dict[str, list[dict[str, Any]]]) -> None:
        """Add rows to several tables in one transaction, the quickest way each database has."""
        if self.kind == "sqlite":
            self.do("begin immediate")
            for name, rows in batch.items():
                columns = list(rows[0])
                places = ", ".join("?" * len(columns))
                self.many(f"insert into {name} ({', '.join(columns)}) values ({places})", [tuple(row.values()) for row in rows])
            self.do("commit")
            return
        with self._link.transaction(), self._link.cursor() as cursor:
            for name, rows in batch.items():
                with cursor.copy(f"copy {name} ({', '.join(rows[0])}) from stdin") as copy:
                    for row in rows:
                        copy.write_row(tuple(row.values()))

    def bytes(self) -> int:
        """Return what the data takes: pages in use, free ones left out, or PostgreSQL's own figure."""
        if self.kind == "postgresql":
            return int(self.one("select pg_database_size(current_database())"))
        pages, size, free = (self.one(f"pragma {name}") for name in ("page_count", "page_size", "freelist_count"))
        return (pages - free) * size
