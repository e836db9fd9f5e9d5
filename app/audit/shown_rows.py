"""The rows that show a case: what its page, the lists, dossiers and the door read of it, table by table."""

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any, Final, NamedTuple

from app.domain.deadline_row import from_row, to_row
from app.domain.keys import BLOCK
from app.store.database import Reader

KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "process_instance": ("key",),
    "user_task": ("key",),
    "task_candidate": ("task_key", "kind", "name"),
    "task_delegate": ("task_key", "account"),
    "case_party": ("kind", "name"),
    "deadline": ("key",),
    "variable": ("scope_key", "name"),
    "subscription": ("element_instance_key", "event", "message_name", "correlation_key"),
    "incident": ("key",),
    "document": ("key",),
    "comment": ("key",),
    "paper": ("key",),
    "paper_service": ("key",),
    "paper_case": ("process_id", "paper_number"),
    "urging": ("key",),
    "points_movement": ("key",),
    "notice": ("seq", "element_instance_key", "kind", "recipient", "notice"),
    "disposal_proposal": ("what",),
    "legal_hold": ("case_key",),
    "kept_identity": ("name",),
    "writer_question": ("key",),
    "query_code": ("case_key",),
    "event_article": ("seq", "article"),
}
"""By which columns people find a row, of each table whose rows follow from the events of a case."""

_BESIDE: Final[Mapping[str, frozenset[str]]] = {
    "variable": frozenset({"key"}),
    "subscription": frozenset({"key"}),
    "notice": frozenset({"key", "mailed_at", "mail_seen"}),
    "query_code": frozenset({"code_hash", "failures", "locked_until"}),
}
"""Columns that no event says: numbers that rows get as they come, marks of delivery, wrong tries, and what is made with the city's own
secret, which may be another one by now."""

_WHERE: Final[Mapping[str, str]] = {
    "task_candidate": "task_key >= :key AND task_key < :end",
    **dict.fromkeys(("event_article", "event_content", "case_secret"), "case_key = :text"),
}


class ShownRow(NamedTuple):
    """name: of the table, and of the row in it. values: by column. seq: the event that gave them; 0 where that is not known."""

    name: str
    values: Mapping[str, Any]
    seq: int = 0


def shown_rows(store: Reader, case_key: int) -> dict[str, ShownRow]:
    """Return the rows that show a case, by name."""
    return _named(
        (table, row)
        for table in KEYS
        for row in store.all(
            f"SELECT * FROM {table} WHERE {where(table)}",  # noqa: S608  # names are ours
            **places(table, case_key),
        )
    )


def rows_made(store: Reader) -> dict[str, ShownRow]:
    """Return the same of a store that holds one case alone, each with the event that wrote it. See app/store/empty_store.py."""
    return _named(
        (table, row)
        for table in KEYS
        for row in store.all(
            f"SELECT t.*, w.seq AS written_by FROM {table} t JOIN written w ON w.name = '{table}' AND w.place = t.rowid"  # noqa: S608  # names are ours
        )
    )


def rows_digest(store: Reader, case_key: int) -> str:
    """Return a digest of the rows that show a case: as long as it is the same, so are they. Of a row all columns count, since that is
    quicker than to leave some out."""
    found = sha256()
    for table in KEYS:
        rows = store.all(f"SELECT * FROM {table} WHERE {where(table)}", **places(table, case_key))  # noqa: S608  # names are ours
        found.update("\n".join([table, *sorted(repr(tuple(row.values())) for row in rows)]).encode("utf-8", "surrogatepass"))
    return found.hexdigest()


def where(table: str) -> str:
    """Return the condition by which a table's rows are those of one case; `places` gives its values."""
    return _WHERE.get(table, "case_key = :key")


def places(table: str, case_key: int) -> dict[str, Any]:
    if table == "task_candidate":
        return {"key": case_key, "end": case_key + BLOCK}
    return {"text": str(case_key)} if ":text" in where(table) else {"key": case_key}


def _named(found: Iterator[tuple[str, Mapping[str, Any]]]) -> dict[str, ShownRow]:
    rows: dict[str, ShownRow] = {}
    for table, row in sorted(found, key=lambda one: (one[0], repr([one[1][name] for name in KEYS[one[0]]]))):
        values = {name: _plain(table, name, value) for name, value in row.items() if name not in _BESIDE.get(table, ())}
        seq = values.pop("written_by", 0)
        name = " ".join([table, *(str(row[column]) for column in KEYS[table] if row[column] is not None)])
        while name in rows:
            name += "'"
        rows[name] = ShownRow(name, values, seq)
    return rows


def _plain(table: str, name: str, value: Any) -> Any:
    """Return a value as it is compared: of a deadline what its record means, whichever release wrote it."""
    if (table, name) != ("deadline", "detail"):
        return value
    try:
        return json.dumps(to_row(from_row(json.loads(value))), ensure_ascii=False, sort_keys=True)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return value  # somebody wrote what no release writes
