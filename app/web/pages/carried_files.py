"""The files chosen in a form whose answers go nowhere yet: kept, carried by the draft from page to page, and brought with the command."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from app.domain.actor import Actor
from app.domain.attached_file import Attachment
from app.domain.rejection import Message
from app.form import Form
from app.queries.task_form import TaskForm
from app.web.pages.chosen_files import chosen_files
from app.web.pages.frame import now
from app.web.pages.kept_files import carried_file, name_of_expired, name_to_carry
from app.web.presentation.task_view import DocumentView


def with_chosen(actor: Actor, asked: TaskForm, sent: dict[str, Any]) -> dict[str, Message]:
    """Keep the files that were chosen and let the answers carry them; return what is said of those that were not taken."""
    not_taken = {}
    for name, chosen in chosen_files(asked).items():
        sent[name] = [*(sent.get(name) or []), *(name_to_carry(file, actor.account) for file in chosen.taken)]
        if chosen.problem is not None:
            not_taken[name] = chosen.problem
    return not_taken


def carried_files(actor: Actor, asked: TaskForm, sent: Mapping[str, Any], not_taken: dict[str, Message]) -> list[Attachment]:
    """Return the files that the answers carry; add to not_taken what is said of one that was kept for its day."""
    found = []
    for name in file_fields(asked.form):
        for text in sent.get(name) or []:
            file = carried_file(str(text), actor.account)
            if file is not None:
                found.append(replace(file, field=name))
            else:
                gone = name_of_expired(str(text), actor.account)
                not_taken.setdefault(name, Message("%(name)s was kept for a day: choose it again, or leave it out", {"name": gone or "?"}))
    return found


def file_fields(form: Form | None) -> list[str]:
    components = form.every_component() if form is not None else ()
    return [".".join(component.path) for component in components if component.kind == "filepicker"]


def files_shown(actor: Actor, asked: TaskForm, sent: Mapping[str, Any]) -> tuple[DocumentView, ...]:
    """Return the files that were kept, by what carries them, for their names."""
    carried = [str(text) for name in file_fields(asked.form) for text in sent.get(name) or []]
    found = [(text, carried_file(text, actor.account)) for text in carried]
    named = [(text, file.name if file else name_of_expired(text, actor.account)) for text, file in found]
    return tuple(DocumentView(text, name, "", 0, 1, "", "", now()) for text, name in named)
