"""The rule inputs-keep-rules-apart."""

from collections.abc import Iterator

from app.lint.decision_file import DecisionFile
from app.lint.decision_rule import decision_rule
from app.lint.rule import WARNING, Found
from app.lint.table_findings import contradiction


@decision_rule(
    "inputs-keep-rules-apart",
    WARNING,
    instead="Check whether the inputs can have these values at the same time; if so, narrow one of the two rules.",
)
def inputs_keep_rules_apart(decisions: DecisionFile) -> Iterator[Found]:
    """Inputs that are computed, or that read the same variable, may keep two rules apart that would contradict each other; nobody
    sees that in the table.
    """
    for table in decisions.tables:
        for overlap in table.analysis.overlaps:
            if not overlap.certain:
                yield from contradiction(table, overlap)
