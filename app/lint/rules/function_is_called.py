"""The rule function-is-called."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.dmn.name_problems import BARE, NameProblem, Sight, bare_function, name_problems
from app.feel import FeelError, syntax
from app.feel.errors import NEAREST
from app.feel.grammar import read_expression
from app.lint.feel_texts import CALENDAR_FUNCTIONS, FeelText, feel_texts
from app.lint.rule import WARNING, Found, on_line, rule
from app.lint.surroundings import Surroundings
from app.lint.written_names import written_names

_SIGHT = Sight({}, {}, CALENDAR_FUNCTIONS, {})


@rule("function-is-called", WARNING, instead="Write the parentheses behind the name, with what the function is to work on between them.")
def function_is_called(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """A function gives a value only where it is called; its bare name beside an operator gives null, and the case goes the wrong way
    without a word.
    """
    for said in feel_texts(diagram):
        for problem in _bare(said):
            facts = {"where": said.where, "expected": problem.expected, "found": problem.found, "position": problem.at + 1}
            template = "Expected %(expected)s in %(where)s, character %(position)s, but found %(found)s" + NEAREST
            yield on_line(said.owner.id, said.line, template, {**facts, "nearest": problem.nearest})


def _bare(said: FeelText) -> Iterator[NameProblem]:
    try:
        node = read_expression(said.text, CALENDAR_FUNCTIONS)
    except FeelError:
        return
    whole = bare_function(node, _SIGHT) if isinstance(node, syntax.Name) else ()
    for problem in (*whole, *name_problems(node, _SIGHT)):
        if problem.kind == BARE and _is_no_variable(problem.found, said):
            yield problem


def _is_no_variable(name: str, said: FeelText) -> bool:
    """Whether the name of a function cannot be that of a variable: of those of one word, a case may have `count`, and always has `now`."""
    return " " in name or (name == "today" and all(each.name != name for each in written_names(said.process)))
