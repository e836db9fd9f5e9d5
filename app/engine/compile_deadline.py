"""The deadline of an element, from its properties."""

from app.domain.period import Unit
from app.engine.compile_text import optional
from app.engine.deadline_terms import Terms
from app.engine.drawn import Node, properties
from app.engine.refused import Refused

DECISION = "decision:"


def read_terms(node: Node, *, loop: bool = False) -> Terms | None:
    """Return what the properties `deadline.*` say, None where there are none. Raises Refused."""
    element_id, drawn = node.get("id"), properties(node)
    length, at = drawn.get("deadline.length", "").strip(), drawn.get("deadline.at", "").strip()
    unit = drawn.get("deadline.unit", "").strip() or Unit.WORKING_DAY.value
    if not length and not at and unit != Unit.AT_ONCE.value:
        return None
    _check(element_id, drawn, unit, loop)
    decided = length.removeprefix("=").strip() if length.removeprefix("=").strip().startswith(DECISION) else ""
    return Terms(
        unit=unit,
        length=optional(element_id, "deadline.length", length, always=True) if length and not decided else None,
        decision=decided[len(DECISION) :].strip() if decided else None,
        at=optional(element_id, "deadline.at", at, always=True),
        start=optional(element_id, "deadline.from", drawn.get("deadline.from"), always=True),
        article=drawn.get("deadline.article") or None,
        silence=drawn.get("deadline.silence", "").strip() or None,
        extendable=_is_true(drawn.get("deadline.extendable")),
        notice_days=optional(element_id, "deadline.noticeDays", drawn.get("deadline.noticeDays"), always=True),
        extension_approver=optional(element_id, "deadline.extensionApprover", drawn.get("deadline.extensionApprover")),
        suspendable=_is_true(drawn.get("deadline.suspendable")),
        retroactive=_is_true(drawn.get("deadline.retroactive")),
        yellow=optional(element_id, "light.yellow", drawn.get("light.yellow"), always=True),
    )


def _is_true(text: str | None) -> bool:
    return (text or "").strip().lower().removeprefix("=").strip() == "true"


def _check(element_id: str, drawn: dict[str, str], unit: str, loop: bool) -> None:
    units = [known.value for known in Unit]
    if unit not in units:
        raise Refused(
            "deadline-unit",
            element_id,
            "Expected deadline.unit to be one of %(units)s, but found %(found)s",
            "Choose one of them",
            units=", ".join(units),
            found=unit,
        )
    if drawn.get("deadline.length") and drawn.get("deadline.at"):
        raise Refused("deadline-two-ends", element_id, "Expected deadline.length or deadline.at, but found both", "Delete one of them")
    silence = drawn.get("deadline.silence", "").strip()
    if silence and silence not in ("consent", "approval"):
        raise Refused(
            "deadline-silence",
            element_id,
            "Expected deadline.silence to be consent or approval, but found %(found)s",
            "Choose one of them",
            found=silence,
        )
    if silence and loop:
        raise Refused(
            "deadline-silence-on-loop",
            element_id,
            "Expected no deadline.silence on an element with a loop: it would be the whole body's",
            "Draw a looped sub-process with the task inside, so that each item has its own",
        )
