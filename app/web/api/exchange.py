"""Reading a request of the REST surface and answering it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final, TypeVar

import msgspec
from flask import Response, g, request

from app.domain.actor import Actor
from app.domain.canonical import parse
from app.domain.rejection import Rejection
from app.execute import Done, Once, request_digest
from app.service.work import Command
from app.web.identity import same_origin
from app.web.problem import problem_of
from app.web.surface import surface

_ENCODER: Final = msgspec.json.Encoder(decimal_format="number")
MOST_BODY_BYTES: Final = 4 * 1024 * 1024
TENANT: Final = "<default>"
Handler = TypeVar("Handler", bound=Callable[..., Any])


def api(handler: Handler) -> Handler:
    """Let only signed-in accounts in, before anything of the body is looked at. A session's cookie needs a page of ours behind it."""

    @wraps(handler)
    def wrapper(*args: Any, **named: Any) -> Any:
        g.actor = surface().identity.of_api()
        if request.authorization is None and request.method != "GET" and not same_origin():
            raise Rejection("cross_site", "Expected a form of this site, but it came from another one or says nothing of where it came from")
        return handler(*args, **named)

    return wrapper  # type: ignore[return-value]  # the same signature, which TypeVar cannot say


def asker() -> Actor:
    actor: Actor = g.actor
    return actor


def body(allowed: set[str] | None = None) -> dict[str, Any]:
    """Return the JSON object of the request, numbers as Decimal; empty where there is no body.

    allowed: the names that it may have; None for any. Raises Rejection("bad_request") that names an unknown one, ("bad_value") for what is no JSON.
    """
    raw = request.get_data()
    if len(raw) > MOST_BODY_BYTES:
        raise Rejection("too_large", "Expected a request of at most %(limit)s bytes, but it is larger", limit=MOST_BODY_BYTES)
    if not raw.strip():
        return {}
    try:
        found = parse(raw.decode())
    except UnicodeDecodeError:
        raise Rejection("bad_request", "Expected JSON in UTF-8, but found another encoding") from None
    if not isinstance(found, dict):
        raise Rejection("bad_request", "Expected a JSON object, but found %(found)s", found=type(found).__name__)
    for name in found:
        if allowed is not None and name not in allowed:
            raise Rejection("bad_request", "Expected only %(allowed)s, but found %(found)s", allowed=", ".join(sorted(allowed)), found=name[:60])
    return found


def field(given: Mapping[str, Any], name: str, kind: type, *, needed: bool = False) -> Any:
    """Return a member of the body, None where it is missing. Raises Rejection("bad_request") for another kind."""
    value = given.get(name)
    if value is None:
        if needed:
            raise Rejection("bad_request", "Expected %(name)s, but found nothing", name=name)
        return None
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise Rejection("bad_request", "Expected %(name)s to be %(kind)s, but found %(found)s", name=name, kind=kind.__name__, found=type(value).__name__)
    return value


def encoded(answer: Any) -> str:
    return _ENCODER.encode(answer).decode()


def send(answer: Any, status: int = 200) -> Response:
    return Response("" if answer is None else _ENCODER.encode(answer), status=status, content_type="application/json")


@dataclass
class Repeatable:
    """A request with an Idempotency-Key, as the door keeps its answer."""

    account: str
    key: str
    request_digest: str
    show: Callable[[Any], tuple[int, Any]]

    def answer(self, outcome: Any) -> tuple[int, str]:
        status, said = self.show(outcome)
        return status, "" if said is None else encoded(said)

    def refusal(self, rejection: Rejection) -> tuple[int, str]:
        problem = problem_of(rejection, request.path)
        return problem["status"], encoded(problem)


def carry_out(command: Command, show: Callable[[Any], tuple[int, Any]]) -> Response:
    """Send a command through the door and answer it. show: status and body from what the command answers; body None for none."""
    key = request.headers.get("Idempotency-Key")
    once: Once | None = None
    if key is not None:
        if not 1 <= len(key) <= 255:
            raise Rejection("bad_request", "Expected an Idempotency-Key of 1 to 255 characters, but found %(found)s", found=len(key))
        once = Repeatable(asker().account, key, request_digest(request.method, request.full_path, request.get_data()), show)
    done: Done = surface().door.execute(command, asker(), once)
    if done.kept is not None:
        kind = "application/problem+json" if done.kept.status >= 400 else "application/json"
        return Response(done.kept.body, status=done.kept.status, content_type=kind)
    status, said = show(done.answer)
    return send(said, status)


def nothing(_: Any) -> tuple[int, Any]:
    return 204, None
