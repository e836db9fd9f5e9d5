"""The rule output-fits-its-type."""

from collections.abc import Iterator

from app.lint.decision_file import DecisionFile
from app.lint.decision_rule import decision_rule
from app.lint.rule import ERROR, Found
from app.lint.table_findings import misfit_found


@decision_rule(
    "output-fits-its-type",
    ERROR,
    instead="Write a value of the output's type, one of its allowed values, or mend the type or the values of the output.",
)
def output_fits_its_type(decisions: DecisionFile) -> Iterator[Found]:
    """An output of another type, or not among the allowed values, comes out as null; under PRIORITY and OUTPUT ORDER it has no rank."""
    for table in decisions.tables:
        for misfit in table.analysis.output_misfits:
            yield misfit_found(table, misfit)
