"""What is said of a command about a case that there is not: the same as of one that whoever asks may not see.

Source: docs/permissions, "May not see: 404, the same for unknown": words that differ would tell that a secret case is there.
"""

from collections.abc import Callable, Mapping
from typing import Final

from app.domain.rejection import Rejection
from app.domain.task import task_unknown


def instance_unknown(key: int) -> Rejection:
    return Rejection("not_found", "Expected a process instance with the key %(key)s, but there is none that you may see", key=key)


def incident_unknown(key: int) -> Rejection:
    return Rejection("not_found", "Expected an incident with the key %(key)s, but there is none that you may see", key=key)


def element_unknown(key: int) -> Rejection:
    return Rejection("not_found", "Expected an element instance with the key %(key)s, but there is none that you may see", key=key)


_UNKNOWN: Final[Mapping[str, Callable[[int], Rejection]]] = {
    "task_key": task_unknown,
    "instance_key": instance_unknown,
    "incident_key": incident_unknown,
    "scope_key": element_unknown,
}
"""By the member of a command that names what it is about."""


def unknown_target(command: object) -> Rejection:
    """Return Rejection("not_found") for a command whose case is not there."""
    for name, unknown in _UNKNOWN.items():
        key = getattr(command, name, None)
        if key is not None:
            return unknown(key)
    return Rejection("not_found", "Expected something with this key that you may see, but there is nothing")
