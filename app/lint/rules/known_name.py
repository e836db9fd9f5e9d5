"""The rule known-name."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.dmn.name_problems import ARGUMENT, ENTRY, TYPE, VARIABLE, Sight, name_problems
from app.feel import FeelError
from app.feel.errors import NEAREST, WRITE
from app.feel.grammar import read_expression, rewritten
from app.feel.meant import meant_name
from app.lint.feel_texts import CALENDAR_FUNCTIONS, feel_texts
from app.lint.rule import ERROR, Found, on_line, rule
from app.lint.surroundings import Surroundings

# What variables hold is not known here, so only what the text itself says of a value is judged.
_SIGHT = Sight({}, {}, CALENDAR_FUNCTIONS, {})


@rule(
    "known-name",
    ERROR,
    instead="Use the names of arguments, properties and types that FEEL knows, spelt as the guide lists them.",
)
def known_name(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """An argument that a function does not take, a property that a date has not, or a type that does not exist gives null, and the
    case goes the wrong way without a word.
    """
    for said in feel_texts(diagram):
        try:
            node = read_expression(said.text, CALENDAR_FUNCTIONS)
        except FeelError:
            continue
        for problem in name_problems(node, _SIGHT):
            # Of variables only those are told that hold signs of a Chinese keyboard, in FEEL letters of the name, or are slips for true.
            template = "Expected %(expected)s in %(where)s, character %(position)s, but found %(found)s"
            if problem.kind == VARIABLE and meant_name(problem.found):
                write = rewritten(said.text, CALENDAR_FUNCTIONS) or problem.nearest
                facts = {"where": said.where, "expected": problem.expected, "found": problem.found, "position": problem.at + 1}
                yield on_line(said.owner.id, said.line, template + WRITE, {**facts, "write": write})
                break
            if problem.kind in (ARGUMENT, ENTRY, TYPE, VARIABLE):
                facts = {"where": said.where, "expected": problem.expected, "found": problem.found, "position": problem.at + 1}
                ending = NEAREST if problem.nearest else ""
                yield on_line(said.owner.id, said.line, template + ending, {**facts, "nearest": problem.nearest})
