"""What several rules say of a decision table in the same words."""

from collections.abc import Iterator

from app.dmn.analysis import Misfit, Overlap
from app.dmn.written import WrittenTable
from app.lint.decision_file import JudgedTable
from app.lint.decision_rule import in_place
from app.lint.rule import Found


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


def misfit_found(table: JudgedTable, misfit: Misfit) -> Found:
    """Report a value that does not belong where it stands."""
    facts = {"table": table.title, "found": misfit.found, "expected": misfit.expected, "nearest": misfit.nearest}
    template = "Expected %(expected)s in %(where)s of %(table)s, but found %(found)s"
    return in_place(misfit.place, f"{template}; the nearest is %(nearest)s" if misfit.nearest else template, **facts)


def wants_a_hit(written: WrittenTable) -> bool:
    """Whether a table is drawn to give one value for every case: its policy does not collect, and it has no default."""
    if written.policy not in ("UNIQUE", "ANY", "FIRST", "PRIORITY"):
        return False
    return all(output.default is None for output in written.table.outputs)
