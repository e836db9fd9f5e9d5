"""Judging operators."""

from app.dmn.judging.kinds import has_order, joined, kind_name, may_be_equal, may_be_ordered, shown_type, simple
from app.dmn.judging.problem import EQUAL, JOIN, JOIN_ONE, NEGATE, NEVER, NULL, ORDER, ORDER_ONE, REVERSED, TRUTH
from app.dmn.judging.sight import Sight, judges
from app.dmn.judging.written_values import order_of_ends, shown_ends
from app.feel import syntax
from app.feel.types import SIMPLE, FeelType
from app.feel.values import BOOLEAN, DURATION, NUMBER, YEARS_MONTHS


def order(sight: Sight, node: syntax.Node, sign: str, left: FeelType, right: FeelType, *, claim: str = NULL, at: int | None = None) -> None:
    """Note two types whose values have no order."""
    if may_be_ordered(left, right):
        return
    place = node.at if at is None else at
    if kind_name(left) is None or kind_name(right) is None:
        found = next(kind for kind in (left, right) if not has_order(kind))
        sight.find(place, ORDER_ONE, node, claim, sign=sign, found=shown_type(found))
    else:
        sight.find(place, ORDER, node, claim, sign=sign, left=shown_type(left), right=shown_type(right))


def _is_there(node: syntax.Node) -> bool:
    """Whether an expression is never null, as it is written: two values of unlike types are equal where both come out null."""
    if isinstance(node, syntax.Literal):
        return node.value is not None
    return isinstance(node, syntax.ListLiteral | syntax.ContextLiteral | syntax.FunctionLiteral)


@judges(syntax.Comparison)
def comparison(node: syntax.Comparison, sight: Sight) -> FeelType:
    left, right = sight.judge(node.left), sight.judge(node.right)
    if node.operator not in ("=", "!="):
        order(sight, node, node.operator, left, right)
    elif not may_be_equal(left, right) and (_is_there(node.left) or _is_there(node.right)):
        sight.find(node.at, EQUAL, node, NEVER, sign=node.operator, left=shown_type(left), right=shown_type(right))
    return SIMPLE[BOOLEAN]


@judges(syntax.Between)
def between(node: syntax.Between, sight: Sight) -> FeelType:
    value, low, high = sight.judge(node.value), sight.judge(node.low), sight.judge(node.high)
    # One comparison that fails decides (table 55); that both hold is out of the question where either cannot be made.
    if not may_be_ordered(value, low):
        order(sight, node, "between", value, low, claim=NEVER)
    elif order_of_ends(node.low, node.high, sight) == 1:
        sight.find(node.at, REVERSED, node, NEVER, sign="between", **shown_ends(node.low, node.high, sight))
    else:
        order(sight, node, "between", value, high, claim=NEVER)
    return SIMPLE[BOOLEAN]


def _join(sight: Sight, node: syntax.Node, sign: str, left: FeelType, right: FeelType, at: int) -> FeelType:
    kinds = joined(sign, left, right)
    if kinds:
        return simple(next(iter(kinds)) if len(kinds) == 1 else None)
    if kind_name(left) is None or kind_name(right) is None:
        found = right if kind_name(left) is None else left
        sight.find(at, JOIN_ONE, node, NULL, sign=sign, found=shown_type(found))
    else:
        sight.find(at, JOIN, node, NULL, sign=sign, left=shown_type(left), right=shown_type(right))
    return simple(None)


@judges(syntax.Arithmetic)
def arithmetic(node: syntax.Arithmetic, sight: Sight) -> FeelType:
    return _join(sight, node, node.operator, sight.judge(node.left), sight.judge(node.right), node.at)


@judges(syntax.Chain)
def chain(node: syntax.Chain, sight: Sight) -> FeelType:
    """Judge `a + b - c` from the left, as it is worked out; of `a or b or c` each term."""
    word = node.links[0].operator
    if word in ("and", "or"):
        for operand in (node.first, *(link.operand for link in node.links)):
            sight.truth(operand, TRUTH, word=word)
        return SIMPLE[BOOLEAN]
    kind = sight.judge(node.first)
    for link in node.links:
        kind = _join(sight, node, link.operator, kind, sight.judge(link.operand), link.at)
    return kind


@judges(syntax.Conjunction, syntax.Disjunction)
def logic(node: syntax.Conjunction | syntax.Disjunction, sight: Sight) -> FeelType:
    for operand in (node.left, node.right):
        sight.truth(operand, TRUTH, word="and" if isinstance(node, syntax.Conjunction) else "or")
    return SIMPLE[BOOLEAN]


@judges(syntax.Negation)
def negation(node: syntax.Negation, sight: Sight) -> FeelType:
    kind = sight.judge(node.operand)
    name = kind_name(kind)
    if name not in (None, NUMBER, DURATION, YEARS_MONTHS):
        sight.find(node.at, NEGATE, node, NULL, found=shown_type(kind))
        return simple(None)
    return simple(name)
