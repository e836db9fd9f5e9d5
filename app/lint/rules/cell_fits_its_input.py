"""The rule cell-fits-its-input."""

from collections.abc import Iterator

from app.lint.decision_file import DecisionFile
from app.lint.decision_rule import decision_rule
from app.lint.rule import ERROR, Found
from app.lint.table_findings import misfit_found


@decision_rule(
    "cell-fits-its-input",
    ERROR,
    instead="Write a value of the input's type, one of its allowed values, or mend the type of the input.",
)
def cell_fits_its_input(decisions: DecisionFile) -> Iterator[Found]:
    """A test for a value that the input never has is never passed, and the rule silently misses its cases."""
    for table in decisions.tables:
        for misfit in table.analysis.input_misfits:
            yield misfit_found(table, misfit)
