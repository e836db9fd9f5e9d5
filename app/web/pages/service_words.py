"""What the pages say of the service of papers: the records, which of them counts, what counts from it, and what was put right since."""

from collections.abc import Mapping
from typing import Any, Final

from app.audit.paper_rights import may_issue
from app.audit.standing_service import ANNOUNCED, counting, effective_on
from app.domain.actor import Actor
from app.domain.instant import read_instant
from app.form import view_form
from app.queries.case_paper import SeenPaper
from app.queries.people import names_of
from app.queries.service_of_papers import ChangedService, changed_services, service_form
from app.web.pages.definition_words import form_here
from app.web.pages.frame import now, wording
from app.web.pages.paper_words import WAYS
from app.web.presentation.paper_view import ServiceView
from app.web.presentation.task_view import Fact, Notice
from app.web.surface import surface

OF_SERVICE: Final = "ofService"
"""The property of a text of a form: it says what counts from the service, and stands beside the record of service too."""


def service_views(actor: Actor, seen: SeenPaper) -> tuple[ServiceView, ...]:
    """Return the records of service of a paper, those that were struck off among them."""
    zone, issues = surface().configuration.zone, may_issue(actor, seen.paper.issuers)
    names = surface().door.ask(names_of) if seen.services else {}
    counts = counting(seen.services, zone)
    views = []
    for row in seen.services:
        at, number = read_instant(row["served_at"]), seen.case.receipt_number
        may_strike = row["struck_at"] is None and not actor.holds("auditor") and (issues or row["recorded_by"] == actor.account)
        views.append(
            ServiceView(
                str(row["key"]),
                at,
                wording()._(WAYS[row["how"]]),
                row["served_by"],
                row["served_to"],
                row["note"] or "",
                f"/cases/{number}/documents/{row['document_key']}" if row["document_key"] else "",
                recorded_by=names.get(row["recorded_by"], row["recorded_by"]),
                recorded_at=read_instant(row["recorded_at"]),
                counts=counts is row,
                effective_on=effective_on(row["how"], at, zone) if row["how"] == ANNOUNCED else None,
                struck_at=read_instant(row["struck_at"]) if row["struck_at"] else None,
                struck_by=names.get(row["struck_by"], row["struck_by"] or ""),
                struck_reason=row["struck_reason"] or "",
                strike_href=f"/cases/{number}/papers/{seen.paper.key}/service/{row['key']}/strike" if may_strike else "",
            )
        )
    return tuple(views)


def service_limits(of: SeenPaper | ChangedService) -> tuple[str, ...]:
    """Return what counts from the service of a paper, in the words of the form of the step that serves it; nothing where it says none."""
    door = surface().door
    asked = door.ask(service_form, door.surroundings, of.paper, now())
    if asked is None or asked.form is None:
        return ()
    said = {f"f-{part.id}" for part in asked.form.every_component() if part.properties.get(OF_SERVICE) == "true"}
    fields = view_form(form_here(asked.form), {}, asked.variables, asked.world, {}) if said else []
    return tuple(field.text for field in fields if field.id in said)


def changed_service_notices(actor: Actor, case_key: int, number: str, task_key: int | None = None) -> tuple[Notice, ...]:
    """Return what is said of services that were put right after the step that rests on them. number: of the case.
    task_key: of one step alone."""
    door = surface().door
    changed = door.ask(changed_services, door.surroundings, actor, case_key)
    return tuple(_notice(number, one) for one in changed if task_key in (None, one.task_key))


def _notice(number: str, changed: ChangedService) -> Notice:
    show, paper = wording(), changed.paper
    link = Fact(show._("Service"), "", f"/cases/{number}/papers/{paper.key}#service")
    title = show._("The service of %(paper)s was put right after it was recorded at this step", paper=paper.number or paper.title)
    if changed.now is None:
        said = show._("The record %(was)s was struck off, and no other stands: nothing counts from it.", was=_said(changed.was))
        return Notice("yellow", title, said, (link,), alert=False)
    said = show._("Time limits count from %(now)s, no longer from %(was)s.", now=_said(changed.now), was=_said(changed.was))
    plain = " ".join(text.replace("**", "") for text in service_limits(changed))
    return Notice("yellow", title, f"{said} {plain}".strip(), (link,), alert=False)


def _said(row: Mapping[str, Any]) -> str:
    show = wording()
    return show._("%(time)s, %(how)s", time=show.moment(read_instant(row["served_at"])), how=show._(WAYS[row["how"]]))
