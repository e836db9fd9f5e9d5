"""The citizen behind a case, in words: masked, until somebody looks with a purpose. Source: docs/permissions; screens, "Privacy"."""

from typing import Final

from flask import request

from app.domain.actor import Actor
from app.domain.marked import marked
from app.domain.permissions import CaseSight, sees_person
from app.domain.rejection import Message
from app.queries.sender import Sender, sender
from app.web.pages.frame import wording
from app.web.presentation.task_view import Choice, DialogView, Fact
from app.web.surface import surface

DIALOG: Final = "sender"
CHANNELS: Final = {"letter": marked("Letter by post"), "hotline": marked("Hotline call"), "mailbox": marked("Public mailbox")}
# A closed list, because the access log keeps nothing that people wrote.
PURPOSES: Final = {
    "answer": marked("To answer the citizen"),
    "visit": marked("To look into it on the spot"),
    "call-back": marked("To ask whether the citizen is satisfied"),
    "correct": marked("To put the registration right"),
}


def masked(name: str) -> str:
    """Return a name of which only the first character is left."""
    return f"{name[0]}**" if name else ""


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
    return (*facts, _who(found, href, revealed=revealed))


def _who(found: Sender, href: str, *, revealed: bool) -> Fact:
    show = wording()
    if found.anonymous or not found.name:
        return Fact(show._("From"), show._("Without name"))
    if revealed:
        return Fact(show._("From"), f"{found.name} {found.contact}")
    return Fact(show._("From"), masked(found.name), href, show._("Look") if href else "")


def purpose_dialog(actor: Actor, sight: CaseSight, number: str) -> DialogView | None:
    """Return the question what for, where it was asked for and the actor may look."""
    if request.args.get("dialog") != DIALOG or not sees_person(actor, sight):
        return None
    show = wording()
    choices = tuple(Choice(name, show._(label)) for name, label in PURPOSES.items())
    errors = {"to": Message("Choose what for", {})} if "empty" in request.args else {}
    href = f"/cases/{number}"
    return DialogView("purpose", f"{href}/sender", href, show._("Look at the citizen's name"), choices=choices, errors=errors)
