"""The page of one paper, put together."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import request

from app.audit.filled_paper import taken_at
from app.domain.actor import Actor
from app.domain.instant import read_instant
from app.domain.paper import figure_uses
from app.domain.rejection import Message
from app.queries.case_paper import SeenPaper
from app.queries.case_papers import documents
from app.queries.draft import Draft, draft
from app.queries.overtaken_papers import overtaken_papers
from app.queries.stale_figures import StaleFigures, stale_figures
from app.web.pages.frame import calendar, now, wording
from app.web.pages.kept_refusal import refusal_in
from app.web.pages.paper_person import masked_content, masked_places, masked_title
from app.web.pages.paper_words import KINDS, WAYS, by_machine, parts_of, refusal_owner, words_owner
from app.web.pages.sender_words import DIALOG, purpose_dialog
from app.web.pages.service_words import service_limits, service_views
from app.web.presentation.paper_view import FigureView, PaperView
from app.web.presentation.task_view import Fact
from app.web.surface import surface


def paper_view(actor: Actor, seen: SeenPaper, *, revealed: bool = False) -> PaperView:
    """Return what the page of a paper shows; after a refusal what was typed and why it was not taken.

    revealed: after somebody said what for; else who wrote in is masked.
    """
    paper, show, number = seen.paper, wording(), seen.case.receipt_number
    masked = frozenset() if revealed else masked_places(seen)
    content = paper.content if revealed else masked_content(seen)
    href = f"/cases/{number}/papers/{paper.key}"
    typed, problem = _refused(actor, paper.key)
    kept = surface().door.ask(draft, paper.key, words_owner(actor)) if "edit" in seen.can else None
    door = surface().door
    stale = door.ask(stale_figures, door.surroundings, paper, now()) if paper.state == "draft" else StaleFigures({}, ())
    return PaperView(
        href=href,
        receipt_number=number,
        case_href=f"/cases/{number}?tab=documents",
        kind=show._(KINDS[paper.kind]),
        state=paper.state,
        title=paper.title if revealed else masked_title(seen),
        number=paper.number or "",
        content=content,
        figures=_figures(seen, stale.figures),
        can=seen.can,
        revision=paper.revision,
        drafted_by=seen.drafted_by or by_machine(paper.drafted_by),
        drafted_at=read_instant(paper.drafted_at),
        words=parts_of(content, masked) if "edit" in seen.can else (),
        issued_by=seen.issued_by or by_machine(paper.issued_by or ""),
        issued_at=read_instant(paper.issued_at) if paper.issued_at else None,
        digest=paper.pdf_digest or "",
        corrects=seen.corrects or "",
        corrected_by=tuple(Fact(name, "", f"/cases/{number}/papers/{key}") for key, name in seen.corrected_by),
        paper=paper.paper,
        behind=tuple(
            Fact(case["receiptNumber"], show._("event %(seq)s", seq=case["seq"]), f"/cases/{case['receiptNumber']}")
            for case in paper.behind.get("cases", ())
        ),
        counted_at=read_instant(taken_at(paper)),
        services=service_views(actor, seen),
        limits=service_limits(seen) if seen.services else (),
        ways=tuple((value, show._(label)) for value, label in WAYS.items()),
        documents=tuple((str(row["key"]), row["name"]) for row in surface().door.ask(documents, actor, seen.case.key))
        if "serve" in seen.can
        else (),
        typed={**_words(kept), **(typed or {})} or None,
        saved_at=read_instant(kept.saved_at) if kept is not None else None,
        moved_on=kept is not None and str(kept.answers.get("revision", "")) != str(paper.revision),
        problem=problem,
        undrawn=_undrawn(seen),
        look_href=f"{href}?dialog={DIALOG}" if content != paper.content else "",
        dialog=purpose_dialog(actor, seen.case.sight, href) if content != paper.content else None,
        overtaken_at=surface().door.ask(overtaken_papers, surface().door.surroundings, seen.case.key).since.get(paper.key),
        note_wanted=request.args.get("refused") == "figures_differ",
        changed=tuple(stale.words) if content == paper.content else (),
    )


def _refused(actor: Actor, key: int) -> tuple[dict[str, str] | None, Message | None]:
    if "refused" not in request.args:
        return None, None
    kept = surface().door.ask(draft, key, refusal_owner(actor))
    refused = refusal_in(kept.answers) if kept is not None else None
    if kept is None or refused is None:
        return None, None
    return {name: text for name, text in kept.answers.items() if isinstance(text, str)}, refused.message


def _words(kept: Draft | None) -> dict[str, str]:
    """Return the words that were typed and not saved, by their fields."""
    if kept is None:
        return {}
    return {name: text for name, text in kept.answers.items() if name.startswith("part ") and isinstance(text, str)}


def _figures(seen: SeenPaper, stale: Mapping[str, str]) -> tuple[FigureView, ...]:
    uses = figure_uses(seen.paper.content)
    return tuple(
        FigureView(
            figure["id"],
            figure["label"],
            figure["value"],
            uses[figure["id"]],
            tuple(Fact(number, "", f"/cases/{number}") for number in figure["cases"]),
            stale.get(figure["id"], ""),
            seen.paper.state == "draft" and _is_provisional(seen, figure),
        )
        for figure in seen.paper.content["figures"]
    )


def _is_provisional(seen: SeenPaper, figure: Mapping[str, Any]) -> bool:
    """Say whether a figure is a counted day in a year without notice; issued, it is ordered as a date, and a date is firm."""
    if "limit" not in figure or not figure["cases"]:
        return False
    known = calendar()
    first, last = known.local_date(read_instant(taken_at(seen.paper))).year, date.fromisoformat(figure["limit"]["on"]).year
    return any(year not in known.known_years for year in range(first, last + 1))


def _undrawn(seen: SeenPaper) -> str:
    """Return the characters of a draft that no font draws, named."""
    press = surface().door.surroundings.press
    if seen.paper.state != "draft" or press is None:
        return ""
    found = {one for characters in press.undrawn(seen.paper.content).values() for one in characters}
    return ", ".join(f"{one} (U+{ord(one):04X})" for one in sorted(found))
