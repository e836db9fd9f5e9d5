"""What a form keeps as ISO text is read as people write days; what people wrote stays as they wrote it."""

from collections.abc import Iterator
from contextvars import Context
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from app.form.told_dates import TELLS, told
from app.web.presentation.iso_words import iso_words
from app.web.presentation.wording import Wording

CITY = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 12, 1, 2, tzinfo=UTC)


@pytest.fixture
def telling() -> Iterator[None]:
    before = TELLS.set(lambda text: iso_words(text, Wording("zh_Hans", CITY, NOW)))
    yield
    TELLS.reset(before)


@pytest.mark.parametrize(("kept", "said"), [
    ("2026-11-11", "2026年11月11日"),
    ("2026-12-03T09:30", "2026年12月3日 09:30"),
    ("2026-12-03T09:30:00+08:00", "2026年12月3日 09:30"),
    ("2026-12-03T01:30:00Z", "2026年12月3日 09:30"),
    ("2026-12-03T09:30:00@Asia/Shanghai", "2026年12月3日 09:30"),
    ("2026-02-30", "2026-02-30"),
    ("2026-12-03T09:30@No/Where", "2026-12-03T09:30@No/Where"),
    ("2026-11-11 下午三点，外机又响了", "2026-11-11 下午三点，外机又响了"),
    ("12", "12"),
])  # fmt: skip
@pytest.mark.usefixtures("telling")
def test_a_value_that_is_a_day_or_an_instant_is_told_in_words_and_nothing_else_is_touched(kept: str, said: str) -> None:
    assert told(kept) == said


def test_where_no_page_is_drawn_values_stay_as_they_are() -> None:
    # In a context of its own: whatever drew a page in this thread before has left its words behind.
    assert Context().run(told, "2026-11-11") == "2026-11-11"


def test_english_and_a_day_of_another_year_say_the_year_too() -> None:
    assert iso_words("2025-01-02", Wording("en", CITY, NOW)) == "2 Jan 2025"
