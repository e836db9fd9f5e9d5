"""One new person or unit by the page of people: the system administrator's, by the command that imports many."""

from collections.abc import Callable

import pytest

from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import desk, words

PERSON = {"account": "gu-xin", "name": "顾欣", "role": "handler", "of": "health-bureau", "letter": "B"}


def test_one_person_and_one_unit_are_registered_and_leave_the_event_of_an_import(make_api: Callable[..., ApiCity]) -> None:
    api = make_api()
    admin = desk(api, "admin")
    assert "单位已登记" in words(admin.follow(admin.send("/admin/people", id="parks-bureau", unit_name="市园林局", parent="")))
    told = words(admin.follow(admin.send("/admin/people", **PERSON | {"of": "parks-bureau"})))
    assert "账号已登记，还没有密码" in told
    assert "市园林局 · 经办" in told
    kinds = api.rows("SELECT kind, actor FROM audit_event WHERE case_key = '0' ORDER BY seq DESC LIMIT 2")
    assert [(row["kind"], row["actor"]) for row in kinds] == [("people_imported", "admin")] * 2
    assert "gu-xin" in desk(api, "security").get("/admin/accounts?state=no-password")


@pytest.mark.parametrize(("typed", "wanted"), [
    (PERSON | {"account": "handler-health"}, "新"),
    (PERSON | {"account": "顾欣"}, "小写"),
    (PERSON | {"of": ""}, "单位"),
    (PERSON | {"role": ""}, "角色"),
    (PERSON | {"role": "auditor", "of": ""}, "管理员"),
    ({"id": "health-bureau", "unit_name": "又一个", "parent": ""}, "新"),
    ({"id": "parks-bureau", "unit_name": "市园林局", "parent": "nowhere"}, "上级"),
])  # fmt: skip
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(api: ApiCity, typed: dict[str, str], wanted: str) -> None:
    before = api.rows("SELECT COUNT(*) AS n FROM account")
    answer = desk(api, "admin").send("/admin/people", **typed)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'class="field__error" id="new-' in text
    assert wanted in words(text)
    assert f'value="{typed.get("account") or typed["id"]}"' in text
    assert api.rows("SELECT COUNT(*) AS n FROM account") == before


@pytest.mark.parametrize("account", ["security", "auditor", "head-health", "demo"])
def test_nobody_else_registers_people(api: ApiCity, account: str) -> None:
    assert desk(api, account).send("/admin/people", **PERSON).status_code == 403
    assert 'action="/admin/people" ' not in desk(api, "security").get("/admin/people").replace('action="/admin/people" role="search"', "")
