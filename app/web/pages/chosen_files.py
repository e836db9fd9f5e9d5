"""The files chosen in a form: those that can be taken are kept, and the others named at their field, to be chosen again or left out."""

from collections.abc import Mapping
from typing import Any, Final

from flask import request
from msgspec import Struct, field
from werkzeug.datastructures import FileStorage

from app.domain.attached_file import Attachment
from app.domain.attachment import check_ending, endings_of, media_type_of, plain_name, written_endings
from app.domain.marked import marked
from app.domain.rejection import Message, Rejection
from app.form import check_answers
from app.form.posted import FILES
from app.queries.task_form import TaskForm
from app.web.surface import surface

TOO_LARGE: Final = marked("%(name)s is too large: at most 20 MB are taken")
SEVERAL_REASONS: Final = marked("Not taken: %(name)s. Choose files that end in one of %(kinds)s, each with content")


class Chosen(Struct):
    """taken: files that lie in the store of documents now. problem: what to say of the others; None where there are none."""

    taken: list[Attachment] = field(default_factory=list)
    problem: Message | None = None


def chosen_files(asked: TaskForm) -> dict[str, Chosen]:
    """Return what was chosen in the file fields of a form, by field; a field in which nothing was chosen is left out.

    Each field takes what its `accept` names, within what is allowed at all: what the page offers.
    """
    form = asked.form
    found: dict[str, Chosen] = {}
    for component in form.every_component() if form is not None else ():
        name = ".".join(component.path)
        uploads = [upload for upload in request.files.getlist(FILES + name) if upload.filename] if component.kind == "filepicker" else []
        if uploads:
            accept = component.accept.value(asked.variables, asked.world)
            found[name] = _taken(name, uploads, endings_of(accept if isinstance(accept, str) else ""))
    return found


def refused_files(asked: TaskForm, sent: Mapping[str, Any], not_taken: Mapping[str, Message]) -> Rejection:
    """Return what to answer where files could not be taken: that, and whatever else is wrong with the answers."""
    errors = check_answers(asked.form, sent, asked.variables, asked.world).errors if asked.form is not None else {}
    errors = {**errors, **not_taken}
    return Rejection("bad_answers", "Expected answers that fit the form, but %(count)s do not", field_errors=errors, count=len(errors))


def _taken(field_name: str, uploads: list[FileStorage], endings: tuple[str, ...]) -> Chosen:
    around, chosen = surface(), Chosen()
    problems: dict[str, list[Message]] = {}
    for upload in uploads:
        name = plain_name(upload.filename or "")
        try:
            digest, size, head = around.documents.put(upload.stream, around.configuration.upload_max_bytes)
            check_ending(name, endings)
            media_type_of(name, head)
        except Rejection as rejection:
            if rejection.code not in ("bad_file", "too_large"):
                raise
            template = TOO_LARGE if rejection.code == "too_large" else rejection.message.template
            problems.setdefault(template, []).append(Message(template, {**rejection.facts, "name": name}))
        else:
            chosen.taken.append(Attachment(field_name, name, digest, size, head))
    chosen.problem = _said(problems, endings)
    return chosen


def _said(problems: Mapping[str, list[Message]], endings: tuple[str, ...]) -> Message | None:
    """Return one sentence for all the files that were not taken, each by its name."""
    names = "、".join(str(one.facts["name"]) for found in problems.values() for one in found)
    if len(problems) > 1:
        return Message(SEVERAL_REASONS, {"name": names, "kinds": written_endings(endings)})
    return next((Message(found[0].template, {**found[0].facts, "name": names}) for found in problems.values()), None)
