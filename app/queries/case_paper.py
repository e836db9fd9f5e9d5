"""The papers of a case: those that are drafted and issued, and those that could be drafted."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from msgspec import Struct

from app.audit.fitting_papers import fits
from app.audit.paper_rights import may_issue, may_read, may_write
from app.audit.printed_by_hand import printed_by_hand
from app.audit.standing_service import services
from app.audit.stopped_clocks import STOPPED_CLOCKS, stopped_clocks
from app.audit.surroundings import Surroundings
from app.domain.actor import Actor
from app.domain.canonical import parse
from app.domain.instant import read_instant
from app.domain.paper import DISCARDED
from app.domain.rejection import Rejection
from app.store import read_definitions
from app.store.database import Reader
from app.store.read_case import CaseRecord, case_by_key
from app.store.read_paper import PaperRecord, papers_of, read_paper_row, variables_in

_CORRECTED_BY: Final = "SELECT key, number FROM paper WHERE corrects = :key AND state = 'issued' ORDER BY key"


class SeenPaper(Struct, frozen=True):
    """A paper as somebody sees it. services: how it was served, oldest first, also those struck off. can: edit, issue, serve, correct.

    corrected_by: keys and numbers of the issued papers that put it right."""

    paper: PaperRecord
    case: CaseRecord
    drafted_by: str
    issued_by: str
    corrects: str | None
    corrected_by: Sequence[tuple[int, str]]
    services: Sequence[Mapping[str, Any]]
    can: frozenset[str]


def case_papers(store: Reader, actor: Actor, found: CaseRecord) -> list[SeenPaper]:
    """Return the papers of a case that the actor may read, newest first."""
    return [_seen(store, actor, found, paper) for paper in papers_of(store, found.key) if may_read(actor, found, paper)]


def seen_paper(store: Reader, actor: Actor, found: CaseRecord, key: int) -> SeenPaper:
    """Return one paper of a case. Raises Rejection("not_found") where there is none that the actor may read."""
    paper = read_paper_row(store, key)
    if paper is None or paper.case_key != found.key or paper.state == DISCARDED or not may_read(actor, found, paper):
        raise Rejection("not_found", "Expected a paper that you may see, but there is none")
    return _seen(store, actor, found, paper)


def _seen(store: Reader, actor: Actor, found: CaseRecord, paper: PaperRecord) -> SeenPaper:
    names = {
        row["name"]: row["display_name"]
        for row in store.all(
            "SELECT name, display_name FROM account WHERE name IN (:drafted, :issued)",
            drafted=paper.drafted_by,
            issued=paper.issued_by or "",
        )
    }
    corrects = store.value("SELECT number FROM paper WHERE key = :key", key=paper.corrects) if paper.corrects else None
    return SeenPaper(
        paper,
        found,
        names.get(paper.drafted_by, ""),
        names.get(paper.issued_by or "", ""),
        corrects,
        [(row["key"], row["number"]) for row in store.all(_CORRECTED_BY, key=paper.key)],
        services(store, paper.key),
        _can(actor, found, paper),
    )


def _can(actor: Actor, found: CaseRecord, paper: PaperRecord) -> frozenset[str]:
    writes = may_write(actor, found, paper.issuers)
    if paper.state == "draft":
        return frozenset({name for name, may in (("edit", writes), ("issue", writes and may_issue(actor, paper.issuers))) if may})
    # A record of service is signed, and not served itself.
    can = {"correct"} if paper.kind == "service-record" else {"serve", "correct"}
    return frozenset(can if writes else ())


def drafts_to_make(store: Reader, actor: Actor, found: CaseRecord, surroundings: Surroundings, now: datetime) -> list[tuple[str, str]]:
    """Return id and name of the papers of the case's procedure, for who may write some: its owner, and who has a task in it.

    Those that a step issues by itself are left out (see app.service.draft_paper; app.audit.printed_by_hand says which is not), those that
    are not for this case, and the one about a stopped clock while none stands. now: aware.
    """
    if not may_write(actor, found, ()):
        return []
    by_steps = surroundings.process_detail(store, found.digest, found.process_id).step_papers
    newest: dict[str, tuple[str, str]] = {}
    for row in store.all("SELECT id, name, digest, detail FROM definition WHERE kind = 'paper' AND state = 'active' ORDER BY id, version"):
        if json.loads(row["detail"]).get("process") not in (None, found.process_id):
            continue
        if row["id"] not in by_steps or printed_by_hand(store, surroundings, found.key, row["id"]):
            newest[row["id"]] = row["name"], row["digest"]
    stands = bool(stopped_clocks(store, found.key, surroundings.zone))
    seen = {name: parse(value) for name, value in variables_in(store, (found.key,)).items()}
    world, offered = surroundings.feel_world(store, now), []
    for id, (name, digest) in newest.items():
        template = surroundings.paper(store, digest)
        if fits(template, seen, world) and (stands or STOPPED_CLOCKS not in template.names):
            offered.append((id, name))
    return sorted(offered, key=lambda item: item[1])


def papers_of_stop(
    store: Reader, actor: Actor, found: CaseRecord, surroundings: Surroundings, since: datetime, now: datetime
) -> list[tuple[str, str]]:
    """Return id and name of the papers that tell of a stopped clock and that the actor may draft: none once one was, since it stands."""
    drafted = {paper.paper for paper in papers_of(store, found.key) if read_instant(paper.drafted_at) >= since}
    offered = drafts_to_make(store, actor, found, surroundings, now)
    return [one for one in offered if one[0] not in drafted and _tells(store, surroundings, one[0])]


def paper_of_stop(store: Reader, found: CaseRecord, surroundings: Surroundings) -> str:
    """Return the name of the paper with which the procedure of a case tells of a stopped clock; empty for none."""
    for row in store.all("SELECT id, name, detail FROM definition WHERE kind = 'paper' AND state = 'active' ORDER BY id, version DESC"):
        if json.loads(row["detail"]).get("process") in (None, found.process_id) and _tells(store, surroundings, row["id"]):
            return str(row["name"])
    return ""


def _tells(store: Reader, surroundings: Surroundings, paper: str) -> bool:
    bound = read_definitions.bound(store, "paper", paper)
    return bound is not None and STOPPED_CLOCKS in surroundings.paper(store, bound["digest"]).names


def bulletins(store: Reader, actor: Actor) -> list[SeenPaper]:
    """Return the issued bulletins that the actor may read, newest first: those of no secret case, for who works for the city.

    Source: docs/permissions: a bulletin goes round; a secret case is left out, but for those named in it and the auditor.
    """
    rows = store.all("SELECT key FROM paper WHERE kind = 'bulletin' AND state = 'issued' ORDER BY issued_at DESC, key DESC")
    found = [seen_bulletin(store, actor, row["key"]) for row in rows]
    return [bulletin for bulletin in found if bulletin is not None]


def seen_bulletin(store: Reader, actor: Actor, key: int) -> SeenPaper | None:
    """Return an issued bulletin; None where there is none that the actor may read."""
    paper = read_paper_row(store, key)
    found = case_by_key(store, paper.case_key) if paper is not None else None
    if paper is None or found is None or paper.kind != "bulletin" or paper.state != "issued" or not reads_bulletins(actor):
        return None
    if found.sight.secret and actor.account not in found.sight.accounts and not actor.holds("auditor"):
        return None
    return _seen(store, actor, found, paper)


def reads_bulletins(actor: Actor) -> bool:
    """Say whether somebody works for the city in a post that reads bulletins: all but those who only run the system."""
    return actor.everything or any(
        holding.role not in ("designer", "operator", "system-admin", "security-admin") for holding in actor.holdings
    )
