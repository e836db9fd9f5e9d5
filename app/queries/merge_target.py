"""The case that a number names, into which another is to be merged."""

from typing import Any

from msgspec import Struct

from app.audit.check_merge import MERGED_INTO, check_merge
from app.domain.actor import Actor
from app.domain.permissions import sees_case
from app.domain.receipt_number import is_whole, read_receipt_number
from app.domain.rejection import Message, Rejection
from app.store.database import Reader
from app.store.read_case import CaseRecord, case_by_number


class MergeTarget(Struct, frozen=True):
    """case: None where there is none that the asker may see. unit: the name of who is responsible. problem: why it will not do."""

    receipt_number: str
    case: CaseRecord | None = None
    unit: str | None = None
    problem: Message | None = None


def merge_target(store: Reader, actor: Actor, case_key: int, number: Any) -> MergeTarget | None:
    """Return what a number names; None while it is no whole number yet. case_key: of the case to be merged.

    A case that the asker may not see is answered as one that there is not, and so is a secret one: nothing is merged into it.
    """
    try:
        plain = read_receipt_number(str(number or ""))
    except Rejection as rejection:
        return MergeTarget(str(number)[:40], problem=rejection.message) if is_whole(str(number)) else None
    case = case_by_number(store, plain)
    if case is None or case.sight.secret or not sees_case(actor, case.sight):
        unknown = Message("Expected the number of an earlier case of the same kind, but there is none with %(number)s", {"number": plain})
        return MergeTarget(plain, problem=unknown)
    return MergeTarget(plain, case, responsible_unit(store, case.key), _problem(store, case_key, plain))


def responsible_unit(store: Reader, case_key: int) -> str | None:
    """Return the name of the unit to which a case is assigned."""
    found = store.value(
        "SELECT u.name FROM variable v JOIN unit u ON v.value = '\"' || u.id || '\"' WHERE v.scope_key = :key AND v.name = 'unit'",
        key=case_key,
    )
    return str(found) if found else None


def _problem(store: Reader, case_key: int, number: str) -> Message | None:
    try:
        check_merge(store, case_key, {MERGED_INTO: number})
    except Rejection as rejection:
        return rejection.field_errors[MERGED_INTO]
    return None
