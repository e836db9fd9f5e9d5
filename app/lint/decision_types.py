"""Types in the texts of a decision model that can never meet, for the rule that reports them."""

from collections.abc import Iterator

from app.dmn import DecisionModel
from app.dmn.graph import KnowledgeModel, Service
from app.dmn.judging import Parameters, TypeProblem, judge, misfit_of_value
from app.dmn.written import Seen, WrittenText
from app.feel.compile_tests import INPUT
from app.feel.grammar import read_expression, read_unary_tests
from app.feel.types import FeelType
from app.lint.decision_file import DecisionFile
from app.lint.decision_rule import in_place
from app.lint.rule import Found


def type_problems(decisions: DecisionFile) -> Iterator[Found]:
    """Report where values that have to do with each other are of types that never meet."""
    for written in decisions.model.written.texts:
        for problem in _problems(decisions.model, written):
            yield in_place(written.place, problem.template, position=problem.at + 1, **problem.facts)


def _problems(model: DecisionModel, written: WrittenText) -> list[TypeProblem]:
    scope: dict[str, FeelType] = {} if written.item else {name: seen.kind for name, seen in written.scope.items()}
    if written.tests:
        node = read_unary_tests(written.text, written.scope)
        return judge(node, {**scope, INPUT: written.wanted}, functions_of(model, written), model.types, unknown=written.item)[1]
    expression = read_expression(written.text, written.scope)
    kind, found = judge(expression, scope, functions_of(model, written), model.types, unknown=written.item)
    misfit = misfit_of_value(expression, kind, written.wanted)
    return found if misfit is None else [*found, misfit]


def functions_of(model: DecisionModel, written: WrittenText) -> dict[str, Parameters]:
    """Return the functions that a text may call by name: those that its element requires, and itself."""
    element = model.elements.get(written.owner)
    found: dict[str, Parameters] = {}
    for each in (element, *(needed.element for needed in element.requirements if not needed.prefix)) if element is not None else ():
        # A parameter or an entry of the same name hides the function.
        if not isinstance(each, KnowledgeModel | Service) or not written.scope.get(each.name, Seen()).computed:
            continue
        if isinstance(each, KnowledgeModel):
            found[each.name] = Parameters(dict(each.parameters), each.kind)
        else:
            found[each.name] = Parameters({needed.element.name: needed.element.kind for needed in each.inputs}, each.kind)
    return found
