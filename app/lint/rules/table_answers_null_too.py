"""The rule table-answers-null-too."""

from collections.abc import Iterator

from app.lint.decision_file import DecisionFile
from app.lint.decision_rule import decision_rule, in_place
from app.lint.rule import NOTE, Found
from app.lint.table_findings import wants_a_hit


@decision_rule(
    "table-answers-null-too",
    NOTE,
    instead="If a value may be missing or these values may come, draw a rule for it: null is a test like any other.",
)
def table_answers_null_too(decisions: DecisionFile) -> Iterator[Found]:
    """A variable that was never set is null, and hits only a dash, null or not(...). Of an input that is computed, nobody can tell
    from the table which values it takes.
    """
    for table in decisions.tables:
        for gap in table.analysis.gaps if wants_a_hit(table.written) else ():
            if gap.at_null or not gap.certain:
                template = "Expected a rule of %(table)s even where a value is missing or computed, but none hits {%(example)s}"
                yield in_place(table.written.place, template, table=table.title, example=gap.example.text)
