"""What stands in the access log, in words: what was looked at, how somebody signed in, why something was refused."""

from collections.abc import Mapping
from typing import Any, Final

from app.domain.identity import PURPOSES
from app.domain.marked import marked
from app.web.presentation.wording import Wording

KINDS: Final = {
    "personal_data_read": marked("personal data looked at"),
    "change_refused": marked("change refused"),
    "signed_in": marked("signed in"),
    "sign_in_refused": marked("sign-in refused"),
}
"""By kind of event, as docs/facts.md lists them."""

LOOKS: Final = {
    "access log": marked("the access log"),
    "case": marked("the page of a case"),
    "comments": marked("comments"),
    "deviations": marked("what left the diagrams"),
    "document": marked("a document"),
    "documents": marked("the documents of a case"),
    "dossier": marked("a printed dossier"),
    "dossier with who wrote in": marked("a printed dossier with who wrote in"),
    "dossier without who wrote in": marked("a printed dossier, without who wrote in"),
    "events": marked("events of all cases"),
    "evidence": marked("a bundle of evidence"),
    "evidence with who wrote in": marked("a bundle of evidence with who wrote in"),
    "evidence without who wrote in": marked("a bundle of evidence, without who wrote in"),
    "export": marked("cases taken along as a file"),
    "history": marked("the history of a case"),
    "paper": marked("a paper"),
    "paper with who wrote in": marked("a paper with who wrote in"),
    "progress": marked("progress, by number and code"),
    "receipt": marked("a receipt"),
    "repeats": marked("likely repeats of a case"),
    "replay": marked("the replay of a case"),
    "retention": marked("cases to be kept or erased"),
    "sample": marked("a sample of cases"),
    "sender": marked("who wrote in"),
    "sessions": marked("open sessions of an account"),
    "task": marked("the page of a task"),
    "urgings": marked("urgings of a case"),
    "variables": marked("variables"),
    "variant": marked("cases that took one way"),
    "verification": marked("whether the record of a case holds"),
}
"""By what note_read and note_look are told."""

HOWS: Final = {
    "page": marked("on the sign-in page"),
    "basic": marked("by HTTP Basic"),
    "token": marked("by a personal access token"),
    "provider": marked("through the city's sign-in"),
    "provider token": marked("by a token of the city's sign-in"),
}

WHYS: Final = {
    "wrong password": marked("wrong password"),
    "locked": marked("the account is locked"),
    "unknown account": marked("nobody has that name"),
    "unknown token": marked("nobody has that token"),
    "expired or revoked token": marked("the token has expired or was revoked"),
    "no enabled account": marked("no account here that is in use"),
    "cancelled": marked("given up at the city's sign-in"),
    "state": marked("not begun in this browser, or too long ago"),
}
"""Of the provider's, those that are nobody's fault; what else it brings could not be verified."""

REFUSED: Final = {
    "bad_request": marked("the request was not as expected"),
    "bad_value": marked("a value was not as expected"),
    "bad_xml": marked("the file was no well-formed XML"),
    "bad_diagram": marked("the diagram had errors"),
    "bad_form": marked("the form had errors"),
    "bad_paper": marked("the layout of a paper had errors"),
    "bad_decision": marked("the decision table had errors"),
    "bad_expression": marked("an expression had errors"),
    "bad_answers": marked("the answers were not complete"),
    "bad_file": marked("the file was not as expected"),
    "bad_filter": marked("a condition was not as expected"),
    "bad_calendar": marked("the calendar had errors"),
    "calendar_unknown": marked("the year of the calendar is not entered"),
    "forbidden": marked("they may not do that"),
    "four_eyes": marked("a second person has to do that"),
    "cross_site": marked("the form came from another site"),
    "not_found": marked("not found, or not theirs to see"),
    "state_forbids": marked("the state did not allow it"),
    "task_completed": marked("the task was completed already"),
    "task_claimed": marked("a colleague had the task"),
    "task_unclaimed": marked("nobody had taken the task"),
    "task_cancelled": marked("the task was cancelled"),
    "deadline_lapsed": marked("silence had taken effect"),
    "deadline_moved": marked("the deadline had moved"),
    "deadline_suspended": marked("the clock stood still"),
    "extension_too_late": marked("too late for an extension"),
    "not_extendable": marked("the deadline cannot be extended"),
    "not_suspendable": marked("the clock cannot be stopped"),
    "case_closed": marked("the case was closed"),
    "conflict": marked("there was one like it already"),
    "duplicate_message": marked("the message had come before"),
    "figures_differ": marked("the figures had changed meanwhile"),
    "nothing_waits": marked("nothing waited for it"),
    "clock_backwards": marked("the clock would have gone backwards"),
    "incident_resolved": marked("the incident was resolved already"),
    "too_late": marked("it was too late"),
    "too_large": marked("it was too large"),
    "newer_release": marked("a newer release had written the case"),
    "idempotency_mismatch": marked("the same key came with another request"),
}
"""By code of a rejection; those that app/web/access.py leaves unnoted have none."""


def access_details(kind: str, said: Mapping[str, Any], show: Wording) -> tuple[str, ...]:
    """Return what an event of the access log says beside its kind, in words. said: its one fact."""
    if kind == "personal_data_read":
        what, purpose = str(said.get("what", "")), said.get("purpose")
        words = (show._(LOOKS.get(what, what)),)
        return (*words, show._(PURPOSES.get(purpose, str(purpose)))) if purpose else words
    if kind == "change_refused":
        code = str(said.get("code", ""))
        return (show._(REFUSED.get(code, code)),)
    how = str(said.get("how", ""))
    words = (show._(HOWS.get(how, how)),)
    return (*words, _why(str(said["why"]), show)) if said.get("why") else words


def _why(why: str, show: Wording) -> str:
    known = WHYS.get(why)
    return show._(known) if known else show._("what the city's sign-in brought could not be verified (%(why)s)", why=why)
