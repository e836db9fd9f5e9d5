"""Which cases run by which version of a process, and what would become of them on another: for operators."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from msgspec import Struct

from app.audit.migration_preview import CasePreview, preview_migration
from app.audit.surroundings import Surroundings
from app.domain.actor import Actor
from app.domain.permissions import require
from app.domain.rejection import Rejection
from app.queries.searches import case_sight
from app.store import read_definitions
from app.store.database import Reader, Row

MOST: Final = 50
"""Cases that are looked at, and taken, at once."""

_RUNNING: Final = "p.parent_key IS NULL AND p.state = 'ACTIVE'"
WHAT: Final = "take a case to another version"
Look = tuple[Surroundings, str, Mapping[str, str], datetime]
"""Where deployed files lie, the digest of the other version, what was chosen and the instant, as preview_migration takes them."""


class RunningVersion(Struct, frozen=True):
    """A version by which cases run. newest: number of the newest one in force."""

    key: int
    process_id: str
    name: str
    digest: str
    version: int
    cases: int
    newest: int


class Candidate(Struct, frozen=True):
    """A running case with what would become of it."""

    key: int
    receipt_number: str
    preview: CasePreview


def running_versions(store: Reader, actor: Actor) -> list[RunningVersion]:
    """Return the versions by which cases run that the actor sees. Raises Rejection("forbidden") for all but operators."""
    require(actor, ("operator",), WHAT)
    sight, values = case_sight(actor, "p.key", "p")
    newest = "SELECT MAX(n.version) FROM definition n WHERE n.kind = 'process' AND n.id = d.id AND n.state = 'active'"
    rows = store.all(
        f"SELECT d.key, d.id, d.name, d.digest, d.version, COUNT(*) AS cases, ({newest}) AS newest FROM process_instance p"
        f" JOIN definition d ON d.key = p.definition_key WHERE {_RUNNING}{f' AND {sight}' if sight else ''}"
        " GROUP BY d.key, d.id, d.name, d.digest, d.version ORDER BY d.id, d.version",
        **values,
    )
    return [
        RunningVersion(row["key"], row["id"], row["name"], row["digest"], row["version"], row["cases"], row["newest"] or 0) for row in rows
    ]


def targets(store: Reader, actor: Actor, process_id: str, but: int) -> Sequence[Row]:
    """Return the versions of a process in force, the newest first. but: the key of one that is left out."""
    require(actor, ("operator",), WHAT)
    return store.all(
        "SELECT key, id, version, digest, name FROM definition WHERE kind = 'process' AND id = :id AND state = 'active' AND key <> :but"
        " ORDER BY version DESC",
        id=process_id,
        but=but,
    )


def definition(store: Reader, actor: Actor, key: int) -> Row:
    """Return a version of a process. Raises Rejection("not_found")."""
    require(actor, ("operator",), WHAT)
    found = read_definitions.by_key(store, key)
    if found is None or found["kind"] != "process":
        raise Rejection("not_found", "Expected a process definition with the key %(key)s, but there is none", key=key)
    return found


def candidates(store: Reader, actor: Actor, source: int, after: int, look: Look) -> tuple[list[Candidate], int]:
    """Return running cases of a version with what would become of each, and after which key the next ones go on; 0 at the end."""
    require(actor, ("operator",), WHAT)
    sight, values = case_sight(actor, "p.key", "p")
    rows = store.all(
        f"SELECT p.key, p.receipt_number FROM process_instance p WHERE {_RUNNING} AND p.definition_key = :source AND p.key > :after"
        f"{f' AND {sight}' if sight else ''} ORDER BY p.key LIMIT {MOST + 1}",
        source=source,
        after=after,
        **values,
    )
    found = [_candidate(store, row, look) for row in rows[:MOST]]
    return found, (rows[MOST - 1]["key"] if len(rows) > MOST else 0)


def candidate(store: Reader, actor: Actor, case: tuple[int, str], look: Look) -> Candidate:
    """Return one case, which the actor has looked at, with what would become of it. case: its key and number."""
    require(actor, ("operator",), WHAT)
    return _candidate(store, {"key": case[0], "receipt_number": case[1]}, look)


def _candidate(store: Reader, row: Mapping[str, Any], look: Look) -> Candidate:
    surroundings, digest, chosen, now = look
    preview = preview_migration(store, surroundings, row["key"], digest, chosen, now)
    return Candidate(row["key"], row["receipt_number"], preview)


def where_now(store: Reader, actor: Actor, keys: Sequence[int]) -> dict[int, Mapping[str, Any]]:
    """Return by which version cases run now and whether they run at all, of those that the actor sees."""
    require(actor, ("operator",), WHAT)
    sight, values = case_sight(actor, "p.key", "p")
    if not keys:
        return {}
    rows = store.all(
        f"SELECT p.key, p.receipt_number, p.definition_key, p.state FROM process_instance p WHERE p.key IN ({', '.join(map(str, keys))})"
        f"{f' AND {sight}' if sight else ''}",
        **values,
    )
    return {row["key"]: row for row in rows}
