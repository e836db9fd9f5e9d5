"""A process that runs beside a case because of one of its deadlines, such as a request to extend it.

It shares the case's snapshot, chain and keys, sees none of its variables, and keeps nothing open: it ends with the deadline it is about.
"""

from collections.abc import Mapping
from typing import Any, Final

from app.domain.rejection import Rejection
from app.engine.element import Element
from app.engine.flow import Flow, Root, Sub
from app.engine.library import STARTED
from app.engine.token import Kept
from app.engine.values import given

NAME: Final = "#guest"
"""No element of a drawing has this name."""


class Guest(Element):
    keeps_open = False
    silent = True
    type = "guest"

    def answers_of(self, inside: Flow) -> dict[str, Any]:
        return {}


def start_guest(root: Root, called: tuple[str, str], owner: int, variables: Mapping[str, Any]) -> int:
    """Start a process beside the case, about the deadline of `owner`, and return the key of its process instance.

    called: digest and process id.

    Raises Rejection("case_closed"), Rejection("not_found") where there is no such deadline or process.
    """
    if root.completed:
        raise Rejection("case_closed", "Expected an open case, but it is closed")
    spec = root.world.programs.get(called[0], root.world.load).processes.get(called[1])
    if owner not in root.deadlines or spec is None or not spec.none_start:
        raise Rejection(
            "not_found", "Expected an open deadline, and the process %(process)s, but found only one of them", process=called[1]
        )
    brought = given(variables)
    host = root.add(NAME, kept=Kept(reads=owner, digest=called[0], process=called[1]), state=STARTED)
    key = root.next_key()
    root.scopes.open(key, None, brought)
    inside = Sub(spec, host, key, called[0])
    root.note(
        "process_instance_started",
        None,
        key,
        process=called[1],
        definitionDigest=called[0],
        parentElementInstanceKey=root.base_key + host.id,
        parentProcessInstanceKey=root.base_key,
        deadlineKey=root.base_key + owner,
    )
    for name, value in brought.items():
        root.note_written(key, name, value)
    inside.enter(spec.none_start, "")
    return root.base_key + key


def guest_about(root: Root, owner: int) -> int | None:
    """Return the key of the process instance that runs beside the case about the deadline of `owner`; None where none does."""
    for token in root.task_tree.below:
        if token.task_spec.type == "guest" and token.kept.reads == owner and token.id in root.subprocesses:
            return root.base_key + root.subprocesses[token.id].scope
    return None
