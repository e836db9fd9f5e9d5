"""Cases as an object-centric event log, OCEL 2.0 in JSON, written as it is read.

Objects: cases, the processes that they called with the requests beside them, and accounts. Events: completed tasks and calls, and where an
operator took a case to another version or moved it outside its course. By which version a case ran since when is an attribute that changes.

Source: OCEL 2.0 Specification, JSON.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

import msgspec

from app.audit.exported_steps import MIGRATED, MODIFIED, ExportedCase, ExportedStep

MEDIA_TYPE: Final = "application/json"
CASE, CALLED, ACCOUNT = "case", "process instance", "account"
OBJECT_TYPES: Final = {
    CASE: ("processId", "processInstanceKey", "definitionDigest", "state"),
    CALLED: ("processId", "definitionDigest"),
    ACCOUNT: (),
}
EVENT_ATTRIBUTES: Final = ("elementId", "elementInstanceKey", "scopeKey", "elementType")
MORE: Final = {MIGRATED: ("definitionDigest", "formerDigest"), MODIFIED: ("ended", "begun")}
"""What such events say besides."""
_AT_ONCE: Final = 200


def as_ocel(cases: Callable[[], Iterable[ExportedCase]]) -> Iterator[bytes]:
    """Yield the log in pieces. cases: reads them; asked twice, first for the events, then for the objects, so that none has to be kept.

    A case that came between the two has its object without events, and one that was erased neither.
    """
    names: dict[str, None] = {}
    accounts: dict[str, str] = {}
    yield from _array('{"events":[', _events(cases(), names, accounts))
    yield from _array('],"objects":[', _objects(cases(), accounts))
    types = [
        {"name": name, "attributes": [{"name": one, "type": "string"} for one in (*EVENT_ATTRIBUTES, *MORE.get(name, ()))]}
        for name in names
    ]
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
    values = dict(zip(EVENT_ATTRIBUTES, (step.element_id, step.key, step.scope_key, step.type), strict=True)) | dict(step.more)
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
    for account in accounts:
        yield _object(f"account:{account}", ACCOUNT, ())


def _of_case(case: ExportedCase) -> Iterator[str]:
    row = case.row
    called = [(f"process:{one['key']}", one) for one in case.instances]
    values = [("processId", row["process_id"], row["started_at"]), ("processInstanceKey", str(row["key"]), row["started_at"])]
    values += [("definitionDigest", digest, since) for digest, since in case.versions]
    values.append(("state", row["state"], row["started_at"]))
    yield _object(row["receipt_number"], CASE, values, [id for id, _ in called])
    for id, one in called:
        since = one["started_at"]
        yield _object(id, CALLED, [("processId", one["process_id"], since), ("definitionDigest", one["digest"], since)])


def _object(id: str, kind: str, values: Iterable[tuple[str, str, str]], parts: Iterable[str] = ()) -> str:
    """values: name, value and since when."""
    return _text(
        {
            "id": id,
            "type": kind,
            "attributes": [{"name": name, "time": since, "value": value} for name, value, since in values],
            "relationships": [{"objectId": part, "qualifier": "part"} for part in parts],
        }
    )


def _text(value: Any) -> str:
    return msgspec.json.encode(value).decode()
