"""Correct the name or contact of a writer whom the case keeps: misheard on the telephone, misread in the letter, or changed since.

The event says that it was corrected and why. Who it was and is stands in neither event nor history; the new one lies beside the chain, as
at the start.
"""

from collections.abc import Mapping

from msgspec import Struct

from app.audit.asked_deadline import said_reason
from app.audit.identity_rights import case_to_change
from app.domain.fact import Fact
from app.domain.identity import LEAVE_OUT, gives_away
from app.domain.marked import marked
from app.domain.rejection import Message, Rejection
from app.service.work import Outcome, Work
from app.store.read_identity import kept_identity

MOST_CHARACTERS = 100
NO_OTHER = marked("Expected a name or a contact that differs from what is kept, but found none")
TOO_LONG = marked("Expected at most %(most)s characters, but found %(found)s")


class CorrectIdentity(Struct, frozen=True):
    """name, contact: as they are right; empty: as it was. reason: for the history, which all who may see the case can read."""

    case_key: int
    reason: str
    name: str = ""
    contact: str = ""


def handle(command: CorrectIdentity, work: Work) -> Outcome:
    found = case_to_change(work.store, work.actor, command.case_key)
    if not found.sight.identity_kept:
        raise Rejection("state_forbids", "Expected a case that keeps who wrote in, but this one does not: correct the registration")
    before = kept_identity(work.store, found.key)
    given = {"contact": command.contact.strip(), "name": command.name.strip()}
    person = {name: value for name, value in given.items() if value and value != before.get(name)}
    _check(command, person)
    reason = said_reason(command.reason)
    if gives_away(before, reason) or gives_away(person, reason):
        raise Rejection("bad_request", LEAVE_OUT, field_errors={"reason": Message(LEAVE_OUT, {})})
    fact = Fact("identity_corrected", None, None, {"names": sorted(person)}, {**person, "reason": reason})
    recorded = {"reason": reason}
    return Outcome("identity_corrected", [fact], {"seq": work.head.seq + 1}, recorded=recorded, definition_digest=found.digest)


def _check(command: CorrectIdentity, person: Mapping[str, str]) -> None:
    if not person:
        raise Rejection("bad_request", NO_OTHER, field_errors={"name": Message(NO_OTHER, {})})
    long = {
        name: Message(TOO_LONG, {"most": MOST_CHARACTERS, "found": len(value)})
        for name, value in person.items()
        if len(value) > MOST_CHARACTERS
    }
    if long:
        first = next(iter(long.values()))
        raise Rejection("bad_request", first.template, field_errors=long, **first.facts)
