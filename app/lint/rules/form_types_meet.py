"""The rule form-types-meet."""

from collections.abc import Iterator

from app.dmn.judging import judge, taught
from app.domain.rejection import Message
from app.feel.grammar import read_expression
from app.form import Form
from app.lint.form_rule import form_rule
from app.lint.form_texts import field_types, form_texts
from app.lint.rule import WARNING, Found


@form_rule(
    "form-types-meet",
    WARNING,
    instead="Compare a field with a value of its own type, or turn one into the other with number(), string() or date().",
)
def form_types_meet(form: Form) -> Iterator[Found]:
    """A number and a text are never equal and have no order, and a function given the wrong type has no result: a condition that asks
    for it never holds, and a field that it should show is never seen.
    """
    types = field_types(form)
    for component, setting, expression, inside in form_texts(form):
        node = read_expression(expression.text)
        for problem in taught(judge(node, {} if inside else types, {}, {})[1], node, expression.text):
            facts = {"where": setting, "position": problem.at + 1, **problem.facts}
            yield Found(component.id, None, Message(problem.template, facts))
