"""The names in a diagram, in the language of who reads them."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final, Protocol

from app.diagram.document import Diagram, Process
from app.domain.languages import TAGS, said_in, split_tag

_LABEL: Final = "label."


class Named(Protocol):
    """Anything with a name that people read: a process, pool, lane, element, flow or text annotation."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def line(self) -> int | None: ...

    @property
    def properties(self) -> Mapping[str, str]: ...


def named_in(diagram: Diagram) -> Iterator[Named]:
    """Everything in a diagram that may have a name, the outer before the inner."""
    yield from diagram.participants
    for process in diagram.processes:
        yield process
        yield from process.lanes.values()
        yield from process.elements.values()
        yield from process.flows.values()
        yield from process.artifacts.values()


def names_in(diagram: Diagram, tag: str, otherwise: Callable[[str], str]) -> dict[str, str]:
    """Return the names by id, as the property `name.<tag>` says them; what has no name is left out.

    A pool without a name of its own in that language has that of its process where both are drawn with the same.
    otherwise: gives the words for a drawn name that the designer did not say in that language.
    """
    processes = {process.id: process for process in diagram.processes}
    names = {}
    for thing in named_in(diagram):
        said = said_in(tag, thing.properties, "name")
        if thing.name or said:
            names[thing.id] = said or otherwise(thing.name)
    for pool in diagram.participants:
        process = processes.get(pool.process_id or "")
        if process is not None and process.name == pool.name and not said_in(tag, pool.properties, "name") and pool.name:
            names[pool.id] = names[process.id]
    return names


def documentation_in(diagram: Diagram, tag: str, otherwise: Callable[[str], str]) -> dict[str, str]:
    """Return what is written about the elements, by their ids, as `documentation.<tag>` says it."""
    return {
        element.id: said_in(tag, element.properties, "documentation") or otherwise(element.documentation)
        for process in diagram.processes
        for element in process.elements.values()
        if element.documentation
    }


def public_names_in(diagram: Diagram, tag: str, otherwise: Callable[[str], str]) -> dict[str, str]:
    """Return the names that citizens read, by the ids of the elements that have one, as `publicName.<tag>` says them."""
    return {
        element.id: said_in(tag, element.properties, "publicName") or otherwise(element.properties["publicName"])
        for process in diagram.processes
        for element in process.elements.values()
        if element.properties.get("publicName")
    }


def labels_in(process: Process, tag: str, otherwise: Callable[[str], str]) -> dict[str, str]:
    """Return what a process calls its variables, the parts of their values and what may be chosen, by where those lie: `reply` and
    `reply.deemed`, as the properties `label.reply` and `label.reply.deemed` say them."""
    said, labels = process.properties, {}
    for name, words in said.items():
        text, last = split_tag(name)
        if name.startswith(_LABEL) and not (last in TAGS and text in said):
            labels[name.removeprefix(_LABEL)] = said_in(tag, said, name) or otherwise(words)
    return labels
