"""How deadlines ended: by month or week, procedure and unit, each counted once, when it was settled."""

import csv
import io
import json
import re
from typing import Any

import pytest

from app.queries.lateness import EXTENDED, IN_TIME, LATE, SILENT, settled
from app.service.pin_clock import pin_clock
from tests.domain.city_time import at
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import ASSIGNED, LETTER, Desk, desk, words

ADDRESS = "/statistics/lateness"
ENDED, MISSED, DUE = "2026-11-02T01:00:00.000000Z", "2026-11-03T01:00:00.000000Z", "2026-11-04T01:00:00.000000Z"


@pytest.mark.parametrize(
    ("state", "detail", "found"),
    [
        ("met", {"extensions": 0, "ended_at": ENDED}, (IN_TIME, ENDED, False)),
        ("met", {"extensions": 2, "ended_at": ENDED}, (EXTENDED, ENDED, True)),
        ("met", {"extensions": 0, "ended_at": ENDED, "missed_at": MISSED}, (IN_TIME, ENDED, False)),
        ("missed", {"extensions": 0, "ended_at": ENDED, "missed_at": MISSED}, (LATE, MISSED, False)),
        ("missed", {"extensions": 1, "ended_at": None, "missed_at": None}, (LATE, DUE, True)),
        ("lapsed", {"extensions": 0, "ended_at": ENDED}, (SILENT, ENDED, False)),
    ],
)
def test_a_deadline_counts_once_and_when_it_was_settled(state: str, detail: dict[str, Any], found: Any) -> None:
    assert settled({"state": state, "deadline_at": DUE, "detail": json.dumps(detail)}) == found


@pytest.fixture(scope="module")
def letters(either_api: ApiCity) -> None:
    """One letter assigned in time in November, one whose assignment was missed."""
    first, _ = (either_api.start("citizen-letter", who="hotline", **LETTER) for _ in range(2))
    either_api.post(f"/v2/user-tasks/{either_api.task(first)}/completion", {"variables": ASSIGNED}, 204, who="hotline")
    either_api.duban.door.keep(pin_clock, at("2026-12-07 09:00"))
    for case in either_api.rows("SELECT key FROM process_instance WHERE parent_key IS NULL"):
        either_api.duban.door.fire_due(case["key"])


@pytest.fixture
def supervisor(either_api: ApiCity) -> Desk:
    return desk(either_api, "inspection")


def file(window: Desk, query: str = "") -> list[list[str]]:
    return list(csv.reader(io.StringIO(window.get(f"{ADDRESS}.csv{query}").lstrip("\ufeff"))))


def test_each_month_has_its_row_and_its_bar(letters: None, supervisor: Desk) -> None:
    page = supervisor.get(ADDRESS)
    rows = {row[1]: row[2:] for row in file(supervisor) if row[0] == "月份"}
    assert list(rows) == ["2026-12", "2026-11"]
    assert sum(int(row[5]) for row in rows.values()) == sum(int(row[7]) for row in file(supervisor) if row[0] == "流程")
    assert int(rows["2026-11"][0]) >= 1
    assert page.count('class="outcomes"') >= 3
    assert "outcomes__part--late" in page
    assert re.search(r"按时率 [0-9.]+ %", words(page))


@pytest.mark.parametrize("asked", ["process=nothing", "unit=fire-brigade", "to=2026-11-01", "from=2026-12-20"])
def test_where_none_ended_the_page_says_so(letters: None, supervisor: Desk, asked: str) -> None:
    assert "没有已结束的期限" in words(supervisor.get(f"{ADDRESS}?{asked}"))


def test_days_that_end_before_they_begin_are_refused(letters: None, supervisor: Desk) -> None:
    said = words(supervisor.get(f"{ADDRESS}?from=2026-12-01&to=2026-11-01", 400))
    assert "截止日期应不早于起始日期 12月1日，实际为 11月1日" in said


def test_days_cut_the_first_and_the_last_span(letters: None, supervisor: Desk) -> None:
    whole, cut = (file(supervisor, query) for query in ("", "?from=2026-11-24&to=2026-11-24"))
    assert [row[1] for row in cut if row[0] == "月份"] == ["2026-11"]
    assert 0 < sum(int(row[7]) for row in cut if row[0] == "流程") < sum(int(row[7]) for row in whole if row[0] == "流程")


def test_a_first_day_long_ago_leaves_nothing_out_and_lists_no_empty_months(letters: None, supervisor: Desk) -> None:
    asked = file(supervisor, "?from=2001-01-01")
    assert asked[0][:2] == ["分组", "月份、周、流程或单位"]
    assert [row[1] for row in asked if row[0] == "月份"] == ["2026-12", "2026-11"]
    assert "更早的未列出" not in words(supervisor.get(f"{ADDRESS}?from=2001-01-01"))


def test_weeks_begin_on_monday(letters: None, supervisor: Desk) -> None:
    assert [row[1] for row in file(supervisor, "?by=week") if row[0] != "流程" and row[0] != "单位"][1:] == [
        "2026-12-07",
        "2026-11-30",
        "2026-11-23",
    ]
    supervisor.get(f"{ADDRESS}?by=day", 400)


@pytest.mark.parametrize("account", ["hotline", "operator", "designer", "security"])
def test_nobody_else_sees_them(either_api: ApiCity, account: str) -> None:
    for address in (ADDRESS, f"{ADDRESS}.csv", f"{ADDRESS}.xlsx"):
        desk(either_api, account).get(address, 403)
