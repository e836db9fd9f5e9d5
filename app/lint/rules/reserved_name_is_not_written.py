"""The rule reserved-name-is-not-written."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.rule import ERROR, Found, on_line, rule
from app.lint.surroundings import Surroundings
from app.lint.written_names import written_names


@rule(
    "reserved-name-is-not-written",
    ERROR,
    instead="Choose another name for the variable.",
)
def reserved_name_is_not_written(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """`deadline`, `case` and `now` are given by the product: a variable of that name could never be read."""
    for process in diagram.processes:
        for written in written_names(process):
            if written.name in ("deadline", "case", "now"):
                yield on_line(
                    written.owner.id,
                    written.line,
                    "Expected another variable than the reserved %(name)s, but found it written in %(where)s",
                    {"name": written.name, "where": written.where},
                )
