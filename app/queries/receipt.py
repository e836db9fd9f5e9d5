"""What the printed receipt repeats of a case."""

import json

from app.domain.marked import marked
from app.store.database import Reader

LINES = (("topic", marked("What it is about")), ("place", marked("Where")), ("content", marked("What was said")))


def receipt_lines(store: Reader, case_key: int) -> list[tuple[str, str]]:
    """Return label (English, for a catalogue) and value of what was registered."""
    rows = {
        row["name"]: json.loads(row["value"])
        for row in store.all(
            "SELECT name, value FROM variable WHERE scope_key = :key AND name IN ('topic', 'place', 'content')", key=case_key
        )
    }
    return [(label, str(rows[name])) for name, label in LINES if rows.get(name)]
