"""The rule requirement-is-drawn."""

from collections.abc import Iterator

from app.dmn.written import WrittenText
from app.feel import Expression, UnaryTests, parse_expression, parse_unary_tests
from app.lint.decision_file import DecisionFile
from app.lint.decision_rule import decision_rule, in_place
from app.lint.feel_texts import FUNCTIONS
from app.lint.rule import ERROR, Found


@decision_rule(
    "requirement-is-drawn",
    ERROR,
    instead="Draw a requirement from the element that is read to the one that reads it.",
)
def requirement_is_drawn(decisions: DecisionFile) -> Iterator[Found]:
    """An input, a decision or a function of the model is in sight only where a requirement leads to it; without one it reads as null."""
    for written in decisions.model.written.texts:
        compiled = _compiled(written)
        read = (compiled.names | compiled.functions) - FUNCTIONS
        for name in sorted(read & decisions.model.hidden - written.scope.keys()):
            template = "Expected a requirement that leads to %(name)s, which %(where)s reads, but found none"
            yield in_place(written.place, template, name=name)


def _compiled(written: WrittenText) -> Expression | UnaryTests:
    return parse_unary_tests(written.text, written.scope) if written.tests else parse_expression(written.text, written.scope)
