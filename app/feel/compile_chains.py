"""Compiling chains of operators that bind alike, however long: in a loop, so that a term more takes no more of the stack."""

from decimal import Decimal, DecimalException
from typing import Any, Final

from app.feel import syntax
from app.feel.compile import Compiler, compiles
from app.feel.compile_operators import NUMBERS, join
from app.feel.reasons import Where, traced
from app.feel.run import Code, Env
from app.feel.values import kind_of

# Up to so many terms are free, as any other parts of an expression are.
_FREE: Final = 8


@compiles(syntax.Chain)
def chain(compiler: Compiler, node: syntax.Chain) -> Code:
    codes = [compiler.code(node.first), *(compiler.code(link.operand) for link in node.links)]
    cost = len(codes) if len(codes) > _FREE else 0
    if node.links[0].operator in ("and", "or"):
        return _logic(node, codes, cost)
    return _arithmetic(node, codes, cost, tracing=compiler.tracing)


def _logic(node: syntax.Chain, codes: list[Code], cost: int) -> Code:
    """Return three-valued logic (table 49): the first decisive term settles it; anything but true and false counts as null."""
    word, at = node.links[0].operator, node.at
    decisive = word == "or"
    other = not decisive

    def decide(env: Env) -> Any:
        if cost:
            env.run.spend(cost, at)
        unknown: str | None = None
        for code in codes:
            value = code(env)
            if value is decisive:
                return decisive
            if value is not other and unknown is None:
                unknown = kind_of(value)
        if unknown is None:
            return other
        return env.run.null(f"Expected true or false around {word}, but found {unknown}")

    return decide


def _arithmetic(node: syntax.Chain, codes: list[Code], cost: int, *, tracing: bool) -> Code:
    """Return what is computed from left to right; null, with the reason of the operator at fault, as soon as one has no result."""
    first, at = codes[0], node.at
    links = [(link.operator, NUMBERS[link.operator], code, link.at) for link, code in zip(node.links, codes[1:], strict=True)]

    def compute(env: Env) -> Any:
        run = env.run
        if cost:
            run.spend(cost, at)
        value = first(env)
        for sign, fast, right, place in links:
            other = right(env)
            if type(value) is Decimal and type(other) is Decimal:
                try:
                    value = fast(value, other)
                    continue
                except DecimalException:
                    pass
            elif sign == "+" and type(value) is str and type(other) is str:
                run.spend(len(other) >> 4, place)
                value = value + other
                if len(value) > run.world.max_size:
                    run.spend_text(len(value))
                continue
            value = _joined(env, sign, value, other, place if tracing else None)
            if value is None:
                return None
        return value

    return compute


def _joined(env: Env, sign: str, left: Any, right: Any, place: int | None) -> Any:
    if place is None:
        return join(env, sign, left, right)
    return traced(lambda inner: join(inner, sign, left, right), Where(place))(env)
