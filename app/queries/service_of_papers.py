"""What counts from the service of a paper, in the words of the form that asks for it, and what changed since the case went on from it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from app.audit.issued_papers import with_issued_papers
from app.audit.paper_rights import may_read
from app.audit.scopes_of_case import scopes_around, scopes_of_case
from app.audit.standing_service import counted_then, counting, services, serving_step
from app.audit.surroundings import Surroundings
from app.domain.actor import Actor
from app.domain.canonical import parse
from app.queries.task_form import TaskForm
from app.store.database import Reader
from app.store.read_case import case_by_key
from app.store.read_paper import PaperRecord, papers_of, variables_in


class ChangedService(Struct, frozen=True):
    """A paper of which another service counts than when its step was completed. was, now: records; now is None where none stands.
    task_key: of the step."""

    paper: PaperRecord
    task_key: int
    was: Mapping[str, Any]
    now: Mapping[str, Any] | None


def service_form(store: Reader, surroundings: Surroundings, paper: PaperRecord, now: datetime) -> TaskForm | None:
    """Return the form of the step that serves an issued paper, with what the case knows and the service that counts; None where there is
    no such step or no service stands. The caller has checked who may see the case."""
    if counting(services(store, paper.key), surroundings.zone) is None:
        return None
    step = serving_step(store, surroundings, paper)
    form = surroundings.form_for_words(store, step.form_digest) if step is not None and step.form_digest else None
    if step is None or form is None:
        return None
    scopes = (*scopes_around(step.task_key, scopes_of_case(store, paper.case_key)), step.process_key)
    known = {name: parse(value) for name, value in variables_in(store, scopes).items()}
    seen = with_issued_papers(store, paper.case_key, form, known, surroundings.zone)
    return TaskForm(form, seen, {}, surroundings.feel_world(store, now))


def recorded_on_page(store: Reader, surroundings: Surroundings, actor: Actor, case_key: int, task_key: int) -> PaperRecord | None:
    """Return the paper that a step serves, where its service is recorded on the page of the paper and the actor may read it; else None.
    The caller has checked who may see the case."""
    found = case_by_key(store, case_key)
    for paper in papers_of(store, case_key) if found is not None else ():
        if paper.state == "issued" and found is not None and may_read(actor, found, paper) and services(store, paper.key):
            step = serving_step(store, surroundings, paper)
            if step is not None and step.task_key == task_key:
                return paper
    return None


def changed_services(store: Reader, surroundings: Surroundings, actor: Actor, case_key: int) -> list[ChangedService]:
    """Return the papers of a case that the actor may read whose service was put right after the step that rests on it."""
    changed, found = [], case_by_key(store, case_key)
    for paper in papers_of(store, case_key) if found is not None else ():
        records = services(store, paper.key) if found is not None and paper.state == "issued" and may_read(actor, found, paper) else ()
        step = serving_step(store, surroundings, paper) if records else None
        if step is None or step.ended_at is None:
            continue
        was, now = counted_then(records, step, surroundings.zone), counting(records, surroundings.zone)
        if was is not None and (now is None or now["key"] != was["key"]):
            changed.append(ChangedService(paper, step.task_key, was, now))
    return changed
