"""The entered years of the calendar, by version."""

import json
from typing import Any

from app.store.database import Reader


def newest_version(store: Reader) -> int:
    """Return the number of the newest version; 0 before the first year was entered. Read once in a transaction, which sees one state."""
    if store.calendar_version is None:
        store.calendar_version = int(store.value("SELECT COALESCE(MAX(version), 0) FROM calendar_version"))
    return store.calendar_version


def years(store: Reader, version: int) -> list[dict[str, Any]]:
    """Return each year as it stood in that version: the newest entry of it up to then."""
    rows = store.all("SELECT year, content FROM calendar_version WHERE version <= :version ORDER BY version", version=version)
    return list({row["year"]: json.loads(row["content"]) for row in rows}.values())
