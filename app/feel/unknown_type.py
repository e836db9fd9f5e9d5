"""Finding the type within a type that nothing is known by."""

from collections.abc import Mapping
from typing import Any

from app.feel.syntax import TypeName
from app.feel.types import resolve


def unknown_type(name: TypeName, known: Mapping[str, Any]) -> TypeName:
    """Return the innermost type that makes a type unknown, as `resolve` finds it: of `list<Foo>` that is `Foo`.

    known: further types, as for `resolve`, which is to have found none for this one.
    """
    parts = [*name.arguments, *(kind for _, kind in name.fields), *([name.result] if name.result is not None else [])]
    inner = next((part for part in parts if resolve(part, known) is None), None)
    return name if inner is None else unknown_type(inner, known)
