"""Short sentences under a row of the work list: what somebody should know before opening it."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from app.domain.instant import read_instant
from app.queries.given_answers import given_answers
from app.queries.submissions import return_of
from app.web.pages.answer_words import first_words
from app.web.pages.course import in_course_order
from app.web.pages.definition_words import step_name
from app.web.presentation.wording import Wording
from app.web.surface import surface

LONGEST_REASON: Final = 80


def row_notes(row: Mapping[str, Any], view: str, before: Mapping[str, Any] | None, show: Wording, instant: datetime) -> tuple[str, ...]:
    """Return who has a task of the unit's, on whose behalf, and that it was sent back, by whom, when and why.

    before: the task done last before it, where its step had been done before.
    """
    notes = []
    if view == "done" and row["state"] == "CANCELED" and row["completed_by"] is None:
        notes.append(show._("lapsed undecided: it stands as your lateness"))
    if row["assignee"] and view == "all":
        notes.append(show._("%(name)s has it", name=row["holder"] or row["assignee"]))
    if row["acting_for"]:
        notes.append(show._("on behalf of %(name)s", name=row["acting_for_name"] or row["acting_for"]))
    if row["returned_from"] is not None:
        return (*notes, *_returned(row, show))
    if before is not None and _leads_back(row["digest"], before["element_id"], row["element_id"]):
        step = step_name(row["digest"], before["element_id"], before["name"])
        when, reason = show.moment(read_instant(before["ended_at"])), _reason(before, instant)
        facts = {"name": before["who"], "step": step, "time": when}
        notes.append(
            show._("%(name)s sent it back from %(step)s, %(time)s: %(reason)s", **facts, reason=reason)
            if reason
            else show._("%(name)s sent it back from %(step)s, %(time)s", **facts)
        )
    return tuple(notes)


def _returned(row: Mapping[str, Any], show: Wording) -> tuple[str, ...]:
    """Return by whom, from where and why a task was sent back, or that its submission was withdrawn."""
    back = surface().door.ask(return_of, row["key"])
    if back is None:
        return ()
    when = show.moment(read_instant(back["at"]))
    if back["withdrawn"]:
        return (show._("%(name)s withdrew the submission of this step, %(time)s", name=back["who"], time=when),)
    step, reason = step_name(row["digest"], back["element_id"], back["name"]), _short(back["reason"] or "")
    said = show._("%(name)s sent it back from %(step)s, %(time)s: %(reason)s", name=back["who"], step=step, time=when, reason=reason)
    return (said,)


def _leads_back(digest: str, from_element: str, to_element: str) -> bool:
    """Say whether the way from one step to another leads against the course of the diagram."""
    places = _places(digest)
    return places.get(from_element, 0) > places.get(to_element, len(places))


@lru_cache(maxsize=128)
def _places(digest: str) -> dict[str, int]:
    """Return the place of each element in the course. A digest never stands for another file, so what is kept never grows old."""
    door = surface().door
    diagram = door.ask(door.surroundings.diagram, digest)
    left = {id: shape.box.x for id, shape in diagram.drawing.shapes.items()}
    ordered = [one.id for process in diagram.processes for one in in_course_order(process, lambda id: left.get(id, 0.0))]
    return {id: place for place, id in enumerate(ordered)}


def _reason(before: Mapping[str, Any], instant: datetime) -> str:
    """Return the first words that were written in the step that sent a task back: forms ask there for the reason."""
    door = surface().door
    given = door.ask(given_answers, door.surroundings, before["case_key"], instant)
    text = next((first_words(one) for one in reversed(given) if one.task_key == str(before["key"])), "")
    return _short(text)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_REASON else f"{text[:LONGEST_REASON]}…"
