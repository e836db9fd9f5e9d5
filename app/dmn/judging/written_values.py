"""Values as they are written in a text, without evaluating it."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from app.dmn.judging.sight import Sight
from app.feel import syntax
from app.feel.builtins import BUILTINS
from app.feel.compare import order
from app.feel.read_temporal import read_date, read_date_time, read_duration, read_time
from app.feel.shown import shown

_READERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "date": read_date,
    "time": read_time,
    "date and time": read_date_time,
    "duration": read_duration,
}


def written_value(node: syntax.Node | None, sight: Sight) -> Any:
    """Return the value of a literal, or of a date, time or duration that is called by its text; None for any other part, and for null."""
    if isinstance(node, syntax.Literal):
        return node.value
    match node:
        case syntax.Call(function=syntax.Name(name=name), arguments=(syntax.Literal(value=str(text)),), names=None) if name in _READERS:
            return _READERS[name](text) if sight.holds_builtin(name) else None
    return None


def order_of_ends(low: syntax.Node | None, high: syntax.Node | None, sight: Sight) -> int | None:
    """Return how two written values lie to each other, 1 where the first is the greater; None where that is not written."""
    ends = written_value(low, sight), written_value(high, sight)
    return None if None in ends else order(*ends)


def shown_ends(low: syntax.Node | None, high: syntax.Node | None, sight: Sight) -> dict[str, str]:
    """Return two written values as facts for people."""
    return {side: shown(written_value(end, sight), with_kind=False) for side, end in (("left", low), ("right", high))}


def arguments_by_name(node: syntax.Call, called: str) -> dict[str, syntax.Node]:
    """Return the arguments of a call of a built-in function by the names of its parameters, as the first way to call it has them."""
    names = node.names if node.names is not None else [each.name for each in BUILTINS[called].signatures[0].parameters]
    return dict(zip(names, node.arguments, strict=False))
