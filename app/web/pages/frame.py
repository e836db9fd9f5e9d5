"""What every page has around it: who is signed in, the language, the time."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, TypeVar
from urllib.parse import urlencode

from flask import Flask, Response, g, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from app.domain.actor import Actor
from app.domain.calendar import Calendar
from app.domain.languages import LANGUAGES
from app.domain.marked import marked
from app.domain.permissions import plays
from app.domain.rejection import Rejection
from app.domain.roles import ROLE_NAMES
from app.form.told_dates import TELLS
from app.queries.account import posts
from app.queries.held_deadlines import deadlines_held_since
from app.queries.mail_address import mail_waits_since
from app.queries.notices import unread_count
from app.queries.preferences import preferences
from app.queries.stand_ins import standing_in
from app.queries.worker_polls import silent_since
from app.web.forgery import TokenInForms, csrf_field, require_own_page
from app.web.identity import MUST_CHANGE
from app.web.pages.sections import search_page, sections_of
from app.web.presentation.environment import configure_environment
from app.web.presentation.iso_words import iso_words
from app.web.presentation.languages import LANGUAGE, TOLD_FROM, choose_language
from app.web.presentation.shell_view import NavLink, PersonView, Shell, Toast
from app.web.presentation.wording import Wording
from app.web.surface import surface

BUNDLE: Final = Path(__file__).resolve().parent.parent / "static" / "bundle"
CITY: Final = marked("Yunzhou")
CHOOSING: Final = "/account/password"
"""The one page for who signed in with a password that somebody else set."""

COOKIES: Final = {"language": tuple(LANGUAGES), "theme": ("", "light", "dark"), "text_size": ("", "large", "larger")}
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
Handler = TypeVar("Handler", bound=Callable[..., Any])


@lru_cache(maxsize=1)
def _digests() -> dict[str, str]:
    path = BUNDLE / "manifest.json"
    return dict(json.loads(path.read_text())) if path.exists() else {}


def asset(name: str) -> str:
    """Return the address of a built script or style sheet; with its digest, so that browsers may keep it for ever."""
    digest = _digests().get(name)
    return f"/static/bundle/{name}?v={digest}" if digest else f"/static/{name}"


def prepare(application: Flask) -> None:
    """Make the application's templates draw pages."""
    configure_environment(application.jinja_env, asset)
    application.jinja_env.add_extension(TokenInForms)
    application.jinja_env.globals["csrf_field"] = csrf_field

    @application.after_request
    def _keep(response: Response) -> Response:
        if request.path.startswith("/static/bundle/") and "v" in request.args:
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response

    @application.teardown_request
    def _forget(_error: BaseException | None) -> None:
        TELLS.set(None)


def guard() -> None:
    """Refuse changes that no page of ours sent. Raises Rejection("cross_site"); source: security S9."""
    LANGUAGE.set(choose_language(request.cookies.get("language") or surface().configuration.language))
    TELLS.set(lambda text: iso_words(text, wording()))
    if request.method in ("POST", "PUT", "PATCH", "DELETE"):
        require_own_page()


def person() -> Actor:
    """Return who is signed in. Raises Rejection("signed_out")."""
    if "actor" not in g:
        found = surface().identity.of_page()
        g.actor = surface().door.ask(standing_in, found, surface().door.clock) if found is not None else None
    if g.actor is None or g.get("session_locked"):
        raise Rejection("signed_out", "Expected a signed-in person, but nobody is signed in")
    if g.get("session_must_change") and request.path != CHOOSING:
        raise Rejection("forbidden", MUST_CHANGE)
    actor: Actor = g.actor
    return actor


def signed_in(handler: Handler) -> Handler:
    """Let a page be seen by signed-in people only; others sign in and come back."""

    def wrapper(*args: Any, **named: Any) -> Any:
        try:
            person()
        except Rejection as rejection:
            if request.method == "GET" and rejection.code == "signed_out":
                return redirect("/sign-in?" + urlencode({"next": here()}))
            if request.method == "GET" and g.get("session_must_change"):
                return redirect(f"{CHOOSING}?" + urlencode({"next": here()}))
            raise
        return handler(*args, **named)

    wrapper.__name__, wrapper.__doc__ = handler.__name__, handler.__doc__
    return wrapper  # type: ignore[return-value]  # the same signature, which TypeVar cannot say


def here() -> str:
    """Return path and query of the page asked for."""
    return request.full_path.rstrip("?")


def safe_next(wanted: str | None, default: str) -> str:
    """Return where to go next: an address of ours, never another site's.

    A control character is in no address of ours, and browsers leave some out: "/", a tab, "/elsewhere" would be "//elsewhere".
    """
    if wanted and wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not _CONTROL.search(wanted):
        return wanted
    return default


def now() -> datetime:
    """Return the instant that this page is drawn for, read once for each request."""
    if "now" not in g:
        g.now = surface().door.now()
    instant: datetime = g.now
    return instant


def calendar() -> Calendar:
    if "calendar" not in g:
        door = surface().door
        g.calendar = door.ask(door.surroundings.calendar)
    found: Calendar = g.calendar
    return found


def wording() -> Wording:
    return Wording(LANGUAGE.get(), surface().configuration.zone, TOLD_FROM.get() or now())


def words(actor: Actor) -> PersonView:
    """Return a person with post and unit in words."""
    show = wording()
    held = [
        " · ".join((post.unit, show._("post %(letter)s", letter=post.post))) if post.unit else show._(ROLE_NAMES.get(post.role, post.role))
        for post in surface().door.ask(posts, actor.account)
    ]
    return PersonView(actor.account, actor.name, held[0] if held else "")


def shell(section: str = "", actor: Actor | None = None, toasts: tuple[Toast, ...] = ()) -> Shell:
    """Return the frame of a page. actor: None on pages without a signed-in person."""
    around, instant = surface().configuration, now()
    chosen = surface().door.ask(preferences, actor.account) if actor is not None else {}
    on = instant.astimezone(around.zone).date()
    spans = (
        [f"{start.astimezone(around.zone):%H:%M}-{end.astimezone(around.zone):%H:%M}" for start, end in calendar().spans(on)]
        if actor is not None
        else []
    )
    return Shell(
        city=wording()._(CITY),
        now=instant,
        here=here(),
        language=LANGUAGE.get(),
        theme=_cookie("theme"),
        text_size=_cookie("text_size"),
        person=words(actor) if actor is not None else None,
        links=_links(actor, section),
        query=request.args.get("q", ""),
        search=search_page(actor) if actor is not None else "",
        test_clock=around.test_clock and abs((instant - datetime.now(UTC)).total_seconds()) > 5,
        working_day=bool(spans),
        office_hours="、".join(spans),
        single_keys=chosen.get("single_keys", True) is not False,
        toasts=(*toasts, *_warnings(actor)),
        demo=around.demo,
        unread=surface().door.ask(unread_count, actor) if actor is not None else 0,
    )


def _warnings(actor: Actor | None) -> tuple[Toast, ...]:
    """Tell an operator, on every page, that nothing moves the clock, or that mail does not get out."""
    if actor is None or not plays(actor, "operator"):
        return ()
    door, show, found = surface().door, wording(), []
    since = door.ask(silent_since, datetime.now(UTC))
    if since is not None:
        words = show._(
            "No worker has looked for due work since %(time)s: what falls due is not applied until one runs", time=show.moment(since)
        )
        found.append(Toast(words))
    waits = door.ask(mail_waits_since, datetime.now(UTC))
    if waits is not None:
        words = show._(
            "The mail server takes no mail: some wait since %(time)s. They are kept and tried again; the notices stand here all the same",
            time=show.moment(waits),
        )
        found.append(Toast(words))
    held = door.ask(deadlines_held_since)
    if held is not None:
        words = show._(
            "Deadlines are held since the restore of %(time)s: what falls due is not applied until you release them", time=show.moment(held)
        )
        found.append(Toast(words))
    return tuple(found)


def _links(actor: Actor | None, section: str) -> tuple[NavLink, ...]:
    if actor is None:
        return ()
    return tuple(NavLink(name, name == section) for name in sections_of(actor))


def _cookie(name: str) -> str:
    found = request.cookies.get(name, "")
    return found if found in COOKIES[name] else ""


def draw(template: str, status: int = 200, **names: Any) -> Response:
    """Draw a page. Every template gets `show`, and `shell` unless it brings its own."""
    names.setdefault("show", wording())
    response = make_response(render_template(template, **names), status)
    response.headers["Content-Type"] = "text/html; charset=utf-8"
    return response


def go(address: str) -> AnyResponse:
    """Answer a change with the page to see next."""
    return redirect(address, 303)
