"""Everybody lands where they have work, and the menu shows what each can use."""

import re

import pytest

from tests.builders.drawing import end, path, process, start, user, z
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import desk, words

MENU = re.compile(r'<nav class="mainnav".*?</nav>', re.S)


@pytest.mark.parametrize(("account", "page", "menu", "search"), [
    ("handler-health", "/work-list", "工作台 案件 通报", "/work-list"),
    ("hotline", "/work-list", "工作台 案件 通报 保管", "/work-list"),
    ("demo", "/work-list", "工作台 督查 案件 统计 通报 异常 保管 表达式 管理", "/work-list"),
    ("operator", "/incidents", "案件 异常 管理", "/cases"),
    ("auditor", "/cases", "督查 案件 事件 核验 统计 通报 保管 管理", "/cases"),
    ("designer", "/account", "表达式", ""),
    ("head-health", "/work-list", "工作台 督查 案件 通报 管理", "/work-list"),
    ("admin", "/admin", "管理", ""),
    ("security", "/admin", "保管 管理", ""),
])  # fmt: skip
def test_the_first_page_and_the_menu_are_those_of_the_role(api: ApiCity, account: str, page: str, menu: str, search: str) -> None:
    window = desk(api, account)
    answer = window.client.get("/")
    assert (answer.status_code, answer.headers["Location"]) == (303, page)
    text = window.follow(window.client.get(page)) if page == "/admin" else window.get(page)
    found = MENU.search(text)
    assert found is not None
    assert words(found[0]) == menu
    assert re.findall(r'class="topbar__search" role="search" action="([^"]+)"', text) == ([search] if search else [])


def test_who_has_no_list_is_told_what_they_do_and_how(api: ApiCity) -> None:
    assert "duban deploy FILES" in words(desk(api, "designer").get("/account"))
    duties = {"security": ("/admin/people", "/admin/access", "/retention"), "admin": ("/admin/import", "/admin/calendar")}
    for account, pages in duties.items():
        window = desk(api, account)
        told = window.get("/account")
        for address in pages:
            assert f'href="{address}" aria-label="打开页面：' in told
            assert window.client.get(address).status_code in (200, 303)
    assert "duban" not in words(desk(api, "handler-health").get("/account"))


def test_a_designer_whom_a_diagram_gives_a_task_has_a_work_list(api: ApiCity) -> None:
    work = z("assignmentDefinition", candidateGroups="designer")
    drawn = process("asks-a-designer", start("s"), user("look", work), end("e"), path("s look e"), name="x")
    assert api.deploy({"asks-a-designer.bpmn": drawn}).status_code == 200
    api.start("asks-a-designer")
    assert desk(api, "designer-b").client.get("/").headers["Location"] == "/work-list"
