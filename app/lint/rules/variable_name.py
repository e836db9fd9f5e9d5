"""The rule variable-name."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.rule import ERROR, Found, on_line, rule
from app.lint.surroundings import Surroundings
from app.lint.written_names import written_names


@rule(
    "variable-name",
    ERROR,
    instead="Write one name of letters, digits and underscores that does not begin with a digit: letterKind, 来信类别.",
)
def variable_name(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """A name with other characters could not be read in an expression, and a target inside another variable (`a.b`) is not
    written here.
    """
    for process in diagram.processes:
        for written in written_names(process):
            if not written.name.isidentifier():
                yield on_line(
                    written.owner.id,
                    written.line,
                    "Expected the name of a variable in %(where)s, but found %(name)s",
                    {"name": written.name, "where": written.where},
                )
