"""The rule no-data-store."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings


@rule(
    "no-data-store",
    ERROR,
    instead="Keep the data in variables of the case, and reach other systems by a service task.",
)
def no_data_store(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """A data store in a drawing looks as if the engine read and wrote it. It does not: data lives in variables, in scopes."""
    for process in diagram.processes:
        for artifact in process.artifacts.values():
            if artifact.kind == "dataStoreReference":
                yield at(artifact, "Expected no data store, but found %(name)s", name=artifact.text or artifact.id)
