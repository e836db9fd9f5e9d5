"""Looking for what a diagram refers to: a form, a decision or a process, in the version that the binding names."""

import difflib
from collections.abc import Mapping
from typing import Final

from app.diagram import Binding
from app.domain.rejection import Message

BINDINGS: Final = ("latest", "deployment", "versionTag")


def missing_reference(
    wanted: str, binding: Binding, sent: Mapping[str, frozenset[str]], deployed: Mapping[str, frozenset[str]]
) -> Message | None:
    """Return what is missing, or None.

    sent, deployed: version tags by id, in the files checked together and in what the city has already.
    """
    if binding.type not in BINDINGS:
        return Message("Expected the binding latest, deployment or versionTag, but found %(binding)s", {"binding": binding.type})
    places = [sent] if binding.type == "deployment" else [sent, deployed]
    if not any(wanted in place for place in places):
        near = difflib.get_close_matches(wanted, sorted({name for place in places for name in place}), n=1)
        if near:
            return Message("Expected %(wanted)s to be there, but found only %(near)s", {"wanted": wanted, "near": near[0]})
        return Message("Expected %(wanted)s to be there, but found nothing by that id", {"wanted": wanted})
    if binding.type == "versionTag" and not any(binding.version_tag in place.get(wanted, ()) for place in places):
        return Message(
            "Expected a version of %(wanted)s with the tag %(tag)s, but found none", {"wanted": wanted, "tag": binding.version_tag or ""}
        )
    return None
