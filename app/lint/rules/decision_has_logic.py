"""The rule decision-has-logic."""

from collections.abc import Iterator

from app.dmn.graph import Decision
from app.domain.marked import marked
from app.domain.rejection import Message
from app.lint.decision_file import DecisionFile
from app.lint.decision_rule import decision_rule, in_place
from app.lint.rule import WARNING, Found


@decision_rule("decision-has-logic", WARNING, instead="Draw the decision's table or write its expression, or take the decision out.")
def decision_has_logic(decisions: DecisionFile) -> Iterator[Found]:
    """A decision without a table or an expression is always null."""
    for element in decisions.model.elements.values():
        if isinstance(element, Decision) and element.table is None and element.logic is None:
            template = marked("Expected the logic of the decision %(title)s, but found none")
            yield Found(element.id, None, Message(template, {"title": element.title}))
    for owner, place in decisions.model.written.empty:
        yield in_place(place, "Expected an expression in %(title)s, but found none", title=decisions.model.elements[owner].title)
