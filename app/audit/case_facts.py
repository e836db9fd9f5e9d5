"""The reserved name `case` in FEEL: read from the store only when an expression asks for it."""

from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from app.domain.instant import read_instant
from app.store.database import Reader

_NAMES = ("receiptNumber", "receivedAt", "startedBy", "owner")


class CaseFacts(Mapping[str, Any]):
    """receiptNumber, receivedAt (date and time of the city), startedBy (account), owner (role)."""

    def __init__(self, store: Reader, case_key: int, zone: ZoneInfo) -> None:
        self._store, self._case_key, self._zone = store, case_key, zone
        self._read: dict[str, Any] | None = None

    def _facts(self) -> dict[str, Any]:
        if self._read is None:
            row = self._store.one(
                "SELECT receipt_number, received_at, started_by, owner FROM process_instance WHERE key = :key", key=self._case_key
            )
            if row is None:
                return {}
            received = read_instant(row["received_at"]).astimezone(self._zone) if row["received_at"] else None
            self._read = {
                "receiptNumber": row["receipt_number"],
                "receivedAt": received,
                "startedBy": row["started_by"],
                "owner": row["owner"],
            }
        return self._read

    def __getitem__(self, name: str) -> Any:
        return self._facts()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(_NAMES)

    def __len__(self) -> int:
        return len(_NAMES)
