"""The rule collected-list-is-declared."""

from collections.abc import Iterator

from app.dmn.judging.kinds import bare, kind_name, may_become, shown_type
from app.feel.types import ListType
from app.feel.values import LIST
from app.lint.decision_file import DecisionFile
from app.lint.decision_rule import decision_rule, in_place
from app.lint.rule import WARNING, Found


@decision_rule(
    "collected-list-is-declared",
    WARNING,
    instead="Declare a list as the type, give the table an aggregation, or a hit policy that gives one value.",
)
def collected_list_is_declared(decisions: DecisionFile) -> Iterator[Found]:
    """COLLECT, RULE ORDER and OUTPUT ORDER give a list of all that hit. Where the type of one value is declared, the result is null
    unless exactly one rule hits.
    """
    for judged in decisions.tables:
        written = judged.written
        wanted = kind_name(written.wanted)
        if isinstance(bare(written.kind), ListType) and wanted not in (None, LIST) and may_become(written.kind, written.wanted):
            template = "Expected a list as the type of %(title)s, as %(policy)s gives one, but found %(found)s"
            yield in_place(written.place, template, title=judged.title, policy=written.policy, found=shown_type(written.wanted))
