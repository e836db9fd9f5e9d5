"""What a case ran by, for its bundle: deployed files of the very versions, and the years of the calendar."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from app.audit.evidence.packing import Packing
from app.audit.hash_chain import COLUMNS
from app.domain.canonical import canonical
from app.domain.keys import CITY_CHAIN
from app.store.database import Reader
from app.store.read_definitions import stored

_ENDING: Final = re.compile(r"\.([A-Za-z0-9]{1,8})$")
_DEPLOYED: Final = (
    "SELECT kind, id, MIN(version) AS version, MIN(name) AS name, MIN(resource_name) AS file FROM definition"
    " WHERE digest = :digest GROUP BY kind, id ORDER BY kind, id"
)
_YEARS: Final = (
    f"SELECT {', '.join(COLUMNS)}, digest FROM audit_event"  # noqa: S608  # names are ours
    " WHERE case_key = :key AND kind = 'calendar_year_entered' ORDER BY seq"
)


def add_definitions(store: Reader, packing: Packing, digests: Iterable[str]) -> None:
    """Add each deployed file under its digest, with the models that a decision model imports, and a list of what they are."""
    wanted, known, listed = sorted(digests), set[str](), list[dict[str, Any]]()
    while wanted:
        digest = wanted.pop(0)
        found = stored(store, digest)
        if digest in known or found is None:
            continue
        known.add(digest)
        content, parts = found
        rows = store.all(_DEPLOYED, digest=digest)
        ending = None if parts or not rows else _ENDING.search(rows[0]["file"])
        name = f"definitions/{digest}.{ending[1].lower() if ending else 'txt'}"
        packing.add(name, [content])
        listed += [{**row, "digest": digest, "file": name} for row in rows]
        wanted += parts
    packing.add("definitions.json", [canonical(listed).encode()])


def calendar_events(store: Reader, version: int) -> Sequence[Mapping[str, Any]]:
    """Return the events by which the years were entered that a version of the calendar is made of."""
    rows = store.all(_YEARS, key=str(CITY_CHAIN))
    return [row for row in rows if json.loads(row["body"])["facts"][0]["version"] <= version]


def add_calendars(packing: Packing, events: Sequence[Mapping[str, Any]]) -> None:
    packing.add("calendars.jsonl", (canonical(dict(event)).encode() + b"\n" for event in events))
