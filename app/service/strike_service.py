"""Strike a wrong record of service off: it stays, with the reason and who did it, and does not count any more.

Source: procedures, section 2: a wrong registration is corrected by a counter-event; Civil Procedure Law, article 87.
"""

from msgspec import Struct

from app.audit.naming_the_writer import refuse_naming_text
from app.audit.paper_rights import may_issue, open_paper
from app.audit.standing_service import refuse_behind_step, services
from app.domain.fact import Fact
from app.domain.rejection import Rejection
from app.service.work import Outcome, Work

LONGEST_REASON = 1000


class StrikeService(Struct, frozen=True):
    """key: of the paper. service_key: of the record of its service. reason: what is wrong with the record."""

    case_key: int
    key: int
    service_key: int
    reason: str


def handle(command: StrikeService, work: Work) -> Outcome:
    found, paper = open_paper(work.store, work.actor, command.key)
    if paper.case_key != command.case_key:
        raise Rejection("not_found", "Expected a paper that you may see, but there is none")
    records = services(work.store, paper.key)
    record = next((one for one in records if one["key"] == command.service_key), None)
    if record is None:
        raise Rejection("not_found", "Expected a record of service of this paper, but there is none")
    if record["recorded_by"] != work.actor.account and not may_issue(work.actor, paper.issuers):
        raise Rejection("forbidden", "Expected who recorded the service, or who issues this paper, but you are neither")
    reason = command.reason.strip()
    if not 1 <= len(reason) <= LONGEST_REASON:
        raise Rejection("bad_request", "Expected a reason in at most %(limit)s characters", limit=LONGEST_REASON)
    if record["struck_at"] is not None:
        raise Rejection("state_forbids", "Expected a record of service that stands, but it was struck off before")
    refuse_naming_text(work.store, work.actor, found.key, found.sight, {"reason": reason})
    refuse_behind_step(work.store, work.surroundings, found, paper, records, [one for one in records if one is not record])
    said = {"serviceKey": record["key"], "paperKey": paper.key, "servedAt": record["served_at"], "how": record["how"]}
    fact = Fact("paper_service_struck", None, None, said, {"reason": reason})
    return Outcome("paper_service_struck", [fact], {"key": record["key"]}, definition_digest=found.digest, recorded={"reason": reason})
