"""Files that come with a command: they lie in the store of documents already, and become documents of the case in the command's event."""

from collections.abc import Callable, Iterable

from msgspec import Struct

from app.domain.attachment import media_type_of, plain_name
from app.domain.fact import Fact
from app.domain.keys import BLOCK
from app.domain.rejection import Rejection


class Attachment(Struct, frozen=True):
    """A file that lies in the store of documents already. field: the form field that it was chosen in. head: its first 4 KiB."""

    field: str
    name: str
    digest: str
    size_bytes: int
    head: bytes


def added_documents(attachments: Iterable[Attachment], new_number: Callable[[str], int]) -> tuple[dict[str, list[str]], list[Fact]]:
    """Give the attached files their keys, so that the answers can name them in the same event: keys by field, and the facts.

    Raises Rejection("bad_answers") at the field of a file that is not what its name says.
    """
    by_field: dict[str, list[str]] = {}
    facts = []
    for file in attachments:
        name = plain_name(file.name)
        try:
            media_type = media_type_of(name, file.head)
        except Rejection as rejection:
            raise Rejection(
                "bad_answers",
                "Expected answers that fit the form, but %(count)s do not",
                field_errors={file.field: rejection.message},
                count=1,
            ) from None
        key = new_number("case") * BLOCK
        said = {"documentKey": key, "mediaType": media_type, "sizeBytes": file.size_bytes, "version": 1}
        facts.append(Fact("document_added", None, None, said, {"name": name, "digest": file.digest}))
        by_field.setdefault(file.field, []).append(str(key))
    return by_field, facts
