"""The procedures that a person may start."""

from collections.abc import Sequence

from app.audit.process_detail import ProcessDetail
from app.audit.surroundings import Surroundings
from app.domain.actor import Actor
from app.domain.extension_request import PROCESS as EXTENSION_REQUEST
from app.domain.permissions import may_start
from app.domain.rejection import Rejection
from app.store import read_definitions
from app.store.database import Reader, Row

_NEWEST = """
SELECT d.id, d.digest, d.name FROM definition d WHERE d.kind = 'process' AND d.state = 'active'
AND d.version = (SELECT MAX(n.version) FROM definition n WHERE n.kind = 'process' AND n.id = d.id AND n.state = 'active') ORDER BY
d.name, d.id
"""


def newest_processes(store: Reader) -> Sequence[Row]:
    """Return id, digest and name of the newest version in force of each process, by name."""
    return store.all(_NEWEST)


def procedures_to_start(store: Reader, actor: Actor, surroundings: Surroundings) -> list[ProcessDetail]:
    """Return those that have a start form, by name."""
    rows = (row for row in newest_processes(store) if row["id"] != EXTENSION_REQUEST)
    details = [surroundings.process_detail(store, row["digest"], row["id"]) for row in rows]
    return [detail for detail in details if detail.start_event and detail.start_form and may_start(actor, detail.starters)]


def procedure_to_start(store: Reader, actor: Actor, surroundings: Surroundings, process_id: str) -> ProcessDetail:
    """Return one of them. Raises Rejection("not_found") and Rejection("forbidden")."""
    found = read_definitions.bound(store, "process", process_id)
    if found is None or process_id == EXTENSION_REQUEST:
        raise Rejection("not_found", "Expected a deployed process %(id)s, but there is none", id=process_id)
    detail = surroundings.process_detail(store, found["digest"], process_id)
    if not may_start(actor, detail.starters):
        raise Rejection(
            "forbidden",
            "Expected one of the groups %(groups)s to start this process, but you are in none of them",
            groups=", ".join(detail.starters) or "-",
        )
    return detail
