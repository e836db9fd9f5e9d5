"""Turning the parts of an expression into closures, once, so that evaluation walks no tree."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import Any, Final

from app.feel import syntax
from app.feel.depth import MAX_DEPTH
from app.feel.errors import FeelError
from app.feel.reasons import Where, traced
from app.feel.run import Code

# Depth is counted in frames of Python; most parts take one when they are evaluated, these take more.
_FRAMES: Final[dict[type[syntax.Node], int]] = {syntax.For: 4, syntax.Quantified: 4, syntax.Call: 4, syntax.In: 2, syntax.Comparison: 2}

# The names of a scope, or None where only the values at run time tell (inside a filter, the item's own entries).
Scope = AbstractSet[str] | None


class Compiler:
    """Compiles one text. It knows the scopes around the part in hand, and collects what the text reads and calls.

    tracing: whether each part notes with the reasons given in it where it stands; that makes evaluation slower.
    """

    def __init__(self, text: str, *, tracing: bool = False) -> None:
        self.text = text
        self.tracing = tracing
        self.scopes: list[Scope] = []
        self.read: set[str] = set()
        self.read_in_filters: set[str] = set()
        self.called: set[str] = set()
        self.depth = 0
        self.deepest = 0

    def code(self, node: syntax.Node) -> Code:
        """Return the closure that evaluates a part. Raises FeelError where parts are nested too deep."""
        frames = _FRAMES.get(type(node), 1)
        self.depth += frames
        if self.depth > MAX_DEPTH:
            raise FeelError("Expected expressions nested at most %(limit)s deep", self.text, node.at, limit=MAX_DEPTH)
        self.deepest = max(self.deepest, self.depth)
        code = _COMPILERS[type(node)](self, node)
        self.depth -= frames
        return traced(code, Where(start_of(node))) if self.tracing else code

    def within(self, scope: Scope, node: syntax.Node) -> Code:
        """Compile a part that sees one scope more."""
        self.scopes.append(scope)
        code = self.code(node)
        self.scopes.pop()
        return code

    def measured(self, scope: Scope, node: syntax.Node) -> tuple[Code, int]:
        """Compile a part that is run by itself, such as a function's body; also return how many frames it takes at most."""
        outer, self.depth, deepest, self.deepest = self.depth, 0, self.deepest, 0
        code = self.within(scope, node)
        frames = self.deepest
        self.depth, self.deepest = outer, max(deepest, outer + frames)
        if self.deepest > MAX_DEPTH:
            raise FeelError("Expected expressions nested at most %(limit)s deep", self.text, node.at, limit=MAX_DEPTH)
        return code, frames


def start_of(node: syntax.Node) -> int:
    """Return the character at which a person would look for a part: a call's is that of the function's name."""
    return node.function.at if isinstance(node, syntax.Call) else node.at


CompileNode = Callable[[Compiler, Any], Code]
_COMPILERS: Final[dict[type[syntax.Node], CompileNode]] = {}


def compiles(kind: type[syntax.Node]) -> Callable[[CompileNode], CompileNode]:
    """Mark a function as the compiler of one kind of part."""

    def register(function: CompileNode) -> CompileNode:
        _COMPILERS[kind] = function
        return function

    return register
