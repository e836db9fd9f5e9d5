"""Comments, and reasons in dialogs and on pages that ask for one: kept as they are typed, as the drafts of tasks are.

Nobody else reads them. What was sent is forgotten, or stands as the empty draft of its time where the same page asks again: by that the
browser knows that its copy arrived.
"""

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

from flask import Blueprint, Response, jsonify, request

from app.domain.actor import Actor
from app.domain.instant import read_instant
from app.domain.rejection import Rejection
from app.queries.case_page import require_seen
from app.queries.draft import draft
from app.service.keep_draft import drop_draft, keep_draft
from app.web.pages.frame import person, signed_in
from app.web.presentation.kept_words import KeptWords
from app.web.surface import surface

blueprint = Blueprint("typed_words", __name__)
COMMENT: Final = "comment"
NO_TASK: Final = 0
"""Drafts of what is no answer to a task are kept under the key of none; words on a page that is of no case, too."""

CHOSEN: Final = ("to", "until", "decision", "reason", "text")
"""The fields that are kept: words, and what was chosen beside them. What says who wrote in is in none of them."""

LONGEST: Final = 8000
_NAME: Final = re.compile(r"[\w.-][\w .-]{0,99}")


def words_owner(actor: Actor, name: str) -> str:
    """Return under which name of an account words are kept, apart from the draft of a form. name: of the field or dialog."""
    return f"{actor.account} {name}"


def words_kept(actor: Actor, key: int, name: str, field: str = "reason") -> KeptWords:
    """Return what was typed so far. field: in which the words stand.

    key: of what it is about, a case or something in one; NO_TASK, where the page is of no case and the name says of what.
    """
    kept = surface().door.ask(draft, key, words_owner(actor, name))
    href = f"/words/{key}/{quote(name)}"
    if kept is None:
        return KeptWords(href)
    return KeptWords(href, read_instant(kept.saved_at), str(kept.answers.get(field, "")))


def forget_words(actor: Actor, key: int, name: str) -> None:
    """Forget words that were sent."""
    surface().door.keep(drop_draft, key, words_owner(actor, name))


def note_sent(actor: Actor, key: int, name: str) -> None:
    """Note that words were sent, where the next page asks for some again."""
    surface().door.keep(keep_draft, key, words_owner(actor, name), {}, None)


@blueprint.post("/words/<int:key>/<name>")
@signed_in
def save(key: int, name: str) -> Response:
    """Keep what was typed so far."""
    actor, door = person(), surface().door
    if key != NO_TASK:
        door.ask(require_seen, actor, key)
    if not _NAME.fullmatch(name):
        raise Rejection("bad_request", "Expected the name of a field, but found %(found)s", found=name[:40])
    typed: Mapping[str, Any] = {one: request.form[one][:LONGEST] for one in CHOSEN if one in request.form}
    return jsonify({"savedAt": door.keep(keep_draft, key, words_owner(actor, name), typed, None)})
