"""The rule process-has-a-version-tag."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.rule import WARNING, Found, at, rule
from app.lint.surroundings import Surroundings


@rule(
    "process-has-a-version-tag",
    WARNING,
    instead="Write a version tag into the properties panel of the process, for example 1.0.",
)
def process_has_a_version_tag(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """Other processes and people name a version by its tag; a number alone says nothing about what changed."""
    for process in diagram.processes:
        if not process.version_tag:
            yield at(process, "Expected a version tag on the process %(element)s, but found none")
