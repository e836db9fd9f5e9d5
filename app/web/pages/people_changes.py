"""Giving and taking roles, disabling an account and enabling it again: the security administrator's, never for oneself."""

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from app.domain.actor import SYSTEM, Holding
from app.domain.rejection import Rejection
from app.queries.left_behind import left_behind
from app.queries.staff import staff_member
from app.service.change_roles import ChangeRoles
from app.service.disable_account import DisableAccount
from app.service.enable_account import EnableAccount
from app.service.return_task import ReturnTask
from app.web.pages.frame import go, now, person, signed_in
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
    if not reason.strip():
        raise Rejection("bad_request", "Expected a reason, but found none")
    door.execute(DisableAccount(account, reason), actor)
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
    door.execute(EnableAccount(account, request.form.get("reason", "")), actor)
    return go(f"/admin/people/{account}?done=enabled")
