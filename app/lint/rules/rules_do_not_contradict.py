"""The rule rules-do-not-contradict."""

from collections.abc import Iterator

from app.lint.decision_file import DecisionFile
from app.lint.decision_rule import decision_rule
from app.lint.rule import ERROR, Found
from app.lint.table_findings import contradiction


@decision_rule(
    "rules-do-not-contradict",
    ERROR,
    instead="Narrow one of the two rules, or choose the hit policy FIRST, where the rule drawn first counts.",
)
def rules_do_not_contradict(decisions: DecisionFile) -> Iterator[Found]:
    """Where two rules of a table with the hit policy UNIQUE hit together, or two of an ANY table that give different values, the
    table gives null and the case stops with an incident.
    """
    for table in decisions.tables:
        for overlap in table.analysis.overlaps:
            if overlap.certain:
                yield from contradiction(table, overlap)
