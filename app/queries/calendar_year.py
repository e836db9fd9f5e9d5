"""A year of the calendar, as it was entered last."""

import json
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from app.domain.rejection import Rejection
from app.store.database import Reader


def entered_year(store: Reader, year: int) -> Mapping[str, Any] | None:
    """Return document, version and entered_at (text in UTC) of the newest entry of a year; None where its notice is not entered."""
    row = store.one("SELECT version, content, entered_at FROM calendar_version WHERE year = :year ORDER BY version DESC LIMIT 1", year=year)
    return None if row is None else {"document": json.loads(row["content"]), "version": row["version"], "entered_at": row["entered_at"]}


def calendar_year(store: Reader, year: int) -> dict[str, Any]:
    """Return the document of a year. Raises Rejection("not_found") where its notice is not entered: its deadlines are provisional."""
    content = store.value("SELECT content FROM calendar_version WHERE year = :year ORDER BY version DESC LIMIT 1", year=year)
    if content is None:
        raise Rejection("not_found", "Expected a year whose notice is entered, but %(year)s is not", year=year)
    document: dict[str, Any] = json.loads(content)
    return document


class Notice(Struct, frozen=True):
    """The year that an entry is about, and the name of its notice; empty where the file gives none."""

    year: int
    notice: str


def notice_of(store: Reader, version: int) -> Notice | None:
    """Return what a version of the calendar entered; None where there is no such version."""
    row = store.one("SELECT year, content FROM calendar_version WHERE version = :version", version=version)
    return None if row is None else Notice(row["year"], str(json.loads(row["content"]).get("notice") or ""))
