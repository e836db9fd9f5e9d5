"""Reading the elements of a BPMN file: tags, attributes, and what the zeebe namespace says. Works on the nodes that app.markup gives."""

from collections.abc import Iterator
from typing import Any, Final

BPMN: Final = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
ZEEBE: Final = "{http://camunda.org/schema/zeebe/1.0}"
Node = Any
"""An element of lxml, whose package only app.markup imports."""


def tag_of(node: Node) -> str:
    """Return the name of a BPMN element, "" for one of another namespace."""
    tag = node.tag
    return tag[len(BPMN) :] if isinstance(tag, str) and tag.startswith(BPMN) else ""


def children(node: Node, *tags: str) -> Iterator[Node]:
    for child in node:
        if tag_of(child) in tags:
            yield child


def child(node: Node, tag: str) -> Node | None:
    return next(children(node, tag), None)


def text_in(node: Node | None) -> str:
    return (node.text or "").strip() if node is not None else ""


def said(node: Node, *names: str) -> list[Node]:
    """Return the zeebe elements along a path of names inside a node's extension elements."""
    here = [found for extension in children(node, "extensionElements") for found in extension if found.tag == ZEEBE + names[0]]
    for name in names[1:]:
        here = [found for outer in here for found in outer if found.tag == ZEEBE + name]
    return here


def said_once(node: Node, *names: str) -> Node | None:
    found = said(node, *names)
    return found[0] if found else None


def properties(node: Node) -> dict[str, str]:
    return {found.get("name", ""): found.get("value", "") for found in said(node, "properties", "property")}
