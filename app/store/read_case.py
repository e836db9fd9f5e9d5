"""A case with what decides who may see it."""

from msgspec import Struct

from app.domain.permissions import CaseSight
from app.store.database import Reader
from app.store.gathered import gathered, gathering


class CaseRecord(Struct, frozen=True):
    """The root process instance of a case. Instants are text in UTC."""

    key: int
    process_id: str
    definition_key: int
    digest: str
    state: str
    receipt_number: str
    title: str | None
    started_at: str
    ended_at: str | None
    received_at: str | None
    outcome: str | None
    merged_into: str | None
    sight: CaseSight


def _record(store: Reader, where: str, value: object) -> CaseRecord | None:
    parties = gathering(store, "cp.kind, cp.name", "case_party cp WHERE cp.case_key = p.key")
    row = store.one(
        "SELECT key, process_id, definition_key, digest, state, receipt_number, title, started_at, ended_at, received_at, outcome,"
        f" merged_into, owner, started_by, secret, identity_kept, {parties} AS parties"
        f" FROM process_instance p WHERE {where} = :value AND parent_key IS NULL",
        value=value,  # where is one of the two names below
    )
    if row is None:
        return None
    named = gathered(row["parties"])
    accounts = frozenset(name for kind, name in named if kind == "account")
    groups = frozenset(name for kind, name in named if kind == "group")
    sight = CaseSight(accounts, groups, row["owner"], row["started_by"], bool(row["secret"]), bool(row["identity_kept"]))
    shown = {name: row[name] for name in row if name not in ("owner", "started_by", "secret", "identity_kept", "parties")}
    return CaseRecord(**shown, sight=sight)


def case_by_key(store: Reader, key: int) -> CaseRecord | None:
    return _record(store, "key", key)


def case_by_number(store: Reader, receipt_number: str) -> CaseRecord | None:
    return _record(store, "receipt_number", receipt_number)
