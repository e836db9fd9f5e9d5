"""What a story's operator does to put a case right: variables, incidents, a move outside its course, and another version."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from app.domain.modification import End, Modification, Move
from app.domain.rejection import Rejection
from app.execute import Door
from app.service.migrate_instance import MigrateInstance
from app.service.modify_instance import ModifyInstance
from app.service.put_reply_right import PutReplyRight
from app.service.resolve_incident import ResolveIncident
from app.service.set_variables import SetVariables
from app.service.work import Command

Told = Mapping[str, Any]


def _resolve(door: Door, case: int, what: str, told: Told) -> Command:
    """Resolve the newest open incident of a case."""
    key = _incident(door, case)
    if key is None:
        raise Rejection("not_found", "Expected a case with an open incident, but it has none")
    return ResolveIncident(key, str(told.get("reason", "")), bool(told.get("unchanged")))


def _put_right(door: Door, case: int, what: str, told: Told) -> Command:
    """Put the data right by the reply that is proven in the newest open incident of a case."""
    key = _incident(door, case)
    if key is None:
        raise Rejection("not_found", "Expected a case with an open incident, but it has none")
    return PutReplyRight(key, str(told.get("reason", "")), bool(told.get("stands")))


def _move(door: Door, case: int, what: str, told: Told) -> Command:
    """Move an element of the case's own process to another, and close the incident that the operator came from."""
    said = Modification(move=(Move(source=End(element=what), target=str(told.get("to", "")), within="nearest"),))
    incident = _incident(door, case)
    return ModifyInstance(case, said, str(told.get("reason", "")), (incident,) if incident is not None else ())


def _migrate(door: Door, case: int, what: str, told: Told) -> Command:
    """Take a case to the newest version of its process. `mapping` names each element at which it stands."""
    newest = door.ask(
        lambda store: store.value(
            "SELECT d.key FROM definition d JOIN process_instance p ON p.process_id = d.id WHERE p.key = :key AND d.kind = 'process'"
            " AND d.state = 'active' ORDER BY d.version DESC LIMIT 1",
            key=case,
        )
    )
    return MigrateInstance(case, int(newest), told.get("mapping", {}), str(told.get("reason", "")))


def end_task(case: int, task: int, told: Told) -> Command:
    """End one task outside the course, and begin nothing for it: of what is done for several, the item."""
    return ModifyInstance(case, Modification(end=(End(key=task),)), str(told.get("reason", "")))


def _incident(door: Door, case: int) -> int | None:
    found = door.ask(
        lambda store: store.value("SELECT MIN(key) FROM incident WHERE case_key = :key AND state = 'ACTIVE'", key=case)
    )  # keys of later incidents are smaller
    return int(found) if found is not None else None


OPERATORS: Final[Mapping[str, Callable[[Door, int, str, Told], Command]]] = {
    "set-variables": lambda door, case, what, told: SetVariables(case, told.get("variables", {}), reason=str(told.get("reason", ""))),
    "put-right": _put_right,
    "resolve": _resolve,
    "move": _move,
    "migrate": _migrate,
}
"""By the verb of the step: the command, from the case, what the step is about, and what the story gives as answers."""
