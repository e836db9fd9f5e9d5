"""What people were told, in words."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from app.domain.instant import read_instant
from app.domain.marked import marked
from app.domain.rejection import Message

_SILENCE: Final = {
    "consent": marked("No reply came from %(step)s by %(at)s: it counts as consent (art. %(article)s)"),
    "approval": marked("No decision came from %(step)s by %(at)s: it counts as approval (art. %(article)s)"),
}
_PART_SILENCE: Final = {
    "consent": marked(
        "One of the units that were asked did not answer, or did not come, by %(at)s: that unit alone counts as agreeing (art. %(article)s)"
    ),
    "approval": marked("One of the units that were asked did not decide by %(at)s: in its part this counts as approval (art. %(article)s)"),
}
_PART_RESUMED: Final = marked("The clock of one of the units that were asked runs on; its new deadline is %(at)s")
_PART_UNDONE: Final = marked("One of the units that were asked is proven to have answered in time: its silence of %(at)s no longer counts")
_PART_UNTIL: Final = marked(
    "One of the units that were asked waits: its clock alone is stopped, probably until %(until)s; the others go on"
)
_PART_OPEN: Final = marked(
    "One of the units that were asked waits for what it needs: its clock alone is stopped until that has come, and these days do not count;"
    " the others go on"
)
_UNTIL: Final = marked("The clock of %(step)s was stopped; it is expected to run on from %(until)s, and the days until then do not count")
_OPEN: Final = marked("The clock of %(step)s was stopped until what it waits for has come; the days until then do not count")
_LATEST: Final = marked(
    "The clock of %(step)s was stopped; what it waits for is due %(latest)s at the latest, and the days until it comes do not count"
)
_ON: Final = marked("The clock of %(step)s runs on; the new deadline is %(at)s")
_UNDONE: Final = marked("A reply from %(step)s is proven to have been received in time: that silence took effect at %(at)s no longer holds")
_DUE: Final = marked("%(step)s is due %(at)s: a third or less of its time is left")
_PASSED: Final = marked("%(step)s was due %(at)s; the reminder of %(remind)s was missed, for nothing ran then")
_ON_PAPER: Final = marked("%(step)s was due %(at)s; its reminder was due %(remind)s, when the case was still on paper")
_TO_STAFF: Final = {
    "urged": marked("%(step)s is urged: why stands on the task"),
    "delegated": marked("%(step)s was delegated to you: why stands on the task"),
    "given": marked("%(step)s was given to you: why stands in the history"),
    "sent-back": marked("%(step)s was sent back to be done again: why stands on the task"),
    "offered-anew": marked("%(step)s is with others now: what it was offered by was corrected, and the history of the case says why"),
    "handed-back": marked("%(step)s was handed back to you to complete"),
    "taken-away": marked(
        "%(step)s, which you had, is not to be done any more: why stands in the history; what you had typed stays on its page"
    ),
    "with-nobody": marked("%(step)s is with nobody since an account was disabled: the case is secret, so give it to somebody"),
    "offer-ended": marked(
        "%(step)s, which was offered to you and which nobody had taken, is not to be done any more: why stands in the history"
    ),
    "answered": marked("Your urging of %(step)s was answered"),
    "writer-asked": marked("A unit has the writer asked: put its question, and enter the answer"),
    "writer-answered": marked("What you had the writer asked was answered"),
}
_REQUESTS: Final = {
    "request-ended": marked(
        "Your request for more time ended undecided: what it was asked for is not to be done any more; why stands in the history"
    ),
    "extension-asked": marked("%(step)s waits for you: more time is asked until %(until)s; decide before %(at)s"),
    "extension-granted": marked("More time for %(step)s is granted: it is due %(at)s now"),
    "extension-refused": marked("More time for %(step)s is not granted: it stays due %(at)s"),
    "extension-overtaken": marked(
        "The deadline of %(step)s was moved to %(at)s while more time until %(until)s is asked for: see whether that is still needed"
    ),
    "extension-undecided": marked("Nobody decided on more time for %(step)s by %(at)s: the request lapsed"),
    "stop-outlasted": marked(
        "The clock of %(step)s was expected to run on by %(expected)s, but it is still stopped: see whether it runs on"
    ),
    "recomputed": marked("%(step)s is due %(at)s now, by the year's notice of days off; until now it was %(before)s"),
    "firm": marked("The deadline of %(step)s is no longer provisional: it stands, %(at)s"),
    "date-closed": marked("%(step)s is due by a fixed date, %(at)s, which the year's notice makes a day off: the date holds all the same"),
    "new-limit": marked("Bulletin %(paper)s gives %(step)s, which is late, a new limit: %(at)s (art. %(article)s)"),
    "extension-lapsed": marked("%(step)s was not decided by %(at)s: the request lapsed, and stands as your lateness"),
    "points-appealed": marked("A unit appeals against points taken at %(step)s: decide on it under Points"),
    "points-given-back": marked("The appeal against points taken at %(step)s is granted: they are given back"),
    "points-stand": marked("The appeal against points taken at %(step)s is refused: they stand"),
}
_STOPPED: Final = marked("%(step)s stopped and does not go on by itself: see why under Incidents, and have it tried again")
_PROVEN: Final = marked(
    "A reply from %(step)s is proven after its silence had taken effect: put the data of the case right under Incidents, and move the case"
    " where it belongs"
)
REPLY_PROVEN: Final = "reply_proven"
INCIDENT: Final = "incident"
"""Told to operators: a case stopped, or a proven reply undid what it went on from."""

REQUESTS: Final = frozenset(_REQUESTS)
"""Notices about a request, to who decides on it and to who asked; and to who has the work, of a year's notice that moved a deadline or made
it firm, and of a bulletin's new limit."""

ABOUT_POINTS: Final = frozenset({"points-appealed", "points-given-back", "points-stand"})
"""Those of them that are about points: who has to do with these may be somebody who does not see the case."""

TO_DEADLINE: Final = frozenset(
    {"recomputed", "stop-outlasted", "firm", "date-closed", "new-limit"}
    | {"extension-granted", "extension-refused", "extension-overtaken", "extension-undecided"}
)
"""Those of them that are about a deadline, and lead to its page."""

TO_DECIDE: Final = frozenset({"extension-asked", "extension-lapsed"})
"""Those of them that are about the task of who decides, and lead to it."""

TO_STAFF: Final = frozenset(_TO_STAFF)
"""Notices to people of the city alone, about their work."""

TO_CASE: Final = frozenset({"writer-asked", "writer-answered"})
"""Those of them that are about the case as a whole, and no step of it."""

LAW: Final = frozenset({"silence", "undone"})
"""Notices about a fact of law."""


def notice_of_part(notice: str, facts: Mapping[str, Any]) -> Message:
    """Return what the public is told of a part of a case whose steps it does not see: nothing that reads as if it were the whole."""
    if notice == "silence":
        said = {"at": read_instant(facts["effectiveAt"]), "article": facts.get("article") or "-"}
        return Message(_PART_SILENCE[facts.get("silence", "consent")], said)
    if notice == "resumed":
        return Message(_PART_RESUMED, {"at": read_instant(facts["deadlineAt"])})
    if notice == "undone":
        return Message(_PART_UNDONE, {"at": read_instant(facts["undoesLapseAt"])})
    if facts.get("expectedUntil"):
        return Message(_PART_UNTIL, {"until": date.fromisoformat(facts["expectedUntil"])})
    return Message(_PART_OPEN, {})


def notice_message(notice: str, facts: Mapping[str, Any], step: str) -> Message:
    """Return what a notice says. step: the name of the step that it is about."""
    said: dict[str, Any] = {"step": step, "article": facts.get("article") or "-"}
    if notice in TO_STAFF:
        return Message(_TO_STAFF[notice], said)
    if notice in REQUESTS:
        until = {"until": date.fromisoformat(facts["newDate"])} if facts.get("newDate") else {}
        at = {"at": read_instant(facts["deadlineAt"])} if facts.get("deadlineAt") else {}
        before = {"before": read_instant(facts["deadlineBefore"])} if facts.get("deadlineBefore") else {}
        at |= {"expected": read_instant(facts["expectedAt"])} if facts.get("expectedAt") else {}
        paper = {"paper": facts["paperNumber"]} if facts.get("paperNumber") else {}
        return Message(_REQUESTS[notice], {**said, **at, **until, **before, **paper})
    if notice == INCIDENT:
        about = _PROVEN if facts["code"] == REPLY_PROVEN else _STOPPED
        return Message(about, said)
    if notice == "silence":
        return Message(_SILENCE[facts.get("silence", "consent")], {**said, "at": read_instant(facts["effectiveAt"])})
    if notice == "reminder":
        due = {**said, "at": read_instant(facts["deadlineAt"]), "remind": read_instant(facts["remindAt"])}
        late = _ON_PAPER if facts.get("onPaper") else _PASSED
        return Message(late if facts.get("late") else _DUE, due)
    if notice == "resumed":
        return Message(_ON, {**said, "at": read_instant(facts["deadlineAt"])})
    if notice == "undone":
        return Message(_UNDONE, {**said, "at": read_instant(facts["undoesLapseAt"])})
    if facts.get("expectedUntil"):
        return Message(_UNTIL, {**said, "until": date.fromisoformat(facts["expectedUntil"])})
    if facts.get("latestAt"):
        return Message(_LATEST, {**said, "latest": read_instant(facts["latestAt"])})
    return Message(_OPEN, said)
