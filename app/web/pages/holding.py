"""What the pages of a task and of a case both show: names, papers, comments."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from app.domain.actor import Actor
from app.domain.instant import read_instant
from app.domain.languages import LANGUAGES
from app.domain.rejection import Message
from app.queries.case_papers import comments, documents
from app.queries.given_answers import GivenAnswers, given_answers
from app.queries.history import events_between, history
from app.queries.people import names_of
from app.queries.person import as_seen, seen_history
from app.web.pages.answer_words import answer_lines
from app.web.pages.correction_words import corrected_lines
from app.web.pages.definition_words import CaseNames, element_names, form_here, step_name
from app.web.pages.diagram_words import diagram_view
from app.web.pages.frame import now, wording
from app.web.pages.history_words import chosen, history_entries
from app.web.presentation.languages import LANGUAGE
from app.web.presentation.task_view import CommentView, DiagramView, DocumentView, HistoryEntry
from app.web.surface import surface


def history_of(actor: Actor, case_key: int, digest: str, only: str) -> tuple[HistoryEntry, ...]:
    """Return the lines of a case's history, each step with what was answered in it."""
    door, names = surface().door, CaseNames(case_key, digest)
    entries = history_entries(door.ask(seen_history, actor, case_key), names.of, door.ask(names_of))
    given = {task.seq: task for task in door.ask(given_answers, door.surroundings, case_key, now())}
    told = [replace(entry, details=(*_told(given[entry.seq]), *entry.details)) if entry.seq in given else entry for entry in entries]
    corrected = corrected_lines(actor, case_key)
    told = [replace(entry, details=(*corrected[entry.seq], *entry.details)) if entry.seq in corrected else entry for entry in told]
    return tuple(chosen(told, only))


def history_before(actor: Actor, case_key: int, digest: str, only: str, seq: int) -> tuple[HistoryEntry, ...]:
    """Return the lines of a case's history as far as it can be read. seq: the first event that cannot."""
    door, names = surface().door, CaseNames(case_key, digest)
    events = door.ask(as_seen, actor, case_key, door.ask(events_between, case_key, 1, seq - 1))
    return tuple(chosen(history_entries(events, names.of, door.ask(names_of)), only))


def _told(given: GivenAnswers) -> list[Message]:
    lines = answer_lines(form_here(given.form), given.answers, given.variables, given.world, wording())
    return [Message("%(label)s: %(value)s", {"label": label, "value": value}) for label, value in lines]


def diagram_of(case_key: int, instance: int, digest: str, process_id: str, number: str, version: int) -> DiagramView:
    """Return the drawing of a process of a case. instance: key of the process instance."""
    door, names = surface().door, element_names(digest)
    drawing = f"/cases/{number}/diagram.bpmn?language={LANGUAGES[LANGUAGE.get()]}" + (f"&of={digest}" if instance != case_key else "")
    view = diagram_view(door.ask(door.surroundings.diagram, digest), process_id, instance, door.ask(history, case_key), drawing, version)
    return replace(view, steps=tuple(replace(step, name=names.get(step.element_id) or step.name) for step in view.steps))


def documents_of(actor: Actor, case_key: int, number: str) -> tuple[DocumentView, ...]:
    return tuple(_document(row, number) for row in surface().door.ask(documents, actor, case_key))


def _document(row: Mapping[str, Any], number: str) -> DocumentView:
    return DocumentView(
        str(row["key"]),
        row["name"],
        f"/cases/{number}/documents/{row['key']}",
        row["size_bytes"],
        row["version"],
        row["digest"],
        row["who"] or row["added_by"],
        read_instant(row["added_at"]),
        step_name(row["step_digest"], row["element_id"], row["step_name"] or ""),
        bool(row["is_current"]),
        row["acting_for_name"] or row["acting_for"] or "",
        bool(row["withheld"]),
    )


def comments_of(case_key: int) -> tuple[CommentView, ...]:
    return tuple(
        CommentView(
            row["who"] or row["author"], read_instant(row["written_at"]), row["text"], row["acting_for_name"] or row["acting_for"] or ""
        )
        for row in surface().door.ask(comments, case_key)
    )
