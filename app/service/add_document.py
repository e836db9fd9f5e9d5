"""Add a document to a case. The file lies in the store of documents already; this makes it part of the case."""

from msgspec import Struct

from app.audit.naming_the_writer import refuse_naming_text
from app.domain.attachment import media_type_of, plain_name
from app.domain.fact import Fact
from app.domain.keys import BLOCK
from app.domain.rejection import Rejection
from app.service.work import Outcome, Work
from app.store.read_case import case_by_key


class AddDocument(Struct, frozen=True):
    """name: as the person's file was called. head: its first 4 KiB. digest, size_bytes: of the whole. replaces: the version before."""

    case_key: int
    name: str
    digest: str
    size_bytes: int
    head: bytes
    task_key: int | None = None
    replaces: int | None = None
    purpose: str | None = None


def handle(command: AddDocument, work: Work) -> Outcome:
    found = case_by_key(work.store, command.case_key)
    if found is None or not work.sees(found.sight):
        raise Rejection("not_found", "Expected a case that you may see, but there is none")
    if work.actor.holds("auditor"):
        raise Rejection("forbidden", "Expected somebody who works on the case; an auditor changes nothing")
    name = plain_name(command.name)
    refuse_naming_text(work.store, work.actor, found.key, found.sight, {"file": name, "purpose": command.purpose or ""})
    media_type = media_type_of(name, command.head)
    version = 1
    if command.replaces is not None:
        earlier = work.store.one(
            "SELECT version FROM document WHERE key = :key AND case_key = :case_key", key=command.replaces, case_key=command.case_key
        )
        if earlier is None:
            raise Rejection("not_found", "Expected a document %(key)s of this case, but there is none", key=command.replaces)
        version = earlier["version"] + 1
    key = work.new_number("case") * BLOCK
    said = {
        "documentKey": key,
        "mediaType": media_type,
        "sizeBytes": command.size_bytes,
        "version": version,
        "replaces": command.replaces,
        "userTaskKey": command.task_key,
    }
    fact = Fact("document_added", None, None, said, {"name": name, "digest": command.digest, "purpose": command.purpose})
    return Outcome(
        "document_added",
        [fact],
        {
            "key": key,
            "name": name,
            "media_type": media_type,
            "size_bytes": command.size_bytes,
            "digest": command.digest,
            "version": version,
        },
        definition_digest=found.digest,
    )
