"""Reading a request of the REST surface and answering it."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import wraps
from typing import Any, Final, TypeVar

import msgspec
from flask import Response, g, request

from app.domain.actor import PUBLIC, Actor
from app.domain.canonical import canonical, parse, refuse_halves
from app.domain.rejection import Rejection
from app.queries.stand_ins import standing_in
from app.service.work import Command
from app.web.api.repeatable import kept_response, once_of_request, refused_before
from app.web.forgery import require_own_page
from app.web.surface import surface

_ENCODER: Final = msgspec.json.Encoder(decimal_format="number")
MOST_BODY_BYTES: Final = 4 * 1024 * 1024
TENANT: Final = "<default>"
_KINDS: Final = {str: "text", dict: "an object", list: "a list", bool: "true or false", Decimal: "a number"}
# How half a character may stand in JSON; most such are followed by their other halves.
_HALF: Final = re.compile(rb"\\u[dD][89a-fA-F]")
_INT32: Final = 2**31 - 1
Handler = TypeVar("Handler", bound=Callable[..., Any])
Read = TypeVar("Read")


def api(handler: Handler) -> Handler:
    """Let only signed-in accounts in, before anything of the body is looked at. A session's cookie needs a page of ours behind it."""

    @wraps(handler)
    def wrapper(*args: Any, **named: Any) -> Any:
        door = surface().door
        g.actor = door.ask(standing_in, surface().identity.of_api(), door.clock)
        if g.get("session_locked"):
            raise Rejection("signed_out", "Expected an open session, but its screen is locked")
        if request.authorization is None and request.method != "GET":
            require_own_page()
        return handler(*args, **named)

    return wrapper  # type: ignore[return-value]  # the same signature, which TypeVar cannot say


def change(handler: Handler) -> Handler:
    """As `api`, for what changes something."""
    return api(keeping_refusals(handler))


def keeping_refusals(handler: Handler) -> Handler:
    """Give, under an Idempotency-Key, also a refusal from before the door once and for all."""

    @wraps(handler)
    def wrapper(*args: Any, **named: Any) -> Any:
        g.is_change = True
        try:
            return handler(*args, **named)
        except Rejection as rejection:
            earlier = refused_before(asker(), rejection)
            if earlier is not None:
                return earlier
            raise

    return wrapper  # type: ignore[return-value]  # the same signature, which TypeVar cannot say


def open_to_all(handler: Handler) -> Handler:
    """Let anybody in, signed in or not: what is asked is asked by the public."""

    @wraps(handler)
    def wrapper(*args: Any, **named: Any) -> Any:
        g.actor = PUBLIC
        return handler(*args, **named)

    return wrapper  # type: ignore[return-value]  # the same signature, which TypeVar cannot say


def asker() -> Actor:
    actor: Actor = g.actor
    return actor


def permitted(read: Callable[[], Read], permission: Callable[[], object]) -> Read:
    """Return what is read of a body. Where it is bad, who may not do the thing at all is told that, whatever the body says.

    A good body costs nothing here: the command checks the permission anyway.
    """
    try:
        return read()
    except Rejection:
        permission()
        raise


def body(allowed: set[str] | None = None) -> dict[str, Any]:
    """Return the JSON object of the request, numbers as Decimal; empty where there is no body.

    allowed: the names that it may have; None for any.

    Raises Rejection("bad_request") that names an unknown one, ("bad_value") for what is no JSON, and for half a character in it.
    """
    raw = request.get_data()
    if len(raw) > MOST_BODY_BYTES:
        raise Rejection("too_large", "Expected a request of at most %(limit)s bytes, but it is larger", limit=MOST_BODY_BYTES)
    if not raw.strip():
        return {}
    try:
        found = parse(raw.decode())
        if _HALF.search(raw):
            refuse_halves(found)
    except UnicodeDecodeError:
        raise Rejection("bad_request", "Expected JSON in UTF-8, but found another encoding") from None
    if not isinstance(found, dict):
        raise Rejection("bad_request", "Expected a JSON object, but found %(found)s", found=_KINDS.get(type(found), "null"))
    for name in found:
        if allowed is not None and name not in allowed:
            listed = ", ".join(sorted(allowed))
            raise Rejection("bad_request", "Expected only %(allowed)s, but found %(found)s", allowed=listed, found=name[:60])
    return found


def field(given: Mapping[str, Any], name: str, kind: type, *, needed: bool = False) -> Any:
    """Return a member of the body, None where it is missing or null. Raises Rejection("bad_request") for another kind."""
    value = given.get(name)
    if value is None:
        if needed:
            raise Rejection("bad_request", "Expected %(name)s, but found nothing", name=name)
        return None
    if not isinstance(value, kind):
        wanted = _KINDS[kind]
        raise Rejection("bad_request", "Expected %(name)s to be %(kind)s, but found %(found)s", name=name, kind=wanted, found=_shown(value))
    return value


def number(given: Mapping[str, Any], name: str, least: int = 0, most: int = _INT32) -> int | None:
    """Return a whole number of the body, None where it is missing or null. Raises Rejection("bad_request")."""
    value = given.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not hasattr(value, "is_finite") or not least <= value <= most or value != int(value):
        raise Rejection(
            "bad_request",
            "Expected %(name)s to be a whole number from %(least)s to %(most)s, but found %(found)s",
            name=name,
            least=least,
            most=most,
            found=_shown(value),
        )
    return int(value)


def tenant(given: Mapping[str, Any]) -> None:
    """Check the tenant that a body names. Raises Rejection("bad_request"): a city is one tenant."""
    if given.get("tenantId") not in (None, TENANT):
        raise Rejection(
            "bad_request", "Expected the tenant %(tenant)s, but found %(found)s", tenant=TENANT, found=_shown(given["tenantId"])
        )


def _shown(value: Any) -> str:
    """Return a value of the request as it was sent, shortened; a text without its quotes."""
    return (value if isinstance(value, str) else canonical(value))[:40]


def encoded(answer: Any) -> str:
    return _ENCODER.encode(answer).decode()


def send(answer: Any, status: int = 200) -> Response:
    return Response("" if answer is None else _ENCODER.encode(answer), status=status, content_type="application/json")


def carry_out(command: Command, show: Callable[[Any], tuple[int, Any]]) -> Response:
    """Send a command through the door and answer it.

    show: status and body from what the command answers; body None for none.
    """
    done = surface().door.execute(command, asker(), once_of_request(asker(), show))
    if done.kept is not None:
        return kept_response(done.kept.status, done.kept.body)
    status, said = show(done.answer)
    return send(said, status)


def keep(writer: Callable[..., Any], *args: Any) -> Response:
    """Let a small writer write what is no event, once for each Idempotency-Key, and answer 204."""
    done = surface().door.keep_once(once_of_request(asker(), nothing), writer, *args)
    return kept_response(done.kept.status, done.kept.body) if done.kept is not None else Response(status=204)


def nothing(_: Any) -> tuple[int, Any]:
    return 204, None
