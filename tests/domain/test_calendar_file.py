"""A calendar file with a mistake is refused in words, and nothing of it is taken."""

import re
from decimal import Decimal
from typing import Any

import pytest

from app.domain.calendar import Calendar
from app.domain.calendar_closure import read_closure
from app.domain.calendar_file import read_year
from app.domain.rejection import Rejection
from tests.domain.city_time import YEAR_2027, ZONE, day


def hours(*spans: str, first: str = "01-01", last: str = "12-31") -> list[dict[str, Any]]:
    return [{"from": first, "to": last, "spans": list(spans)}]


CLOSURE = {"from": "2027-08-12T12:00", "until": "2027-08-13T00:00", "reason": "台风"}
REFUSED = [
    ({"year": None}, "Expected the year as a whole number, but found None"),
    ({"year": "2027"}, "Expected the year as a whole number, but found 2027"),
    ({"year": True}, "Expected the year as a whole number, but found True"),
    ({"year": Decimal("2027.5")}, "Expected the year as a whole number, but found 2027.5"),
    ({"year": 1949}, "Expected a year from 1970 to 2199, but found 1949"),
    ({"year": 2200}, "Expected a year from 1970 to 2199, but found 2200"),
    ({"notice": " "}, "Expected the notice's name and number, but found"),
    ({"notice": 7}, "Expected the notice's name and number, but found 7"),
    ({"holidays": "2027-01-01"}, "Expected a list in holidays, but found 2027-01-01"),
    ({"holidays": []}, "Expected the holidays of 2027, but found an empty list"),
    ({"holidays": ["2027-01-01", "2027-01-01"]}, "Expected each day once in holidays, but found 2027-01-01 twice"),
    ({"holidays": ["2026-12-31"]}, "Expected only days of 2027 in holidays, but found 2026-12-31"),
    ({"holidays": ["2028-01-01"]}, "Expected only days of 2027 in holidays, but found 2028-01-01"),
    ({"holidays": ["1 January"]}, "Expected a date such as 2026-10-01 in holidays, but found 1 January"),
    ({"holidays": ["2027-02-29"]}, "Expected a date such as 2026-10-01 in holidays, but found 2027-02-29"),
    ({"holidays": ["20270101"]}, "Expected a date such as 2026-10-01 in holidays, but found 20270101"),
    ({"makeUpDays": ["2027-01-04"]}, "Expected make-up days on a Saturday or Sunday, but found 2027-01-04, a Monday"),
    ({"makeUpDays": ["2027-01-09", "2027-01-09"]}, "Expected each day once in makeUpDays, but found 2027-01-09 twice"),
    ({"makeUpDays": ["2026-01-04"]}, "Expected only days of 2027 in makeUpDays, but found 2026-01-04"),
    ({"makeUpDays": ["2027-01-02"]}, "Expected a day to be a holiday or a make-up day, but found 2027-01-02 as both"),
    ({"names": {"2027-03-01": "元旦"}}, "Expected names of holidays only, but found 2027-03-01"),
    ({"names": {"2027-01-01": ""}}, "Expected the name of a holiday, but found"),
    ({"names": []}, "Expected names as an object from date to name, but found []"),
    ({"hours": []}, "Expected each day of the year in exactly one entry of hours, but found 01-01 in 0"),
    ({"hours": hours()}, "Expected office hours from 01-01 to 12-31, but found no spans"),
    ({"hours": hours("08:30-12:00", last="06-30")}, "exactly one entry of hours, but found 07-01 in 0"),
    (
        {"hours": hours("08:30-12:00", last="06-30") + hours("09:00-12:00", first="06-30")},
        "exactly one entry of hours, but found 06-30 in 2",
    ),
    ({"hours": hours("08:30-12:00", last="02-28") + hours("09:00-12:00", first="03-01")}, "but found 02-29 in 0"),
    ({"hours": hours("08:30-12:00", first="10-01", last="04-30")}, "from an earlier to a later day of one year"),
    ({"hours": hours("08:30-12:00", first="02-30")}, "Expected office hours from and to days such as 07-01, but found 02-30"),
    ({"hours": hours("12:00-08:30")}, "Expected office hours such as 08:30-12:00, but found 12:00-08:30"),
    ({"hours": hours("08:30-08:30")}, "Expected office hours such as 08:30-12:00, but found 08:30-08:30"),
    ({"hours": hours("8:30-12:00")}, "Expected office hours such as 08:30-12:00, but found 8:30-12:00"),
    ({"hours": hours("08:30-25:00")}, "Expected office hours such as 08:30-12:00, but found 08:30-25:00"),
    ({"hours": hours("13:30-17:30", "08:30-12:00")}, "Expected spans in order and apart from each other"),
    ({"hours": hours("08:30-12:00", "11:00-17:30")}, "Expected spans in order and apart from each other"),
    ({"hours": hours("08:30-12:00", "12:00-17:30")}, "Expected spans in order and apart from each other"),
    ({"hours": ["08:30-12:00"]}, "Expected an entry of hours with from, to and spans, but found 08:30-12:00"),
    ({"closures": [{"from": "2027-08-12T12:00"}]}, "Expected a closure with from, until and reason"),
    ({"closures": [CLOSURE | {"until": "2027-08-12T12:00"}]}, "Expected a closure to end after it begins at 2027-08-12T12:00"),
    ({"closures": [CLOSURE | {"from": "2026-08-12T12:00"}]}, "Expected a closure that begins in 2027, but found 2026-08-12T12:00"),
    ({"closures": [CLOSURE | {"from": "2027-08-12"}]}, "Expected a civil time such as 2026-08-12T12:00, but found 2027-08-12"),
    ({"closures": [CLOSURE | {"from": "2027-08-12T12:00Z"}]}, "Expected a civil time such as 2026-08-12T12:00"),
    ({"closures": [CLOSURE | {"reason": ""}]}, "Expected the reason of a closure, but found"),
    ({"holiday": []}, "Expected only year, notice, holidays, makeUpDays, hours, names and closures, but found holiday"),
]


@pytest.mark.parametrize(("change", "message"), REFUSED)
def test_a_file_with_a_mistake_is_refused_with_what_was_found(change: dict[str, Any], message: str) -> None:
    with pytest.raises(Rejection, match=re.escape(message)) as refusal:
        read_year(YEAR_2027 | change)
    assert refusal.value.code == "bad_calendar"


@pytest.mark.parametrize("name", ["year", "notice", "holidays", "makeUpDays", "hours"])
def test_a_file_without_one_of_its_entries_is_refused(name: str) -> None:
    document = {key: value for key, value in YEAR_2027.items() if key != name}
    with pytest.raises(Rejection, match=f"Expected the entry {name} in the calendar file, but found none"):
        read_year(document)


@pytest.mark.parametrize("document", [None, [], "2027"])
def test_a_file_that_is_no_object_is_refused(document: Any) -> None:
    with pytest.raises(Rejection, match="Expected an object with year"):
        read_year(document)


def test_the_same_year_twice_is_refused() -> None:
    with pytest.raises(Rejection, match="Expected each year once, but found 2027 twice"):
        Calendar.from_years("1", [YEAR_2027, YEAR_2027], ZONE)


def test_a_correct_file_is_read_whole() -> None:
    year = read_year(YEAR_2027 | {"names": {"2027-01-01": "元旦"}, "closures": [CLOSURE]})
    assert (year.year, year.notice, len(year.holidays), year.make_up_days) == (2027, "测试用通知", 10, {day("2027-01-09")})
    assert (year.holidays[day("2027-01-01")], year.holidays[day("2027-01-02")]) == ("元旦", "")
    assert year.seasons[0].spans == ((510, 720), (810, 1050))
    assert year.closures[0].reason == "台风"


def test_a_year_read_from_json_as_a_decimal_is_a_year() -> None:
    assert read_year(YEAR_2027 | {"year": Decimal(2027)}).year == 2027


def test_hours_may_last_until_midnight() -> None:
    assert read_year(YEAR_2027 | {"hours": hours("08:00-24:00")}).seasons[0].closing == 1440


def test_a_closure_outside_a_year_file_may_begin_in_any_year() -> None:
    assert read_closure(CLOSURE).until.isoformat() == "2027-08-13T00:00:00"
