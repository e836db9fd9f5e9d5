"""Judging an expression: the type of each part, and where types can never meet."""

from collections.abc import Mapping

from app.dmn.judging import kinds, operators, structures, tests
from app.dmn.judging.calls import Callables
from app.dmn.judging.kinds import may_become, shown_type
from app.dmn.judging.problem import CHOICE, NULL, UNUSED, VALUE, TypeProblem
from app.dmn.judging.sight import Sight
from app.feel import syntax
from app.feel.types import FeelType
from app.feel.values import BOOLEAN, NUMBER

_JUDGES = (operators, structures, tests)


def judge(
    node: syntax.Node, scope: Mapping[str, FeelType], callables: Callables, types: Mapping[str, FeelType], *, unknown: bool = False
) -> tuple[FeelType, list[TypeProblem]]:
    """Return the type of an expression's value where it is not null, and the places in it where types can never meet.

    scope: names in sight with their types; a name not in it may hold anything. unknown: a name may be the entry of an unknown item.
    """
    sight = Sight(scope, callables, types, unknown)
    return sight.judge(node), sight.problems


def misfit_of_value(node: syntax.Node, kind: FeelType, wanted: FeelType) -> TypeProblem | None:
    """Say that an expression never has a value of the type that is asked for; None where it may. kind: as judge tells it."""
    if wanted is kinds.CHOICE:
        chosen = kinds.kind_name(kind) in (None, BOOLEAN, NUMBER)
        return None if chosen else TypeProblem(node.at, CHOICE, {"found": shown_type(kind)}, node, UNUSED)
    if may_become(kind, wanted):
        return None
    return TypeProblem(node.at, VALUE, {"expected": shown_type(wanted), "found": shown_type(kind)}, node, NULL)
