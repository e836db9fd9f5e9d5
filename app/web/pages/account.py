"""One's own account: its password, and where the work of those is done who have no list."""

from typing import Final

from flask import Blueprint, Response, request
from msgspec.structs import replace
from werkzeug.wrappers import Response as AnyResponse

from app.domain.actor import Actor
from app.domain.marked import marked
from app.domain.rejection import Rejection
from app.queries.people import names_of
from app.queries.staff import staff_member
from app.service.end_leave import EndLeave
from app.service.end_sessions import EndSessions
from app.web.pages.accounts import printed, session_here, session_rows
from app.web.pages.frame import draw, go, now, person, shell, signed_in, wording
from app.web.pages.leave_form import enter_leave, refused_leave
from app.web.pages.mail_form import mail_form, set_address
from app.web.pages.people_words import staff_detail
from app.web.pages.posted_password import NOTHING_WRONG, PasswordProblem, changed_password
from app.web.pages.sections import search_page
from app.web.pages.session_cookie import give_cookie
from app.web.presentation.account_view import AccountView
from app.web.presentation.staff_view import AbsenceView, LeaveForm, MailForm
from app.web.surface import surface

blueprint = Blueprint("account", __name__)
# What those do who have no work list, by role: in words, and the page for it, or the command where there is none.
DUTIES: Final = {
    "designer": (
        (marked("Check the files of a process"), "duban lint FILES"),
        (marked("Deploy them, or confirm what a colleague deployed"), "duban deploy FILES"),
    ),
    "system-admin": (
        (marked("Register one person or one unit"), "/admin/people"),
        (marked("Register people, units and posts from a workbook"), "/admin/import"),
        (marked("Enter a year of the calendar"), "/admin/calendar"),
    ),
    "security-admin": (
        (marked("Give and take roles"), "/admin/people"),
        (marked("Unlock accounts, end sessions, set passwords"), "/admin/accounts"),
        (marked("Read the access log"), "/admin/access"),
        (marked("Decide on erasing and legal holds"), "/retention"),
    ),
}


@blueprint.get("/account")
@signed_in
def page() -> Response:
    return _page(changed="changed" in request.args)


@blueprint.post("/account/leave")
@signed_in
def leave() -> AnyResponse:
    """Enter one's own leave; what was typed stays where something is wrong with it."""
    actor = person()
    try:
        enter_leave(actor.account, actor)
    except Rejection as rejection:
        return _page(422, typed=refused_leave(rejection))
    return go("/account#leave")


@blueprint.post("/account/leave/<int:id>/end")
@signed_in
def end_leave(id: int) -> AnyResponse:
    surface().door.execute(EndLeave(id), person())
    return go("/account#leave")


@blueprint.post("/account/mail")
@signed_in
def mail() -> AnyResponse:
    """Set where one's own notices go by mail; what was typed stays where it is no address."""
    actor = person()
    refused = set_address(actor, actor.account, "/account/mail")
    return _page(422, mail=refused) if refused is not None else go("/account?mail#mail")


@blueprint.post("/account/sessions/<session>/end")
@signed_in
def end_session(session: str) -> AnyResponse:
    """End one of one's own other sessions."""
    actor = person()
    surface().door.execute(EndSessions(actor.account, session, session_here()), actor)
    return go("/account?ended#sessions")


@blueprint.post("/account/sessions/end")
@signed_in
def end_sessions() -> AnyResponse:
    """End all of one's own sessions but the one that asks."""
    actor = person()
    surface().door.execute(EndSessions(actor.account, None, session_here()), actor)
    return go("/account?ended#sessions")


@blueprint.post("/account")
@signed_in
def change_password() -> AnyResponse:
    """Change the password: all sessions end, this one goes on under a new number."""
    if printed(person()):
        raise Rejection("state_forbids", "Expected an account of your own, but this one is the demo city's, whose password everybody knows")
    done = changed_password()
    if isinstance(done, PasswordProblem):
        return _page(422, done)
    response = go("/account?changed")
    give_cookie(response, done)
    return response


def _page(
    status: int = 200,
    problem: PasswordProblem = NOTHING_WRONG,
    *,
    changed: bool = False,
    typed: LeaveForm | None = None,
    mail: MailForm | None = None,
) -> Response:
    actor = person()
    duties, here = () if search_page(actor) else _duties(actor), session_here()
    view = AccountView(
        actor.account,
        *problem,
        changed,
        printed(actor),
        duties,
        *_leave(actor, typed),
        mail=mail_form(actor.account, "/account/mail", mail),
        mail_set="mail" in request.args,
        sessions=session_rows(actor.account, "/account/sessions", here),
        ended="ended" in request.args,
    )
    return draw("account.html", status, page=view, shell=shell("", actor))


def _leave(actor: Actor, typed: LeaveForm | None) -> tuple[tuple[AbsenceView, ...], LeaveForm | None]:
    """Return when the person is away, and the form to enter it; nothing for who holds no post."""
    if not actor.holdings:
        return (), None
    door = surface().door
    found = door.ask(staff_member, actor, actor.account, now())
    detail = staff_detail(actor, found, door.ask(names_of), "", typed)
    own = tuple(replace(one, end_href=one.end_href.replace(f"/admin/people/{actor.account}/", "/account/")) for one in detail.absences)
    return own, replace(detail.leave, action="/account/leave") if detail.leave is not None else None


def _duties(actor: Actor) -> tuple[tuple[str, str], ...]:
    show = wording()
    return tuple((show._(words), command) for role, duties in DUTIES.items() if actor.holds(role) for words, command in duties)
