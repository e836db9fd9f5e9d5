"""The variables that a diagram writes by name."""

from collections.abc import Iterator

from msgspec import Struct

from app.diagram import DiagramElement, Process


class WrittenName(Struct, frozen=True):
    """where: the extension element and attribute that name the variable."""

    owner: DiagramElement
    line: int | None
    where: str
    name: str


def written_names(process: Process) -> Iterator[WrittenName]:
    """Every variable that a mapping, script, decision or loop of the process writes."""
    for element in process.elements.values():
        for way, mappings in (("input", element.io.inputs), ("output", element.io.outputs)):
            for mapping in mappings:
                yield WrittenName(element, mapping.line, f"zeebe:{way} target", mapping.target)
        if element.script is not None and element.script.result_variable:
            yield WrittenName(element, element.line, "zeebe:script resultVariable", element.script.result_variable)
        if element.called_decision is not None and element.called_decision.result_variable:
            yield WrittenName(element, element.line, "zeebe:calledDecision resultVariable", element.called_decision.result_variable)
        if element.loop is not None:
            names = {"inputElement": element.loop.element, "outputCollection": element.loop.output_collection}
            yield from (
                WrittenName(element, element.loop.line, f"zeebe:loopCharacteristics {attribute}", name)
                for attribute, name in names.items()
                if name
            )
