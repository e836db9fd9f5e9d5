"""What an event is about: a timer, a message, an error and so on."""

from msgspec import Struct


class EventDefinition(Struct, frozen=True):
    """What an event, or a receive task, waits for or throws.

    kind: timer, message, signal, error, escalation, link, terminate; also compensate, conditional and cancel, which are read but not run.
    name: of the message, signal, error, escalation or link; None where the file names none. It may be a FEEL expression (`=...`).
    code: of an error or escalation; None catches any.
    correlation_key: FEEL, of a message.
    timer_kind: timeDate, timeDuration or timeCycle; timer_kinds counts how many of them the file says.
    """

    kind: str
    name: str | None = None
    code: str | None = None
    correlation_key: str | None = None
    timer_kind: str | None = None
    timer_text: str = ""
    timer_kinds: int = 0
    line: int | None = None
