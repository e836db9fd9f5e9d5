"""By which versions of its process a case runs and ran."""

import json
from collections.abc import Iterable
from typing import Final

from app.store.database import Reader

_MIGRATED: Final = (
    "SELECT case_key, body FROM audit_event WHERE kind = 'instance_migrated' AND case_key IN ({}) ORDER BY case_key, seq"  # keys of ours
)


def versions_of_case(store: Reader, case_key: int) -> tuple[str, ...]:
    """Return the digests of the files by which a case ran, the first one first and the present one last; none where it was never taken to
    another version."""
    return versions_of_cases(store, [case_key]).get(case_key, ())


def versions_of_cases(store: Reader, keys: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Return the same of each case that was taken to another version."""
    wanted, found = ", ".join(f"'{int(key)}'" for key in keys), dict[int, tuple[str, ...]]()
    for row in store.all(_MIGRATED.format(wanted)) if wanted else ():
        for fact in json.loads(row["body"])["facts"]:
            if fact["fact"] == "instance_migrated":
                key = int(row["case_key"])
                found[key] = (*found.get(key, (fact["formerDigest"],)), fact["definitionDigest"])
    return found
