"""Withdraw a request for an extension before it is decided: the deadline stays as it is."""

from msgspec import Struct

from app.audit.asked_deadline import acting_on, case_seen, said_reason
from app.audit.naming_the_writer import refuse_naming_text
from app.domain.deadline import Deadline
from app.domain.extension_request import PROCESS, WITHDRAWN
from app.domain.fact import Fact
from app.domain.keys import case_key_of
from app.domain.rejection import Rejection
from app.engine.case import Case
from app.service.work import Outcome, Work
from app.store.read_staffing import stands_in


class WithdrawExtension(Struct, frozen=True):
    """request_key: of the process instance that the request is. reason: why, for the history and the approver."""

    request_key: int
    reason: str

    @property
    def case_key(self) -> int:
        return case_key_of(self.request_key)


def handle(command: WithdrawExtension, work: Work) -> Outcome:
    own, standing = work.actor, stands_in(work.store, work.actor, work.now)
    found = case_seen(work.store, standing, command.case_key)
    request = work.store.one(
        "SELECT state, started_by, ended_at FROM process_instance WHERE key = :key AND case_key = :case_key AND process_id = :process"
        " AND parent_key IS NOT NULL",
        key=command.request_key,
        case_key=command.case_key,
        process=PROCESS,
    )
    if request is None:
        raise Rejection("not_found", "Expected a request for an extension that you may see, but there is none")
    case = work.case()
    about = _deadline_of(case, command.request_key)
    if own.account != request["started_by"]:
        acting = acting_on(work.store, own, standing, found, case, about) if about is not None else None
        if acting is None:
            raise Rejection("forbidden", "Expected who asked for the extension, or who may ask for it, but you are neither")
        work.actor = acting
    if request["state"] != "ACTIVE" or about is None:
        raise Rejection("state_forbids", "Expected a request that waits for its decision, but it ended at %(at)s", at=request["ended_at"])
    reason, key = said_reason(command.reason), about.element_instance_key
    refuse_naming_text(work.store, work.actor, found.key, found.sight, {"reason": reason})
    case.correlate(WITHDRAWN, str(key), {"withdrawReason": reason})
    fact = Fact("extension_withdrawn", about.element_id, key, {"requestKey": command.request_key})
    recorded = {"name": WITHDRAWN, "correlationKey": str(key), "variables": {"withdrawReason": reason}, "reason": reason}
    return Outcome("extension_withdrawn", [fact, *case.facts], None, case, about.element_id, recorded, case.file_of(key))


def _deadline_of(case: Case, request_key: int) -> Deadline | None:
    """Return the deadline that a request is about; None where it waits no longer."""
    held = (deadline for deadline in case.deadlines() if deadline.is_open)
    return next((one for one in held if case.guest_about(one.element_instance_key) == request_key), None)
