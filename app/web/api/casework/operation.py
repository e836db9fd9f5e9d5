"""One table of operations: addresses, what they take and answer. The server is hung up by it, and the document written from it."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final, TypeVar

import msgspec
from flask import Response, request
from msgspec import Struct

from app.domain.rejection import Rejection
from app.web.api.casework.shapes import Page
from app.web.api.exchange import api, body, encoded, keeping_refusals, open_to_all
from app.web.query_values import require_once

MOST: Final = 1_000
DEFAULT: Final = 100
Asked = TypeVar("Asked")
Item = TypeVar("Item")


class Parameter(Struct, frozen=True):
    """where: query or header; those of the path follow from the address. kind: a JSON schema."""

    name: str
    says: str
    where: str = "query"
    needed: bool = False
    kind: str = "string"
    allowed: tuple[str, ...] = ()


LIST: Final = (
    Parameter("limit", "how many at most, 1 to 1,000; 100 by default", kind="integer"),
    Parameter("after", "a cursor: the endCursor of the page before"),
)


class Operation(Struct, frozen=True):
    """method, path: as OpenAPI writes them, `/cases/{receiptNumber}`. handler: gets the names of the path.

    answer: the type of its answer, None for none. status: of the good answer. asks: the type of its body. upload: whether it takes a file.
    sends: another media type than JSON. public: needs no sign-in.
    """

    method: str
    path: str
    name: str
    says: str
    handler: Callable[..., Any]
    answer: type | None
    status: int = 200
    asks: type | None = None
    parameters: tuple[Parameter, ...] = ()
    upload: bool = False
    sends: str = "application/json"
    public: bool = False

    @property
    def changes(self) -> bool:
        return self.method in ("POST", "PUT", "PATCH", "DELETE") and not self.path.endswith("/search")

    @property
    def rule(self) -> str:
        return self.path.replace("{", "<").replace("}", ">")

    def view(self) -> Callable[..., Response]:
        """Return what Flask calls: who may ask is checked first, then the names of the query, then the handler runs."""

        def run(**named: str) -> Response:
            self._check_query()
            found = self.handler(**named)
            return found if isinstance(found, Response) else answer(found, self.status)

        guarded = keeping_refusals(run) if self.changes else run
        return open_to_all(guarded) if self.public else api(guarded)

    def _check_query(self) -> None:
        known = {parameter.name for parameter in self.parameters if parameter.where == "query"}
        for name in request.args:
            if name not in known:
                listed = ", ".join(sorted(known)) or "no parameters"
                raise Rejection("bad_filter", "Expected %(allowed)s in the query, but found %(found)s", allowed=listed, found=name[:60])
        require_once(known)


def answer(found: Any, status: int = 200) -> Response:
    return Response(encoded(found), status=status, content_type="application/json")


def asked(kind: type[Asked], number: Iterable[str] = ()) -> Asked:
    """Return the body as a type. number: members that are whole numbers, which a body brings as decimals.

    Raises Rejection("bad_request") that says where it does not fit.
    """
    given = body()
    for name in number:
        if isinstance(given.get(name), Decimal) and given[name] == given[name].to_integral_value():
            given[name] = int(given[name])
    try:
        return msgspec.convert(given, kind)
    except msgspec.ValidationError as error:
        raise Rejection("bad_request", "Expected another body: %(problem)s", problem=str(error)) from None


def instant_of(text: str, name: str) -> datetime:
    """Return an instant that a body gives, in UTC. name: of the member. Raises Rejection("bad_request") for one without its offset."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None or not 2000 <= instant.year <= 2100:
        raise Rejection(
            "bad_request",
            "Expected an instant with its offset such as 2026-11-24T09:00:00+08:00 as %(name)s, but found %(found)s",
            name=name,
            found=text[:40],
        )
    return instant.astimezone(UTC)


def limit() -> int:
    text = request.args.get("limit", str(DEFAULT))
    if not text.isascii() or not text.isdigit() or len(text) > 9 or not 1 <= int(text) <= MOST:
        raise Rejection(
            "bad_filter", "Expected limit to be a whole number from 1 to %(most)s, but found %(found)s", most=MOST, found=text[:20]
        )
    return int(text)


def cut(items: list[Item], key_of: Callable[[Item], str]) -> tuple[list[Item], Page]:
    """Return the page of a short list that `limit` and `after` ask for. key_of: what tells an item apart; it is the cursor."""
    first, after = 0, request.args.get("after")
    if after is not None:
        places = [place for place, item in enumerate(items) if key_of(item) == after]
        if not places:
            raise Rejection("bad_filter", "Expected a cursor that this list gave, but found %(found)s", found=after[:60])
        first = places[0] + 1
    shown = items[first : first + limit()]
    cursors = (key_of(shown[0]), key_of(shown[-1])) if shown else (None, None)
    return shown, Page(total_items=len(items), start_cursor=cursors[0], end_cursor=cursors[1])
