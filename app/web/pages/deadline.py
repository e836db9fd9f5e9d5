"""The days of one deadline, counted and left out one by one."""

from datetime import date

from flask import Blueprint, Response, request
from msgspec.structs import replace

from app.domain.deadline_reckoning import days_of
from app.domain.deadline_row import from_row
from app.domain.receipt_number import read_receipt_number
from app.domain.rejection import Rejection
from app.queries.case_page import case_page
from app.queries.deadline_about import deadline_about
from app.queries.people import names_of
from app.queries.person import seen_history
from app.web.pages.deadline_clock import clock_view, done_words, refused_status
from app.web.pages.deadline_days import weeks
from app.web.pages.deadline_movements import about_deadline, concerns
from app.web.pages.deadline_then import deadline_then
from app.web.pages.deadline_words import day_counts, deadline_view
from app.web.pages.definition_words import CaseNames, process_name
from app.web.pages.extension_panel import Place, extension_view, last_day_to_ask
from app.web.pages.frame import calendar, draw, now, person, shell, signed_in, wording
from app.web.pages.history_words import history_entries
from app.web.pages.rest_day_words import fixed_day_warning
from app.web.presentation.case_view import DeadlineDaysView
from app.web.presentation.shell_view import Toast
from app.web.surface import surface

blueprint = Blueprint("deadline", __name__)


@blueprint.get("/cases/<number>/deadlines/<int:key>")
@signed_in
def page(number: str, key: int) -> Response:
    """Show the days of a deadline as a calendar or, with `list` in the address, row by row."""
    if "event" in request.args:
        return deadline_then(number, key)
    actor, door = person(), surface().door
    found = door.ask(case_page, actor, read_receipt_number(number))
    row = next((row for row in found.deadlines if row["key"] == key), None)
    if row is None:
        raise Rejection("not_found", "Expected a deadline %(key)s of this case, but there is none", key=key)
    names = CaseNames(found.case.key, found.case.digest)
    href = f"/cases/{found.case.receipt_number}/deadlines/{key}"
    deadline = from_row(row["detail"])
    events = [event for event in door.ask(seen_history, actor, found.case.key) if concerns(event, key)]
    days = days_of(deadline, calendar(), now())
    shown = deadline_view(row["detail"], now(), calendar(), name=names.of(row["element_id"], key))
    if deadline.is_open:
        # Here the whole period is told, not only what has passed of it; of one that ended, what was used.
        shown = replace(shown, days_left_out=day_counts(days, date.max).left_out)
    view = DeadlineDaysView(
        found.case.receipt_number,
        found.case.title or process_name(found.case.digest, found.case.process_id, found.process_name),
        f"/cases/{found.case.receipt_number}",
        shown,
        weeks(deadline, days, calendar(), now(), last_day_to_ask(deadline)),
        tuple(history_entries([about_deadline(event, key) for event in events], names.of, door.ask(names_of))),
        "list" in request.args,
        f"{href}?list=1",
        href,
        clock_view(actor, found, row),
        extension_view(actor, Place(found.case.key, found.case.receipt_number, deadline), refused=request.args.get("extension", "")),
        door.ask(deadline_about, door.surroundings, found.case, deadline, now()),
        fixed_day_warning(deadline),
    )
    done = done_words(request.args.get("done", ""))
    toasts = (Toast(wording().message(done)),) if done is not None else ()
    return draw("deadline.html", refused_status(view.clock) if view.clock else 200, page=view, shell=shell("cases", actor, toasts))
