"""The rule decision-reads-known-entries."""

from collections.abc import Iterator

from app.dmn.name_problems import ENTRY
from app.lint.decision_file import DecisionFile
from app.lint.decision_names import problems_in
from app.lint.decision_rule import decision_rule
from app.lint.rule import WARNING, Found


@decision_rule(
    "decision-reads-known-entries",
    WARNING,
    instead="Write the entry as the type names it, or add it to the type.",
)
def decision_reads_known_entries(decisions: DecisionFile) -> Iterator[Found]:
    """What follows a dot must be an entry of the context, or a property of the date, time, duration or range; anything else is null."""
    yield from problems_in(decisions, ENTRY)
