"""Keep a sheet of running paper cases as a document of the city, before the cases on it are taken over one by one."""

from typing import ClassVar

from msgspec import Struct

from app.audit.taking_over_rights import require_taking_over
from app.domain.attachment import media_type_of, plain_name
from app.domain.fact import Fact
from app.domain.keys import BLOCK, CITY_CHAIN
from app.domain.rejection import Rejection
from app.service.work import Outcome, Work


class KeepPaperSheet(Struct, frozen=True):
    """name: as the person's file was called. head: its first 4 KiB. digest, size_bytes: of the whole. cases: rows on it."""

    process_id: str
    name: str
    digest: str
    size_bytes: int
    head: bytes
    cases: int
    case_key: ClassVar[int] = CITY_CHAIN


def handle(command: KeepPaperSheet, work: Work) -> Outcome:
    require_taking_over(work.store, work.surroundings, work.actor, command.process_id)
    name = plain_name(command.name)
    media_type = media_type_of(name, command.head)
    kept = work.store.value("SELECT key FROM document WHERE case_key = :city AND digest = :digest", city=CITY_CHAIN, digest=command.digest)
    if kept is not None:
        raise Rejection("conflict", "Expected a sheet that is not kept yet, but this one is")
    key = work.new_number("case") * BLOCK
    main = Fact("paper_sheet_added", None, None, {"documentKey": key, "process": command.process_id, "cases": command.cases})
    said = {"documentKey": key, "mediaType": media_type, "sizeBytes": command.size_bytes, "version": 1}
    return Outcome(
        "paper_sheet_added",
        [main, Fact("document_added", None, None, said, {"name": name, "digest": command.digest})],
        {"key": key},
    )
