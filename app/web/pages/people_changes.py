"""Giving and taking roles, disabling an account and enabling it again: the security administrator's, never for oneself."""

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from app.audit.asked_deadline import said_reason
from app.domain.actor import SYSTEM, Holding
from app.domain.rejection import Rejection
from app.queries.left_behind import left_behind
from app.queries.staff import staff_member
from app.service.change_roles import ChangeRoles
from app.service.disable_account import DisableAccount
from app.service.enable_account import EnableAccount
from app.service.return_task import ReturnTask
from app.web.access import note_refusal
from app.web.pages.frame import go, now, person, signed_in
from app.web.pages.people import people_page
from app.web.surface import surface

blueprint = Blueprint("people_changes", __name__)


@blueprint.post("/admin/people/<account>/roles")
@signed_in
def roles(account: str) -> AnyResponse:
    actor, door, given = person(), surface().door, request.form
    door.ask(staff_member, actor, account, now())
    role, letter = given.get("add", ""), "B" if given.get("letter") == "B" else "A"
    add = ((Holding(role, given.get("unit", "")), letter),) if role else ()
    remove = tuple(Holding(*group.partition("@")[::2]) for group in given.getlist("remove"))
    door.execute(ChangeRoles(account, add, remove), actor)
    return go(f"/admin/people/{account}?done=roles")


@blueprint.post("/admin/people/<account>/disabling")
@signed_in
def disable(account: str) -> AnyResponse:
    """Disable the account; what is still in that person's hands goes back to the groups, and a worker sees to what is left."""
    actor, door = person(), surface().door
    door.ask(staff_member, actor, account, now())
    reason = request.form.get("reason", "")
    try:
        door.execute(DisableAccount(account, said_reason(reason)), actor)
    except Rejection as rejection:
        return _refused(account, reason, rejection)
    for key in door.ask(left_behind, account):
        try:
            door.execute(ReturnTask(key), SYSTEM)
        except Rejection as rejection:
            if rejection.code == "store_unavailable":
                raise
    return go(f"/admin/people/{account}?done=disabled")


@blueprint.post("/admin/people/<account>/enabling")
@signed_in
def enable(account: str) -> AnyResponse:
    actor, door = person(), surface().door
    door.ask(staff_member, actor, account, now())
    reason = request.form.get("reason", "")
    try:
        door.execute(EnableAccount(account, reason), actor)
    except Rejection as rejection:
        return _refused(account, reason, rejection)
    return go(f"/admin/people/{account}?done=enabled")


def _refused(account: str, reason: str, rejection: Rejection) -> AnyResponse:
    """Say on the page of the person what was wrong, with what was typed."""
    if rejection.code not in ("bad_request", "state_forbids"):
        raise rejection
    note_refusal(rejection)
    problem = rejection.field_errors.get("reason", rejection.message)
    return people_page(account, status=422 if rejection.code == "bad_request" else 409, switched=(reason[:1000], problem))
