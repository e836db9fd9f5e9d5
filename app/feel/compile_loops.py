"""Compiling `for`, `some` and `every`."""

from collections.abc import Callable
from typing import Any, Final

from app.feel import syntax
from app.feel.compile import Compiler, compiles
from app.feel.iterate import Domain, items_between, items_of
from app.feel.run import Code, Env
from app.feel.values import NUMBER, kind_of

PARTIAL: Final = "partial"
Turn = Callable[[Env], bool]


@compiles(syntax.For)
def for_expression(compiler: Compiler, node: syntax.For) -> Code:
    """Compile a loop: one result for each combination of items, with those so far as `partial` (section 10.3.2.14)."""
    compiler.scopes.append(frozenset({PARTIAL}))
    domains, result, frames = _loop_parts(compiler, node.iterators, node.result)
    compiler.scopes.pop()
    shared = _only_indexed(node.result)
    at = node.at

    def run(env: Env) -> Any:
        results: list[Any] = []
        values: dict[str, Any] = {PARTIAL: results}

        def turn(inner: Env) -> bool:
            env.run.spend(1 + frames, at)
            if not shared:
                # A copy each turn: a result may keep `partial`, and what it kept must not grow with the loop.
                env.run.spend(len(results) >> 4, at)
                values[PARTIAL] = list(results)
            results.append(result(inner))
            return True

        return None if _loop(domains, Env(values, env, env.run), turn) is None else results

    return run


def _only_indexed(node: syntax.Node) -> bool:
    """Whether `partial` is read by index alone (`partial[-1]`), so that no result can keep the growing list."""
    if isinstance(node, syntax.Filter) and isinstance(node.source, syntax.Name) and node.source.name == PARTIAL:
        return isinstance(node.condition, syntax.Literal) and kind_of(node.condition.value) == NUMBER
    if isinstance(node, syntax.Name):
        return node.name != PARTIAL
    return all(_only_indexed(part) for part in syntax.parts_of(node))


@compiles(syntax.Quantified)
def quantified(compiler: Compiler, node: syntax.Quantified) -> Code:
    """Compile `some` or `every`: the conditions joined by `or` or `and`, so null where one is neither true nor false and none decides."""
    domains, condition, frames = _loop_parts(compiler, node.iterators, node.condition)
    decisive, at = not node.every, node.at

    def decide(env: Env) -> Any:
        unknown: str | None = None

        def turn(inner: Env) -> bool:
            nonlocal unknown
            env.run.spend(1 + frames, at)
            result = condition(inner)
            if result is not True and result is not False:
                unknown = kind_of(result)
            return result is not decisive

        ended = _loop(domains, env, turn)
        if ended is None:
            return None
        if not ended:
            return decisive
        if unknown is not None:
            return env.run.null(f"Expected true or false after satisfies, but found {unknown}")
        return not decisive

    return decide


def _loop_parts(
    compiler: Compiler, iterators: tuple[syntax.Iterator, ...], body: syntax.Node
) -> tuple[list[tuple[str, Domain]], Code, int]:
    """Compile the domains of a loop, each seeing the variables of those before it, and its body."""
    domains: list[tuple[str, Domain]] = []
    depth = len(compiler.scopes)
    for iterator in iterators:
        start = compiler.code(iterator.domain)
        until = compiler.code(iterator.until) if iterator.until is not None else None
        domains.append((iterator.name, items_of(start) if until is None else items_between(start, until)))
        compiler.scopes.append(frozenset({iterator.name}))
    innermost = compiler.scopes.pop()
    code, frames = compiler.measured(innermost, body)
    del compiler.scopes[depth:]
    return domains, code, frames


def _loop(domains: list[tuple[str, Domain]], env: Env, turn: Turn) -> bool | None:
    """Run `turn` for every combination of the domains' items, the last turning fastest.

    True where all were run, False where `turn` said no and the rest was left out, None where a domain is nothing to run over.
    """
    name, domain = domains[0]
    items = domain(env)
    if items is None:
        return None
    rest = domains[1:]
    run = env.run
    for item in items:
        run.spend(1)
        inner = Env({name: item}, env, run)
        going = _loop(rest, inner, turn) if rest else turn(inner)
        if not going:
            return going
    return True
