"""The rule property-value."""

import re
from collections.abc import Iterator

from app.diagram import Diagram
from app.domain.retention import is_retention
from app.lint.properties import FEEL, MARKED, PLACES, is_label, owners
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings

_TRUTHS = ("deadline.extendable", "deadline.suspendable", "deadline.retroactive", "public", "weighsAgain", "beginsAnew")
_WHILE_MERGED = ("never", "sameWriter", "named")
_SHARE = re.compile(r"(0?\.\d{1,6})|([1-9]\d{0,3})/([1-9]\d{0,3})")


@rule(
    "property-value",
    ERROR,
    instead="Write true or false, a whole number of days, a share between 0 and 1 such as 0.25 or 1/3, or whole years such as P10Y.",
)
def property_value(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """A value that cannot be read would count as not said."""
    for _, owner in owners(diagram):
        said = owner.properties
        for name in _TRUTHS:
            if name in said and said[name] not in ("true", "false"):
                yield at(owner, "Expected true or false as %(name)s, but found %(value)s", name=name, value=said[name])
        merged = said.get("whileMerged")
        if merged is not None and merged not in _WHILE_MERGED:
            yield at(owner, "Expected never, sameWriter or named as whileMerged, but found %(value)s", value=merged)
        notice = said.get("deadline.noticeDays")
        if notice is not None and not (notice.isascii() and notice.isdigit() and len(notice) <= 4):
            yield at(owner, "Expected a whole number of days as deadline.noticeDays, but found %(value)s", value=notice)
        share = said.get("light.yellow")
        if share is not None and share[:1].isdigit() and not _is_share(share):
            yield at(owner, "Expected a share between 0 and 1 as light.yellow, but found %(value)s", value=share)
        kept = said.get("retention", "").strip()
        if kept and not kept.startswith("=") and not is_retention(kept):
            yield at(owner, "Expected whole years such as P10Y, or permanent, as retention, but found %(value)s", value=kept)
        for name, value in said.items():
            if name in PLACES and name not in FEEL | MARKED and value.startswith("="):
                yield at(owner, "Expected a plain value as %(name)s, but found an expression: %(value)s", name=name, value=value)
            elif (name in PLACES or is_label(name)) and not value.strip():
                yield at(owner, "Expected a value for %(name)s, but found none", name=name)


def _is_share(text: str) -> bool:
    found = _SHARE.fullmatch(text.strip())
    if found is None:
        return False
    return float(found[1]) > 0 if found[1] else int(found[2]) < int(found[3])
