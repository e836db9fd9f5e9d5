"""What a diagram may refer to in this city: what is deployed, and the units."""

from collections import defaultdict
from functools import partial

from app.audit.inside_jobs import INSIDE_TYPES
from app.audit.known_services import outputs_of_service
from app.audit.surroundings import Surroundings
from app.lint import Known, calls_at_once
from app.store.database import Reader


def known_definitions(store: Reader, surroundings: Surroundings) -> Known:
    """Return it as of now."""
    tags: dict[str, defaultdict[str, set[str]]] = {kind: defaultdict(set) for kind in ("process", "form", "decision", "paper")}
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
        frozen["form"],
        frozen["decision"],
        frozen["process"],
        _calls_at_once(store, surroundings),
        units=units or None,
        held_groups=held or None,
        inside_types=INSIDE_TYPES,
        papers=frozen["paper"],
        outputs_of_service=partial(outputs_of_service, store, surroundings),
    )


def _calls_at_once(store: Reader, surroundings: Surroundings) -> dict[str, frozenset[str]]:
    """Return which processes each deployed one calls before anything in it waits: two files must not call each other without end."""
    found = {}
    for row in store.all("SELECT id, digest FROM definition WHERE kind = 'process' AND state = 'active' ORDER BY version"):
        process = surroundings.diagram(store, row["digest"]).process(row["id"])
        if process is not None:
            found[row["id"]] = frozenset(calls_at_once(process))
    return found
