"""Names in the texts of a decision model that mean nothing, for the rules that report them."""

from collections import Counter
from collections.abc import Iterator

from app.dmn import DecisionModel
from app.dmn.judging.kinds import kind_name
from app.dmn.name_problems import ARGUMENT, VARIABLE, NameProblem, Sight, bare_function, name_problems, takes_nothing
from app.dmn.written import WrittenInvocation, WrittenText
from app.feel import syntax
from app.feel.errors import NEAREST, WRITE
from app.feel.grammar import read_expression, read_unary_tests, rewritten
from app.feel.meant import meant_name
from app.feel.values import FUNCTION
from app.lint.decision_file import DecisionFile
from app.lint.decision_rule import in_place
from app.lint.decision_types import as_call, functions_of
from app.lint.feel_texts import CALENDAR_FUNCTIONS
from app.lint.rule import Found


def problems_in(decisions: DecisionFile, *kinds: str) -> Iterator[Found]:
    """Report the names of these kinds (see app.dmn.name_problems) in all texts of a file."""
    likened: Counter[str] = Counter()
    model, whole = decisions.model, _Whole(decisions.model)
    for written in decisions.model.written.texts:
        read = read_unary_tests if written.tests else read_expression
        node, sight = read(written.text, written.scope), _sight(model, written, likened)
        bare = bare_function(node, sight) if isinstance(node, syntax.Name) and whole.is_to_be_a_value(node.name, written) else ()
        for problem in (*bare, *name_problems(node, sight)):
            if problem.kind in kinds:
                yield _found(written, problem)
                if problem.kind == VARIABLE and meant_name(problem.found):
                    break  # what to write is the whole text
    for invocation in decisions.model.written.invocations if ARGUMENT in kinds else ():
        yield from _of_invocation(decisions.model, invocation, likened)


class _Whole:
    """Texts of a model that may be nothing but the name of a function."""

    def __init__(self, model: DecisionModel) -> None:
        self.called = {each.called.place for each in model.written.invocations}
        # What an input of a table is asked of may be a variable of the caller.
        self.inputs = {each.place for table in model.written.tables for each in table.inputs}

    def is_to_be_a_value(self, name: str, written: WrittenText) -> bool:
        if written.place in self.called or kind_name(written.wanted) == FUNCTION:
            return False
        return takes_nothing(name) or written.place not in self.inputs


def _of_invocation(model: DecisionModel, invocation: WrittenInvocation, likened: Counter[str]) -> Iterator[Found]:
    """Report the parameters of a boxed invocation that its function has not."""
    call, places = as_call(invocation), {binding.parameter: binding.place for binding in invocation.bindings}
    sight = _sight(model, invocation.called, likened)
    for problem in name_problems(call, sight) if call is not None else ():
        if problem.kind == ARGUMENT:
            template = "Expected %(expected)s, but found %(found)s"
            facts = {"expected": problem.expected, "found": problem.found, "nearest": problem.nearest}
            yield in_place(
                places.get(problem.found, invocation.called.place),
                f"{template}; the nearest is %(nearest)s" if problem.nearest else template,
                **facts,
            )


def _sight(model: DecisionModel, written: WrittenText, likened: Counter[str]) -> Sight:
    return Sight(
        written.scope,
        {name: tuple(each.kinds) for name, each in functions_of(model, written).items()},
        CALENDAR_FUNCTIONS,
        model.types,
        written.item,
        likened,
    )


def _found(written: WrittenText, problem: NameProblem) -> Found:
    template = "Expected %(expected)s in %(where)s, character %(position)s, but found %(found)s"
    facts = {"expected": problem.expected, "found": problem.found, "position": problem.at + 1}
    if problem.kind == VARIABLE and meant_name(problem.found):
        write = rewritten(written.text, written.scope, tests=written.tests) or problem.nearest
        return in_place(written.place, template + WRITE, **facts, write=write)
    return in_place(written.place, template + NEAREST if problem.nearest else template, **facts, nearest=problem.nearest)
