"""Why a running paper case does not come to its step, in words for who filled in the row: which answers are missing."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.audit.paper_procedure import PaperProcedure
from app.domain.fact import Fact
from app.domain.paper_sheet import head_of
from app.domain.rejection import Message
from app.feel import FeelError, FeelWorld, parse_expression


def why_it_stops(procedure: PaperProcedure, failed: Fact, known: Mapping[str, Any], world: FeelWorld) -> Message:
    """Return what is said of a case that came to a stop before its step.

    failed: the incident. known: what the case knew there. What the engine found is for who drew the diagram; the row can only mend what its
    columns say, so these are named as people call them.
    """
    element = procedure.process.elements.get(failed.element_id or "")
    step = element.title if element is not None else failed.element_id or ""
    missing = "、".join(_missing(procedure, failed, known, world))
    if missing:
        said = {"step": step, "fields": missing}
        return Message("the case cannot come to %(step)s: it needs %(fields)s, of which the row says nothing that counts there", said)
    return Message("the case cannot come to %(step)s by what the row says: look at its step and its answers again", {"step": step})


def _missing(procedure: PaperProcedure, failed: Fact, known: Mapping[str, Any], world: FeelWorld) -> Iterator[str]:
    """Yield what people call the answers that the failed expression reads and that are not there, in the order in which they are asked."""
    text = str(failed.private.get("facts", {}).get("text", "")).removeprefix("=").strip()
    try:
        names = parse_expression(text).names if text else frozenset()
    except FeelError:
        return  # not written in FEEL, or not by that alone
    for key, field in procedure.fields.items():
        if key in names and known.get(key) in (None, "", []):
            yield head_of(field.component.label.fill({}, world), key)
