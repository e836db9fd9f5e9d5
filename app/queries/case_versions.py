"""By which versions of its process a case runs and ran."""

import json
from typing import Final

from app.store.database import Reader

_MIGRATED: Final = "SELECT body FROM audit_event WHERE case_key = :key AND kind = 'instance_migrated' ORDER BY seq"


def versions_of_case(store: Reader, case_key: int) -> tuple[str, ...]:
    """Return the digests of the files by which a case ran, the first one first and the present one last; none where it was never taken to
    another version."""
    rows = store.all(_MIGRATED, key=str(case_key))
    said = [fact for row in rows for fact in json.loads(row["body"])["facts"] if fact["fact"] == "instance_migrated"]
    return (*(fact["formerDigest"] for fact in said), said[-1]["definitionDigest"]) if said else ()
