"""The rule every-rule-can-hit."""

from collections.abc import Iterator

from app.dmn.analysis import Unreachable
from app.lint.decision_file import DecisionFile, JudgedTable
from app.lint.decision_rule import decision_rule, in_place
from app.lint.rule import WARNING, Found


@decision_rule(
    "every-rule-can-hit",
    WARNING,
    instead="Take the rule out, move it up, or mend the cell that nothing passes.",
)
def every_rule_can_hit(decisions: DecisionFile) -> Iterator[Found]:
    """A rule that never comes to anything was drawn for a case that is now decided otherwise."""
    for table in decisions.tables:
        for found in table.analysis.unreachable:
            yield _report(table, found)


def _report(table: JudgedTable, found: Unreachable) -> Found:
    facts = {"table": table.title, "rule": found.rule}
    if found.covered_by:
        rules = ", ".join(str(rule) for rule in found.covered_by)
        template = "Expected rule %(rule)s of %(table)s to decide some case, but in each a rule that comes first hits too: %(rules)s"
        return in_place(found.place, template, rules=rules, **facts)
    template = "Expected rule %(rule)s of %(table)s to hit some case, but no value of the input passes (%(where)s)"
    return in_place(found.place, template, **facts)
