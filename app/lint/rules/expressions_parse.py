"""The rule expressions-parse."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.feel import FeelError
from app.lint.feel_texts import feel_texts
from app.lint.rule import ERROR, Found, on_line, rule
from app.lint.surroundings import Surroundings


@rule(
    "expressions-parse",
    ERROR,
    instead="Mend the expression at the place that the message names; the editor marks it too.",
)
def expressions_parse(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """An expression that cannot be read would stop the case with an incident when it is reached, perhaps months later."""
    for said in feel_texts(diagram):
        try:
            said.parsed()
        except FeelError as error:
            facts = {**error.facts, "where": said.where, "position": (error.position or 0) + 1, "text": said.text, "problem": error.message}
            template = "Expected an expression in %(where)s, but at character %(position)s of %(text)s: %(problem)s"
            yield on_line(said.owner.id, said.line, template, facts)
