"""What a story's operator does to put a case right: variables, incidents, and a move outside its course."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from app.domain.modification import End, Modification, Move
from app.domain.rejection import Rejection
from app.execute import Door
from app.service.modify_instance import ModifyInstance
from app.service.resolve_incident import ResolveIncident
from app.service.set_variables import SetVariables
from app.service.work import Command

Told = Mapping[str, Any]


def _resolve(door: Door, case: int, what: str, told: Told) -> Command:
    """Resolve the newest open incident of a case."""
    key = _incident(door, case)
    if key is None:
        raise Rejection("not_found", "Expected a case with an open incident, but it has none")
    return ResolveIncident(key, str(told.get("reason", "")))


def _move(door: Door, case: int, what: str, told: Told) -> Command:
    """Move an element of the case's own process to another, and close the incident that the operator came from."""
    said = Modification(move=(Move(source=End(element=what), target=str(told.get("to", "")), within="nearest"),))
    return ModifyInstance(case, said, str(told.get("reason", "")), _incident(door, case))


def _incident(door: Door, case: int) -> int | None:
    found = door.ask(
        lambda store: store.value("SELECT MIN(key) FROM incident WHERE case_key = :key AND state = 'ACTIVE'", key=case)
    )  # keys of later incidents are smaller
    return int(found) if found is not None else None


OPERATORS: Final[Mapping[str, Callable[[Door, int, str, Told], Command]]] = {
    "set-variables": lambda door, case, what, told: SetVariables(case, told.get("variables", {}), reason=str(told.get("reason", ""))),
    "resolve": _resolve,
    "move": _move,
}
"""By the verb of the step: the command, from the case, what the step is about, and what the story gives as answers."""
