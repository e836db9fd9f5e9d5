"""Writing other names into a BPMN document, to show it in another language."""

from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

from app.markup.read_xml import read_xml

# What the modelers draw labels with: pixels for a Latin letter, and where a label is broken at the latest.
_LETTER: Final = 6.2
_MARGIN: Final = 6.0
_WIDEST: Final = 90.0


def rename(raw: bytes, file_name: str, names: Mapping[str, str]) -> bytes:
    """Return the document with other names on the elements whose ids are given, and room for them in their labels.

    An element without a name, such as a text annotation, has the text inside it replaced. All else says what it said.

    Raises Rejection as read_xml does.
    """
    root = read_xml(raw, file_name)
    for element in root.iter(etree.Element):
        name = names.get(element.get("id") or "")
        if name is None:
            pass
        elif element.get("name") is not None:
            element.set("name", name)
        else:
            _set_text(element, name)
    for element_id, label in _labels(root):
        if element_id in names:
            _widen(label, names[element_id])
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _set_text(element: etree._Element, text: str) -> None:
    for child in element:
        if _local(child) == "text":
            child.text = text


def _labels(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Yield the bounds of each label drawn beside an element, with the element's id."""
    for drawn in root.iter(etree.Element):
        for label in drawn if drawn.get("bpmnElement") else ():
            for bounds in label if _local(label) == "BPMNLabel" else ():
                if _local(bounds) == "Bounds":
                    yield drawn.get("bpmnElement") or "", bounds


def _widen(bounds: etree._Element, name: str) -> None:
    """Make a label as wide as its words ask, about its middle, so that none of them is broken."""
    try:
        x, width = float(bounds.get("x") or 0), float(bounds.get("width") or 0)
    except ValueError:
        return
    longest = max((len(word) for word in name.split()), default=0)
    wanted = max(min(len(name) * _LETTER, _WIDEST), longest * _LETTER) + _MARGIN
    if name.isascii() and wanted > width:
        bounds.set("x", f"{x - (wanted - width) / 2:g}")
        bounds.set("width", f"{wanted:g}")


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]
