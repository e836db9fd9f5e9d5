"""What the record says of a case that went on by another version: which element goes on as which."""

from collections.abc import Mapping
from typing import Any


def renamed(fact: Mapping[str, Any]) -> dict[str, str]:
    """Return, of the fact `instance_migrated`, the elements that have another id in the other version, by the one they had."""
    return {source: target for source, target in fact.get("mapping", ()) if source != target}
