"""A notice in the words of a mail. No title, no name and no word of who wrote in: a mail lies on servers that are not the city's alone."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from app.diagram import names_in
from app.domain.languages import LANGUAGES
from app.domain.mail import Mail
from app.domain.marked import marked
from app.execute import Door
from app.web.pages.notice_words import notice_message
from app.web.presentation.traditional import traditional
from app.web.presentation.wording import Wording

SUBJECTS: Final = {
    "reminder": marked("%(number)s: due soon"),
    "silence": marked("%(number)s: silence took effect"),
    "stopped": marked("%(number)s: the clock was stopped"),
    "resumed": marked("%(number)s: the clock runs on"),
    "urged": marked("%(number)s: urged"),
    "given": marked("%(number)s: a task was given to you"),
    "sent-back": marked("%(number)s: a step was sent back to you"),
    "offered-anew": marked("%(number)s: a task is with others now"),
    "answered": marked("%(number)s: your urging was answered"),
    "writer-asked": marked("%(number)s: the writer is to be asked"),
    "writer-answered": marked("%(number)s: the writer has answered"),
    "recomputed": marked("%(number)s: the deadline moved"),
    "firm": marked("%(number)s: the deadline is firm"),
    "date-closed": marked("%(number)s: due on a day off"),
    "new-limit": marked("%(number)s: a bulletin sets a new limit"),
    "undone": marked("%(number)s: a deemed consent no longer holds"),
}
OTHERWISE: Final = marked("%(number)s: a notice")


def mail_writer(door: Door, language: str, zone: ZoneInfo, public_url: str | None = None) -> Callable[[Mapping[str, Any], datetime], Mail]:
    """Return what writes mails in a language, with times of a zone: given a row of the mails that are due, and the time.

    public_url: where people find the product, without a slash at its end; None: mails lead nowhere and say to sign in.
    """

    def write(row: Mapping[str, Any], now: datetime) -> Mail:
        show = Wording(language, zone, now)
        procedure = _names(door, language, row["digest"]).get(row["process_id"]) or row["process_name"]
        step = _names(door, language, row["step_digest"]).get(row["element_id"]) or procedure
        facts = {"number": row["receipt_number"], "procedure": procedure}
        lines = (
            show._("%(name)s, hello,", name=row["display_name"]),
            "",
            str(show.message(notice_message(row["notice"], json.loads(row["facts"]), step))),
            show._("Case: %(number)s (%(procedure)s)", **facts),
            "",
            _way(show, row, public_url),
            show._("A machine wrote this mail; nobody reads answers to it."),
        )
        subject = show._("Duban") + " " + show._(SUBJECTS.get(row["notice"], OTHERWISE), number=row["receipt_number"])
        return Mail(f"notice-{row['notice_key']}-{row['account']}", row["mail_address"], subject, "\n".join(lines) + "\n")

    return write


def _names(door: Door, language: str, digest: str) -> Mapping[str, str]:
    """Return the names of the elements of a file."""
    return names_in(door.ask(door.surroundings.diagram, digest), LANGUAGES[language], traditional if language == "zh_Hant" else str)


def _way(show: Wording, row: Mapping[str, Any], public_url: str | None) -> str:
    """Return how to get to what the mail is about: the task where it is about one, else the case. Whoever follows it signs in first."""
    if public_url is None:
        return show._("Sign in to Duban: it stands under Notices, with the case.")
    path = f"/tasks/{row['task_key']}" if row["task_key"] is not None else f"/cases/{row['receipt_number']}?tab=history"
    return show._("Open it, after you sign in: %(address)s", address=public_url + path)
