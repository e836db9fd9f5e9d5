"""What can be said of an expression's value before it is evaluated."""

from app.dmn.judging import judge
from app.dmn.written import Scope
from app.feel import syntax
from app.feel.types import AnyType, FeelType


def type_of(node: syntax.Node, scope: Scope) -> FeelType:
    """Return the type that a value has if it is not null; Any where that cannot be told."""
    return judge(node, {name: seen.kind for name, seen in scope.items()}, {}, {})[0]


def is_known(kind: FeelType) -> bool:
    return not isinstance(kind, AnyType)
