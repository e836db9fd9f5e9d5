"""Give the citizen of a case a new query code: the one before opens nothing any more, since none is ever shown again."""

from msgspec import Struct

from app.audit.naming_the_writer import refuse_naming_text
from app.domain.fact import Fact
from app.domain.permissions import plays, sees_case
from app.domain.query_code import code_hash, query_code
from app.domain.rejection import Rejection
from app.service.work import Outcome, Work
from app.store.read_case import case_by_key


class GiveQueryCode(Struct, frozen=True):
    """reason: why, for the history."""

    case_key: int
    reason: str = ""


def handle(command: GiveQueryCode, work: Work) -> Outcome:
    found = case_by_key(work.store, command.case_key)
    if found is None or not sees_case(work.actor, found.sight):
        raise Rejection("not_found", "Expected a case that you may see, but there is none")
    if found.sight.owner is None or not plays(work.actor, found.sight.owner):
        raise Rejection("forbidden", "Expected the owner of the procedure to give a new query code, but you are not")
    if work.store.value("SELECT 1 FROM query_code WHERE case_key = :key", key=command.case_key) is None:
        raise Rejection("state_forbids", "Expected a case that its citizen can follow, but this one shows nothing to the public")
    refuse_naming_text(work.store, work.actor, found.key, found.sight, {"reason": command.reason})
    issue = work.new_number(f"query code {command.case_key}")
    code = query_code(work.surroundings.secret, command.case_key, issue)
    kept = {"_codeHash": code_hash(work.surroundings.secret, command.case_key, code)}
    fact = Fact("query_code_given", None, None, {"issue": issue}, kept)
    answer = {"issue": issue, "query_code": code}
    return Outcome("query_code_given", [fact], answer, recorded={"reason": command.reason}, definition_digest=found.digest)
