"""Set variables of a running case: an operator puts right what stopped it."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from app.audit.naming_the_writer import refuse_naming, refuse_naming_text
from app.domain.command_rights import PLAYED
from app.domain.identity import PERSONAL_NAMES
from app.domain.keys import case_key_of
from app.domain.marked import marked
from app.domain.permissions import require, sees_case
from app.domain.rejection import Rejection
from app.domain.reserved_names import refuse_reserved
from app.domain.unknown_target import element_unknown
from app.service.work import Outcome, Work
from app.store.read_case import case_by_key


class SetVariables(Struct, frozen=True):
    """scope_key: an element instance or process instance. local: write to its own scope, not to the nearest that has the name."""

    scope_key: int
    variables: Mapping[str, Any]
    local: bool = False
    reason: str = ""

    @property
    def case_key(self) -> int:
        return case_key_of(self.scope_key)


def handle(command: SetVariables, work: Work) -> Outcome:
    found = case_by_key(work.store, command.case_key)
    if found is None or not sees_case(work.actor, found.sight):
        raise element_unknown(command.scope_key)
    require(work.actor, PLAYED["set_variables"], marked("set variables"))
    if found.state != "ACTIVE":
        raise Rejection("case_closed", "Expected a running case, but it ended at %(at)s", at=found.ended_at)
    refuse_reserved(command.variables)
    if found.sight.identity_kept and set(command.variables) & set(PERSONAL_NAMES):
        raise Rejection("state_forbids", "Expected other variables: this case keeps who wrote in, and those who handle it read variables")
    refuse_naming_text(work.store, work.actor, found.key, found.sight, {"reason": command.reason})
    refuse_naming(work.store, work.actor, found.key, found.sight, command.variables)
    case = work.case()
    case.set_variables(command.scope_key, command.variables, command.local)
    recorded = {
        "scopeKey": str(command.scope_key),
        "local": command.local,
        "variables": dict(command.variables),
        "reason": command.reason,
    }
    return Outcome("variables_set", case.facts, None, case, recorded=recorded)
