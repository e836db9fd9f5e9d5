"""The instant of receipt that a start form enters."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.domain.backdating import entered_receipt

CITY = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2026, 11, 16, 10, 0, tzinfo=CITY)


@pytest.mark.parametrize("ticked", [True, "true", "on"])
@pytest.mark.parametrize("text", ["2026-11-16T10:00:00+08:00", "2026-11-16T10:00", "2026-11-16T02:00:00Z"])
def test_a_past_receipt_is_read_in_the_time_of_the_city(ticked: Any, text: str) -> None:
    assert entered_receipt({"receivedEarlier": ticked, "receivedAt": text}, CITY) == MORNING


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"receivedAt": "2026-11-16T10:00"},
        {"receivedEarlier": False, "receivedAt": "2026-11-16T10:00"},
        {"receivedEarlier": True},
        {"receivedEarlier": True, "receivedAt": "yesterday"},
        {"receivedEarlier": True, "receivedAt": 5},
    ],
)
def test_without_a_time_that_can_be_read_it_was_received_now(answers: dict[str, Any]) -> None:
    assert entered_receipt(answers, CITY) is None
