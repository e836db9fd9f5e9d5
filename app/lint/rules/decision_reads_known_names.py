"""The rule decision-reads-known-names."""

from collections.abc import Iterator

from app.dmn.name_problems import BARE, TYPE, VARIABLE
from app.lint.decision_file import DecisionFile
from app.lint.decision_names import problems_in
from app.lint.decision_rule import decision_rule
from app.lint.rule import WARNING, Found


@decision_rule(
    "decision-reads-known-names",
    WARNING,
    instead="Write the name as it is drawn; if it is a variable of the process, give the two names that differ by more than a letter.",
)
def decision_reads_known_names(decisions: DecisionFile) -> Iterator[Found]:
    """A name that nobody gives a value is null. One that is nearly the name of an input, a decision or a type was probably meant to be
    it.
    """
    yield from problems_in(decisions, VARIABLE, TYPE, BARE)
