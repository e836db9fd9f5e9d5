"""Types in the texts of a decision model that can never meet, for the rule that reports them."""

from collections.abc import Iterator
from typing import Final

from app.dmn import DecisionModel
from app.dmn.graph import KnowledgeModel, Service
from app.dmn.judging import Parameters, TypeProblem, judge, misfit_of_value, taught
from app.dmn.judging.kinds import may_become, shown_type
from app.dmn.written import Seen, WrittenInvocation, WrittenTable, WrittenText
from app.domain.marked import marked
from app.feel import FeelError, syntax
from app.feel.compile_tests import INPUT
from app.feel.grammar import read_expression, read_unary_tests
from app.feel.types import FeelType
from app.lint.decision_file import DecisionFile
from app.lint.decision_rule import in_place
from app.lint.rule import Found

INVOKED: Final = marked("Expected %(expected)s for %(parameter)s of %(function)s, but found %(found)s")

OF_TABLE: Final = marked("Expected %(expected)s as the value of %(name)s, but found %(found)s")


def type_problems(decisions: DecisionFile) -> Iterator[Found]:
    """Report where values that have to do with each other are of types that never meet."""
    for written in decisions.model.written.texts:
        for problem in _problems(decisions.model, written):
            yield in_place(written.place, problem.template, position=problem.at + 1, **problem.facts)
    for table in decisions.model.written.tables:
        yield from _of_table(decisions.model, table)
    for invocation in decisions.model.written.invocations:
        yield from _of_invocation(decisions.model, invocation)


def _of_table(model: DecisionModel, table: WrittenTable) -> Iterator[Found]:
    """Report a table whose value never is of the type that is asked for. A list may hold one item, which then stands for the list."""
    if not may_become(table.kind, table.wanted):
        facts = {"name": model.elements[table.owner].title, "expected": shown_type(table.wanted), "found": shown_type(table.kind)}
        yield in_place(table.place, OF_TABLE, **facts)


def _of_invocation(model: DecisionModel, invocation: WrittenInvocation) -> Iterator[Found]:
    """Report what a boxed invocation gives a parameter that never is of its type. The call is judged as one that names its arguments."""
    call = as_call(invocation)
    if call is None:
        return
    kinds = {_given(place): binding.kind for place, binding in enumerate(invocation.bindings)}
    for problem in judge(call, {**kinds_in_sight(invocation.called), **kinds}, functions_of(model, invocation.called), model.types)[1]:
        binding = invocation.bindings[problem.at]
        yield in_place(binding.place, INVOKED, **problem.facts)


def as_call(invocation: WrittenInvocation) -> syntax.Call | None:
    """Return a boxed invocation as the call of a name that it is, each argument at the place of its binding; None where it is another."""
    try:
        function = read_expression(invocation.called.text, invocation.called.scope)
    except FeelError:
        return None
    if not isinstance(function, syntax.Name):
        return None
    arguments = tuple(syntax.Name(place, _given(place)) for place in range(len(invocation.bindings)))
    return syntax.Call(function.at, function, arguments, tuple(binding.parameter for binding in invocation.bindings) or None)


def _given(place: int) -> str:
    """Return a name that no text can write."""
    return f"\0{place}"


def kinds_in_sight(written: WrittenText) -> dict[str, FeelType]:
    return {name: seen.kind for name, seen in written.scope.items()}


def _problems(model: DecisionModel, written: WrittenText) -> list[TypeProblem]:
    scope = kinds_in_sight(written)
    if written.tests:
        node = read_unary_tests(written.text, written.scope)
        problems = judge(node, {**scope, INPUT: written.wanted}, functions_of(model, written), model.types, unknown=written.item)[1]
        return taught(problems, node, written.text, written.scope, tests=True)
    expression = read_expression(written.text, written.scope)
    kind, found = judge(expression, scope, functions_of(model, written), model.types, unknown=written.item)
    misfit = misfit_of_value(expression, kind, written.wanted)
    found = taught(found, expression, written.text, written.scope)
    return found if misfit is None else [*found, misfit]


def functions_of(model: DecisionModel, written: WrittenText) -> dict[str, Parameters]:
    """Return the functions that a text may call by name: those that its element requires, itself, and boxed ones in sight."""
    found = {name: Parameters(seen.takes) for name, seen in written.scope.items() if seen.takes is not None}
    element = model.elements.get(written.owner)
    for each in (element, *(needed.element for needed in element.requirements if not needed.prefix)) if element is not None else ():
        # A parameter or an entry of the same name hides the function.
        if not isinstance(each, KnowledgeModel | Service) or not written.scope.get(each.name, Seen()).drawn:
            continue
        if isinstance(each, KnowledgeModel):
            found[each.name] = Parameters(dict(each.parameters), each.kind)
        else:
            found[each.name] = Parameters({needed.element.name: needed.element.kind for needed in each.inputs}, each.kind)
    return found
