"""Where a case stands, and where it could go on: what an operator chooses from who moves it outside its course."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from app.engine.activities import SubProcess
from app.engine.element import Element
from app.engine.ending import can_end
from app.engine.flow import Flow
from app.engine.landing import why_not
from app.engine.modify import process_flow

if TYPE_CHECKING:
    from app.engine.flow import Root
    from app.engine.process_spec import ProcessSpec


class Standing(NamedTuple):
    """An element instance that may be ended. depth: how many others it is in. inside: whether others are in it, which end with it."""

    key: int
    element_id: str
    depth: int
    inside: bool


class Target(NamedTuple):
    """An element that may be begun. within: the sub-process that it is drawn in, empty for the process itself."""

    element_id: str
    within: str


def standing(root: "Root", instance: int) -> list[Standing]:
    """Return what is under way in a process instance, each before what is in it. Raises Rejection("case_closed")."""
    return list(_standing(root, process_flow(root, instance), process_flow(root, instance), 0))


def _standing(root: "Root", process: Flow, flow: Flow, depth: int) -> Iterator[Standing]:
    for token in flow.task_tree.below:
        for one, deeper in ((token, depth), *((item, depth + 1) for item in token.below if item.is_item)):
            inner = root.subprocesses.get(one.id)
            embedded = inner is not None and not inner.is_process
            if can_end(one, process):
                yield Standing(
                    root.base_key + one.id, one.task_spec.element_id, deeper, embedded or any(item.is_item for item in one.below)
                )
            if inner is not None and embedded:
                yield from _standing(root, process, inner, deeper + 1)


def targets(root: "Root", instance: int) -> list[Target]:
    """Return the elements of a process instance's diagram that may be begun, in the order of the file. Raises Rejection("case_closed")."""
    return list(_targets(process_flow(root, instance).spec, ""))


def _targets(spec: "ProcessSpec", within: str) -> Iterator[Target]:
    for element in [found for found in spec.task_specs.values() if isinstance(found, Element)]:
        if element.type != "guest" and not element.name.endswith("#item") and not why_not(element, spec):
            yield Target(element.element_id, within)
        if isinstance(element, SubProcess):
            yield from _targets(element.inner, element.element_id)
