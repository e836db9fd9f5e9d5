"""People by unit: posts, presence, load; who is away and who stands in. For administrators, auditors and heads of units."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, request
from msgspec.structs import replace
from werkzeug.wrappers import Response as AnyResponse

from app.domain.actor import Actor
from app.domain.rejection import Message, Rejection
from app.queries.people import names_of
from app.queries.staff import every_unit, staff, staff_member, units_of
from app.queries.unit_lists import forms_without
from app.queries.unmanned import unmanned
from app.service.end_leave import EndLeave
from app.web.pages.admin_parts import admin_links
from app.web.pages.frame import draw, go, now, person, shell, signed_in, wording
from app.web.pages.leave_form import enter_leave, refused_leave
from app.web.pages.mail_form import mail_form, set_address
from app.web.pages.new_forms import new_forms
from app.web.pages.people_words import role_words, staff_detail, staff_row
from app.web.presentation.staff_view import LeaveForm, MailForm, NewForms, StaffDetail, StaffView
from app.web.presentation.task_view import Choice
from app.web.query_values import require_once
from app.web.surface import surface

blueprint = Blueprint("people", __name__)
PAGE: Final = 50
DONE: Final = {
    "roles": Message("The roles are changed; the person signs in again", {}),
    "registered": Message("The account is registered; it has no password yet, which the security administrator gives", {}),
    "unit": Message("The unit is registered", {}),
    "disabled": Message("The account is disabled; nobody signs in by it any more", {}),
    "enabled": Message("The account is enabled; the person signs in again", {}),
    "leave": Message("The leave is entered; work reaches who stands in by itself", {}),
    "mail": Message("The mail address is kept", {}),
    "ended": Message("The leave is ended; work goes to the person again", {}),
}


@blueprint.get("/admin")
@signed_in
def first() -> AnyResponse:
    links = admin_links(person(), "")
    return redirect(links[0].href if links else "/admin/people", 303)


@blueprint.get("/admin/people")
@signed_in
def page() -> Response:
    return people_page(None)


@blueprint.get("/admin/people/<account>")
@signed_in
def one(account: str) -> Response:
    return people_page(account)


@blueprint.post("/admin/people/<account>/leave")
@signed_in
def leave(account: str) -> AnyResponse:
    """Enter a leave; what was typed stays where something is wrong with it."""
    actor, door = person(), surface().door
    door.ask(staff_member, actor, account, now())
    try:
        enter_leave(account, actor)
    except Rejection as rejection:
        return people_page(account, refused_leave(rejection), 422)
    return go(f"{_href(account)}{_mark(account)}done=leave")


@blueprint.post("/admin/people/<account>/leave/<int:id>/end")
@signed_in
def end_leave(account: str, id: int) -> AnyResponse:
    surface().door.execute(EndLeave(id), person())
    return go(f"{_href(account)}{_mark(account)}done=ended")


@blueprint.post("/admin/people/<account>/mail")
@signed_in
def mail(account: str) -> AnyResponse:
    """Set where somebody's notices go by mail; what was typed stays where it is no address."""
    actor = person()
    surface().door.ask(staff_member, actor, account, now())
    refused = set_address(actor, account, f"/admin/people/{account}/mail")
    return people_page(account, None, 422, refused) if refused is not None else go(f"{_href(account)}{_mark(account)}done=mail")


def people_page(
    account: str | None,
    typed: LeaveForm | None = None,
    status: int = 200,
    mail: MailForm | None = None,
    new: NewForms | None = None,
    switched: tuple[str, Message] | None = None,
) -> Response:
    """Draw the list, with one person beside it. typed, mail, new: a leave, a mail address, somebody new that was refused, as typed.

    switched: the reason typed for disabling or enabling the account, and why that was refused.
    """
    actor, door, query = person(), surface().door, request.args
    require_once(("unit", "q", "page"))
    unit, q, place = query.get("unit", ""), query.get("q", "").strip()[:100], _page_number()
    found = door.ask(staff, actor, now(), unit=unit, q=q, limit=PAGE, offset=(place - 1) * PAGE)
    names = door.ask(names_of)
    rows = tuple(staff_row(one, names, _href(one.account), is_open=one.account == account) for one in found.people)
    units = door.ask(units_of, actor)
    view = StaffView(
        admin_links(actor, "people"),
        rows,
        found.total,
        len(units),
        tuple(Choice(id, name, "", id == unit) for id, name in units),
        unit,
        q,
        _detail(actor, account, names, typed, mail, switched) if account is not None else None,
        _list_href(place - 1) if place > 1 else "",
        _list_href(place + 1) if place * PAGE < found.total else "",
        _href(account) if account is not None else _list_href(place),
        done=_done(),
        unmanned=tuple(role_words(role, unit) for role, unit in door.ask(unmanned, actor))
        if account is None and not q and place == 1
        else (),
        new=(new or new_forms()) if account is None and actor.holds("system-admin") else None,
    )
    return draw("admin/people.html", status, page=view, shell=shell("admin", actor))


def _detail(
    actor: Actor,
    account: str,
    names: Mapping[str, str],
    typed: LeaveForm | None,
    mail: MailForm | None,
    switched: tuple[str, Message] | None,
) -> StaffDetail:
    found = surface().door.ask(staff_member, actor, account, now())
    detail = staff_detail(actor, found, names, _href(account), typed)
    if switched is not None:
        detail = replace(detail, reason=switched[0], problem=switched[1])
    if not (found[0].active and actor.holds("system-admin")):
        return detail
    return replace(detail, mail=mail_form(account, f"/admin/people/{account}/mail", mail))


def _done() -> Message | None:
    """Return what was done; of a new unit with what is left to be done, so that work can reach it."""
    done, unit = request.args.get("done", ""), request.args.get("new", "")
    door = surface().door
    forms = door.ask(forms_without, unit) if done == "unit" and unit in dict(door.ask(every_unit)) else []
    if not forms:
        return DONE.get(done)
    said = {"forms": wording()._(", ").join(forms)}
    return Message("The unit is registered. These forms list units by name, and its designer adds it to them: %(forms)s", said)


def _page_number() -> int:
    text = request.args.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 and int(text) else 1


def _filters() -> dict[str, str]:
    return {name: value for name in ("unit", "q") if (value := request.args.get(name, ""))}


def _list_href(place: int) -> str:
    said = _filters() | ({"page": str(place)} if place > 1 else {})
    return f"/admin/people?{urlencode(said)}" if said else "/admin/people"


def _href(account: str) -> str:
    """Return the address of a person beside the list as filtered."""
    said = _filters()
    return f"/admin/people/{account}?{urlencode(said)}" if said else f"/admin/people/{account}"


def _mark(account: str) -> str:
    return "&" if "?" in _href(account) else "?"
