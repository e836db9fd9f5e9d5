"""Accounts for who keeps them safe: locked or not, signed in or not, with a password of their own or not. Security administrators unlock,
end sessions and set passwords, never their own; auditors look; system administrators see who waits for a password."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, Response, g, request
from werkzeug.wrappers import Response as AnyResponse

from app.domain.actor import Actor
from app.domain.instant import read_instant
from app.domain.marked import marked
from app.domain.permissions import is_oneself, require_holding, require_other
from app.domain.rejection import Message, Rejection
from app.domain.temporary_password import temporary_password
from app.queries.account_states import STATES, AccountState, account_state, account_states, open_sessions
from app.queries.staff import OFFICES, every_unit
from app.service.change_password import ChangePassword
from app.service.end_sessions import SHOWN_DIGITS, EndSessions
from app.service.sign_in import token_digest
from app.service.unlock_account import UnlockAccount
from app.web.access import note_look
from app.web.pages.admin_parts import admin_links
from app.web.pages.frame import draw, go, person, shell, signed_in, wording
from app.web.pages.people_words import role_words
from app.web.presentation.accounts_view import AccountDetail, AccountRow, AccountsView, SessionRow
from app.web.presentation.task_view import Choice
from app.web.query_values import choice, require_once
from app.web.surface import surface

blueprint = Blueprint("accounts", __name__)
PAGE: Final = 50
STATE_WORDS: Final = {
    "": marked("All accounts"),
    "locked": marked("Locked now"),
    "failures": marked("With wrong passwords"),
    "no-password": marked("Without a password yet"),
    "must-change": marked("Password to be changed"),
    "signed-in": marked("Signed in now"),
    "disabled": marked("Disabled accounts"),
}
DONE: Final = {
    "unlocked": Message("The account is unlocked; its wrong passwords are forgotten", {}),
    "ended": Message("The session is ended", {}),
    "all-ended": Message("All sessions of the account are ended", {}),
}


@blueprint.get("/admin/accounts")
@signed_in
def page() -> Response:
    return _page(None)


@blueprint.get("/admin/accounts/<account>")
@signed_in
def one(account: str) -> Response:
    return _page(account)


@blueprint.post("/admin/accounts/<account>/unlocking")
@signed_in
def unlock(account: str) -> AnyResponse:
    surface().door.execute(UnlockAccount(account), person())
    return go(_href(account, done="unlocked"))


@blueprint.post("/admin/accounts/<account>/sessions/end")
@signed_in
def end_sessions(account: str) -> AnyResponse:
    """End all sessions of somebody else; one's own are ended on one's own page."""
    actor = _keeper(account)
    surface().door.execute(EndSessions(account), actor)
    return go(_href(account, done="all-ended"))


@blueprint.post("/admin/accounts/<account>/sessions/<session>/end")
@signed_in
def end_session(account: str, session: str) -> AnyResponse:
    actor = _keeper(account)
    surface().door.execute(EndSessions(account, session), actor)
    return go(_href(account, done="ended"))


@blueprint.post("/admin/accounts/<account>/password")
@signed_in
def password(account: str) -> Response:
    """Set a random password, and show it this once: with it the person gets as far as choosing their own."""
    actor, around = _keeper(account), surface()
    found = _known(account)
    if _printed(found):
        raise Rejection("state_forbids", "Expected an account of a person, but this one is the demo city's, whose password everybody knows")
    given = temporary_password()
    around.door.execute(ChangePassword(account, around.identity.passwords.hash(given, (account, found.name))), actor)
    return _page(account, given)


def _keeper(account: str) -> Actor:
    """Return who is signed in. Raises Rejection("forbidden") for who does not keep this account: others than security administrators, and
    they their own."""
    actor = person()
    require_holding(actor, ("security-admin",), "look after the sign-ins of others")
    require_other(actor, account)
    return actor


def _known(account: str) -> AccountState:
    found = surface().door.ask(account_state, account, datetime.now(UTC))
    if found is None:
        raise Rejection("not_found", "Expected an account, but there is none with the name %(name)s", name=account[:63])
    return found


def _printed(found: AccountState) -> bool:
    return found.demo and surface().configuration.demo


def _page(account: str | None, password: str = "") -> Response:
    """Draw the list, with one account beside it. password: the one just set."""
    actor, door, show = person(), surface().door, wording()
    if not actor.holds(*OFFICES):
        raise Rejection("forbidden", "Expected an administrator or an auditor to look at accounts, but you are neither")
    require_once(("unit", "q", "page"))
    state, query = choice("state", ("", *STATES)), request.args
    unit, q, place = query.get("unit", ""), query.get("q", "").strip()[:100], _page_number()
    sees_sessions = actor.holds("security-admin", "auditor")
    found, total = door.ask(account_states, datetime.now(UTC), state=state, unit=unit, q=q, limit=PAGE, offset=(place - 1) * PAGE)
    view = AccountsView(
        admin_links(actor, "accounts"),
        tuple(_row(one, sees_sessions=sees_sessions, is_open=one.account == account) for one in found),
        total,
        tuple(Choice(name, show._(words), "", name == state) for name, words in STATE_WORDS.items()),
        tuple(Choice(id, name, "", id == unit) for id, name in door.ask(every_unit)),
        q,
        actor.holds("security-admin"),
        _detail(actor, account, password, sees_sessions=sees_sessions) if account is not None else None,
        _list_href(place - 1) if place > 1 else "",
        _list_href(place + 1) if place * PAGE < total else "",
        DONE.get(query.get("done", "")),
    )
    return draw("admin/accounts.html", page=view, shell=shell("admin", actor))


def _row(found: AccountState, *, sees_sessions: bool, is_open: bool) -> AccountRow:
    return AccountRow(
        found.account,
        found.name,
        _href(found.account),
        tuple(dict.fromkeys(role_words(held["role"], held["unit_name"]) for held in found.held)),
        found.active,
        found.failures,
        read_instant(found.locked_until) if found.locked_until and found.active else None,
        "printed" if _printed(found) else "none" if not found.has_password else "temporary" if found.temporary else "own",
        read_instant(found.signed_in_at) if found.signed_in_at else None,
        found.sessions if sees_sessions else None,
        is_open,
    )


def _detail(actor: Actor, account: str, password: str, *, sees_sessions: bool) -> AccountDetail:
    found, href, own = _known(account), f"/admin/accounts/{account}", is_oneself(actor, account)
    keeps = actor.holds("security-admin") and not own and found.active
    sessions: tuple[SessionRow, ...] | None = None
    if sees_sessions:
        # Where somebody sits, and since when, is noted as looked at before it is shown.
        note_look("sessions", actor)
        sessions = session_rows(account, f"{href}/sessions" if keeps else "")
    return AccountDetail(
        _row(found, sees_sessions=sees_sessions, is_open=True),
        sessions,
        f"{href}/unlocking" if keeps and found.failures else "",
        f"{href}/sessions/end" if keeps and sessions else "",
        f"{href}/password" if keeps and not _printed(found) else "",
        password,
        own,
    )


def session_rows(account: str, end_below: str, here: str = "") -> tuple[SessionRow, ...]:
    """Return the open sessions of an account. end_below: the address below which each is ended, empty for who may not; here: the session
    that asks, which ends by signing out."""
    return tuple(
        SessionRow(
            one.id,
            read_instant(one.created_at),
            read_instant(one.seen_at),
            one.address,
            f"{end_below}/{one.id}/end" if end_below and one.id != here else "",
            one.id == here,
            one.must_change,
        )
        for one in surface().door.ask(open_sessions, account, datetime.now(UTC), SHOWN_DIGITS)
    )


def session_here() -> str:
    """Return the name of the session that asks."""
    return token_digest(str(g.session_token))[:SHOWN_DIGITS]


def printed(actor: Actor) -> bool:
    """Say whether somebody's password is a demo city's, which everybody knows and nobody changes."""
    return _printed(_known(actor.account))


def _page_number() -> int:
    text = request.args.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 and int(text) else 1


def _filters() -> Mapping[str, str]:
    return {name: value for name in ("state", "unit", "q") if (value := request.args.get(name, ""))}


def _list_href(place: int) -> str:
    said = {**_filters(), **({"page": str(place)} if place > 1 else {})}
    return f"/admin/accounts?{urlencode(said)}" if said else "/admin/accounts"


def _href(account: str, **more: str) -> str:
    """Return the address of an account beside the list as filtered."""
    said = {**_filters(), **more}
    return f"/admin/accounts/{account}?{urlencode(said)}" if said else f"/admin/accounts/{account}"
