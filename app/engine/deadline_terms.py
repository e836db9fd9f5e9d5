"""What a diagram says of an element's deadline, read from its properties `deadline.*` and `light.yellow`."""

from dataclasses import dataclass

from app.engine.formula import Formula


@dataclass(frozen=True)
class Terms:
    """length: a number, FEEL, or None where a decision or a fixed date gives it. decision: id of the decision that gives the length.

    Source: diagrams.md, "Our properties".
    """

    unit: str = "working day"
    length: Formula | None = None
    decision: str | None = None
    at: Formula | None = None
    start: Formula | None = None
    article: str | None = None
    silence: str | None = None
    extendable: bool = False
    notice_days: Formula | None = None
    extension_approver: Formula | None = None
    suspendable: bool = False
    yellow: Formula | None = None
