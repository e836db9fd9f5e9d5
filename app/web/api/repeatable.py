"""Requests that may be sent again: the Idempotency-Key of a change, and the first answer to it."""

import hashlib
from collections.abc import Callable
from typing import Any, Final

import msgspec
from flask import Response, request
from msgspec import Struct

from app.domain.actor import Actor
from app.domain.rejection import Rejection
from app.execute import Once, request_digest
from app.web.problem import problem_of
from app.web.surface import surface

HEADER: Final = "Idempotency-Key"
LONGEST: Final = 255
_ENCODER: Final = msgspec.json.Encoder(decimal_format="number")


class Repeatable(Struct):
    """A request with an Idempotency-Key, as the door keeps its answer."""

    account: str
    key: str
    request_digest: str
    show: Callable[[Any], tuple[int, Any]]

    def answer(self, outcome: Any) -> tuple[int, str]:
        status, said = self.show(outcome)
        return status, "" if said is None else _ENCODER.encode(said).decode()

    def refusal(self, rejection: Rejection) -> tuple[int, str]:
        problem = problem_of(rejection, request.path)
        return problem["status"], _ENCODER.encode(problem).decode()


def once_of_request(actor: Actor, show: Callable[[Any], tuple[int, Any]]) -> Once | None:
    """Return the request as one that may be sent again; None without an Idempotency-Key. Raises Rejection("bad_request") for a bad key."""
    key = request.headers.get(HEADER)
    if key is None:
        return None
    if not 1 <= len(key) <= LONGEST or not key.isprintable():
        raise Rejection(
            "bad_request",
            "Expected an Idempotency-Key of 1 to %(most)s printable characters, but found %(found)s",
            most=LONGEST,
            found=len(key),
        )
    return Repeatable(actor.account, key, request_digest(request.method, request.full_path, _content()), show)


def refused_before(actor: Actor, rejection: Rejection) -> Response | None:
    """Keep a refusal under the request's key; return the answer that was given to it before, where that was another one."""
    try:
        once = once_of_request(actor, lambda _: (204, None))
    except Rejection:
        return None
    if once is None:
        return None
    kept = surface().door.refuse(once, rejection)
    if kept is None or kept.body == once.refusal(rejection)[1]:
        return None
    return kept_response(kept.status, kept.body)


def kept_response(status: int, body: str) -> Response:
    return Response(body, status=status, content_type="application/problem+json" if status >= 400 else "application/json")


def _content() -> bytes:
    """Return what tells one body from another. Of several parts, names and contents: their boundary is another one each time."""
    if request.mimetype != "multipart/form-data":
        return request.get_data()
    parts = [b"field\x00" + name.encode() + b"\x00" + value.encode() for name, value in request.form.items(multi=True)]
    for name, upload in request.files.items(multi=True):
        digest = hashlib.sha256()
        upload.stream.seek(0)
        while chunk := upload.stream.read(1 << 16):
            digest.update(chunk)
        upload.stream.seek(0)
        parts.append(b"file\x00" + name.encode() + b"\x00" + (upload.filename or "").encode() + b"\x00" + digest.digest())
    return b"\x00\x00".join(sorted(parts))
