"""A clock that the diagram stopped or let run on, in words: which deadline, by which rule and article, since when, and when it is due."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.domain.instant import read_instant
from app.domain.rejection import Message
from app.web.pages.frame import wording


def stopped_words(fact: Mapping[str, Any], step: str, facts: Sequence[Mapping[str, Any]]) -> Iterator[Message]:
    """Yield what is said of a clock that was stopped or let run on by a step of somebody's, and not by a command of its own.

    fact: `deadline_suspended` or `deadline_resumed`. step: whose deadline it is. facts: of the whole event: who was told of a stop says
    until when at the latest it stands, where the step that is waited for has a deadline of its own.

    Source: procedures, section 1, "stopping the clock": start, stop and reason are events.
    """
    length, _, unit = str(fact.get("rule") or "").partition(" ")
    at = read_instant(fact["deadlineAt"])
    said = {"step": step, "rule": wording().period(length, unit), "article": fact.get("article") or "-", "at": at}
    if fact["fact"] == "deadline_suspended":
        said_stopped = {**said, "since": read_instant(fact["at"])}
        yield Message(
            "the clock of %(step)s (%(rule)s, art. %(article)s) was stopped at %(since)s; the deadline was %(at)s until then", said_stopped
        )
        told = next((one for one in facts if one["fact"] == "notice_given" and one.get("latestAt") and one["notice"] == "stopped"), None)
        if told is not None:
            yield Message("what it waits for is due %(latest)s at the latest", {"latest": read_instant(told["latestAt"])})
        else:
            yield Message("the procedure names no day by which it runs on: it does when what it waits for has come", {})
        return
    said_running = {**said, "since": read_instant(fact["suspendedSince"]), "again": read_instant(fact["at"])}
    yield Message("the clock of %(step)s (%(rule)s, art. %(article)s), stopped since %(since)s, runs again from %(again)s on", said_running)
    yield Message("deadline of %(step)s: %(before)s → %(at)s", {"step": step, "before": read_instant(fact["deadlineBefore"]), "at": at})
