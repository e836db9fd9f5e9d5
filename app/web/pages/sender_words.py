"""The citizen behind a case, in words: masked, until somebody looks with a purpose. Source: docs/permissions; screens, "Privacy"."""

from typing import Final

from flask import request

from app.audit.identity_rights import may_change_keeping, may_have_asked
from app.domain.actor import Actor
from app.domain.identity import ALWAYS, PURPOSES, WISH, masked
from app.domain.marked import marked
from app.domain.permissions import CaseSight, sees_person
from app.domain.rejection import Message
from app.queries.sender import Sender, sender
from app.web.pages.frame import wording
from app.web.pages.keeping import CORRECT, KEEP, LIFT
from app.web.presentation.task_view import Choice, DialogView, Fact
from app.web.surface import surface

DIALOG: Final = "sender"
CHANNELS: Final = {"letter": marked("Letter by post"), "hotline": marked("Hotline call"), "mailbox": marked("Public mailbox")}
KEPT: Final = {
    WISH: marked("Kept from those who handle it, as the writer or the hotline wished"),
    ALWAYS: marked("Always kept from those who handle it (art. 56)"),
}


def sender_facts(actor: Actor, case_key: int, sight: CaseSight, number: str, *, revealed: bool = False) -> tuple[Fact, ...]:
    """Return how the letter came, where it is about, and from whom. revealed: after somebody said what for."""
    found = surface().door.ask(sender, case_key)
    if found is None:
        return ()
    show = wording()
    facts = [Fact(show._("Came by"), show._(CHANNELS.get(found.channel, found.channel)))] if found.channel else []
    if found.place:
        facts.append(Fact(show._("Where"), found.place))
    href = f"/cases/{number}?dialog={DIALOG}" if not revealed and sees_person(actor, sight) else ""
    return (*facts, _who(found, href, revealed=revealed), *_keeping(actor, found, sight, number))


def _who(found: Sender, href: str, *, revealed: bool) -> Fact:
    show = wording()
    if found.kept and not revealed:
        # Not even the first character: in a village or an office it says who it was.
        return Fact(show._("From"), show._("Kept from those who handle it"), href, show._("Look") if href else "")
    if found.anonymous or not found.name:
        return Fact(show._("From"), show._("Without name"))
    if revealed:
        return Fact(show._("From"), f"{found.name} {found.contact}")
    return Fact(show._("From"), masked(found.name), href, show._("Look") if href else "")


def _keeping(actor: Actor, found: Sender, sight: CaseSight, number: str) -> tuple[Fact, ...]:
    """Return why who wrote in is kept, or for the owner that it is not, with what may be done about it
    while the case runs."""
    show, may = wording(), found.running and may_change_keeping(actor, sight)
    if found.kept:
        lift = (f"/cases/{number}?dialog={LIFT}", show._("Lift")) if may and found.kept != ALWAYS else ()
        said = [Fact(show._("Identity"), show._(KEPT[found.kept]), *lift)]
        if may and not found.anonymous:
            said.append(Fact(show._("Name and contact"), show._("kept apart"), f"/cases/{number}?dialog={CORRECT}", show._("Correct")))
        if not sees_person(actor, sight):
            asks = (f"/cases/{number}?dialog=ask-writer", show._("Ask")) if found.running and may_have_asked(actor, sight) else ()
            said.append(Fact(show._("Reaching the writer"), show._("By the hotline office, which passes on what you ask"), *asks))
        return tuple(said)
    if not may or found.anonymous or not found.name:
        return ()
    return (
        Fact(show._("Identity"), show._("Known to those who handle it"), f"/cases/{number}?dialog={KEEP}", show._("Keep it from them")),
    )


def purpose_dialog(actor: Actor, sight: CaseSight, href: str) -> DialogView | None:
    """Return the question what for, where it was asked for and the actor may look. href: of the page that shows it."""
    if request.args.get("dialog") != DIALOG or not sees_person(actor, sight):
        return None
    show = wording()
    choices = tuple(Choice(name, show._(label)) for name, label in PURPOSES.items())
    errors = {"to": Message("Choose what for", {})} if "empty" in request.args else {}
    return DialogView("purpose", f"{href}/sender", href, show._("Look at the citizen's name"), choices=choices, errors=errors)
