"""Stopping, restarting and confirming a deadline on its page: a reason is asked, and the new date is shown before anything moves."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from app.domain.actor import Actor
from app.domain.calendar import Calendar
from app.domain.deadline import Deadline, State
from app.domain.deadline_row import from_row
from app.domain.deadline_stops import resumed, suspended
from app.domain.marked import marked
from app.domain.period import Unit
from app.domain.permissions import plays
from app.domain.receipt_number import read_receipt_number
from app.domain.rejection import Message, Rejection
from app.queries.case_page import CasePage, case_page
from app.queries.case_paper import paper_of_stop, papers_of_stop
from app.queries.clock_rights import clock_rights
from app.queries.draft import draft
from app.queries.task_page import TaskPage
from app.service.confirm_deadline import ConfirmDeadline
from app.service.keep_draft import drop_draft, keep_draft
from app.service.resume_clock import ResumeClock
from app.service.suspend_clock import SuspendClock
from app.web.access import note_refusal
from app.web.pages.frame import calendar, go, now, person, signed_in
from app.web.pages.kept_refusal import refusal_in, with_refusal
from app.web.pages.typed_words import words_kept, words_owner
from app.web.presentation.clock_view import ClockView, TaskClock
from app.web.surface import surface

blueprint = Blueprint("deadline_clock", __name__)
USUAL_DAYS: Final = 5
"""Working days after which a clock is taken to run on, until somebody says otherwise."""

_NO_DAY: Final = marked(
    "Expected a day from today on, within this year or the next, on which the clock is expected to run on, but found %(found)s"
)
DIALOGS: Final = ("stop", "restart", "confirm")
CLOCK: Final = "clock"


def clock_view(actor: Actor, found: CasePage, row: Mapping[str, Any]) -> ClockView:
    """Return what the actor may do with the clock of a deadline, and the dialog that the address asks for.

    row: of the deadline, as app/queries/case_page.py gives it.
    """
    deadline, href = from_row(row["detail"]), f"/cases/{found.case.receipt_number}/deadlines/{row['key']}"
    door, can, dialog = surface().door, _can(actor, found, deadline), request.args.get("dialog", "")
    kept = door.ask(draft, int(row["key"]), _draft_of(actor))
    typed: Mapping[str, Any] = kept.answers if kept is not None else {}
    refused = refusal_in(typed) if "refused" in request.args else None
    until = _day(request.args.get("until")) or calendar().add_working_days(_today(), USUAL_DAYS)
    end = _end_of(deadline, dialog, until, calendar(), now()) if dialog in can else None
    return ClockView(
        href,
        can,
        dialog if dialog in can else "",
        until,
        end.deadline_at if end is not None else None,
        bool(end is not None and end.provisional),
        str(typed.get("reason", "")),
        refused.field_errors if refused is not None else {},
        refused.message if refused is not None and not refused.field_errors else None,
        words_kept(actor, int(row["key"]), CLOCK),
        tuple(_papers(actor, found, deadline)),
        f"/cases/{found.case.receipt_number}/papers",
        door.ask(paper_of_stop, found.case, door.surroundings) if dialog == "stop" else "",
    )


def _papers(actor: Actor, found: CasePage, deadline: Deadline) -> list[tuple[str, str]]:
    """Return the papers that tell of this stop in writing, for who may draft one and has not."""
    since, door = deadline.suspended_since, surface().door
    if deadline.state is not State.SUSPENDED or since is None or not _clock_verb(actor, found.case.key, deadline):
        return []
    return door.ask(papers_of_stop, actor, found.case, door.surroundings, since, now())


def task_clock(actor: Actor, found: TaskPage) -> TaskClock | None:
    """Return what the actor may do with the clock of a task: its own deadline's, else of the one that it shows; None for nothing."""
    record = found.own if found.own is not None and from_row(found.own).is_open else found.deadline
    if record is None or found.task.state != "CREATED":
        return None
    deadline = from_row(record)
    do = _clock_verb(actor, found.task.case_key, deadline)
    address = f"/cases/{found.row['receipt_number']}/deadlines/{deadline.element_instance_key}"
    return TaskClock(do, f"{address}?dialog={do}", deadline.suspended_since) if do else None


def _clock_verb(actor: Actor, case_key: int, deadline: Deadline) -> str:
    """Return stop or restart, where the actor may do it now; else nothing."""
    door, stoppable = surface().door, deadline.suspendable and deadline.unit not in (None, Unit.AT_ONCE) and deadline.deadline_at > now()
    wanted = "stop" if deadline.state is State.RUNNING and stoppable else "restart" if deadline.state is State.SUSPENDED else ""
    mine = wanted and deadline.element_instance_key in door.ask(clock_rights, actor, door.surroundings, case_key, now())
    return wanted if mine else ""


def _can(actor: Actor, found: CasePage, deadline: Deadline) -> frozenset[str]:
    if not deadline.is_open:
        return frozenset()
    can = {_clock_verb(actor, found.case.key, deadline)} - {""}
    if deadline.provisional and deadline.state is State.RUNNING and plays(actor, "operator"):
        can.add("confirm")
    return frozenset(can)


def _end_of(deadline: Deadline, dialog: str, until: date, days: Calendar, at: datetime) -> Deadline | None:
    """Return the deadline as what the dialog offers would leave it."""
    if dialog == "restart":
        return resumed(deadline, at, days)[0]
    if dialog != "stop":
        return deadline
    spans = days.spans(until)
    back = max(at, spans[0][0] if spans else days.start_of_day(until))
    return resumed(suspended(deadline, at)[0], back, days)[0]


@blueprint.post("/cases/<number>/deadlines/<int:key>/<any(stop, restart, confirm):how>")
@signed_in
def change(number: str, key: int, how: str) -> AnyResponse:
    """Do what the dialog asked about. A day other than the one whose end was shown is shown first."""
    actor, door, given = person(), surface().door, request.form
    found = door.ask(case_page, actor, read_receipt_number(number))
    address, reason = f"/cases/{found.case.receipt_number}/deadlines/{key}", given.get("reason", "")[:1000]
    until, shown = given.get("until", ""), given.get("shown", "")
    if how == "stop" and _day(until) is None:
        wrong = Rejection(
            "bad_request", _NO_DAY, field_errors={"expectedUntil": Message(_NO_DAY, {"found": until or "-"})}, found=until or "-"
        )
        note_refusal(wrong)
        door.keep(keep_draft, key, _draft_of(actor), with_refusal({"reason": reason}, wrong), None)
        return go(f"{address}?dialog=stop&refused=1&until={shown}")
    if how == "stop" and until != shown:
        door.keep(keep_draft, key, _draft_of(actor), {"reason": reason}, None)
        return go(f"{address}?dialog=stop&until={until}")
    try:
        door.execute(_command(how, found.case.key, key, reason, _day(until)), actor)
    except Rejection as rejection:
        if rejection.code not in ("bad_request", "state_forbids", "deadline_suspended", "not_suspendable"):
            raise
        note_refusal(rejection)
        door.keep(keep_draft, key, _draft_of(actor), with_refusal({"reason": reason}, rejection), None)
        return go(f"{address}?dialog={how}&refused=1{f'&until={until}' if how == 'stop' else ''}")
    door.keep(drop_draft, key, _draft_of(actor))
    return go(f"{address}?done={how}")


def _command(how: str, case_key: int, key: int, reason: str, until: date | None) -> SuspendClock | ResumeClock | ConfirmDeadline:
    if how == "stop":
        return SuspendClock(case_key, key, reason, until)
    return ResumeClock(case_key, key, reason) if how == "restart" else ConfirmDeadline(case_key, key, reason)


def _draft_of(actor: Actor) -> str:
    """Return under which name a reason is kept as it is typed, and when it was not taken."""
    return words_owner(actor, CLOCK)


def _today() -> date:
    return calendar().local_date(now())


def _day(text: str | None) -> date | None:
    """Return a day that is not over; None for anything else."""
    try:
        found = date.fromisoformat(text or "")
    except ValueError:
        return None
    return found if _today() <= found and found.year <= _today().year + 1 else None


def refused_status(view: ClockView) -> int:
    return 422 if view.errors else 409 if view.refusal is not None else 200


def done_words(how: str) -> Message | None:
    """Return what a toast says of what was just done."""
    return {
        "stop": Message("The clock is stopped; both sides are told", {}),
        "restart": Message("The clock runs on; both sides are told", {}),
        "confirm": Message("The day is confirmed", {}),
    }.get(how)
