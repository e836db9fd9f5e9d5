"""Procedures that write to each other: one throws a message or a signal, others wait for it in every place where that can be drawn."""

from collections.abc import Mapping

from tests.builders.drawing import (
    boundary,
    catch,
    el,
    end,
    event_sub,
    ext,
    io,
    message,
    path,
    process,
    signal,
    start,
    user,
    z,
)

GROUP = z("assignmentDefinition", candidateGroups="hotline")
NAME, SIGNAL = "answer", "A"


def sender(at_the_end: bool = False, inputs: Mapping[str, str] | None = None) -> bytes:
    """Draw `sender`: after a task it throws `answer` to the case whose number is in `to`, then goes on to another task, or ends with it."""
    said = ext(io(inputs={"text": "=text"} if inputs is None else inputs))
    thrown = el("endEvent" if at_the_end else "intermediateThrowEvent", "send", said, message(NAME), name="发出")
    rest = "" if at_the_end else user("stay", GROUP, name="留") + end() + path("send stay e")
    return process("sender", start(), user("write", GROUP, name="写"), thrown, rest, path("s write send"), keys={NAME: "=to"})


def waits_in_the_flow() -> bytes:
    return _waiter("catching", catch("wait", message(NAME)), user("after", GROUP, name="后"), end(), path("s wait after e"))


def waits_in_a_task() -> bytes:
    wait = el("receiveTask", "wait", messageRef=f"message_{NAME}", name="等")
    return _waiter("receiving", wait, user("after", GROUP, name="后"), end(), path("s wait after e"))


def waits_at_the_border() -> bytes:
    inside = user("work", GROUP, name="办"), boundary("wait", "work", message(NAME)), user("after", GROUP, name="后")
    return _waiter("bordering", *inside, end(), end("e2"), path("s work e"), path("wait after e2"))


def waits_beside() -> bytes:
    beside = event_sub("beside", message(NAME), user("after", GROUP, name="后"), end("e2"), path("beside_s after e2"), interrupting=False)
    return _waiter("besiding", user("work", GROUP, name="办"), beside, end(), path("s work e"))


def _waiter(id: str, *inside: str) -> bytes:
    return process(id, start(), *inside, keys={NAME: "=number"})


def starts_by_message() -> bytes:
    begin = start("begin", message(NAME))
    return process("started", begin, user("after", GROUP, name="后"), end(), path("begin after e"), keys={NAME: None})


WAITERS = {
    "catching": waits_in_the_flow,
    "receiving": waits_in_a_task,
    "bordering": waits_at_the_border,
    "besiding": waits_beside,
}
"""Process id -> its drawing; each waits for the message with the key in its variable `number`, then opens the task `after`."""


def caller() -> bytes:
    """Draw `caller`: after a task it throws the signal A and ends."""
    thrown = el("endEvent", "call", signal(SIGNAL), name="广播")
    return process("caller", start(), user("write", GROUP, name="写"), thrown, path("s write call"))


def listener() -> bytes:
    return process("listener", start(), catch("wait", signal(SIGNAL)), user("after", GROUP, name="后"), end(), path("s wait after e"))


def starts_by_signal() -> bytes:
    begin = start("begin", signal(SIGNAL))
    return process("woken", begin, user("after", GROUP, name="后"), end(), path("begin after e"))
