"""The rule rules-do-not-contradict."""

from collections.abc import Iterator

from app.dmn.analysis import Overlap
from app.lint.decision_file import DecisionFile, JudgedTable
from app.lint.decision_rule import decision_rule, in_place
from app.lint.rule import ERROR, Found


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


def contradiction(table: JudgedTable, overlap: Overlap) -> Iterator[Found]:
    """Report two rules that hit together though the hit policy forbids it."""
    written = table.written
    facts = {"table": table.title, "first": overlap.first, "second": overlap.second, "example": overlap.example.text}
    place = written.rules[overlap.second - 1].place
    if written.policy == "UNIQUE":
        template = "Expected at most one rule of %(table)s to hit, but rules %(first)s and %(second)s both hit {%(example)s}"
        yield in_place(place, template, **facts)
    elif written.policy == "ANY" and overlap.agree is False:
        template = (
            "Expected rules of %(table)s that hit together to give the same, but rules %(first)s and %(second)s both hit {%(example)s}"
            " and give different values"
        )
        yield in_place(place, template, **facts)
