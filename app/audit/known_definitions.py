"""What a diagram may refer to in this city: what is deployed, and the units."""

from collections import defaultdict

from app.lint import Known
from app.store.database import Reader

INSIDE_TYPES = frozenset({"duban:record"})
"""Task types that run inside the product; every other type is a job for an external worker."""


def known_definitions(store: Reader) -> Known:
    tags: dict[str, defaultdict[str, set[str]]] = {kind: defaultdict(set) for kind in ("process", "form", "decision")}
    for row in store.all("SELECT kind, id, version_tag FROM definition WHERE state = 'active'"):
        found = tags[row["kind"]][row["id"]]
        if row["version_tag"]:
            found.add(row["version_tag"])
    frozen = {kind: {id: frozenset(said) for id, said in found.items()} for kind, found in tags.items()}
    units = frozenset(row["id"] for row in store.all("SELECT id FROM unit"))
    held = frozenset(
        f"{row['role']}@{row['unit']}" if row["unit"] else row["role"] for row in store.all("SELECT DISTINCT role, unit FROM holding")
    )
    return Known(
        frozen["form"], frozen["decision"], frozen["process"], units=units or None, held_groups=held or None, inside_types=INSIDE_TYPES
    )
