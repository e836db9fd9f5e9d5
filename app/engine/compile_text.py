"""Expressions of a diagram, read once when it is compiled."""

from app.engine.drawn import Node, said
from app.engine.formula import Formula, formula
from app.engine.refused import Refused
from app.engine.values import RESERVED
from app.feel import FeelError


def expression(element_id: str, what: str, text: str, *, always: bool = False) -> Formula:
    """Raises Refused("bad-expression") with the place in the text."""
    try:
        return formula(text, always=always)
    except FeelError as problem:
        raise Refused(
            "bad-expression",
            element_id,
            "Expected FEEL in %(what)s, but found: %(problem)s",
            "Mend the expression %(text)s",
            what=what,
            problem=str(problem),
            text=text,
        ) from None


def optional(element_id: str, what: str, text: str | None, *, always: bool = False) -> Formula | None:
    return expression(element_id, what, text, always=always) if text is not None and text.strip() not in ("", "=") else None


def variable(element_id: str, what: str, name: str) -> str:
    """Return a name that may be written to. Raises Refused for reserved names and for paths."""
    name = name.strip()
    if name in RESERVED:
        raise Refused(
            "reserved-name",
            element_id,
            "Expected another name than %(name)s in %(what)s: it is reserved",
            "Choose another name",
            name=name,
            what=what,
        )
    if not name or "." in name:
        raise Refused(
            "bad-variable-name",
            element_id,
            "Expected the name of one variable in %(what)s, but found %(name)s",
            "Write the whole value, for example with context put()",
            name=name or "nothing",
            what=what,
        )
    return name


def mappings(node: Node, way: str) -> tuple[tuple[str, Formula], ...]:
    """Read the input or output mappings of an element, in their order."""
    element_id = node.get("id")
    return tuple(
        (variable(element_id, f"{way} mapping", found.get("target", "")), expression(element_id, f"{way} mapping", found.get("source", "")))
        for found in said(node, "ioMapping", way)
    )
