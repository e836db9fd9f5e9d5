"""The bulletins that went round: a list, and each as it was frozen, with its figures and the cases behind them."""

from flask import Blueprint, Response, request
from msgspec.structs import replace

from app.domain.actor import Actor
from app.domain.instant import read_instant
from app.domain.rejection import Rejection
from app.queries.bulletins import PAGE, bulletin_page, numbers_seen, waiting_drafts
from app.queries.case_paper import SeenPaper, reads_bulletins, seen_bulletin
from app.queries.periodic_bulletins import PeriodRow, periodic_bulletins
from app.web.access import note_read
from app.web.pages.frame import draw, person, shell, signed_in, wording
from app.web.pages.paper_page import paper_view
from app.web.presentation.bulletins_view import BulletinRow, BulletinsView, PeriodLine
from app.web.presentation.task_view import Fact
from app.web.query_values import require_once
from app.web.send_paper import send_paper
from app.web.surface import surface

blueprint = Blueprint("bulletins", __name__)


@blueprint.get("/bulletins")
@signed_in
def page() -> Response:
    actor, skip = _reader(), _skip()
    issued, more = surface().door.ask(bulletin_page, actor, skip)
    view = BulletinsView(
        tuple(_row(seen, f"/bulletins/{seen.paper.key}") for seen in issued),
        tuple(
            _row(seen, f"/cases/{seen.case.receipt_number}/papers/{seen.paper.key}") for seen in surface().door.ask(waiting_drafts, actor)
        )
        if not skip
        else (),
        f"/bulletins?skip={skip - PAGE}" if skip > PAGE else "/bulletins" if skip else "",
        f"/bulletins?skip={skip + PAGE}" if more else "",
        () if skip else tuple(_period(row) for row in surface().door.ask(periodic_bulletins, actor, wording().zone, wording().now)),
    )
    return draw("bulletins.html", page=view, shell=shell("bulletins", actor))


@blueprint.get("/bulletins/<int:key>")
@signed_in
def bulletin(key: int) -> Response:
    """Show a bulletin as it was frozen; cases behind it that the reader may not see are named and lead nowhere."""
    actor = _reader()
    seen = _seen(actor, key)
    note_read("paper", cases={seen.case.key}, actor=actor)
    view = replace(
        paper_view(actor, seen), href=f"/bulletins/{key}", case_href="/bulletins", can=frozenset(), back=wording()._("Bulletins")
    )
    numbers = [fact.label for fact in view.behind] + [fact.label for figure in view.figures for fact in figure.cases]
    opened = surface().door.ask(numbers_seen, actor, [*numbers, seen.case.receipt_number])

    def linked(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
        return tuple(replace(fact, href=fact.href if fact.label in opened else "") for fact in facts)

    figures = tuple(replace(figure, cases=linked(figure.cases)) for figure in view.figures)
    view = replace(view, behind=linked(view.behind), figures=figures)
    return draw("paper.html", page=view, shell=shell("bulletins", actor))


@blueprint.get("/bulletins/<int:key>.<form>")
@signed_in
def file(key: int, form: str) -> Response:
    actor = _reader()
    seen = _seen(actor, key)
    note_read("paper", cases={seen.case.key}, actor=actor)
    return send_paper(seen, form)


def _reader() -> Actor:
    """Return who asks. Raises Rejection("forbidden") for who only runs the system."""
    actor = person()
    if not reads_bulletins(actor):
        raise Rejection("forbidden", "Expected somebody who works for the city; bulletins go round among them")
    return actor


def _seen(actor: Actor, key: int) -> SeenPaper:
    seen = surface().door.ask(seen_bulletin, actor, key)
    if seen is None:
        raise Rejection("not_found", "Expected an issued bulletin that you may see, but there is none")
    return seen


def _skip() -> int:
    require_once(["skip"])
    said = request.args.get("skip", "0")
    if not (said.isascii() and said.isdigit() and len(said) < 7):
        raise Rejection(
            "bad_filter", "Expected a number of rows to pass over as %(name)s, but found %(found)s", name="skip", found=said[:40]
        )
    return int(said)


def _row(seen: SeenPaper, href: str) -> BulletinRow:
    paper = seen.paper
    return BulletinRow(
        href,
        paper.title,
        paper.number or "",
        str(paper.content["office"]["name"]),
        seen.issued_by or seen.drafted_by,
        read_instant(paper.issued_at or paper.drafted_at),
        tuple((figure["label"], figure["value"]) for figure in paper.content["figures"]),
        len(paper.behind.get("cases", ())),
        seen.corrects or "",
    )


def _period(row: PeriodRow) -> PeriodLine:
    href = f"/bulletins/{row.paper_key}" if row.paper_key is not None else f"/cases/{row.case_number}" if row.case_number else ""
    return PeriodLine(row.bulletin, row.period, row.state, row.until, row.issued_at, row.number, href)
