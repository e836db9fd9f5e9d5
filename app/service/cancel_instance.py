"""Cancel a process instance: everything in it ends, and its deadlines are void.

For operators, where a case can be brought to no end of its own: a procedure's owner corrects by the ways out that its diagram has.
Source: docs/decisions, 0008.
"""

from msgspec import Struct

from app.audit.merged_here import refuse_past_merged
from app.audit.naming_the_writer import refuse_naming_text
from app.domain.command_rights import PLAYED
from app.domain.keys import case_key_of
from app.domain.permissions import plays, sees_case
from app.domain.rejection import Rejection
from app.domain.unknown_target import instance_unknown
from app.service.work import Outcome, Work
from app.store.read_case import case_by_key


class CancelInstance(Struct, frozen=True):
    """instance_key: of the root; a called process ends with its caller. reason: why, for the history."""

    instance_key: int
    reason: str = ""

    @property
    def case_key(self) -> int:
        return case_key_of(self.instance_key)


def handle(command: CancelInstance, work: Work) -> Outcome:
    found = case_by_key(work.store, command.case_key)
    if found is None or not sees_case(work.actor, found.sight):
        raise instance_unknown(command.instance_key)
    if not plays(work.actor, *PLAYED["cancel_instance"]):
        raise Rejection("forbidden", "Expected an operator to cancel a case: its own procedure says how else it may end")
    if command.instance_key != command.case_key:
        raise Rejection(
            "state_forbids", "Expected the key of a root process instance, but %(key)s was called by another one", key=command.instance_key
        )
    if found.state != "ACTIVE":
        raise Rejection("case_closed", "Expected a running case, but it ended at %(at)s", at=found.ended_at)
    refuse_naming_text(work.store, work.actor, found.key, found.sight, {"reason": command.reason})
    case = work.case()
    case.cancel()
    refuse_past_merged(work.store, work.surroundings, found, case.facts, {"reason": command.reason})
    return Outcome("process_instance_cancelled", case.facts, None, case, recorded={"reason": command.reason})
