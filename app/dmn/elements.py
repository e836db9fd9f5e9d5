"""Looking into the elements of a DMN file."""

from collections.abc import Iterator
from typing import Any, Final

from app.markup.read_xml import read_xml

NAMESPACES: Final = frozenset({
    "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "https://www.omg.org/spec/DMN/20191111/MODEL/",
    "https://www.omg.org/spec/DMN/20211108/MODEL/",
    "https://www.omg.org/spec/DMN/20230324/MODEL/",
})  # fmt: skip

_BENEATH: Final = frozenset({"decision", "inputData", "businessKnowledgeModel", "decisionService", "itemDefinition", "import"})

# An element as app.markup.read_xml gives it.
Element = Any


def kind_of_element(element: Element) -> str:
    """Return the local name of an element of a DMN namespace, "" for one of any other: extensions are not ours to read."""
    tag = element.tag
    if not isinstance(tag, str) or not tag.startswith("{"):
        return ""
    namespace, _, name = tag[1:].partition("}")
    return name if namespace in NAMESPACES else ""


def children(element: Element, *kinds: str) -> Iterator[Element]:
    """Yield the children of any of these kinds, in document order; all of DMN's where no kind is given."""
    for child in element:
        kind = kind_of_element(child)
        if kind and (not kinds or kind in kinds):
            yield child


def child(element: Element, *kinds: str) -> Element | None:
    return next(children(element, *kinds), None)


def text_of(element: Element | None) -> str:
    """Return what stands in an element's `text` child, without the white space around it."""
    if element is None:
        return ""
    found = child(element, "text")
    return "" if found is None or found.text is None else str(found.text).strip()


def name_of(element: Element) -> str:
    """Return the name by which expressions know an element: that of its variable, else its own."""
    variable = child(element, "variable")
    name = variable.get("name") if variable is not None else None
    return " ".join(str(name or element.get("name") or "").split())


def called(element: Element) -> str | None:
    """Return by what people know an element of the model that has no id: its name, or of an import without one its namespace."""
    kind = kind_of_element(element)
    if kind not in _BENEATH:
        return None
    return name_of(element) or (element.get("namespace") if kind == "import" else None) or None


def foreign_elements(raw: bytes, file_name: str) -> list[tuple[str, str]]:
    """Return the names and namespaces of elements called as DMN's are, beneath the definitions, that are in none of its namespaces.

    Raises Rejection("bad_xml").
    """
    names = [str(each.tag) for each in read_xml(raw, file_name) if isinstance(each.tag, str) and not kind_of_element(each)]
    split = [(tag.rpartition("}")[2], tag.rpartition("}")[0].removeprefix("{")) for tag in names]
    return [(name, namespace) for name, namespace in split if name in _BENEATH]
