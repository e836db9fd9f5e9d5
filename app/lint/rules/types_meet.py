"""The rule types-meet."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.dmn.judging import judge, taught
from app.feel import FeelError
from app.feel.grammar import read_expression
from app.lint.feel_texts import CALENDAR_FUNCTIONS, feel_texts
from app.lint.rule import ERROR, Found, on_line, rule
from app.lint.surroundings import Surroundings


@rule(
    "types-meet",
    ERROR,
    instead="Write values of one type, or turn one into the other with number(), string() or date().",
)
def types_meet(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """A number and a text are never equal and have no order, and a function given the wrong type has no result: the value is null,
    and the case goes the wrong way without a word.
    """
    for said in feel_texts(diagram):
        try:
            node = read_expression(said.text, CALENDAR_FUNCTIONS)
        except FeelError:
            continue
        # What variables hold is not known here, so only what the text itself says of a value is judged.
        for problem in taught(judge(node, {}, {}, {})[1], node, said.text, CALENDAR_FUNCTIONS):
            facts = {"where": said.where, "position": problem.at + 1, **problem.facts}
            yield on_line(said.owner.id, said.line, problem.template, facts)
