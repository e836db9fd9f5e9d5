"""Who holds which roles, and registering one person: the table is for administrators and auditors, the form for a system administrator."""

from typing import Any

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from app.domain.actor import Actor, Holding
from app.domain.rejection import Message, Rejection
from app.domain.roles import ADMINISTRATORS, ROLE_NAMES
from app.queries.roles import Holder, role_table
from app.queries.staff import every_unit
from app.service.register_account import RegisterAccount
from app.web.pages.admin_parts import admin_links
from app.web.pages.frame import draw, go, person, shell, signed_in, wording
from app.web.presentation.roles_view import NewPerson, RoleRow, RolesView
from app.web.presentation.task_view import Choice
from app.web.surface import surface

blueprint = Blueprint("roles", __name__)
_REFUSED = ("bad_request", "conflict", "forbidden")


@blueprint.get("/admin/roles")
@signed_in
def page() -> Response:
    return _page(person())


@blueprint.post("/admin/roles")
@signed_in
def register() -> AnyResponse:
    """Register a person, without a password: the security administrator gives one, or the city's provider signs people in."""
    actor, given = person(), request.form
    account, name, role = given.get("account", "").strip(), given.get("name", "").strip()[:60], given.get("role", "")
    holdings = ((Holding(role, given.get("unit", "")), "B" if given.get("letter") == "B" else "A"),) if role else ()
    try:
        if not name:
            raise Rejection("bad_request", "Expected a name, but found none")
        surface().door.execute(RegisterAccount(account, name, None, holdings), actor)
    except Rejection as rejection:
        if rejection.code not in _REFUSED or not actor.holds("system-admin"):
            raise
        return _page(actor, rejection.message, 422)
    return go(f"/admin/people/{account}?done=registered")


def _page(actor: Actor, problem: Message | None = None, status: int = 200) -> Response:
    door, show, chosen = surface().door, wording(), request.args.get("role", "")
    rows = door.ask(role_table, actor, chosen if chosen in ROLE_NAMES else "")
    names = {role: show._(name) for role, name in ROLE_NAMES.items()}
    view = RolesView(
        admin_links(actor, "roles"),
        tuple(_row(one, names) for one in rows),
        tuple(Choice(role, name, "", role == chosen) for role, name in names.items()),
        _new(request.form, names, problem) if actor.holds("system-admin") else None,
    )
    return draw("admin/roles.html", status, page=view, shell=shell("admin", actor))


def _new(typed: Any, names: dict[str, str], problem: Message | None) -> NewPerson:
    role, unit = typed.get("role", ""), typed.get("unit", "")
    return NewPerson(
        typed.get("account", "")[:63],
        typed.get("name", "")[:60],
        typed.get("letter", "A"),
        tuple(Choice(one, name, "", one == role) for one, name in names.items() if one not in ADMINISTRATORS),
        tuple(Choice(id, name, "", id == unit) for id, name in surface().door.ask(every_unit)),
        problem,
    )


def _row(one: Holder, names: dict[str, str]) -> RoleRow:
    words = tuple(" ".join(filter(None, (held["unit_name"], names.get(held["role"], held["role"]), held["post"]))) for held in one.held)
    groups = tuple(Holding(held["role"], held["unit"]).group for held in one.held)
    return RoleRow(one.account, one.name, f"/admin/people/{one.account}", one.active, words, groups)
