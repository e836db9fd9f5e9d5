"""Cases as an object-centric event log, OCEL 2.0 in JSON, written as it is read.

Objects: cases, the processes that they called with the requests beside them, and accounts. Events: completed tasks and calls.

Source: OCEL 2.0 Specification, JSON.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

import msgspec

from app.audit.exported_steps import ExportedCase, ExportedStep

MEDIA_TYPE: Final = "application/json"
CASE, CALLED, ACCOUNT = "case", "process instance", "account"
OBJECT_TYPES: Final = {
    CASE: ("processId", "processInstanceKey", "definitionDigest", "state"),
    CALLED: ("processId", "definitionDigest"),
    ACCOUNT: (),
}
EVENT_ATTRIBUTES: Final = ("elementId", "elementInstanceKey", "scopeKey", "elementType")
_AT_ONCE: Final = 200


def as_ocel(cases: Callable[[], Iterable[ExportedCase]]) -> Iterator[bytes]:
    """Yield the log in pieces. cases: reads them; asked twice, first for the events, then for the objects, so that none has to be kept.

    A case that came between the two has its object without events, and one that was erased neither.
    """
    names: dict[str, None] = {}
    accounts: dict[str, str] = {}
    yield from _array('{"events":[', _events(cases(), names, accounts))
    yield from _array('],"objects":[', _objects(cases(), accounts))
    types = [{"name": name, "attributes": [{"name": one, "type": "string"} for one in EVENT_ATTRIBUTES]} for name in names]
    objects = [
        {"name": name, "attributes": [{"name": one, "type": "string"} for one in attributes]} for name, attributes in OBJECT_TYPES.items()
    ]
    yield f'],"eventTypes":{_text(types)},"objectTypes":{_text(objects)}}}\n'.encode()


def _array(opening: str, items: Iterator[str]) -> Iterator[bytes]:
    kept, comma = [opening], ""
    for item in items:
        kept.append(comma + item)
        comma = ",\n"
        if len(kept) >= _AT_ONCE:
            yield "".join(kept).encode()
            kept = []
    yield "".join(kept).encode()


def _events(cases: Iterable[ExportedCase], names: dict[str, None], accounts: dict[str, str]) -> Iterator[str]:
    """Yield the events; note the types that they have, and when an account first did something."""
    for case in cases:
        for step in case.steps:
            names[step.name] = None
            accounts.setdefault(step.resource, step.at)
            yield _event(case, step)


def _event(case: ExportedCase, step: ExportedStep) -> str:
    number, key = case.row["receipt_number"], str(case.row["key"])
    related = [(number, "case"), (f"account:{step.resource}", "resource")]
    if step.instance_key != key:
        related.append((f"process:{step.instance_key}", "process instance"))
    values = dict(zip(EVENT_ATTRIBUTES, (step.element_id, step.key, step.scope_key, step.type), strict=True))
    return _text(
        {
            "id": f"{key}-{step.seq}-{step.key}",
            "type": step.name,
            "time": step.at,
            "attributes": [{"name": name, "value": value} for name, value in values.items()],
            "relationships": [{"objectId": object, "qualifier": qualifier} for object, qualifier in related],
        }
    )


def _objects(cases: Iterable[ExportedCase], accounts: dict[str, str]) -> Iterator[str]:
    for case in cases:
        if case.first:
            yield from _of_case(case)
    for account, since in accounts.items():
        yield _object(f"account:{account}", ACCOUNT, {}, since)


def _of_case(case: ExportedCase) -> Iterator[str]:
    row = case.row
    called = [(f"process:{one['key']}", one) for one in case.instances]
    values = {
        "processId": row["process_id"],
        "processInstanceKey": str(row["key"]),
        "definitionDigest": row["digest"],
        "state": row["state"],
    }
    yield _object(row["receipt_number"], CASE, values, row["started_at"], [id for id, _ in called])
    for id, one in called:
        yield _object(id, CALLED, {"processId": one["process_id"], "definitionDigest": one["digest"]}, one["started_at"])


def _object(id: str, kind: str, values: dict[str, str], since: str, parts: Iterable[str] = ()) -> str:
    return _text(
        {
            "id": id,
            "type": kind,
            "attributes": [{"name": name, "time": since, "value": value} for name, value in values.items()],
            "relationships": [{"objectId": part, "qualifier": "part"} for part in parts],
        }
    )


def _text(value: Any) -> str:
    return msgspec.json.encode(value).decode()
