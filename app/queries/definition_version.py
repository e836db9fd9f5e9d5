"""One deployed file as it was recorded: what it defines, who deployed it and when, and which cases ran by it."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from msgspec import Struct

from app.domain.keys import CITY_CHAIN
from app.domain.rejection import Rejection
from app.store import read_definitions
from app.store.database import Reader

MOST_CASES: Final = 100
_DEFINED: Final = "SELECT key, kind, id, version, version_tag, name, resource_name, digest, deployment_key, state FROM definition"
_EVENTS: Final = (
    "SELECT seq, kind, effective_at, actor, acting_for, body FROM audit_event WHERE case_key = :city AND kind IN ('deployment_made',"
    " 'definition_retired') ORDER BY seq"
)
_RAN: Final = (
    "SELECT case_key FROM process_instance WHERE digest = :digest"
    " UNION SELECT case_key FROM user_task WHERE form_digest = :digest"
    " UNION SELECT case_key FROM paper WHERE digest = :digest"
    " UNION SELECT case_key FROM erased_case WHERE digest = :digest"
    " UNION SELECT CAST(case_key AS BIGINT) FROM audit_event WHERE definition_digest = :digest AND case_key <> :city"
)
_ASKED: Final = " UNION SELECT CAST(case_key AS BIGINT) FROM audit_event WHERE body LIKE :asked AND case_key <> :city"


class Deployed(Struct, frozen=True):
    """What an event of the city's own record says of a file. how: deployed, confirmed or retired; state: of a deployment, as it was left by
    it."""

    seq: int
    at: str
    actor: str
    acting_for: str | None
    how: str
    state: str = ""


class DefinitionVersion(Struct, frozen=True):
    """rows: what the file defines, with kind, id, version, name, resource_name and state. beside: what was deployed together with it.
    others: the versions of the same. content: None where it is lost; genuine: whether it has the digest under which it lies.
    cases: receipt numbers of the newest that ran by it; count: of all.
    """

    digest: str
    rows: Sequence[Mapping[str, Any]]
    beside: Sequence[Mapping[str, Any]]
    others: Sequence[Mapping[str, Any]]
    deployed: Sequence[Deployed]
    content: bytes | None
    genuine: bool
    cases: Sequence[str]
    count: int


def definition_version(store: Reader, digest: str) -> DefinitionVersion:
    """Return what there is of a deployed file. The caller has checked that the asker is an auditor. Raises Rejection("not_found")."""
    rows = store.all(f"{_DEFINED} WHERE digest = :digest ORDER BY key", digest=digest)
    found = read_definitions.stored(store, digest)
    if not rows and found is None:
        raise Rejection("not_found", "Expected a deployed file with the digest %(digest)s, but there is none", digest=digest[:64])
    content, listed = found if found is not None else (None, [])
    genuine = content is not None and hashlib.sha256(content).hexdigest() == digest
    if listed:
        # It stands for a model together with those that it imports: shown is the model's own file.
        own = read_definitions.stored(store, listed[0])
        content = own[0] if own is not None else None
        genuine = genuine and content is not None and hashlib.sha256(content).hexdigest() == listed[0]
    beside, others = list[Mapping[str, Any]](), list[Mapping[str, Any]]()
    for deployment in sorted({row["deployment_key"] for row in rows}):
        together = store.all(f"{_DEFINED} WHERE deployment_key = :key ORDER BY kind, id, version", key=deployment)
        beside += [row for row in together if row["digest"] != digest]
    for kind, id in sorted({(row["kind"], row["id"]) for row in rows}):
        others += store.all(f"{_DEFINED} WHERE kind = :kind AND id = :id ORDER BY version DESC", kind=kind, id=id)
    cases, count = _cases(store, digest, rows)
    return DefinitionVersion(
        digest, rows, beside, others, tuple(_deployed(store, digest, {str(row["key"]) for row in rows})), content, genuine, cases, count
    )


def _cases(store: Reader, digest: str, rows: Sequence[Mapping[str, Any]]) -> tuple[list[str], int]:
    values = {"digest": digest, "city": str(CITY_CHAIN)}
    ran = _RAN
    if any(row["kind"] == "decision" for row in rows):
        ran, values = ran + _ASKED, {**values, "asked": f'%"definitionDigest":"{digest}"%'}
    count = int(store.value(f"SELECT COUNT(*) FROM ({ran}) r", **values))
    numbered = "SELECT key, receipt_number FROM process_instance UNION ALL SELECT case_key, receipt_number FROM erased_case"
    found = store.all(
        f"SELECT n.receipt_number FROM ({numbered}) n JOIN ({ran}) r ON r.case_key = n.key WHERE n.receipt_number IS NOT NULL"
        f" ORDER BY n.key DESC LIMIT {MOST_CASES}",
        **values,
    )
    return [row["receipt_number"] for row in found], count


def _deployed(store: Reader, digest: str, keys: set[str]) -> Iterator[Deployed]:
    for event in store.all(_EVENTS, city=str(CITY_CHAIN)):
        for fact in json.loads(event["body"])["facts"]:
            said = (event["seq"], event["effective_at"], event["actor"], event["acting_for"])
            if fact["fact"] == "definition_retired" and str(fact["definitionKey"]) in keys:
                yield Deployed(*said, "retired")
            elif fact["fact"] == "deployment_made":
                named = [one for one in fact["resources"] if one["digest"] == digest]
                if any(one["isNew"] for one in named):
                    yield Deployed(*said, "deployed", str(fact["state"]))
                elif any(one.get("confirmed") for one in named):
                    yield Deployed(*said, "confirmed")
