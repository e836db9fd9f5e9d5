"""The administration of people: who sees whom, and entering who is away."""

import re

import pytest

from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import desk, words

LEAVE = {"starts": "2026-11-24T13:30", "ends": "2026-11-26T17:30", "reason": "外出培训", "substitute": ""}
ROW = re.compile(r"<tr data-row.*?</tr>", re.S)


def row(page: str, account: str) -> str:
    """Return what the list says of a person."""
    return next(words(found) for found in ROW.findall(page) if f'<span class="mono muted">{account}</span>' in found)


@pytest.mark.parametrize(("account", "status"), [
    ("admin", 200), ("security", 200), ("auditor", 200), ("head-health", 200), ("handler-health", 403), ("operator", 403), ("demo", 403),
])  # fmt: skip
def test_administrators_auditors_and_heads_see_people_and_nobody_else(api: ApiCity, account: str, status: int) -> None:
    desk(api, account).get("/admin/people", status)


def test_a_head_sees_the_people_of_the_unit_and_no_others(api: ApiCity) -> None:
    page = desk(api, "head-health").get("/admin/people")
    assert sorted(re.findall(r'<span class="mono muted">([^<]+)</span>', page)) == ["handler-health", "handler-health-b", "head-health"]
    desk(api, "head-health").get("/admin/people/handler-housing", 404)


def test_the_list_says_posts_and_who_has_no_second(api: ApiCity) -> None:
    page = desk(api, "admin").get("/admin/people")
    assert "A岗，B岗 刘洋" in row(page, "handler-health")
    assert "B岗，A岗 陈静" in row(page, "handler-health-b")
    assert "没有 B岗" in row(page, "handler-housing")


@pytest.mark.parametrize(("account", "address"), [
    ("head-health", "/admin/people/handler-health"), ("admin", "/admin/people/handler-health"), ("handler-health", "/account"),
])  # fmt: skip
def test_a_leave_is_entered_by_the_head_an_administrator_or_the_person_and_ended_again(api: ApiCity, account: str, address: str) -> None:
    window = desk(api, account)
    told = words(window.follow(window.send(f"{address}/leave", **LEAVE)))
    assert "刘洋 代 陈静" in told
    assert "外出培训" in told
    assert "今天 13:30 起外出" in row(desk(api, "admin").get("/admin/people"), "handler-health")
    page = window.get(address)
    (end,) = re.findall(r'action="([^"]+/end)"', page)
    assert "没有登记外出" in words(window.follow(window.send(end)))


@pytest.mark.parametrize(("typed", "wanted"), [
    ({"ends": "2026-11-24T13:00"}, "外出的结束时间应晚于开始时间"),
    ({"starts": "tomorrow"}, "请填日期和时间"),
    ({"reason": " "}, "请写理由"),
    ({"substitute": "handler-housing"}, "代岗的人应在同一单位有同样的角色"),
])  # fmt: skip
def test_a_leave_that_is_refused_keeps_what_was_typed_and_says_why(api: ApiCity, typed: dict[str, str], wanted: str) -> None:
    window = desk(api, "head-health")
    answer = window.send("/admin/people/handler-health/leave", **LEAVE | typed)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert wanted in words(text)
    assert f'value="{(LEAVE | typed)["ends"]}"' in text


def test_who_may_not_enter_a_leave_does_not(api: ApiCity) -> None:
    assert desk(api, "auditor").send("/admin/people/handler-health/leave", **LEAVE).status_code == 403
    assert desk(api, "head-housing").send("/admin/people/handler-health/leave", **LEAVE).status_code == 404
