"""The rule table-answers-every-row."""

from collections.abc import Iterator

from app.lint.decision_file import DecisionFile
from app.lint.decision_rule import decision_rule, in_place
from app.lint.rule import WARNING, Found
from app.lint.table_findings import wants_a_hit


@decision_rule(
    "table-answers-every-row",
    WARNING,
    instead="Draw a rule for it, give the outputs a default, or list the values that an input may have as its allowed values.",
)
def table_answers_every_row(decisions: DecisionFile) -> Iterator[Found]:
    """Where no rule hits, the table gives null, and what asked it goes on with nothing."""
    for table in decisions.tables:
        for gap in table.analysis.gaps if wants_a_hit(table.written) else ():
            if gap.certain and not gap.at_null:
                template = "Expected a rule of %(table)s for every case, but none hits {%(example)s}"
                yield in_place(table.written.place, template, table=table.title, example=gap.example.text)
