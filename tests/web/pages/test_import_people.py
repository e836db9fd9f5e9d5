"""Importing people: every row is shown with its errors first; all of them are taken, or none."""

import html
import io
import re
from collections.abc import Callable

import openpyxl
import pytest

from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import Desk, desk, words

HEAD = "用户名,姓名,角色,岗\n"
GOOD = HEAD + "gu-xin,顾欣,handler@health-bureau,A\nfeng-lei,冯磊,handler@health-bureau,B\n"


def look(window: Desk, text: str, status: int = 200) -> str:
    answer = window.send("/admin/import", file=(io.BytesIO(text.encode()), "people.csv"))
    assert answer.status_code == status
    return answer.get_data(as_text=True)


def rows_of(page: str) -> str:
    found = re.search(r'name="rows" value="([^"]*)"', page)
    assert found is not None
    return html.unescape(found[1])


def test_rows_are_shown_first_and_all_are_imported_when_confirmed(make_api: Callable[..., ApiCity]) -> None:
    api = make_api()
    admin = desk(api, "admin")
    page = look(admin, GOOD)
    assert api.rows("SELECT name FROM account WHERE name = 'gu-xin'") == []
    assert "已导入：0 个单位，2 人，0 个岗位" in words(admin.follow(admin.send("/admin/import", rows=rows_of(page))))
    held = api.rows("SELECT account, role, unit, post FROM holding WHERE account IN ('gu-xin', 'feng-lei') ORDER BY post")
    assert [(row["account"], row["post"]) for row in held] == [("gu-xin", "A"), ("feng-lei", "B")]
    event = api.rows("SELECT kind, actor FROM audit_event WHERE case_key = '0' ORDER BY seq DESC LIMIT 1")[0]
    assert event == {"kind": "people_imported", "actor": "admin"}


def test_errors_are_shown_in_their_rows_and_nothing_can_be_confirmed(api: ApiCity) -> None:
    page = look(desk(api, "admin"), GOOD + "gu-xin,顾欣,clerk@nowhere,A\n", 422)
    told = words(page)
    assert "有 3 处错误：没有导入" in told
    assert "gu-xin 出现了两次" in told
    assert "应是本市的角色，现在是 clerk" in told
    assert "应是已登记的单位，现在是 nowhere" in told
    assert 'name="rows"' not in page


def test_an_import_that_somebody_else_made_meanwhile_is_refused_as_a_whole(make_api: Callable[..., ApiCity]) -> None:
    api = make_api()
    admin = desk(api, "admin")
    rows = rows_of(look(admin, GOOD))
    admin.follow(admin.send("/admin/import", rows=rows))
    before = api.rows("SELECT COUNT(*) AS n FROM audit_event")
    answer = admin.send("/admin/import", rows=rows)
    assert answer.status_code == 409
    assert "应是新账号，gu-xin 已被占用" in words(answer.get_data(as_text=True))
    assert api.rows("SELECT COUNT(*) AS n FROM audit_event") == before


def test_the_template_can_be_imported_as_it_is(make_api: Callable[..., ApiCity]) -> None:
    api = make_api()
    admin = desk(api, "admin")
    content = admin.client.get("/admin/import/template.xlsx").get_data()
    assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames == ["单位", "人员", "岗位"]
    answer = admin.send("/admin/import", file=(io.BytesIO(content), "people.xlsx"))
    assert answer.status_code == 200
    told = words(admin.follow(admin.send("/admin/import", rows=rows_of(answer.get_data(as_text=True)))))
    assert "已导入：1 个单位，2 人，1 个岗位" in told


@pytest.mark.parametrize("account", ["security", "auditor", "head-health", "demo"])
def test_only_a_system_administrator_imports(api: ApiCity, account: str) -> None:
    window = desk(api, account)
    window.get("/admin/import", 403)
    window.get("/admin/import/template.xlsx", 403)
    assert window.send("/admin/import", rows="[]").status_code == 403


@pytest.mark.parametrize("sent", ["no json", '[["人员", 2, ["a"]]]', '[["other", 2, []]]', "{}", "[]"])
def test_rows_that_the_page_did_not_show_are_refused(api: ApiCity, sent: str) -> None:
    assert desk(api, "admin").send("/admin/import", rows=sent).status_code in (400, 409)


def test_a_csv_of_other_columns_is_told_which_it_has(api: ApiCity) -> None:
    given = "账号,姓名,角色\r\ngu-xin,顾欣,经办\r\n".encode("gb18030")
    answer = desk(api, "admin").send("/admin/import", file=(io.BytesIO(given), "people.csv"))
    told = words(answer.get_data(as_text=True))
    assert answer.status_code == 422
    assert "用户名、姓名、角色、岗" in told
    assert "现在是 账号、姓名、角色" in told
