"""The rule branches-keep-apart."""

from collections.abc import Iterator

from app.diagram import Diagram, DiagramElement, Process, VariableMapping
from app.feel import FeelError, parse_expression
from app.lint.rule import WARNING, Found, at, rule
from app.lint.surroundings import Surroundings


@rule(
    "branches-keep-apart",
    WARNING,
    instead="Give the looped element an input mapping of that name (`=null` where it begins empty): each item then has its own.",
)
def branches_keep_apart(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """Items that run at the same time see each other's writes to what lies around them. A form would open with what another unit
    answered, and the last answer would stand for all. What a task without output mappings writes is not seen here.
    """
    for process in diagram.processes:
        for element in process.elements.values():
            loop = next((outer for outer in process.around(element) if outer.loop and not outer.loop.sequential), None)
            if loop is None:
                continue
            for name in sorted(_writes(element) - _kept(process, element, loop)):
                template = "Expected each item of %(loop)s to have its own %(name)s, but %(element)s writes it to what all items share"
                yield at(element, template, loop=loop.title, name=name)


def _writes(element: DiagramElement) -> set[str]:
    """Return the names that an element writes to what lies around it."""
    if element.io.outputs:
        return {mapping.target for mapping in element.io.outputs if not _gathers(mapping)}
    results = {
        element.script.result_variable if element.script else "",
        element.called_decision.result_variable if element.called_decision else "",
        element.loop.output_collection if element.loop else "",
    }
    return {name for name in results if name} - {mapping.target for mapping in element.io.inputs}


def _gathers(mapping: VariableMapping) -> bool:
    """Say whether a mapping adds to what is there, as a list of what all items bring: it is meant to be shared."""
    if not mapping.source.startswith("=") or mapping.source[1:].strip() == mapping.target:
        return False
    try:
        return mapping.target in parse_expression(mapping.source[1:]).names
    except FeelError:
        return True  # another rule says what is wrong with it


def _kept(process: Process, element: DiagramElement, loop: DiagramElement) -> set[str]:
    """Return the names that are variables of a scope around an element, up to the item that it belongs to."""
    found: set[str] = set()
    for outer in process.around(element):
        found |= {mapping.target for mapping in outer.io.inputs}
        if outer.loop is not None:
            found |= {outer.loop.element}
        if outer is loop:
            break
    return found
