from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.domain.rejection import Message
from app.web.presentation.deadline_view import DeadlineView
from app.web.presentation.time_left import Left
from app.web.presentation.wording import Wording

CITY = ZoneInfo("Asia/Shanghai")
# 2026-11-24, a Tuesday, 00:30 in the city and still the 23rd in UTC.
NOW = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)


def words(language: str = "zh_Hans", now: datetime = NOW) -> Wording:
    return Wording(language, CITY, now)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CITY).astimezone(UTC)


def test_what_somebody_typed_is_told_as_it_was_typed_even_where_it_is_a_text_of_ours() -> None:
    said = Message("expected an account that holds %(role)s, found %(typed)s", {"role": "市卫健局经办", "typed": "nobody"})
    assert words().message(said) == "应是有角色 市卫健局经办 的账号，现在是 nobody"
    assert words().message(Message("%(found)s", {"found": "nobody"})) != "nobody"  # else this shows nothing


@pytest.mark.parametrize(
    ("language", "instant", "said"),
    [
        ("zh_Hans", "2026-11-25 17:30", "11月25日 17:30"),
        ("zh_Hans", "2026-11-24 17:30", "今天 17:30"),
        ("zh_Hans", "2026-11-23 23:59", "昨天 23:59"),
        ("zh_Hans", "2027-01-04 08:30", "2027年1月4日 08:30"),
        ("zh_Hant", "2026-11-23 08:00", "昨天 08:00"),
        ("en", "2026-11-25 17:30", "25 Nov 17:30"),
        ("en", "2026-11-24 17:30", "today 17:30"),
        ("en", "2025-12-31 17:30", "31 Dec 2025 17:30"),
    ],
)
def test_a_moment_names_today_and_yesterday_by_the_citys_days_and_another_year(language, instant, said):
    assert words(language).moment(at(instant)) == said


def test_a_deadline_at_the_end_of_a_day_reads_24_of_that_day():
    assert words().due(at("2026-11-29 00:00")) == "11月28日 24:00"
    assert words().due_with_weekday(at("2026-11-29 00:00")) == "11月28日 周六 24:00"
    assert words().due(at("2026-11-29 00:01")) == "11月29日 00:01"


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh_Hans", "11月25日 周三 17:30"), ("zh_Hant", "11月25日 週三 17:30"), ("en", "Wed 25 Nov 17:30")],
)
def test_the_weekday_stands_as_each_language_writes_it(language, said):
    assert words(language).due_with_weekday(at("2026-11-25 17:30")) == said


def test_the_exact_instant_has_weekday_seconds_and_zone():
    instant = at("2026-11-25 17:30:05")
    assert words().exact(instant) == "2026年11月25日 星期三 17:30:05（北京时间）"
    assert words("zh_Hant").exact(instant) == "2026年11月25日 星期三 17:30:05（北京時間）"
    assert words("en").exact(instant) == "Wednesday 25 November 2026 17:30:05 (Beijing time)"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0 秒前"), (12, "12 秒前"), (59, "59 秒前"), (60, "1 分钟前"), (3599, "59 分钟前"), (3600, "昨天 23:30"), (-5, "今天 00:30")],
)
def test_only_the_last_hour_is_told_as_ago(seconds, said):
    assert words().ago(NOW - timedelta(seconds=seconds)) == said


def test_scripts_get_the_same_words_for_ago():
    assert words().ago_patterns() == {"second": "# 秒前", "seconds": "# 秒前", "minute": "# 分钟前", "minutes": "# 分钟前"}
    assert words("en").ago_patterns()["second"] == "# second ago"


@pytest.mark.parametrize(
    ("left", "chinese", "english"),
    [
        (Left(4, 3, 0), "还剩 4 个工作日", "4 working days left"),
        (Left(1, 0, 0), "还剩 1 个工作日", "1 working day left"),
        (Left(0, 5, 18), "还剩 5 小时", "5 hours left"),
        (Left(0, 0, 48), "还剩 48 分钟", "48 minutes left"),
        (Left(0, 2, 12, overdue=True), "超期 2 小时", "2 hours overdue"),
        (Left(3, 2, 12, overdue=True), "超期 3 个工作日", "3 working days overdue"),
        (Left(0, 0, 0, overdue=True), "超期", "Overdue"),
    ],
)
def test_what_is_left_is_told_in_the_greatest_whole_unit(left, chinese, english):
    assert words().left(left) == chinese
    assert words("en").left(left) == english


@pytest.mark.parametrize(
    ("length", "unit", "chinese", "english"),
    [
        ("7", "working day", "7 个工作日", "7 working days"),
        ("1", "month", "1 个月", "1 month"),
        ("2", "office hour", "2 个办公小时", "2 office hours"),
        ("", "at once", "立即办理", "at once"),
    ],
)
def test_a_period_is_told_in_its_unit(length, unit, chinese, english):
    assert words().period(length, unit) == chinese
    assert words("en").period(length, unit) == english


def test_an_article_is_told_as_the_language_does_and_other_bases_stay_as_they_are():
    assert [words(language).article("11") for language in ("zh_Hans", "zh_Hant", "en")] == ["第11条", "第11條", "art. 11"]
    assert words().article("民法典 201") == "民法典 201"
    template = "points of %(unit)s: %(points)s (art. %(article)s)"
    assert "第5、8条" in words().message(Message(template, {"unit": "市卫健局", "points": "−0.5", "article": "5, 8"}))


def deadline(state: str = "running", light: str = "yellow", **more: object) -> DeadlineView:
    return DeadlineView(state, light, at("2026-11-25 17:30"), **({"left": Left(1, 5, 18)} | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("shown", "row", "pill"),
    [
        (deadline(), "还剩 1 个工作日", "临期 · 还剩 1 个工作日"),
        (deadline(light="red", left=Left(5, 0, 0, overdue=True)), "超期 5 个工作日", "超期 5 个工作日"),
        (deadline("suspended", "blue", stopped_days=0), "停了不到 1 个工作日", "暂停计时 · 停了不到 1 个工作日"),
        (deadline("suspended", "blue", stopped_days=3), "停了 3 个工作日", "暂停计时 · 停了 3 个工作日"),
        (deadline(light="at-once", left=Left(0, 0, 48)), "立即办理，还剩 48 分钟", "立即办理，还剩 48 分钟"),
        (deadline("met"), "按时办结", "按时办结"),
        (deadline("missed"), "超期", "超期"),
        (deadline("lapsed", silence="consent"), "视为同意", "视为同意"),
        (deadline("lapsed", silence="approval"), "视为批准", "视为批准"),
        (deadline("applying"), "已到期，正在处理", "已到期，正在处理"),
    ],
)
def test_each_state_of_a_deadline_has_its_words(shown, row, pill):
    assert words().deadline_words(shown) == row
    assert words().deadline_pill(shown) == pill


def test_a_time_element_carries_the_instant_for_machines_and_the_exact_one_on_hover():
    drawn = words().time(at("2026-11-25 17:30"))
    assert (
        str(drawn) == '<time datetime="2026-11-25T17:30:00+08:00" title="2026年11月25日 星期三 17:30:00（北京时间）">11月25日 17:30</time>'
    )
    assert words().time(None) == ""


def test_a_message_is_translated_and_its_facts_are_filled_in_anew():
    message = Message("Choose %(today)s or a later day", {"today": date(2026, 11, 24)})
    assert words().message(message) == "请选 11月24日 或以后的日期"
    assert words().message(Message("100 % of a text nobody translated", {})) == "100 % of a text nobody translated"
    assert words().message(None) == ""


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ("2026-11-25T10:42+08:00", "11月25日 10:42"),
        ("2026-11-25T02:42:00.000000Z", "11月25日 10:42"),
        ("2026-11-30", "11月30日"),
        ("2026-02-30", "2026-02-30"),
    ],
)
def test_a_bound_is_told_in_a_message_as_pages_write_days_and_times(found, said):
    assert words().message(Message("Choose a time not before %(first)s", {"first": found})) == f"请选不早于 {said} 的时间"


@pytest.mark.parametrize(("size", "said"), [(12, "12 B"), (319_488, "312 KB"), (1_843_200, "1.8 MB")])
def test_a_size_is_told_in_the_unit_that_fits(size, said):
    assert words().size(size) == said


@pytest.mark.parametrize("typed", ["none", "nobody", "Transfer", "No name"])
def test_what_was_found_is_named_as_it_was_typed_though_it_is_spelled_like_a_text_of_ours(typed: str) -> None:
    said = words().message(
        Message("expected an account that holds %(role)s, found %(found)s", {"role": "handler@parks-bureau", "found": typed})
    )
    assert said == f"应是有角色 handler@parks-bureau 的账号，现在是 {typed}"


def test_what_stands_for_something_found_that_has_no_words_of_its_own_is_in_the_language_of_the_page() -> None:
    assert words().message(Message("Expected a number, but found %(found)s", {"found": "no name"})) == "应为数字，实际是 没有名称"
