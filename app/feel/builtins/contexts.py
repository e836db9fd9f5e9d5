"""Built-in functions on contexts (DMN 1.5, table 83). Contexts never change: each gives a new one."""

from typing import Any

from app.feel.builtins.signature import builtin
from app.feel.errors import NullResult
from app.feel.run import Run
from app.feel.shown import LONGEST, shown
from app.feel.values import CONTEXT, STRING, kind_of


@builtin("get value(m: context, key: string)")
def get_value(run: Run, context: dict[str, Any], key: str) -> Any:
    if key not in context:
        raise NullResult(lambda: f"Expected an entry {key[:LONGEST]}, but found {shown(context)}", key, context)
    return context[key]


@builtin("get entries(m: context)")
def get_entries(run: Run, context: dict[str, Any]) -> list[Any]:
    run.spend_items(len(context))
    return [{"key": key, "value": value} for key, value in context.items()]


@builtin("context put(context: context, key: string, value: Any)")
def context_put(run: Run, context: dict[str, Any], key: str, value: Any) -> dict[str, Any]:
    run.spend_items(len(context))
    return {**context, key: value}


@builtin("context put(context: context, keys: list, value: Any)")
def context_put_deep(run: Run, context: dict[str, Any], keys: list[Any], value: Any) -> dict[str, Any]:
    if not keys or kind_of(keys[0]) != STRING:
        raise NullResult(lambda: f"Expected a list of one key or more, all of them strings, but found {shown(keys[0]) if keys else 'none'}")
    run.spend_items(len(context))
    key, rest = keys[0], keys[1:]
    if not rest:
        return {**context, key: value}
    inner: Any = context.get(key)
    if kind_of(inner) != CONTEXT:
        raise NullResult(lambda: f"Expected a context in the entry {key[:LONGEST]}, but found {shown(inner)}")
    return {**context, key: context_put_deep(run, inner, rest, value)}


@builtin("context merge(contexts: list)")
def context_merge(run: Run, contexts: list[Any]) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for context in contexts:
        if kind_of(context) != CONTEXT:
            raise NullResult(f"Expected a list of contexts, but found {kind_of(context)} in it")
        run.spend_items(len(context))
        merged.update(context)
    return merged
