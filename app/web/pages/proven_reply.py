"""What an operator sees of a reply that was proven after its silence had taken effect: what the data say, and what puts them right."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.audit.reply_correction import Change, reply_outlook
from app.domain.canonical import canonical
from app.queries.replayed_case import replayed_case
from app.web.pages.definition_words import CaseNames
from app.web.pages.frame import wording
from app.web.pages.value_words import ValueWords, WordsByScope, parts_of
from app.web.presentation.incident_view import ProvenReply, RightValue
from app.web.surface import surface


def proven_reply_view(found: Mapping[str, Any]) -> ProvenReply:
    """Return what is known of the reply, and what would be written. found: a row of app/queries/incidents.py, open."""
    door, case_key = surface().door, found["case_key"]
    outlook = door.ask(reply_outlook, door.surroundings, case_key, found["element_instance_key"])
    reply, correction = outlook.reply, outlook.correction
    names = CaseNames(case_key, found["digest"])
    values: list[RightValue] = []
    overwritten: tuple[str, ...] = ()
    if correction is not None:
        words = WordsByScope(door.ask(replayed_case, case_key, None), names)
        for change in correction.changes:
            values += _values(change, words.of(str(change.scope_key)))
        whole = words.of(str(case_key))
        overwritten = tuple(whole.label(name) or name for name in correction.overwritten)
    return ProvenReply(
        reply is not None and reply.answers is not None,
        outlook.is_right,
        tuple(values),
        overwritten,
        tuple(names.of(id) for id in correction.onward) if correction is not None else (),
        wording()._(", ").join(outlook.papers),
    )


def _values(change: Change, words: ValueWords) -> Iterator[RightValue]:
    """Yield the parts of a variable that are to be another: what stays needs nobody's eye."""
    stands, becomes = (dict(parts_of(value, change.name)) for value in (change.stands, change.becomes))
    for path in dict.fromkeys((*stands, *becomes)):
        if path in stands and path in becomes and canonical(stands[path]) == canonical(becomes[path]):
            continue
        said = [words.line(path, held[path]) if path in held else wording()._("none") for held in (stands, becomes)]
        yield RightValue(words.label(path) or path, path, *said)
