"""Writing other names into an XML document, to show it in another language."""

from collections.abc import Mapping

from lxml import etree

from app.markup.read_xml import read_xml


def rename(raw: bytes, file_name: str, names: Mapping[str, str]) -> bytes:
    """Return the document with other names on the elements whose ids are given. All else says what it said.

    An element without a name, such as a text annotation, has the text inside it replaced.

    Raises Rejection as read_xml does.
    """
    root = read_xml(raw, file_name)
    for element in root.iter(etree.Element):
        name = names.get(element.get("id") or "")
        if name is None:
            continue
        if element.get("name") is not None:
            element.set("name", name)
        else:
            _set_text(element, name)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _set_text(element: etree._Element, text: str) -> None:
    for child in element:
        if str(child.tag).rpartition("}")[2] == "text":
            child.text = text
