"""Writing other names into a BPMN document, to show it in another language."""

from collections.abc import Mapping
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
    for drawn in root.iter(etree.Element):
        name = names.get(drawn.get("bpmnElement") or "")
        label = _bounds(_child(drawn, "BPMNLabel"))
        if name is not None and label is not None:
            _widen(label, name, beside=_bounds(drawn))
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _set_text(element: etree._Element, text: str) -> None:
    for child in element:
        if _local(child) == "text":
            child.text = text


def _child(element: etree._Element | None, name: str) -> etree._Element | None:
    return next((child for child in element if _local(child) == name), None) if element is not None else None


def _bounds(element: etree._Element | None) -> etree._Element | None:
    return _child(element, "Bounds")


def _widen(label: etree._Element, name: str, beside: etree._Element | None) -> None:
    """Make a label as wide as its words ask, so that none of them is broken.

    beside: the shape that it belongs to, over which it must not grow; None for a flow.
    """
    x, width = _number(label, "x"), _number(label, "width")
    longest = max((len(word) for word in name.split()), default=0)
    more = max(min(len(name) * _LETTER, _WIDEST), longest * _LETTER) + _MARGIN - width
    if not name.isascii() or more <= 0:
        return
    middle = x + width / 2
    is_right = beside is not None and middle > _number(beside, "x") + _number(beside, "width")
    is_left = beside is not None and middle < _number(beside, "x")
    label.set("x", f"{x if is_right else x - more if is_left else x - more / 2:g}")
    label.set("width", f"{width + more:g}")


def _number(bounds: etree._Element, name: str) -> float:
    try:
        return float(bounds.get(name) or 0)
    except ValueError:
        return 0.0


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]
