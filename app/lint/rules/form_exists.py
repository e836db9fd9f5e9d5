"""The rule form-exists."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.missing_reference import missing_reference
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings


@rule(
    "form-exists",
    ERROR,
    instead="Deploy the form together with the diagram, and check the spelling of its id and version tag.",
)
def form_exists(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """A task whose form is not there could not be completed by anybody."""
    for process in diagram.processes:
        for element in process.elements.values():
            form = element.form
            if form is None or form.form_id.startswith("="):
                continue
            if not form.form_id:
                yield at(element, "Expected the id of a form on %(element)s, but found none")
                continue
            missing = missing_reference(form.form_id, form.binding, around.forms, around.known.forms)
            if missing is not None:
                yield at(element, missing.template, **missing.facts)
