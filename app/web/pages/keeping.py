"""Keeping who wrote in from those who handle the case, lifting that, and putting a kept name right: each asks for a reason."""

from typing import Final

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from app.audit.identity_rights import may_change_keeping
from app.domain.actor import Actor
from app.domain.permissions import CaseSight
from app.domain.receipt_number import read_receipt_number
from app.domain.rejection import Message, Rejection
from app.queries.case_page import seen_case
from app.service.correct_identity import CorrectIdentity
from app.service.keep_draft import drop_draft
from app.service.keep_identity import KeepIdentity
from app.service.lift_identity_protection import LiftIdentityProtection
from app.web.pages.frame import go, person, signed_in, wording
from app.web.pages.moves import dialog_owner, keep_typed, typed_into
from app.web.presentation.task_view import DialogView, Input
from app.web.surface import surface

blueprint = Blueprint("keeping", __name__)
KEEP: Final = "keep-identity"
LIFT: Final = "lift-identity"
CORRECT: Final = "correct-identity"


def keeping_dialog(actor: Actor, sight: CaseSight, number: str, key: int) -> DialogView | None:
    """Return the question why, where it was asked for and the actor may. key: of the case."""
    wanted, href, show = request.args.get("dialog", ""), f"/cases/{number}", wording()
    if wanted not in (KEEP, LIFT, CORRECT) or not may_change_keeping(actor, sight):
        return None
    if wanted == CORRECT:
        return _correcting(actor, href, key)
    typed, said = typed_into(actor, key, wanted)
    if "empty" in request.args:
        said["errors"] = {"reason": Message("Say why; it goes into the history", {})}
    said["reason"] = str(typed.get("reason", ""))
    if wanted == KEEP:
        what = show._(
            "From now on only the owner of the procedure and auditors learn who wrote this, and see what came with it."
            " What somebody has read already cannot be taken back."
        )
        return DialogView(KEEP, f"{href}/identity/keeping", href, show._("Keep who wrote this"), what, **said)
    what = show._(
        "From now on all who handle this case see who wrote it, and what came with it. This cannot be taken back for what they read."
    )
    return DialogView(LIFT, f"{href}/identity/lifting", href, show._("Lift the protection"), what, **said)


def _correcting(actor: Actor, href: str, key: int) -> DialogView:
    show = wording()
    typed, said = typed_into(actor, key, CORRECT)
    said["kept"] = None  # who wrote in is kept in no draft before it is sent
    return DialogView(
        CORRECT,
        f"{href}/identity/correction",
        href,
        show._("Correct name or contact"),
        show._("What is kept now is not shown here. What stays empty stays as it is."),
        inputs=(
            Input("name", show._("Name of the writer"), str(typed.get("name", ""))),
            Input("contact", show._("Telephone or other contact"), str(typed.get("contact", ""))),
        ),
        reason=str(typed.get("reason", "")),
        **said,
    )


@blueprint.post("/cases/<number>/identity/correction")
@signed_in
def correct(number: str) -> AnyResponse:
    """Take the right name or contact, or lead back to the dialog, which says what is wrong and still holds what was typed."""
    actor, door = person(), surface().door
    found = door.ask(seen_case, actor, read_receipt_number(number))
    typed = {name: request.form.get(name, "").strip()[:1000] for name in ("name", "contact", "reason")}
    try:
        door.execute(CorrectIdentity(found.key, typed["reason"], typed["name"], typed["contact"]), actor)
    except Rejection as rejection:
        keep_typed(actor, found.key, CORRECT, typed, rejection)
        return go(f"/cases/{found.receipt_number}?dialog={CORRECT}&refused={CORRECT}")
    door.keep(drop_draft, found.key, dialog_owner(actor, CORRECT))
    return go(f"/cases/{found.receipt_number}")


@blueprint.post("/cases/<number>/identity/<change>")
@signed_in
def change(number: str, change: str) -> AnyResponse:
    """Keep who wrote in, or lift that; without a reason, or refused, the dialog is shown again with what was typed."""
    actor = person()
    found = surface().door.ask(seen_case, actor, read_receipt_number(number))
    reason, dialog = request.form.get("reason", "").strip()[:1000], LIFT if change == "lifting" else KEEP
    if not reason:
        return go(f"/cases/{number}?dialog={dialog}&empty=1")
    command = LiftIdentityProtection(found.key, reason) if dialog == LIFT else KeepIdentity(found.key, reason)
    try:
        surface().door.execute(command, actor)
    except Rejection as rejection:
        keep_typed(actor, found.key, dialog, {"reason": reason}, rejection)
        return go(f"/cases/{number}?dialog={dialog}&refused={dialog}")
    surface().door.keep(drop_draft, found.key, dialog_owner(actor, dialog))
    return go(f"/cases/{number}")
