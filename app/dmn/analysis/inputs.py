"""What the expression of an input says about the values that can come."""

from msgspec import Struct

from app.dmn.analysis.constants import Unclear, constant
from app.dmn.static_types import type_of
from app.dmn.written import Scope, Seen, WrittenText
from app.feel import syntax
from app.feel.grammar import read_expression
from app.feel.types import FeelType, SimpleType, beneath

# The variables an expression reads, each as the names along its path.
Paths = frozenset[tuple[str, ...]]


class Source(Struct, frozen=True):
    """Where an input's values come from.

    kind: the type they have before the table takes them. free: every value of that type can come, whatever the other inputs are, save
    those that read the same. never_null: a null can come only of a value of some wrong type.
    """

    kind: FeelType
    free: bool
    never_null: bool
    reads: Paths

    def shares(self, other: "Source") -> bool:
        """Whether two inputs read the same variable, or one of them a part of what the other reads."""
        return any(a[: len(b)] == b[: len(a)] for a in self.reads for b in other.reads)


def read_source(written: WrittenText) -> Source:
    node = read_expression(written.text, written.scope)
    paths = frozenset(_paths(node))
    equality = isinstance(node, syntax.Comparison) and node.operator in ("=", "!=")
    return Source(type_of(node, written.scope), _free(node, written), equality, paths)


def _free(node: syntax.Node, written: WrittenText) -> bool:
    if isinstance(node, syntax.Comparison):
        sides = (node.left, node.right)
        constants = [isinstance(constant(side, written.text), Unclear) for side in sides]
        return any(_variable(side, written.scope) and not constants[1 - place] for place, side in enumerate(sides))
    return _variable(node, written.scope)


def _variable(node: syntax.Node, scope: Scope) -> bool:
    """Whether a part is a variable that nothing computes, or an entry of one."""
    if isinstance(node, syntax.Name):
        return not scope.get(node.name, Seen()).computed
    if isinstance(node, syntax.Path):
        source = beneath(type_of(node.source, scope))
        return not isinstance(source, SimpleType) and _variable(node.source, scope)
    return False


def _paths(node: syntax.Node) -> set[tuple[str, ...]]:
    path = _path(node)
    return set().union(*(_paths(each) for each in syntax.parts_of(node))) if path is None else {path}


def _path(node: syntax.Node) -> tuple[str, ...] | None:
    if isinstance(node, syntax.Name):
        return (node.name,)
    if isinstance(node, syntax.Path):
        source = _path(node.source)
        return None if source is None else (*source, node.name)
    return None
