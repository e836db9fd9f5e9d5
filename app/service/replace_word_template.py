"""Give an office its own Word template, with its red head; or take it away, so that the product's is used again.

Papers that are issued already keep their files.
"""

import hashlib
from typing import ClassVar

from msgspec import Struct

from app.domain.attachment import plain_name
from app.domain.command_rights import HELD
from app.domain.fact import Fact
from app.domain.keys import CITY_CHAIN
from app.domain.permissions import require_holding
from app.domain.rejection import Rejection
from app.service.work import Outcome, Work


class ReplaceWordTemplate(Struct, frozen=True):
    """content: of a .docx; None takes the office's own away."""

    office: str
    name: str = ""
    content: bytes | None = None
    case_key: ClassVar[int] = CITY_CHAIN


def handle(command: ReplaceWordTemplate, work: Work) -> Outcome:
    require_holding(work.actor, HELD["replace_word_template"], "replace a template")
    if work.store.value("SELECT 1 FROM office WHERE id = :id", id=command.office) is None:
        raise Rejection("not_found", "Expected a registered office %(id)s, but there is none", id=command.office[:60])
    said, kept = {"officeId": command.office}, {}
    if command.content is not None:
        if work.surroundings.press is None:
            raise Rejection("store_unavailable", "Expected a printer of papers, but this process was started without one")
        work.surroundings.press.check_template(command.content)
        said |= {"digest": hashlib.sha256(command.content).hexdigest(), "file": plain_name(command.name)}
        kept["_content"] = command.content
    return Outcome("word_template_replaced", [Fact("word_template_replaced", None, None, said, kept)])
