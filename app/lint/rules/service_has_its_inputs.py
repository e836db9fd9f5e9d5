"""The rule service-has-its-inputs."""

from collections.abc import Iterator

from app.dmn.graph import DrgElement, InputData, Service
from app.dmn.order import in_order
from app.domain.marked import marked
from app.domain.rejection import Message
from app.lint.decision_file import DecisionFile
from app.lint.decision_rule import decision_rule
from app.lint.rule import WARNING, Found


@decision_rule(
    "service-has-its-inputs",
    WARNING,
    instead="Draw the input into the service's input data, or the decision that needs it into its input decisions.",
)
def service_has_its_inputs(decisions: DecisionFile) -> Iterator[Found]:
    """A decision service decides by what it is given. An input that its decisions need, and that it does not declare, is null in every
    call.
    """
    for service in decisions.model.elements.values():
        for needed in _undeclared(service) if isinstance(service, Service) else ():
            template = marked("Expected the input %(name)s among those of the decision service %(title)s, whose decisions need it")
            yield Found(service.id, None, Message(template, {"name": needed.title, "title": service.title}))


def _undeclared(service: Service) -> Iterator[InputData]:
    """Yield the input data that a service's decisions need and that nothing hands them (DMN 1.5 section 10.4)."""
    given: set[DrgElement] = {requirement.element for requirement in service.inputs}
    for output in service.outputs:
        for needed in in_order(output.element, given):
            if isinstance(needed, InputData):
                yield needed
            given.add(needed)
