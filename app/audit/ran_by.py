"""By which versions of its process a case runs and ran."""

import json
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from app.domain.migrated_elements import renamed
from app.store.database import Reader

_MIGRATED: Final = (
    "SELECT case_key, effective_at, body FROM audit_event WHERE kind = 'instance_migrated' AND case_key IN ({})"
    " ORDER BY case_key, seq"  # keys of ours
)


class Ran(NamedTuple):
    """A version by which a case ran. since: instant as text in UTC; empty: from its beginning. as_now: by the ids of elements in that
    version, those that they have in the present one, where they are others."""

    digest: str
    since: str
    as_now: dict[str, str]


def versions_of_case(store: Reader, case_key: int) -> tuple[str, ...]:
    """Return the digests of the files by which a case ran, the first one first and the present one last; none where it was never taken to
    another version."""
    return tuple(one.digest for one in versions_of_cases(store, [case_key]).get(case_key, ()))


def versions_of_cases(store: Reader, keys: Iterable[int]) -> dict[int, Sequence[Ran]]:
    """Return the versions of each case that was taken to another one, in their order."""
    wanted, found = ", ".join(f"'{int(key)}'" for key in keys), dict[int, list[Ran]]()
    for row in store.all(_MIGRATED.format(wanted)) if wanted else ():
        for fact in json.loads(row["body"])["facts"]:
            if fact["fact"] == "instance_migrated":
                ran = found.setdefault(int(row["case_key"]), [Ran(fact["formerDigest"], "", {})])
                _rename(ran, renamed(fact))
                ran.append(Ran(fact["definitionDigest"], row["effective_at"], {}))
    return dict(found)


def as_now(ran: Sequence[Ran], element_id: str, ended_at: str | None) -> str:
    """Return the id that an element has in the present version. ended_at: when it was left, until when it had the ids of its version; None:
    it is open, and goes by the present ones already."""
    if ended_at is None:
        return element_id
    then = next((one for one, after in pairwise(ran) if ended_at <= after.since), ran[-1])
    return then.as_now.get(element_id, element_id)


def _rename(ran: list[Ran], names: dict[str, str]) -> None:
    """Let the elements of all versions so far be known by the ids that they go on with."""
    for one in ran:
        one.as_now.update({source: names.get(target, target) for source, target in one.as_now.items()})
        for source, target in names.items():
            one.as_now.setdefault(source, target)
