"""The rule cell-fits-its-input."""

from collections.abc import Iterator

from app.dmn.analysis import Misfit
from app.lint.decision_file import DecisionFile, JudgedTable
from app.lint.decision_rule import decision_rule, in_place
from app.lint.rule import ERROR, Found


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


def misfit_found(table: JudgedTable, misfit: Misfit) -> Found:
    """Report a value that does not belong where it stands."""
    facts = {"table": table.title, "found": misfit.found, "expected": misfit.expected, "nearest": misfit.nearest}
    template = "Expected %(expected)s in %(where)s of %(table)s, but found %(found)s"
    return in_place(misfit.place, f"{template}; the nearest is %(nearest)s" if misfit.nearest else template, **facts)
