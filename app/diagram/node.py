"""What the readers of this package need of an XML element."""

from collections.abc import Iterator
from typing import Any, Final, Protocol

BPMN: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI: Final = "http://www.omg.org/spec/BPMN/20100524/DI"
DC: Final = "http://www.omg.org/spec/DD/20100524/DC"
DI: Final = "http://www.omg.org/spec/DD/20100524/DI"
ZEEBE: Final = "http://camunda.org/schema/zeebe/1.0"


class Node(Protocol):
    """One element, as app.markup gives it."""

    @property
    def tag(self) -> str: ...

    @property
    def text(self) -> str | None: ...

    @property
    def sourceline(self) -> Any: ...  # int or None; the type stubs of the XML library do not say it

    def get(self, key: str, /) -> str | None: ...

    def __iter__(self) -> Iterator["Node"]: ...


def local_name(node: Node) -> str:
    return node.tag.rpartition("}")[2]


def namespace(node: Node) -> str:
    return node.tag.rpartition("}")[0].removeprefix("{")


def children(node: Node, space: str, name: str) -> Iterator[Node]:
    wanted = f"{{{space}}}{name}"
    return (child for child in node if child.tag == wanted)


def child(node: Node, space: str, name: str) -> Node | None:
    return next(children(node, space, name), None)


def text_of(node: Node | None) -> str:
    """The element's own text without the blanks around it; empty where there is no element."""
    return (node.text or "").strip() if node is not None else ""


def flag(node: Node, name: str, default: bool) -> bool:
    said = node.get(name)
    return default if said is None else said.strip() in ("true", "1")


def extension(node: Node, name: str) -> Node | None:
    """The element's first `zeebe:<name>` inside its extension elements."""
    return next(extensions(node, name), None)


def extensions(node: Node, name: str) -> Iterator[Node]:
    for box in children(node, BPMN, "extensionElements"):
        yield from children(box, ZEEBE, name)
