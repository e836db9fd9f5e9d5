"""Decide on an appeal against points: granted, they are given back by a movement of their own; the first one stays as it is.

Source: Opinions, articles 15 and 54; procedures, section 3, "Points"; who decides is a choice, docs/decisions.
"""

from decimal import Decimal

from msgspec import Struct

from app.audit.naming_the_writer import refuse_naming_text
from app.audit.points_desk import Standing
from app.audit.points_rights import open_movement
from app.domain.fact import Fact
from app.domain.points import APPEAL
from app.domain.points_rights import decides_appeals
from app.domain.rejection import Rejection
from app.service.work import Outcome, Work

MOST_CHARACTERS = 1000


class DecideAppeal(Struct, frozen=True):
    """granted: whether the points are given back. reason: read by the unit and kept in the history."""

    case_key: int
    movement_key: int
    granted: bool
    reason: str


def handle(command: DecideAppeal, work: Work) -> Outcome:
    found, case, _ = open_movement(work.store, work.actor, command.movement_key)
    if found["case_key"] != command.case_key:
        raise Rejection("not_found", "Expected a movement of points that you may see, but there is none")
    if not decides_appeals(work.actor):
        raise Rejection("forbidden", "Expected somebody of the office that supervises, who decides on appeals, but you are not")
    if found["state"] != "open":
        raise Rejection("state_forbids", "Expected an appeal that is still to be decided, but there is none")
    if work.actor.account in {found["appealed_by"], found["appealed_for"], *case.sight.accounts}:
        raise Rejection(
            "four_eyes", "Expected somebody else to decide on this appeal than those who worked on the case or appealed (four eyes)"
        )
    reason = command.reason.strip()
    if not 1 <= len(reason) <= MOST_CHARACTERS:
        raise Rejection(
            "bad_request", "Expected a reason of 1 to %(most)s characters, but found %(found)s", most=MOST_CHARACTERS, found=len(reason)
        )
    refuse_naming_text(work.store, work.actor, case.key, case.sight, {"reason": reason})
    said = {"movementKey": command.movement_key, "unit": found["unit"], "granted": command.granted}
    facts = [Fact("points_appeal_decided", found["element_id"], found["element_instance_key"], said, {"reason": reason})]
    if command.granted and found["reversed_by"] is None:
        standing = Standing(found["key"], found["event"], found["unit"], found["year"], Decimal(found["points"]), found["article"])
        place = {"element_id": found["element_id"], "key": found["element_instance_key"]}
        facts.append(work.points_desk.give_back(standing, APPEAL, place))
    return Outcome(
        "points_appeal_decided", facts, {"key": command.movement_key}, element_id=found["element_id"], definition_digest=found["digest"]
    )
