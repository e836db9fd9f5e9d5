"""How deep the parts of an expression lie within each other, told without recursion.

The parser reads a chain of operators in a loop, so what it gives may be deeper than anything that walks it could bear.
"""

from typing import Final

from app.feel import syntax
from app.feel.errors import FeelError

MAX_DEPTH: Final = 200


def refuse_too_deep(node: syntax.Node, text: str) -> None:
    """Raises FeelError for parts nested deeper than anything could be evaluated."""
    level: list[syntax.Node] = [node]
    for _ in range(MAX_DEPTH):
        level = [part for each in level for part in syntax.parts_of(each)]
        if not level:
            return
    raise FeelError("Expected expressions nested at most %(limit)s deep", text, level[0].at, limit=MAX_DEPTH)
