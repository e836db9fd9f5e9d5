"""What events wait for or throw."""

from dataclasses import dataclass

from app.engine.formula import Formula


@dataclass(frozen=True)
class TimerTrigger:
    """kind: timeDate, timeDuration or timeCycle. follows: it is `=deadline`, and fires when the deadline does, moves and stops with it."""

    kind: str
    source: Formula
    follows: bool


@dataclass(frozen=True)
class MessageTrigger:
    name: Formula
    correlation: Formula | None


@dataclass(frozen=True)
class SignalTrigger:
    name: Formula


@dataclass(frozen=True)
class ErrorTrigger:
    """code: None catches every error."""

    code: str | None


@dataclass(frozen=True)
class EscalationTrigger:
    code: str | None


@dataclass(frozen=True)
class TerminateTrigger:
    pass


@dataclass(frozen=True)
class LinkTrigger:
    name: str


Trigger = TimerTrigger | MessageTrigger | SignalTrigger | ErrorTrigger | EscalationTrigger | TerminateTrigger | LinkTrigger
