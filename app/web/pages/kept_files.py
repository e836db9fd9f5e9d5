"""Files chosen before there is a case: they lie in the store of documents, and a signed name carries each from page to page for a day."""

from typing import Final

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from app.domain.attached_file import Attachment
from app.web.surface import surface

LASTS_SECONDS: Final = 24 * 3600
_HEAD_BYTES: Final = 16


def name_to_carry(file: Attachment, whose: str) -> str:
    """Return what stands for a kept file on the pages of one account; whose: its name, or what stands for the citizen."""
    return str(_signer(whose).dumps([file.field, file.name, file.digest, file.size_bytes, file.head[:_HEAD_BYTES].hex()]))


def carried_file(text: str, whose: str) -> Attachment | None:
    """Return the file that a page carried; None where it is not one that this account was given within a day."""
    try:
        field, name, digest, size, head = _signer(whose).loads(text, max_age=LASTS_SECONDS)
    except (BadSignature, ValueError):
        return None
    return Attachment(field, name, digest, size, bytes.fromhex(head))


def name_of_expired(text: str, whose: str) -> str:
    """Return how a file was called that was kept for its day and is not any more; empty where it never was one."""
    try:
        _signer(whose).loads(text, max_age=LASTS_SECONDS)
    except SignatureExpired:
        return str(_signer(whose).loads(text)[1])
    except (BadSignature, ValueError):
        return ""
    return ""


def _signer(whose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(surface().door.surroundings.secret, salt=f"kept file of {whose}")
