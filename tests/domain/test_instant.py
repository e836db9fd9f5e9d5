"""Instants have one written form."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.instant import instant_text, read_instant
from app.domain.rejection import Rejection


def test_an_instant_is_written_in_utc_to_the_microsecond() -> None:
    beijing = timezone(timedelta(hours=8))
    assert instant_text(datetime(2026, 1, 5, 9, 30, tzinfo=beijing)) == "2026-01-05T01:30:00.000000Z"
    assert instant_text(datetime(2026, 1, 5, 1, 30, 0, 7, tzinfo=UTC)) == "2026-01-05T01:30:00.000007Z"


@given(st.datetimes(timezones=st.just(UTC)))
def test_what_is_written_is_read_back(instant: datetime) -> None:
    assert read_instant(instant_text(instant)) == instant


@given(st.lists(st.datetimes(timezones=st.just(UTC)), max_size=5))
def test_text_sorts_as_instants_do(instants: list[datetime]) -> None:
    assert sorted(map(instant_text, instants)) == [instant_text(instant) for instant in sorted(instants)]


def test_a_civil_time_is_no_instant() -> None:
    with pytest.raises(ValueError, match="Expected an instant with a zone"):
        instant_text(datetime(2026, 1, 5))


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-05",
        "2026-01-05T01:30:00Z",
        "2026-01-05T01:30:00.000000+08:00",
        "2026-01-05 01:30:00.000000Z",
        "2026-13-05T01:30:00.000000Z",
        "",
    ],
)
def test_any_other_form_is_refused(text: str) -> None:
    with pytest.raises(Rejection, match="Expected an instant such as 2026-01-05T01:30:00") as refusal:
        read_instant(text)
    assert refusal.value.code == "bad_value"
