"""The rule table-can-be-judged."""

from collections.abc import Iterator

from app.lint.decision_file import DecisionFile
from app.lint.decision_rule import decision_rule, in_place
from app.lint.rule import NOTE, Found


@decision_rule(
    "table-can-be-judged",
    NOTE,
    instead="Write plain values and ranges in the cells, and what is computed in the input's expression; then gaps and overlaps are found.",
)
def table_can_be_judged(decisions: DecisionFile) -> Iterator[Found]:
    """Of a cell that calls functions, reads variables or has a condition of its own, nobody can tell beforehand what passes it: gaps
    and rules that hit together may go unseen.
    """
    for table in decisions.tables:
        for doubt in table.analysis.doubts:
            template = "Expected to tell what hits %(table)s, but cannot for %(where)s: %(reason)s"
            yield in_place(doubt.place, template, table=table.title, reason=doubt.reason)
        for overlap in table.analysis.overlaps:
            if table.written.policy == "ANY" and overlap.agree is None:
                template = (
                    "Expected to tell whether rules %(first)s and %(second)s of %(table)s give the same for {%(example)s}, but their"
                    " outputs are computed"
                )
                facts = {"table": table.title, "first": overlap.first, "second": overlap.second, "example": overlap.example.text}
                yield in_place(table.written.rules[overlap.second - 1].place, template, **facts)
