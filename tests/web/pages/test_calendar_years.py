"""The calendar's pages: a year as it counts, and entering one after its effect was seen."""

import html
import re

import pytest

from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import desk, words

YEAR = {
    "notice": "关于2027年部分节假日安排的通知",
    "holidays": "2027-01-01 元旦\n2027-01-02\n2027-01-03",
    "makeUpDays": "2027-01-09",
    "hours": "01-01 12-31 08:30-12:00 13:30-17:30",
    "closures": "",
}
ENTRY = "/admin/calendar/2027/entry"
LATER = {name: value.replace("2027-01-09", "2031-01-11").replace("2027", "2031") for name, value in YEAR.items()}
"""A year that no test of this module enters: they share one city."""

LATER_ENTRY = "/admin/calendar/2031/entry"


def confirmed(page: str) -> str:
    found = re.search(r'name="confirmed" value="([^"]+)"', page)
    assert found is not None, words(page)
    return html.unescape(found[1])


@pytest.mark.parametrize(("account", "status"), [
    ("admin", 200), ("security", 200), ("auditor", 200), ("head-health", 200), ("handler-health", 403), ("demo", 403),
])  # fmt: skip
def test_administrators_auditors_and_heads_see_the_calendar(api: ApiCity, account: str, status: int) -> None:
    desk(api, account).get("/admin/calendar/2026", status)


def test_a_year_shows_its_days_and_by_which_notice_they_count(api: ApiCity) -> None:
    page = desk(api, "admin").get("/admin/calendar/2026")
    assert re.search(r'class="month__holiday" title="国庆节">1<span class="month__mark">休', page)
    assert re.search(r'class="month__makeup">10<span class="month__mark">班', page)
    told = words(page)
    assert "国办发明电〔2025〕7号" in told
    assert "放假 33 天，调休上班 6 天" in told
    assert "2027 年还没有公布" in told


def test_a_year_is_entered_after_its_effect_was_seen_and_not_before(api: ApiCity) -> None:
    window = desk(api, "admin")
    shown = window.send(ENTRY, **YEAR)
    text = shown.get_data(as_text=True)
    assert shown.status_code == 200
    assert "个期限会变动" in words(text)
    assert "还没有录入" in words(window.get("/admin/calendar/2027"))
    done = window.send(ENTRY, **YEAR, confirmed=confirmed(text))
    assert "这一年已录入" in words(window.follow(done))
    page = window.get("/admin/calendar/2027")
    assert re.search(r'class="month__makeup">9<span', page)
    assert "2028 年还没有公布" in words(page)


def test_another_text_than_the_one_seen_is_shown_first(api: ApiCity) -> None:
    window = desk(api, "admin")
    mark = confirmed(window.send(LATER_ENTRY, **LATER).get_data(as_text=True))
    again = window.send(LATER_ENTRY, **LATER | {"makeUpDays": "2031-01-12"}, confirmed=mark)
    assert (again.status_code, confirmed(again.get_data(as_text=True)) == mark) == (200, False)
    assert "还没有录入" in words(window.get("/admin/calendar/2031"))


@pytest.mark.parametrize(("typed", "field", "wanted"), [
    ({"notice": " "}, "notice", "请写明通知的名称和文号"),
    ({"holidays": "1 January"}, "holidays", "第 1 行应写成"),
    ({"holidays": "2031-01-01 元旦\n2026-01-02"}, "holidays", "第 2 行：法定节假日 中只能有 2031 年的日期，实际有 2026年1月2日"),
    ({"holidays": "2031-01-01\n2031-01-02\n2031-01-01"}, "holidays", "第 3 行：法定节假日 中每天只能有一次，实际 2031年1月1日 出现两次"),
    ({"holidays": ""}, "holidays", "2031"),
    ({"holidays": "2031-02-30"}, "holidays", "第 1 行：法定节假日 中应为 2026-10-01 这样的日期，实际是 2031-02-30"),
    ({"makeUpDays": "2031-01-08"}, "makeUpDays", "第 1 行：调休上班日应是周六或周日，实际 2031年1月8日 是 周三"),
    ({"holidays": "2031-01-11", "makeUpDays": "2031-01-11"}, "makeUpDays",
     "第 1 行：一天不能既放假又调休上班，实际 2031年1月11日 两者都是"),
    ({"hours": "01-01 06-30 08:30-12:00"}, "hours", "07-01"),
    ({"hours": "01-01 12-31 12:00-08:30"}, "hours", "第 1 行：办公时段应从早到晚，如 08:30-12:00，实际是 12:00-08:30"),
    ({"hours": "01-01 12-31 08:30-12:00 11:30-17:30"}, "hours", "第 1 行：各办公时段应依次排列、互不重叠，实际是 08:30-12:00 11:30-17:30"),
    ({"hours": "01-01 02-30 08:30-12:00"}, "hours", "第 1 行：办公时间的起止应写成 07-01 这样的月和日，实际是 02-30"),
    ({"hours": "10-01 04-30 08:30-12:00"}, "hours", "第 1 行：办公时间的起止应在同一年内"),
    ({"closures": "2031-01-05T12:00 2031-01-05T08:00 台风"}, "closures",
     "第 1 行：停止办公的结束应晚于开始 2031年1月5日 12:00，实际是 2031年1月5日 08:00"),
    ({"closures": "2026-01-05T12:00 2026-01-06T08:00 台风"}, "closures", "第 1 行：停止办公应在 2031 年内开始，实际是 2026年1月5日 12:00"),
    ({"closures": "昨天 今天 台风"}, "closures", "第 1 行：应为本地时间，如 2026-08-12T12:00，实际是 昨天"),
])  # fmt: skip
def test_a_year_that_is_none_is_refused_at_its_field_and_stays_as_typed(
    api: ApiCity, typed: dict[str, str], field: str, wanted: str
) -> None:
    window = desk(api, "admin")
    answer = window.send(LATER_ENTRY, **LATER | typed)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    (said,) = re.findall(rf'id="{field}-error">(.*?)</p>', text, re.S)
    assert wanted in words(said)
    for name, value in (LATER | typed).items():
        assert value.strip() in html.unescape(text), name
    assert "还没有录入" in words(window.get("/admin/calendar/2031"))


def test_a_year_that_is_announced_changes_with_a_reason_only(api: ApiCity) -> None:
    window = desk(api, "admin")
    page = window.get("/admin/calendar/2026/entry")
    assert "2026-10-10" in page
    typed = {name: LATER[name].replace("2031", "2026") for name in LATER} | {"makeUpDays": "2026-01-04"}
    assert "请写理由" in words(window.send("/admin/calendar/2026/entry", **typed).get_data(as_text=True))
    assert confirmed(window.send("/admin/calendar/2026/entry", **typed, reason="台风").get_data(as_text=True))


def test_only_a_system_administrator_enters_a_year(api: ApiCity) -> None:
    assert desk(api, "auditor").send(LATER_ENTRY, **LATER).status_code == 403
    assert LATER_ENTRY not in desk(api, "auditor").get("/admin/calendar/2031")
