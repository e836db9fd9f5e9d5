"""What is said of a command about a case that there is not: the same as of one that whoever asks may not see.

Source: docs/permissions, "May not see: 404, the same for unknown": words that differ would tell that a secret case is there.
"""

from typing import Final

from app.domain.marked import marked
from app.domain.rejection import Rejection

_SAID: Final = {
    "task_key": marked("Expected a user task with the key %(key)s, but there is none that you may see"),
    "instance_key": marked("Expected a process instance with the key %(key)s, but there is none that you may see"),
    "incident_key": marked("Expected an incident with the key %(key)s, but there is none that you may see"),
    "scope_key": marked("Expected an element instance with the key %(key)s, but there is none that you may see"),
}
"""By the member of a command that names what it is about: as its own file in service/ says it."""


def unknown_target(command: object) -> Rejection:
    """Return Rejection("not_found") for a command whose case is not there."""
    for name, said in _SAID.items():
        key = getattr(command, name, None)
        if key is not None:
            return Rejection("not_found", said, key=key)
    return Rejection("not_found", "Expected something with this key that you may see, but there is nothing")
