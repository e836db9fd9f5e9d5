"""Change the words of a paper: its texts become the next version of its template. Logic, figures and conditions stay the designers'.

Papers that are issued keep the version that they were issued with, and drafts the one that they were drafted with. With four eyes the
version waits until a second person publishes the same words: that confirms it.
"""

import hashlib
from collections.abc import Mapping
from typing import ClassVar, Final

from msgspec import Struct

from app.audit.next_version import Deploying, next_version
from app.audit.paper_fields import known_fields
from app.domain.command_rights import HELD
from app.domain.fact import Fact
from app.domain.keys import BLOCK, CITY_CHAIN
from app.domain.marked import marked
from app.domain.permissions import require_holding
from app.domain.rejection import Rejection
from app.paper import read_paper
from app.paper.wording import reworded, unknown_fields
from app.service.work import Outcome, Work
from app.store import read_definitions

MOST_REASON: Final = 1_000


class ChangeWording(Struct, frozen=True):
    """paper: the id of a deployed template. version: the one whose words were changed; another one means somebody was quicker.

    texts: by place, as app/paper/wording.py gives them.
    """

    paper: str
    version: int
    texts: Mapping[str, str]
    reason: str
    case_key: ClassVar[int] = CITY_CHAIN


def handle(command: ChangeWording, work: Work) -> Outcome:
    require_holding(work.actor, HELD["change_wording"], "change the words of papers")
    newest = read_definitions.newest(work.store, "paper", command.paper)
    if newest is None or newest["state"] == "retired":
        raise Rejection(
            "not_found", "Expected a deployed %(kind)s %(id)s, but there is none", kind=marked("paper template"), id=command.paper[:60]
        )
    reason = command.reason.strip()
    if not 1 <= len(reason) <= MOST_REASON:
        message = marked("Expected a reason of 1 to %(most)s characters, but found %(found)s")
        raise Rejection("bad_request", message, most=MOST_REASON, found=len(reason))
    raw = reworded(read_definitions.resource(work.store, newest["digest"]), command.texts)
    digest = hashlib.sha256(raw).hexdigest()
    confirms = newest["state"] == "pending" and newest["digest"] == digest
    if newest["version"] != command.version and not confirms:
        raise Rejection("conflict", "Expected the paper as it was read, but somebody changed it in the meantime; look at it again")
    template = read_paper(raw, newest["resource_name"])
    known = known_fields(work.store, work.surroundings, template.id, template.process)
    findings = unknown_fields(template, known, newest["resource_name"])
    if findings:
        many = marked("Expected fields that the case knows, but found %(count)s that it does not; the first: %(problem)s")
        raise Rejection("bad_paper", many, findings=findings, count=len(findings), problem=str(findings[0].message))
    state = "pending" if work.surroundings.publish_four_eyes and not work.actor.everything else "active"
    deployment = work.new_number("case") * BLOCK
    said = template.described()
    deploying = Deploying(work.store, work.actor.account, deployment, state, work.new_number)
    made = next_version(said, digest, newest["resource_name"], deploying)
    if not made["isNew"] and not made.get("confirmed"):
        raise Rejection("bad_request", "Expected words that differ from those in force, but they are the same")
    public = {"deploymentKey": str(deployment), "state": state, "resources": [made]}
    fact = Fact("deployment_made", None, None, public, {"_contents": {digest: raw}})
    answer = {"version": made["version"], "state": made["state"]}
    return Outcome("deployment_made", [fact], answer, recorded={"reason": reason})
