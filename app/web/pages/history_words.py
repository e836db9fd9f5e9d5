"""Events of the audit log, told to people."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, NamedTuple

from app.domain.instant import read_instant
from app.domain.marked import marked
from app.domain.paper_sheet import EXTENDED_BY, EXTENDED_NUMBER, EXTENDED_TO, STOPPED_RULE, STOPPED_SINCE, STOPPED_UNTIL
from app.domain.rejection import Message
from app.queries.history import HistoryEvent
from app.web.pages.ended_request_words import LAPSED, EndedRequest, ended_request_words, ended_requests
from app.web.pages.extension_panel import group_words
from app.web.pages.frame import wording
from app.web.pages.given_words import given_words
from app.web.pages.late_ends import LateEnds, late_ends
from app.web.pages.modification_words import moved_words
from app.web.pages.notice_words import INCIDENT, REQUESTS, TO_STAFF
from app.web.pages.paper_words import WAYS
from app.web.pages.points_words import points_words
from app.web.pages.recomputed_words import recomputed_words
from app.web.pages.silence_words import SILENCE, silent_ones
from app.web.pages.stopped_words import stopped_words
from app.web.pages.unit_words import unit_words
from app.web.presentation.task_view import HistoryEntry

# Kind of event: icon, and what is said of it. The element's name fills %(step)s.
_WORDS: Final[dict[str, tuple[str, str]]] = {
    "process_instance_started": ("inbox", marked("registered the case")),
    "paper_case_taken": ("inbox", marked("took the case over from paper, at %(step)s")),
    "instance_migrated": ("transfer", marked("took the case from version %(former)s of its procedure to version %(version)s")),
    "process_instance_cancelled": ("close", marked("cancelled the case")),
    "task_completed": ("done", marked("completed %(step)s")),
    "task_assigned": ("hand", marked("took on %(step)s")),
    "task_unassigned": ("undo", marked("released %(step)s")),
    "task_transferred": ("transfer", marked("gave %(step)s to %(to)s")),
    "task_delegated": ("hand", marked("delegated %(step)s to %(to)s")),
    "delegation_returned": ("undo", marked("handed %(step)s back to %(to)s")),
    "task_returned": ("back", marked("sent %(step)s back to %(target)s")),
    "completion_withdrawn": ("undo", marked("withdrew the submission of %(step)s")),
    "answers_corrected": ("pencil", marked("corrected what was entered at %(step)s")),
    "identity_kept": ("key", marked("has who wrote in kept from those who handle it")),
    "identity_protection_lifted": ("key", marked("lifted the protection of who wrote in")),
    "identity_corrected": ("key", marked("corrected the kept name or contact of who wrote in")),
    "writer_asked": ("info", marked("had the writer asked")),
    "writer_answered": ("info", marked("entered what the writer answered")),
    "item_corrected": ("pencil", marked("corrected item %(number)s of what was registered")),
    "registration_corrected": ("pencil", marked("corrected what was registered")),
    "answers_corrected_after_end": ("pencil", marked("corrected what was entered at %(step)s, after the case had ended")),
    "registration_corrected_after_end": ("pencil", marked("corrected what was registered, after the case had ended")),
    "task_urged": ("bell", marked("urged %(step)s")),
    "urging_answered": ("bell", marked("answered the urging of %(step)s")),
    "comment_added": ("file", marked("added a comment")),
    "document_added": ("clip", marked("added a document")),
    "paper_drafted": ("pencil", marked("drafted a paper")),
    "paper_edited": ("pencil", marked("changed the draft of a paper")),
    "paper_discarded": ("close", marked("discarded the draft of a paper")),
    "paper_issued": ("seal", marked("issued a paper")),
    "paper_served": ("inbox", marked("recorded the service of a paper")),
    "paper_service_struck": ("close", marked("struck a record of service off")),
    "points_appealed": ("hand", marked("appealed against points taken at %(step)s")),
    "points_appeal_decided": ("law", marked("decided on the appeal against points taken at %(step)s")),
    "disposal_proposed": ("file", marked("proposed what becomes of the record: %(what)s")),
    "disposal_refused": ("close", marked("refused the proposal for the record: %(what)s")),
    "hold_set": ("law", marked("confirmed a legal hold: the case cannot be erased")),
    "hold_released": ("law", marked("confirmed that the legal hold is released")),
    "case_erased": ("close", marked("erased all that was written in the case, kept until %(until)s")),
    "query_code_given": ("key", marked("gave the citizen a new query code")),
    "deadline_light_changed": ("clock", marked("turned the light of %(step)s %(light)s")),
    "deadline_missed": ("clock", marked("found the deadline of %(step)s passed")),
    "deadline_lapsed": ("law", marked("silence took effect at %(step)s")),
    "timer_fired": ("clock", marked("fired the timer %(step)s")),
    "task_changed": ("pencil", marked("changed to whom %(step)s is offered, its dates or its priority")),
    "instance_modified": ("hand", marked("moved the case outside its course")),
    "reply_put_right": ("pencil", marked("put the data right by the reply to %(step)s that is proven")),
    "variables_set": ("pencil", marked("changed data of the case as its operator")),
    "incident_resolved": ("done", marked("had a failed step tried again")),
    "incident_opened": ("clock", marked("set the timer %(step)s aside, which could not fire")),
    "message_correlated": ("inbox", marked("a message reached the case: %(message)s")),
    "signal_received": ("inbox", marked("a signal of another case reached this one")),
    "deadline_suspended": ("blue", marked("stopped the clock of %(step)s")),
    "deadline_stop_outlasted": ("clock", marked("found the clock of %(step)s stopped longer than expected")),
    "deadline_resumed": ("play", marked("let the clock of %(step)s run on")),
    "deadline_confirmed": ("calendar", marked("confirmed the provisional day of %(step)s")),
    "receipt_recorded": ("inbox", marked("entered a paper on %(step)s that was received before")),
    "lapse_undone": ("law", marked("a reply to %(step)s is proven to have been received in time: silence no longer holds")),
    "late_remark_filed": ("file", marked("filed a late remark on %(step)s, without effect")),
    "deadline_moved": ("calendar", marked("moved the deadline of %(step)s")),
    "limit_set": ("calendar", marked("set a new limit by the bulletin %(paper)s: %(on)s")),
    "extension_requested": ("calendar", marked("asked for more time for %(step)s")),
    "extension_withdrawn": ("undo", marked("withdrew the request for more time for %(step)s")),
    "deadline_recomputed": ("calendar", marked("the deadline of %(step)s was counted anew")),
    "deadlines_recomputed": ("calendar", marked("counted the deadlines anew, by the days off and at work as they were entered")),
    "extension_lapsed": ("clock", LAPSED),
}
# What is said of a light that changed, by its new colour.
_LIGHTS: Final = {
    "green": marked("turned the light of %(step)s green"),
    "yellow": marked("turned the light of %(step)s yellow"),
    "red": marked("turned the light of %(step)s red"),
    "blue": marked("turned the light of %(step)s blue"),
}
# Red on record, and not late: at a provisional instant silence has no effect.
_PENDING: Final = marked("the provisional day of %(step)s has passed without effect: it waits for the notice of the year")
# What is proposed for the record of a case that has ended.
_DISPOSALS: Final = {"erase": marked("Erase"), "hold": marked("Legal hold"), "release": marked("Release the hold")}
HISTORY_OF: Final = ("all", "people", "deadline")
"""Whose lines are shown."""
_LAW: Final = ("deadline_lapsed", "lapse_undone")
_SPEAKING: Final = frozenset({"comment_added", "urging_answered", "writer_asked", "writer_answered"})
"""Facts that are that somebody wrote something: without the words they say nothing. Reasons and names are told beside others."""

_DEADLINE: Final = ("deadline_", "deadlines_", "extension_lapsed", "limit_set")


def history_entries(events: list[HistoryEvent], name_of: Callable[..., str], people: Mapping[str, str]) -> list[HistoryEntry]:
    """Return the lines of a history, newest first.

    name_of: an element's name, as CaseNames.of gives it. people: names by account, for those whom events mention.
    """
    whole = _Whole(late_ends(events), ended_requests(events), silent_ones(events))
    return [_entry(event, name_of, people, whole) for event in reversed(events)]


def chosen(entries: list[HistoryEntry], only: str) -> list[HistoryEntry]:
    """Return all entries, those of people, or those of deadlines."""
    if only == "people":
        return [entry for entry in entries if entry.kind == "person"]
    if only == "deadline":
        return [
            entry
            for entry in entries
            if entry.kind in ("deadline", "law") or any("deadline" in str(detail.template) for detail in entry.details)
        ]
    return entries


class _Whole(NamedTuple):
    """What is known of an event by the others of its case: see late_ends, ended_requests and silent_ones."""

    late: LateEnds
    ended: Mapping[int, EndedRequest]
    silent: Mapping[int, tuple[str, ...]]


def _entry(event: HistoryEvent, name_of: Callable[..., str], people: Mapping[str, str], whole: _Whole) -> HistoryEntry:
    row = event.event
    ended, silent = whole.ended.get(int(row["seq"])), whole.silent.get(int(row["seq"]), ())
    kind, effective, recorded = row["kind"], read_instant(row["effective_at"]), read_instant(row["recorded_at"])
    main: Mapping[str, Any] = next((fact for fact in event.facts if fact["fact"] == kind), event.facts[0] if event.facts else {})
    words = "task_transferred" if kind == "task_assigned" and main.get("assignee") != row["actor"] else kind
    words = "lapse_undone" if kind == "receipt_recorded" and main.get("undoesLapseAt") else words
    words = "registration_corrected" if kind == "answers_corrected" and not main.get("userTaskKey") else words
    words = "item_corrected" if kind == "answers_corrected" and main.get("itemKey") else words
    words = f"{words}_after_end" if main.get("afterEnd") else words
    words = "extension_lapsed" if kind == "timer_fired" and ended is not None and ended.end == "lapsed" else words
    icon, template = _WORDS.get(words, ("file", marked("made a change")))
    template = _LIGHTS.get(str(main.get("light")), template) if kind == "deadline_light_changed" else template
    if kind == "deadline_light_changed" and main.get("light") == "red" and main.get("state") == "running":
        template = _PENDING
    template = SILENCE.get(str(main.get("silence")), template) if kind == "deadline_lapsed" and silent else template
    # Whose silence it was is said already: its step needs no unit.
    of_step = {**main, "elementInstanceKey": None} if template in SILENCE.values() else main
    said = {
        "who": _whom(silent, people),
        "step": _named(name_of, {**of_step, "elementId": row["element_id"] or main.get("elementId")}, event),
        "kind": kind,
        "to": people.get(str(main.get("assignee")), str(main.get("assignee", ""))),
        "target": name_of(main.get("toElementId") or ""),
        "light": main.get("light", ""),
        "what": _DISPOSALS.get(main.get("what", ""), ""),
        "until": main.get("keptUntil", ""),
        "former": main.get("formerVersion", "-"),
        "version": main.get("version", "-"),
        "paper": main.get("paperNumber", ""),
        "number": main.get("number", ""),
        "on": main.get("on", ""),
        # By the name of the event that took it: a message's own name is for programs.
        "message": _named(name_of, {**main, "elementId": main.get("elementId") or row["element_id"]}, event) or main.get("name", ""),
    }
    details = list(_details(event, name_of, whole.late))
    details += given_words(event.facts, lambda fact: _named(name_of, fact, event), lambda named: _whom(named, people))
    if ended is not None:
        of_request = _named(name_of, ended.about, event) if ended.about is not None else wording()._("the step")
        said = {**said, "step": of_request} if words == "extension_lapsed" else said
        details.append(ended_request_words(ended, of_request, _whom(ended.who, people) or "-"))
    machine = row["actor"] in ("clock", "system", "public")
    return HistoryEntry(
        int(row["seq"]),
        effective,
        "law" if words in _LAW else "deadline" if words.startswith(_DEADLINE) else "machine" if machine else "person",
        icon,
        Message(template, said),
        actor=row["actor"],
        who="" if machine else event.actor_name or row["actor"],
        acting_for=people.get(row["acting_for"], row["acting_for"]) if row["acting_for"] else "",
        article=str(main.get("article") or ""),
        quote=_reason(event),
        details=tuple(details),
        recorded_at=recorded if recorded != effective else None,
        said=tuple(event.private.get(str(place), {}).get("text") for place, one in enumerate(event.facts) if one["fact"] in _SPEAKING),
    )


def _named(name_of: Callable[..., str], fact: Mapping[str, Any], event: HistoryEvent) -> str:
    """Return the name of the element of a fact: by the process instance that it belongs to, else by the file that its event names."""
    digest = event.event["definition_digest"]
    of = (fact.get("elementId"), fact.get("elementInstanceKey"), fact.get("processInstanceKey"))
    return name_of(*of, digest, int(event.event["seq"]))


def _whom(named: tuple[str, ...], people: Mapping[str, str]) -> str:
    """Return accounts and groups as people read them."""
    return wording()._(", ").join(people.get(one) or group_words(one) for one in named)


def _on_paper(said: Mapping[str, str]) -> Message:
    """Say what was decided on paper about a deadline. said: the cells of the row, by column."""
    if EXTENDED_TO in said:
        facts = {"to": said[EXTENDED_TO], "by": said[EXTENDED_BY], "number": said[EXTENDED_NUMBER]}
        return Message("extended on paper to %(to)s, granted by %(by)s, %(number)s", facts)
    if until := said.get(STOPPED_UNTIL):
        stood = {"since": said[STOPPED_SINCE], "until": until, "rule": said[STOPPED_RULE]}
        return Message("its clock stood on paper from %(since)s to %(until)s: %(rule)s", stood)
    return Message("its clock is stopped on paper since %(since)s: %(rule)s", {"since": said[STOPPED_SINCE], "rule": said[STOPPED_RULE]})


def _cause(said: Mapping[str, Any]) -> str:
    """Return why a step failed, in the language of the page. said: beside the fact; an incident kept without its sentence says its text."""
    template = said.get("template")
    return wording().message(Message(template, said.get("facts", {}))) if template else str(said.get("message", ""))


def _reason(event: HistoryEvent) -> str:
    given = event.recorded.get("reason")
    return str(given) if given else ""


def _done_on_paper(step: str, on: str | None) -> Message:
    if on is None:
        return Message("done on paper before: %(step)s", {"step": step})
    return Message("done on paper before: %(step)s, %(on)s", {"step": step, "on": date.fromisoformat(on)})


def _details(event: HistoryEvent, name_of: Callable[..., str], late: LateEnds) -> list[Message]:
    """Say what else the event brought: deadlines begun and met, steps begun, what went wrong."""
    found = []
    for place, fact in enumerate(event.facts):
        kind, said = fact["fact"], event.private.get(str(place), {})
        step = _named(name_of, fact, event)
        if (up := late.get((int(event.event["seq"]), place))) is not None:
            said_late = {"step": step, "at": up[0], "left": wording().left(up[1])}
            found.append(Message("deadline of %(step)s missed: it was up at %(at)s, %(left)s", said_late))
        if kind == "paper_case_taken":
            said_taken = {"number": said.get("paperNumber", "-"), "file": said.get("file", "-"), "line": fact["line"]}
            found.append(Message("on paper it has the number %(number)s; taken from row %(line)s of %(file)s", said_taken))
            found += [_on_paper(clock) for clock in said.get("onPaper", ())]
        elif kind == "answers_corrected" and fact.get("weighedAgain"):
            back = _named(name_of, {"elementId": fact["weighedAgain"]}, event)
            found.append(Message("the table of %(step)s comes out otherwise: the case goes back to it", {"step": back}))
        elif kind == "instance_modified":
            found += moved_words(fact, lambda one: _named(name_of, one, event))
        elif kind == "reply_put_right" and fact["papers"]:
            papers = {"papers": wording()._(", ").join(fact["papers"])}
            found.append(Message("issued since and not changed by this: %(papers)s; issue a correction of it", papers))
        elif kind == "element_migrated":
            before = name_of(fact["fromElementId"], None, fact.get("processInstanceKey"), event.event["definition_digest"])
            found.append(Message("%(before)s goes on as %(step)s", {"before": before, "step": step}))
        elif kind == "element_passed":
            found.append(_done_on_paper(step, fact.get("doneOn")))
        elif kind == "task_created":
            found.append(Message("next: %(step)s", {"step": step}))
        elif kind == "task_changed" and event.event["kind"] != kind and "candidateGroups" in fact:
            to = wording()._(", ").join(map(group_words, fact["candidateGroups"]))
            found.append(Message("%(step)s goes to %(to)s now", {"step": step, "to": to}))
        elif kind == "deadline_started":
            found.append(
                Message(
                    "deadline of %(step)s: %(at)s, art. %(article)s, calendar %(version)s",
                    {"step": step, "at": _day(fact), "article": fact.get("article", "-"), "version": fact.get("calendarVersion", "-")},
                )
            )
        elif kind == "deadline_lapsed" and fact.get("establishedAt"):
            found.append(Message("it was established at %(at)s", {"at": read_instant(fact["establishedAt"])}))
        elif kind in ("deadline_suspended", "deadline_resumed") and event.event["kind"] not in (kind, "paper_case_taken"):
            found += stopped_words(fact, step, event.facts)
        elif kind == "deadline_resumed":
            found.append(
                Message(
                    "deadline of %(step)s: %(before)s → %(at)s",
                    {"step": step, "before": read_instant(fact["deadlineBefore"]), "at": _day(fact)},
                )
            )
        elif kind == "deadline_suspended" and fact.get("expectedUntil"):
            found.append(Message("expected to run on from %(until)s", {"until": date.fromisoformat(fact["expectedUntil"])}))
        elif kind == "notice_given" and fact["notice"] in TO_STAFF:
            if fact["notice"] == "taken-away":
                found.append(Message("told to who had %(step)s", {"step": step}))
            if fact["notice"] == "offer-ended":
                found.append(Message("told to those to whom %(step)s was offered", {"step": step}))
            if fact["notice"] == "urged":
                found.append(Message("told to who has %(step)s and to the head of the unit", {"step": step}))
        elif kind == "notice_given" and fact["notice"] in REQUESTS:
            told = Message("told to those concerned at %(at)s", {"at": read_instant(fact["toldAt"])})
            # Who decides and who asked are told by a notice each, and both at once.
            found += [] if told in found else [told]
        elif kind == "notice_given" and fact["notice"] == "reminder":
            found.append(Message("those who have the work were reminded, %(at)s", {"at": read_instant(fact["toldAt"])}))
        elif kind == "paper_decision_entered":
            at = read_instant(fact["decidedAt"])
            found.append(
                Message(
                    "a decision made on paper at %(at)s, entered from its scan (%(digest)s)",
                    {"at": at, "digest": said.get("digest", "")[:16]},
                )
            )
        elif kind == "notice_given" and fact["notice"] == INCIDENT:
            found.append(Message("told to the operators at %(at)s", {"at": read_instant(fact["toldAt"])}))
        elif kind == "notice_given":
            found.append(Message("told to both sides at %(at)s", {"at": read_instant(fact["toldAt"])}))
        elif kind == "deadline_moved" and fact.get("correction"):
            said_put_right = {"step": step, "before": read_instant(fact["deadlineBefore"]), "at": _day(fact)}
            found.append(Message("date of %(step)s corrected: was %(before)s, now %(at)s; it is no extension", said_put_right))
        elif kind == "deadline_moved" and event.event["kind"] != kind:
            said_moved = {"step": step, "before": read_instant(fact["deadlineBefore"]), "at": _day(fact)}
            found.append(Message("deadline of %(step)s moved: was %(before)s, now %(at)s", said_moved))
        elif kind == "limit_set" and not fact["moved"]:
            found.append(Message("no deadline was moved: the work was done meanwhile, or a later limit runs", {}))
        elif kind == "deadline_recomputed":
            found += recomputed_words(fact, step)
        elif kind == "deadline_voided" and fact.get("begunAnewBy"):
            by = _named(name_of, {"elementId": fact["begunAnewBy"]}, event)
            found.append(
                Message("deadline of %(step)s is void: %(by)s, and the work has a limit of its own from here", {"step": step, "by": by})
            )
        elif kind == "deadline_met":
            found.append(Message("deadline of %(step)s met", {"step": step}))
            if fact.get("undoesMissAt"):
                found.append(Message("it was not late: the earlier red is void", {}))
        elif kind == "points_moved":
            points = points_words(Decimal(fact["points"]))
            found.append(
                Message(
                    "points of %(unit)s: %(points)s (art. %(article)s)",
                    {"unit": unit_words(fact["unit"]), "points": points, "article": fact["article"]},
                )
            )
        elif kind == "message_thrown" and fact.get("takenByNumber"):
            found.append(Message("a message went to case %(number)s", {"number": fact["takenByNumber"]}))
        elif kind == "message_thrown":
            found.append(Message("a message was sent that nobody has taken yet", {}))
        elif kind == "signal_thrown":
            found.append(Message("a signal went to %(count)s cases", {"count": len(fact.get("cases", ()))}))
        elif kind in ("message_taken", "signal_received") and fact.get("thrownByNumber"):
            found.append(Message("it came from case %(number)s", {"number": fact["thrownByNumber"]}))
        elif kind == "incident_opened":
            found.append(Message("a step failed at %(step)s: %(cause)s", {"step": step, "cause": _cause(said)}))
        elif kind == "late_remark_filed":
            found.append(Message("%(name)s", {"name": said.get("text", "")}))
        elif kind == "paper_issued":
            found.append(Message("paper issued: %(number)s", {"number": fact["number"]}))
        elif kind == "paper_drafted":
            found.append(Message("paper drafted: %(title)s", {"title": said.get("title", "")}))
        elif kind in ("paper_served", "paper_service_struck"):
            said_served = {"at": read_instant(fact["servedAt"]), "how": wording()._(WAYS[fact["how"]])}
            found.append(Message("service of %(at)s, %(how)s", said_served))
        elif kind == "document_added":
            found.append(Message("%(name)s", {"name": said.get("name", "")}))
        elif kind == "process_instance_completed" and str(fact.get("elementInstanceKey")) == str(event.event["case_key"]):
            found.append(Message("the case is closed", {}))
    return found


def _day(fact: Mapping[str, Any]) -> datetime:
    return read_instant(fact["deadlineAt"])
