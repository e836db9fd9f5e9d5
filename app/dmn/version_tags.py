"""The version tags of decisions, by which a business rule task may be bound to one version. Source: Camunda 8, zeebe:versionTag."""

from collections.abc import Mapping

from app.dmn.elements import children
from app.markup.read_xml import read_xml

_TAG = "{http://camunda.org/schema/zeebe/1.0}versionTag"


def version_tags(raw: bytes, file_name: str) -> Mapping[str, str]:
    """Return the tag of each decision of a file that has one, by the decision's id. Raises Rejection("bad_xml")."""
    found = {}
    for decision in children(read_xml(raw, file_name), "decision"):
        for extensions in children(decision, "extensionElements"):
            tag = next((str(each.get("value") or "").strip() for each in extensions if each.tag == _TAG), "")
            if tag:
                found[decision.get("id") or ""] = tag
    return found
