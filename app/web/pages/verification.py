"""Whether the whole history is what was recorded: the city's own chain, the access log, every case, and the anchors outside."""

from collections.abc import Iterator
from typing import Final

from flask import Blueprint, Response, request

from app.audit.access_log import CHAIN
from app.audit.break_words import said_of_batch, said_of_break
from app.audit.chain_break import Break
from app.audit.late_anchor import LateAnchor, said_of_late
from app.audit.verify_history import is_overdue
from app.audit.verify_whole import WholeVerdict
from app.domain.instant import read_instant
from app.domain.keys import CITY_CHAIN
from app.web.pages.events import auditor
from app.web.pages.frame import draw, shell, signed_in
from app.web.presentation.languages import LANGUAGE
from app.web.presentation.verification_view import BrokenCase, VerificationView
from app.web.presentation.wording import LONG_AGO, Wording
from app.web.query_values import require_once
from app.web.surface import surface

blueprint = Blueprint("verification", __name__)
PATH: Final = "/verification"
AT_ONCE_SECONDS: Final = 1.0
MOST: Final = 100
"""Cases that are named on the page; `duban verify --json` names all."""


@blueprint.get(PATH)
@signed_in
def page() -> Response:
    """Show what the last check found; where it is asked for, begin one, and say how it stands after a second."""
    actor = auditor()
    require_once(("check", "since"))
    asked = request.args.get("since", "")[:40] or (surface().whole.now() if request.args.get("check") == "now" else "")
    return draw("verification.html", page=_look(asked), shell=shell("verification", actor), then=_then())


@blueprint.get(f"{PATH}/verdict")
@signed_in
def verdict() -> Response:
    """Say how the check stands that was begun at an instant: for the script of the page."""
    auditor()
    require_once(("since",))
    return draw("parts/whole_verdict.html", page=_look(request.args.get("since", "")[:40] or surface().whole.now()), then=_then())


def _then() -> Wording:
    """Return what writes instants side by side that are compared: none of them as today's."""
    return Wording(LANGUAGE.get(), surface().configuration.zone, LONG_AGO)


def _look(since: str) -> VerificationView:
    """since: a check begun from then on is looked for; empty: the last one, whenever it was."""
    whole = surface().whole
    found = whole.look(surface().door.ask, since, AT_ONCE_SECONDS) if since else whole.verdict
    if found is None:
        return VerificationView("checking" if since else "none", since=since)
    return _view(found)


def _view(verdict: WholeVerdict) -> VerificationView:
    if verdict.away is not None:
        return VerificationView("away", verdict.began, away=verdict.away.message)
    chains, anchors = verdict.chains, verdict.anchors
    oldest = read_instant(anchors.oldest) if anchors.oldest else None
    broken = {bad.case_key: _broken(bad, verdict) for bad in chains.breaks}
    city, access = broken.pop(str(CITY_CHAIN), None), broken.pop(CHAIN, None)
    return VerificationView(
        "verified" if verdict.holds else "differs",
        verdict.began,
        chains=chains.chains,
        events=chains.events,
        city=city,
        access=access,
        cases=tuple(broken.values())[:MOST],
        more=max(len(broken) - MOST, 0),
        batches=anchors.batches,
        anchored=anchors.events,
        waiting=max(chains.events - anchors.events, 0),
        bad_batch=anchors.bad.batch if anchors.bad is not None else 0,
        bad_reason=said_of_batch(anchors.bad.reason) if anchors.bad is not None else None,
        unlike=anchors.unlike,
        root=anchors.root,
        key=anchors.key,
        oldest=oldest,
        overdue=is_overdue(oldest, verdict.city or verdict.began),
        late=() if verdict.city else tuple(_late(verdict))[:MOST],
        late_count=0 if verdict.city else anchors.late,
    )


def _late(verdict: WholeVerdict) -> Iterator[BrokenCase]:
    """Yield what is said of the events of each chain that were anchored long after they say they were recorded."""
    chains: dict[str, list[LateAnchor]] = {}
    for key, one in verdict.anchors.late_ones:
        chains.setdefault(key, []).append(one)
    for key, late in chains.items():
        number = verdict.numbers.get(key, "")
        for seq, said in said_of_late(late):
            yield BrokenCase(number, key, seq, said, f"/cases/{number}/replay?event={seq}" if key in verdict.there else "")


def _broken(bad: Break, verdict: WholeVerdict) -> BrokenCase:
    number = verdict.numbers.get(bad.case_key, "")
    href = f"/cases/{number}/replay?event={bad.seq}" if bad.case_key in verdict.there else ""
    return BrokenCase(number, bad.case_key, bad.seq, said_of_break(bad.reason, bad.file, bad.year, bad.row), href)
