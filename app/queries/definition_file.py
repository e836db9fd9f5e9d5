"""A deployed file, as it was deployed."""

import json
from typing import Final

from app.domain.rejection import Rejection
from app.store import read_definitions
from app.store.database import Reader
from app.store.read_retention import was_erased_whole

_STARTS: Final = "SELECT body FROM audit_event WHERE case_key = :key AND body LIKE '%process_instance_started%'"


def file_of_case(store: Reader, case_key: int, digest: str) -> bytes:
    """Return the file of a process that a case runs or ran by; of an erased one its chain says which. Raises Rejection("not_found") for
    another one."""
    runs = store.value("SELECT COUNT(*) FROM process_instance WHERE case_key = :key AND digest = :digest", key=case_key, digest=digest)
    # By a version that it ran by before, the events until then are.
    runs = runs or store.value(
        "SELECT COUNT(*) FROM audit_event WHERE case_key = :key AND definition_digest = :digest", key=str(case_key), digest=digest
    )
    if not runs and not (was_erased_whole(store, case_key) and digest in _started_by(store, case_key)):
        raise Rejection("not_found", "Expected a diagram of the case, but found %(digest)s", digest=digest[:64])
    return read_definitions.resource(store, digest)


def _started_by(store: Reader, case_key: int) -> frozenset[str]:
    rows = store.all(_STARTS, key=str(case_key))
    facts = (fact for row in rows for fact in json.loads(row["body"])["facts"] if fact["fact"] == "process_instance_started")
    return frozenset(fact["definitionDigest"] for fact in facts)


def definition_file(store: Reader, digest: str) -> bytes:
    return read_definitions.resource(store, digest)
