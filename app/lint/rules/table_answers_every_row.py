"""The rule table-answers-every-row."""

from collections.abc import Iterator

from app.dmn.written import WrittenTable
from app.lint.decision_file import DecisionFile
from app.lint.decision_rule import decision_rule, in_place
from app.lint.rule import WARNING, Found


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


def wants_a_hit(written: WrittenTable) -> bool:
    """Whether a table is drawn to give one value for every case: its policy does not collect, and it has no default."""
    if written.policy not in ("UNIQUE", "ANY", "FIRST", "PRIORITY"):
        return False
    return all(output.default is None for output in written.table.outputs)
