"""Modify a process instance: an operator ends elements of it and begins others, outside the course that its diagram draws.

For where a case can come to its right place in no other way: a step that fails for good, a branch that was wrong, a silence that no longer
holds. What the diagram has for it (sending back, taking back, correcting) goes before.

Source: Camunda 8, process instance modification; docs/architecture, "the operator moves the token by modification"; docs/permissions,
operator, "each with reason".
"""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from app.audit.merged_here import refuse_past_merged
from app.audit.naming_the_writer import refuse_naming, refuse_naming_text
from app.audit.reply_correction import refuse_unless_right
from app.audit.retried_steps import note_set_right
from app.domain.command_rights import PLAYED
from app.domain.identity import PERSONAL_NAMES
from app.domain.keys import case_key_of
from app.domain.marked import marked
from app.domain.modification import Modification, written
from app.domain.permissions import require, sees_case
from app.domain.points import NO_RETURN
from app.domain.rejection import Rejection
from app.domain.reserved_names import refuse_reserved
from app.domain.unknown_target import instance_unknown
from app.engine.deadline_commands import REPLY_PROVEN
from app.service.work import Outcome, Work
from app.store.read_case import CaseRecord, case_by_key


class ModifyInstance(Struct, frozen=True):
    """instance_key: of a root or called process instance. reason: why, for the history. settles: the incidents that are put right by it,
    of elements which are gone already: replies that were proven."""

    instance_key: int
    said: Modification
    reason: str = ""
    settles: tuple[int, ...] = ()

    @property
    def case_key(self) -> int:
        return case_key_of(self.instance_key)


def handle(command: ModifyInstance, work: Work) -> Outcome:
    found = case_by_key(work.store, command.case_key)
    digest = work.store.value("SELECT digest FROM process_instance WHERE key = :key", key=command.instance_key)
    if found is None or digest is None or not sees_case(work.actor, found.sight):
        raise instance_unknown(command.instance_key)
    require(work.actor, PLAYED["modify_instance"], marked("modify a case"))
    if found.state != "ACTIVE":
        raise Rejection("case_closed", "Expected a running case, but it ended at %(at)s", at=found.ended_at)
    _check_words(command, work, found)
    case = work.case()
    settled = [row for row in (_proven(key, work) for key in command.settles) if row is not None]
    _check_right(command, work, settled)
    case.modify(command.instance_key, command.said)
    refuse_past_merged(work.store, work.surroundings, found, case.facts, {"reason": command.reason})
    for row in settled:
        # Its element is gone, so that ending elements cannot close it.
        note_set_right(case, row)
    recorded = {"instanceKey": str(command.instance_key), "modification": written(command.said), "reason": command.reason, NO_RETURN: True}
    (said,) = (fact.public for fact in case.facts if fact.kind == "instance_modified")
    element = (said["begun"] or said["ended"])[0]["elementId"]
    return Outcome("instance_modified", case.facts, None, case, element, recorded, digest)


def _check_words(command: ModifyInstance, work: Work, found: CaseRecord) -> None:
    """Raises as writing variables and giving a reason do anywhere else."""
    refuse_naming_text(work.store, work.actor, found.key, found.sight, {"reason": command.reason})
    for given in command.said.given:
        refuse_reserved(given.variables)
        if found.sight.identity_kept and set(given.variables) & set(PERSONAL_NAMES):
            raise Rejection(
                "state_forbids", "Expected other variables: this case keeps who wrote in, and those who handle it read variables"
            )
        refuse_naming(work.store, work.actor, found.key, found.sight, given.variables)


def _check_right(command: ModifyInstance, work: Work, settled: Sequence[Mapping[str, Any]]) -> None:
    """Raise Rejection("state_forbids") where moving the case would close an incident whose data nobody has put right, nor does so now."""
    if any(given.variables for given in command.said.given):
        return
    for row in settled:
        refuse_unless_right(work.store, work.surroundings, work.case(), work.head.case_key, row["element_instance_key"])


def _proven(key: int, work: Work) -> Mapping[str, Any] | None:
    return work.store.one(
        "SELECT element_instance_key, element_id FROM incident WHERE key = :key AND case_key = :case AND kind = :kind AND state = 'ACTIVE'",
        key=key,
        case=work.head.case_key,
        kind=REPLY_PROVEN,
    )
