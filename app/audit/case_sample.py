"""Samples of cases that anybody can draw again: the same seed and the same frame give the same cases.

A frame is the cases of a process, or of all, that were begun in a span of days, up to the newest case there was when the sample was drawn:
what happens to a case later changes nothing of that. Secret cases are in no frame. Each case is ranked by SHA-256 of the seed, a line feed
and its receipt number; the sample is those that rank lowest. Source: docs/permissions, "sampling"; docs/decisions, "looking across cases".
"""

import hashlib
import heapq
from collections.abc import Iterable, Iterator

from msgspec import Struct

from app.audit.exported_steps import Chosen
from app.store.database import Reader


class Frame(Struct, frozen=True):
    """last_case_key: of the newest case that belongs to it. size: how many cases. digest: SHA-256 over their receipt numbers in the order
    of their keys, each with a line feed."""

    chosen: Chosen
    last_case_key: int
    size: int
    digest: str


def last_case(store: Reader) -> int:
    """Return the key of the newest case; 0 for none."""
    return int(store.value("SELECT COALESCE(MAX(key), 0) FROM process_instance WHERE parent_key IS NULL") or 0)


def read_frame(store: Reader, chosen: Chosen, last_case_key: int) -> Frame:
    digest, size = hashlib.sha256(), 0
    for number in _numbers(store, chosen, last_case_key):
        digest.update(f"{number}\n".encode())
        size += 1
    return Frame(chosen, last_case_key, size, digest.hexdigest())


def draw(store: Reader, frame: Frame, seed: str, size: int) -> list[str]:
    """Return the receipt numbers of a sample, the lowest rank first; all of the frame where it has no more."""
    return drawn(_numbers(store, frame.chosen, frame.last_case_key), seed, size)


def drawn(numbers: Iterable[str], seed: str, size: int) -> list[str]:
    """Return the numbers that rank lowest."""
    return [number for _, number in heapq.nsmallest(size, ((rank(seed, number), number) for number in numbers))]


def rank(seed: str, number: str) -> str:
    """Return by what a case is ranked: the hex digits that `printf '%s\\n%s' SEED NUMBER | sha256sum` gives."""
    return hashlib.sha256(f"{seed}\n{number}".encode()).hexdigest()


def _numbers(store: Reader, chosen: Chosen, last_case_key: int) -> Iterator[str]:
    where, values = chosen.where()
    sql = f"SELECT p.receipt_number FROM process_instance p WHERE {where} AND p.key <= :last_key ORDER BY p.key"  # noqa: S608  # ours, see Chosen
    return (row["receipt_number"] for row in store.all(sql, **values, last_key=last_case_key))
