"""Keeping who wrote in from those who handle the case, and lifting that: each asks for a reason."""

from typing import Final

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from app.audit.identity_rights import may_change_keeping
from app.domain.actor import Actor
from app.domain.permissions import CaseSight
from app.domain.receipt_number import read_receipt_number
from app.domain.rejection import Message
from app.queries.case_page import seen_case
from app.service.keep_identity import KeepIdentity
from app.service.lift_identity_protection import LiftIdentityProtection
from app.web.pages.frame import go, person, signed_in, wording
from app.web.presentation.task_view import DialogView
from app.web.surface import surface

blueprint = Blueprint("keeping", __name__)
KEEP: Final = "keep-identity"
LIFT: Final = "lift-identity"


def keeping_dialog(actor: Actor, sight: CaseSight, number: str) -> DialogView | None:
    """Return the question why, where it was asked for and the actor may."""
    wanted, href, show = request.args.get("dialog", ""), f"/cases/{number}", wording()
    if wanted not in (KEEP, LIFT) or not may_change_keeping(actor, sight):
        return None
    errors = {"reason": Message("Say why; it goes into the history", {})} if "empty" in request.args else {}
    if wanted == KEEP:
        what = show._(
            "From now on only the owner of the procedure and auditors learn who wrote this, and see what came with it."
            " What somebody has read already cannot be taken back."
        )
        return DialogView(KEEP, f"{href}/identity/keeping", href, show._("Keep who wrote this"), what, errors=errors)
    what = show._(
        "From now on all who handle this case see who wrote it, and what came with it. This cannot be taken back for what they read."
    )
    return DialogView(LIFT, f"{href}/identity/lifting", href, show._("Lift the protection"), what, errors=errors)


@blueprint.post("/cases/<number>/identity/<change>")
@signed_in
def change(number: str, change: str) -> AnyResponse:
    """Keep who wrote in, or lift that; without a reason the dialog is shown again."""
    actor = person()
    found = surface().door.ask(seen_case, actor, read_receipt_number(number))
    reason, dialog = request.form.get("reason", "").strip()[:1000], LIFT if change == "lifting" else KEEP
    if not reason:
        return go(f"/cases/{number}?dialog={dialog}&empty=1")
    command = LiftIdentityProtection(found.key, reason) if dialog == LIFT else KeepIdentity(found.key, reason)
    surface().door.execute(command, actor)
    return go(f"/cases/{number}")
