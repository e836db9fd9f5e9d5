"""What events wait for or throw."""

from msgspec import Struct

from app.engine.formula import Formula


class TimerTrigger(Struct, frozen=True):
    """kind: timeDate, timeDuration or timeCycle. follows: it is `=deadline`, and fires when the deadline does, moves and stops with it."""

    kind: str
    source: Formula
    follows: bool


class MessageTrigger(Struct, frozen=True):
    name: Formula
    correlation: Formula | None


class SignalTrigger(Struct, frozen=True):
    name: Formula


class ErrorTrigger(Struct, frozen=True):
    """code: None catches every error."""

    code: str | None


class EscalationTrigger(Struct, frozen=True):
    code: str | None


class TerminateTrigger(Struct, frozen=True):
    pass


class LinkTrigger(Struct, frozen=True):
    name: str


Trigger = TimerTrigger | MessageTrigger | SignalTrigger | ErrorTrigger | EscalationTrigger | TerminateTrigger | LinkTrigger
