"""The rule decision-calls-known-functions."""

from collections.abc import Iterator

from app.dmn.name_problems import ARGUMENT, FUNCTION
from app.lint.decision_file import DecisionFile
from app.lint.decision_names import problems_in
from app.lint.decision_rule import decision_rule
from app.lint.rule import ERROR, Found


@decision_rule(
    "decision-calls-known-functions",
    ERROR,
    instead="Use a function of FEEL, of the calendar or one that the decision requires, with the arguments it takes.",
)
def decision_calls_known_functions(decisions: DecisionFile) -> Iterator[Found]:
    """A function that does not exist, or that is given arguments it does not know, gives null, and the decision goes on with nothing."""
    yield from problems_in(decisions, FUNCTION, ARGUMENT)
