"""What is said of an event that is not what was recorded: the same words on pages, in commands and of a bundle."""

from typing import Final

from app.domain.marked import marked
from app.domain.rejection import Message

PARTS: Final = {"chain": marked("the chain"), "anchor": marked("the anchor"), "recomputation": marked("the recomputation")}
REASONS: Final = {
    "edited": marked("it was changed"),
    "missing": marked("it is missing"),
    "inserted": marked("it was put in"),
    "swapped": marked("two were swapped"),
    "cut": marked("the end was cut off"),
    "snapshot": marked("the state kept to go on from is not the one after it"),
    "calendar": marked("the case is said to follow a calendar that nobody entered"),
    "backdated": marked("it says that it was recorded before what stands before it"),
    "disposal": marked(
        "it says that the record was held, released or erased, but it could not be then: two people, the end, the retention"
    ),
    "disposal_people": marked("nobody of the city who might do so then had it held, released or erased"),
    "shape": marked("its command does not leave such an event: kind, facts, step or version are others"),
    "row": marked("what is shown of it is something else"),
    "row_inserted": marked("something is shown that no event says"),
    "account": marked("an account or its roles are not what it says"),
    "account_inserted": marked("an account or a role is there that no event gave"),
    "unit": marked("a unit is not what it says"),
    "unit_inserted": marked("a unit is there that no event registered"),
    "unit_missing": marked("the unit that it registered is gone"),
    "post": marked("a post and who stands in for whom are not what it says"),
    "post_inserted": marked("a post is there that no event registered"),
    "post_missing": marked("the post that it registered is gone"),
    "leave": marked("who is away and who acts in that place is not what it says"),
    "leave_inserted": marked("somebody is away, or acts in another's place, as no event says"),
    "leave_missing": marked("the leave that it entered is gone"),
    "access_token": marked("what a program may do is not what it says"),
    "access_token_inserted": marked("a program may sign in as no event says"),
    "access_token_missing": marked("the token that it made is gone"),
    "office": marked("an office that issues papers is not what it says"),
    "office_inserted": marked("an office that issues papers is there that no event registered"),
    "office_missing": marked("the office that it registered is gone"),
    "deployment": marked("by whom and when it was deployed is not what it says"),
    "deployment_inserted": marked("a deployment is there that no event made"),
    "deployment_missing": marked("the deployment that it made is gone"),
    "definition": marked("a deployed version is not what it says"),
    "definition_inserted": marked("a version is there that no event deployed"),
    "definition_missing": marked("the version that it deployed is gone"),
    "timer_start": marked("when a procedure begins by itself is not what it says"),
    "timer_start_inserted": marked("a procedure begins by itself as no event says"),
    "timer_start_missing": marked("a procedure does not begin by itself any more, as it says it does"),
    "subscription": marked("by what message or signal a procedure begins is not what it says"),
    "subscription_inserted": marked("a procedure begins by a message or a signal as no event says"),
    "subscription_missing": marked("a procedure does not begin by a message or a signal any more, as it says it does"),
    "message": marked("nobody sent the message that it took, or it was sent otherwise"),
    "message_inserted": marked("a message is on its way that nobody sent"),
    "actor": marked("nobody of the city who was there then did it"),
    "actor_right": marked("who did it might not do so then"),
    "effective": marked("it counts as of an instant from which it cannot"),
    "form": marked("it is not in the one form in which events are written, so that what looks for its facts may miss them"),
    "recomputed": marked("it was computed anew together with its chain"),
    "head": marked("it stands, but the end of the chain that is kept beside it was changed"),
    "unreadable": marked("it cannot be read"),
}
_BATCHES: Final = {
    "missing": marked("it is missing"),
    "unlinked": marked("it does not follow the one before"),
    "wrong root": marked("its root is not that of its events"),
    "wrong signature": marked("its signature is not that of the key"),
    "unreadable": marked("it cannot be read"),
    "future": marked("it is of an instant that has not come yet: is the clock right?"),
}
_FILES: Final = {
    "missing": marked("it is missing"),
    "changed": marked("it was changed"),
    "added": marked("it was added"),
    "unreadable": marked("it cannot be read"),
    "unsigned": marked("its signature is missing or is not that of the key"),
    "other key": marked("it is another key than the city's"),
    "misnamed": marked("it is not the file that its name says"),
    "unproven": marked("nothing proves it"),
}
_COMPUTED: Final = {
    "form": REASONS["form"],
    "content": marked("what was written is gone or was changed"),
    "snapshot": marked("the state after it"),
    "points": marked("the points it moved"),
    "facts": marked("what it says came about"),
    "clock": marked("what fell due before it, or falls due next"),
}
_ROWS: Final = {
    "row": marked("a row that shows it says something else: %(row)s"),
    "row_missing": marked("a row that shows it is gone: %(row)s"),
    "row_inserted": marked("a row is there that no event made: %(row)s"),
}


def said_of_break(reason: str, file: str = "", year: int = 0, row: str = "") -> Message:
    """Return what is said of a break of a chain. reason, file, year, row: as Break has them."""
    words = REASONS.get(reason, reason)
    if year:
        return Message(marked("the year %(year)s of the calendar: %(problem)s"), {"year": year, "problem": words})
    if row:
        return Message(marked("%(problem)s: row %(row)s"), {"problem": words, "row": row})
    return Message(marked("the deployed file %(file)s: %(problem)s"), {"file": file, "problem": words}) if file else Message(words, {})


def said_of_batch(reason: str) -> Message:
    """Return what is said of a batch of anchors. reason: as BadAnchors has it."""
    return Message(_BATCHES.get(reason, reason), {})


def said_of_file(reason: str) -> Message:
    """Return what is said of a file of a bundle. reason: as Finding has it: of a batch in it, that of the batch."""
    return Message(_FILES.get(reason) or _BATCHES.get(reason, reason), {})


def said_of_difference(what: str, file: str = "") -> Message:
    """Return what is said of an event that does not come out again. what, file: as Recomputation has them."""
    if what in _ROWS:
        return Message(_ROWS[what], {"row": file})
    if what == "file":
        return Message(marked("the deployed file %(file)s is gone or was changed"), {"file": file})
    return Message(_COMPUTED.get(what, what), {})
