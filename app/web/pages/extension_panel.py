"""The part of a deadline's page that is about its extension: whether it may be asked for, who decides, and what was asked before."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from app.domain.actor import Actor
from app.domain.deadline import Deadline, State
from app.domain.deadline_extension import AskingWindow, asking_window
from app.domain.extension_request import PROCESS, asked_date, days_until, is_overtaken
from app.domain.instant import read_instant
from app.domain.period import Unit
from app.domain.rejection import Message, Rejection
from app.domain.roles import ROLE_NAMES
from app.form import view_form
from app.queries.clock_rights import clock_rights
from app.queries.draft import draft
from app.queries.extension_requests import ExtensionRequest, extension_requests
from app.queries.task_form import TaskForm, start_form
from app.queries.units import unit_name
from app.web.pages.carried_files import files_shown
from app.web.pages.definition_words import form_here
from app.web.pages.frame import calendar, now, wording
from app.web.pages.kept_refusal import refusal_in
from app.web.pages.rest_day_words import rest_day_words
from app.web.pages.typed_words import NO_TASK, words_kept
from app.web.presentation.extension_view import ExtensionView, RequestView
from app.web.surface import surface

WITHDRAWAL: Final = "extension-withdrawal"
"""Under which name a reason to withdraw is kept that was not sent."""


class Place(Struct, frozen=True):
    """Which deadline of which case a page is about."""

    case_key: int
    number: str
    deadline: Deadline

    @property
    def href(self) -> str:
        return f"/cases/{self.number}/deadlines/{self.deadline.element_instance_key}"

    def draft_owner(self, actor: Actor) -> str:
        return f"{actor.account} {PROCESS} {self.deadline.element_instance_key}"


def request_form() -> TaskForm:
    """Return the form with which an extension is asked for; without one where the procedure is not deployed."""
    door = surface().door
    return door.ask(start_form, door.surroundings, PROCESS, now())


def extension_view(actor: Actor, place: Place, *, sent: Mapping[str, Any] | None = None, refused: str = "") -> ExtensionView | None:
    """Return the panel; None where a deadline is over and nothing was ever asked.

    sent: what is typed now, instead of the draft. refused: what was refused last, by the address: refused or withdrawal.
    """
    deadline, door = place.deadline, surface().door
    found = [one for one in door.ask(extension_requests, place.case_key) if one.deadline_key == deadline.element_instance_key]
    requests = [_request(one) for one in reversed(found)]
    waiting = next((one for one in requests if one.state == "asked"), None)
    if waiting is not None and waiting.asked is not None and is_overtaken(deadline, waiting.asked, calendar()):
        waiting = replace(overtaken := waiting, overtaken=True)
        requests = [waiting if one is overtaken else one for one in requests]
    window = asking_window(deadline, calendar())
    state = "asked" if waiting is not None else _state(deadline, window)
    earlier = tuple(one for one in requests if one is not waiting)
    if state == "ended" and not earlier:
        return None
    may = deadline.is_open and deadline.element_instance_key in door.ask(clock_rights, actor, door.surroundings, place.case_key, now())
    shown: dict[str, Any] = {
        "state": state,
        "action": f"{place.href}/extension",
        "may": may or (waiting is not None and any(one.is_open and one.asked_by == actor.account for one in found)),
        "article": deadline.article or "",
        "notice_days": deadline.notice_days,
        "last_day": window.last_day,
        "last_open_day": window.last_open_day,
        "deadline_at": deadline.deadline_at,
        "number": deadline.extensions + 1,
        "approver": group_words(deadline.extension_approver or ""),
        "provisional": deadline.provisional,
        "waiting": waiting,
        "earlier": earlier,
    }
    if state == "open" and may:
        shown |= _form(actor, place, sent, refused)
    elif waiting is not None:
        shown["withdrawal"] = words_kept(actor, deadline.element_instance_key, WITHDRAWAL)
    if refused == "withdrawal":
        shown["withdraw_error"] = wording()._("Say why it is withdrawn, in at most 1,000 characters")
    return ExtensionView(**shown)


def last_day_to_ask(deadline: Deadline) -> date | None:
    """Return the day that the calendar marks as the last on which to ask; None where nothing can be asked about a deadline any more."""
    if not deadline.extendable or deadline.state is not State.RUNNING or not deadline.is_open:
        return None
    return asking_window(deadline, calendar()).last_day


def _state(deadline: Deadline, window: AskingWindow) -> str:
    if not deadline.is_open:
        return "ended"
    if not deadline.extendable or deadline.unit is Unit.AT_ONCE:
        return "rigid"
    if deadline.state is State.SUSPENDED:
        return "stopped"
    return "late" if deadline.state is State.MISSED or now() >= window.until else "open"


def _form(actor: Actor, place: Place, sent: Mapping[str, Any] | None, refused: str) -> dict[str, Any]:
    kept = surface().door.ask(draft, NO_TASK, place.draft_owner(actor))
    typed = sent if sent is not None else kept.answers if kept is not None else {}
    wrong = refusal_in(typed) if refused == "refused" else None
    asked = request_form()
    errors: Mapping[str, Message] = wrong.field_errors if wrong is not None else {}
    form = asked.form
    return {
        "fields": tuple(view_form(form_here(form), typed, {}, asked.world, errors)) if form is not None else (),
        "files": files_shown(actor, asked, typed),
        "typed": (str(typed.get("newDate") or ""), str(typed.get("days") or "")),
        "said": said_of(place.deadline, typed),
        "notice": wording().message(wrong.message) if wrong is not None and not errors else "",
        "saved_at": read_instant(kept.saved_at) if kept is not None else None,
    }


def agreed(deadline: Deadline, sent: Mapping[str, Any], before: tuple[str, str]) -> dict[str, Any]:
    """Return what is typed with date and days made to agree: whichever was changed since `before` gives the other.

    What cannot be read, and a date to which no number of days comes, stands alone as it is. Where both were changed, neither is put in the
    place of the other: both stay as they were typed, and are refused at the field unless they come to the same.
    """
    on, days = str(sent.get("newDate") or "").strip(), str(sent.get("days") or "").strip()
    rest = dict(sent)
    if on and days and (on == before[0]) == (days == before[1]):
        return {**rest, "newDate": on, "days": days}
    if on and (on != before[0] or not days):
        more = _days_of(deadline, on)
        return {**rest, "newDate": on, "days": str(more) if more is not None else ""}
    if days:
        reached = _date_of(deadline, days)
        return {**rest, "newDate": reached.isoformat() if reached is not None else "", "days": days}
    return rest


def _days_of(deadline: Deadline, on: str) -> int | None:
    try:
        return days_until(deadline, date.fromisoformat(on), calendar())
    except (ValueError, Rejection):
        return None


def _date_of(deadline: Deadline, days: str) -> date | None:
    number = _number(days)
    try:
        return asked_date(deadline, None, number, calendar()) if number is not None else None
    except Rejection:
        return None


def _number(days: Any) -> int | None:
    text = str(days or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


def said_of(deadline: Deadline, typed: Mapping[str, Any]) -> str:
    """Return in words when the deadline would end: the whole date with its weekday, and a warning where that day is closed."""
    show = wording()
    try:
        on = date.fromisoformat(str(typed.get("newDate") or ""))
        asked_date(deadline, on, _number(typed.get("days")), calendar())
    except (ValueError, Rejection):
        return ""
    due = show.due_with_weekday(calendar().close_of_business(on))
    warning = rest_day_words(on)
    line = show._("It would then be due %(due)s.", due=due)
    return show.between.join(part for part in (line, warning) if part)


def group_words(group: str) -> str:
    """Return a candidate group as people read it: the role, and the unit where it is held in one."""
    role, _, unit = group.partition("@")
    show = wording()
    name = show._(ROLE_NAMES.get(role, role))
    return f"{surface().door.ask(unit_name, unit)} {name}" if unit else name


def _request(one: ExtensionRequest) -> RequestView:
    said = one.said
    return RequestView(
        str(one.key),
        one.state,
        int(said.get("number") or 1),
        one.asker,
        read_instant(one.asked_at),
        _civil(said.get("presentDate")),
        _civil(said.get("askedDate")),
        _civil(said.get("newDate")) if one.state == "granted" else None,
        str(said.get("reason") or ""),
        str(said.get("measures") or ""),
        str(said.get("withdrawReason" if one.state == "withdrawn" else "decisionReason") or ""),
        one.decider,
        read_instant(one.ended_at) if one.ended_at else None,
        one.holder,
        f"/tasks/{one.task_key}" if one.task_key is not None else "",
    )


def _civil(text: Any) -> date | None:
    return date.fromisoformat(str(text)) if text else None
