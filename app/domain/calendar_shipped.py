"""The calendar years that come with the product; a stored version of a year rules over them."""

import json
from pathlib import Path
from typing import Any, Final

_FOLDER: Final = Path(__file__).parent / "calendars"


def shipped_years() -> list[dict[str, Any]]:
    """Return the contents of the year files that ship with it, by year."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(_FOLDER.glob("*.json"))]
