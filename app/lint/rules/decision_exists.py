"""The rule decision-exists."""

from collections.abc import Iterator
from typing import Final

from app.diagram import Binding, Diagram, DiagramElement, Process
from app.domain.marked import marked
from app.lint.missing_reference import missing_reference
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings

_SERVICE: Final = marked("Expected the id of a decision, but %(wanted)s is a decision service; ask for what it gives: %(outputs)s")


@rule(
    "decision-exists",
    ERROR,
    instead=("Deploy the decision table together with the diagram, and check the spelling of the decision's id and version tag."),
)
def decision_exists(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """A decision that is not there stops the case with an incident, or leaves a deadline without a length."""
    for process in diagram.processes:
        for element in process.elements.values():
            called = element.called_decision
            if called is not None and called.decision_id and not called.decision_id.startswith("="):
                yield from _missing(element, called.decision_id, called.binding, around)
        owners: list[Process | DiagramElement] = [process, *process.elements.values()]
        for owner in owners:
            length = owner.properties.get("deadline.length", "")
            if length.startswith("decision:"):
                yield from _missing(owner, length.removeprefix("decision:").strip(), Binding(), around)


def _missing(owner: Process | DiagramElement, wanted: str, binding: Binding, around: Surroundings) -> Iterator[Found]:
    missing = missing_reference(wanted, binding, around.decisions, around.known.decisions)
    if missing is None:
        return
    outputs = around.services.get(wanted) or around.known.outputs_of_service(wanted)
    if outputs:
        yield at(owner, _SERVICE, wanted=wanted, outputs=", ".join(outputs))
    else:
        yield at(owner, missing.template, **missing.facts)
