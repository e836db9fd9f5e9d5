"""Every address of the city, with whatever of a case fits into it: for sweeps that look for what must not be found anywhere."""

import io
import zipfile
from collections.abc import Iterator
from itertools import product
from typing import Any, Final

from flask.testing import FlaskClient

from app.domain.demo_city import PEOPLE
from tests.fixtures.api_city import ApiCity

ORIGIN: Final = {"Origin": "http://localhost"}


def reads(api: ApiCity, number: str, keys: tuple[str, ...], process: str) -> Iterator[tuple[str, str]]:
    """Yield method and address of everything that is read.

    A new name in an address fails here, until it is said what fits.
    """
    for rule in api.app.url_map.iter_rules():
        searches = rule.rule.endswith("/search")
        if rule.methods and ("GET" in rule.methods or searches):
            for path in _filled(rule, number, keys, process):
                yield ("POST" if searches else "GET"), path
    for tab in ("history", "documents", "comments", "diagram"):
        yield "GET", f"/cases/{number}?tab={tab}"
        for key in keys:
            yield "GET", f"/tasks/{key}?tab={tab}"
    for view in ("mine", "unassigned", "all", "done"):
        yield "GET", f"/casework/v1/work-list?view={view}"


def writes(api: ApiCity, number: str, keys: tuple[str, ...], process: str) -> Iterator[tuple[str, str]]:
    """Yield method and address of everything that changes something of a case: each whose address holds a number or a key of it."""
    for rule in api.app.url_map.iter_rules():
        changes = (rule.methods or set()) & {"POST", "PUT", "PATCH", "DELETE"}
        if rule.rule.endswith("/search") or not rule.arguments & NAMING:
            continue
        for method in sorted(changes):
            for path in _filled(rule, number, keys, process):
                yield method, path


NAMING: Final = frozenset(
    ("key", "documentKey", "number", "receiptNumber", "deadlineKey", "userTaskKey", "urgingKey", "questionKey", "movementKey", "requestKey")
)
"""Names in addresses that mean a case or something in it."""


def _filled(rule: Any, number: str, keys: tuple[str, ...], process: str) -> Iterator[str]:
    fits: dict[str, tuple[str, ...]] = {
        **dict.fromkeys((*NAMING, "bulletinKey"), keys),
        **dict.fromkeys(("number", "receiptNumber"), (number,)),
        "account": tuple(person.account for person in PEOPLE if person.account in ("hotline", "handler-health", "demo")),
        "year": ("2026",),
        "seq": ("1",),
        "record": ("1",),
        "process_id": (process,),
        "unit": ("health-bureau",),
        "paper": ("letter-receipt",),
        "office": ("hotline",),
        "digest": ("ab" * 32,),
        "form": ("pdf",),
        "ending": ("csv", "xlsx"),
        "_done": ("claim",),
        "filename": ("mark.svg",),
        "change": ("keeping", "lifting"),
        "name": ("letter-recalled",),
        "how": ("stop",),
        "path": ("urging", "delegation"),
    }
    for chosen in product(*(fits[name] for name in sorted(rule.arguments))):
        values = {**dict(zip(sorted(rule.arguments), chosen, strict=True)), **(rule.defaults or {})}
        _, path = rule.build(values) or ("", "")
        yield path


def read(client: FlaskClient, method: str, path: str, body: Any = None) -> str:
    """Return what an address answers, as text; of a workbook or a document what is in it."""
    sent: dict[str, Any] = {"json": body or {}} if method == "POST" else {}
    answer = client.open(path, method=method, headers=ORIGIN, **sent)
    assert answer.status_code < 500, f"{method} {path}: {answer.status_code}"
    raw = answer.get_data()
    answer.close()
    if raw.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(raw)) as book:
            raw = b"".join(book.read(name) for name in book.namelist())
    return raw.decode(errors="replace")
