"""The rule decision-types-meet."""

from collections.abc import Iterator

from app.lint.decision_file import DecisionFile
from app.lint.decision_rule import decision_rule
from app.lint.decision_types import type_problems
from app.lint.rule import ERROR, Found


@decision_rule(
    "decision-types-meet",
    ERROR,
    instead="Write values of one type, turn one into the other with number(), string() or date(), or mend the type that is named.",
)
def decision_types_meet(decisions: DecisionFile) -> Iterator[Found]:
    """A number and a text are never equal and have no order, and a function given the wrong type has no result: the value is null,
    whatever the case is.
    """
    yield from type_problems(decisions)
