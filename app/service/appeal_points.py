"""Appeal against points that were taken: the head of the unit says why they should not have been.

Source: docs/permissions, "appeal points"; procedures, section 3, "Points".
"""

from msgspec import Struct
from msgspec.structs import replace

from app.audit.naming_the_writer import refuse_naming_text
from app.audit.points_rights import open_movement
from app.domain.fact import Fact
from app.domain.points_rights import heads, heads_for
from app.domain.rejection import Rejection
from app.service.work import Outcome, Work
from app.store.read_staffing import stands_in

MOST_CHARACTERS = 1000


class AppealPoints(Struct, frozen=True):
    """movement_key: of the movement; case_key: of the case that it is about, in whose chain the appeal stands."""

    case_key: int
    movement_key: int
    reason: str


def handle(command: AppealPoints, work: Work) -> Outcome:
    actor = stands_in(work.store, work.actor, work.now)
    found, case, parents = open_movement(work.store, actor, command.movement_key)
    if found["case_key"] != command.case_key:
        raise Rejection("not_found", "Expected a movement of points that you may see, but there is none")
    if not heads(actor, found["unit"], parents):
        absent = heads_for(actor, found["unit"], parents)
        if absent is None:
            raise Rejection("forbidden", "Expected the head of the unit whose points these are, but you are not")
        work.actor = replace(actor, acting_for=absent)
    if found["points"][:1] != "-" or found["reverses"] is not None:
        raise Rejection("state_forbids", "Expected points that were taken; there is nothing to appeal against in these")
    if found["reversed_by"] is not None:
        raise Rejection("state_forbids", "Expected points that are still taken, but these were given back already")
    if found["state"] != "none":
        raise Rejection("state_forbids", "Expected points without an appeal, but one was made against these already")
    reason = command.reason.strip()
    if not 1 <= len(reason) <= MOST_CHARACTERS:
        raise Rejection(
            "bad_request", "Expected a reason of 1 to %(most)s characters, but found %(found)s", most=MOST_CHARACTERS, found=len(reason)
        )
    refuse_naming_text(work.store, work.actor, case.key, case.sight, {"reason": reason})
    said = {"movementKey": command.movement_key, "unit": found["unit"]}
    fact = Fact("points_appealed", found["element_id"], found["element_instance_key"], said, {"reason": reason})
    return Outcome(
        "points_appealed", [fact], {"key": command.movement_key}, element_id=found["element_id"], definition_digest=found["digest"]
    )
