"""Who holds which roles, and registering one person: administrators' roles come from the security administrator alone."""

from collections.abc import Callable

import pytest

from app.domain.actor import Holding
from app.domain.rejection import Rejection
from app.queries.account import actor_of
from app.service.register_account import RegisterAccount
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import desk, words


def test_a_person_is_registered_with_a_role_and_stands_in_the_table(make_api: Callable[..., ApiCity]) -> None:
    window = desk(make_api(), "admin")
    typed = {"account": "gu-xin", "name": "顾欣", "role": "handler", "unit": "health-bureau", "letter": "B"}
    told = words(window.follow(window.send("/admin/roles", **typed)))
    assert "账号已登记" in told
    table = words(window.get("/admin/roles?role=handler"))
    assert "gu-xin" in table
    assert "市卫健局 经办 B" in table
    assert "孙丽" not in table


def test_what_is_wrong_is_said_and_what_was_typed_stays(api: ApiCity) -> None:
    window = desk(api, "admin")
    answer = window.send("/admin/roles", account="Wang Min", name="王敏", role="handler", unit="")
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert 'value="Wang Min"' in page
    assert 'value="王敏"' in page
    taken = window.send("/admin/roles", account="hotline", name="王敏")
    assert "hotline" in words(taken.get_data(as_text=True))
    assert taken.status_code == 422


@pytest.mark.parametrize("role", ["security-admin", "auditor", "system-admin"])
def test_a_system_administrator_gives_no_administrators_role_that_somebody_holds(make_api: Callable[..., ApiCity], role: str) -> None:
    api = make_api()
    answer = desk(api, "admin").send("/admin/roles", account="gu-xin", name="顾欣", role=role)
    assert answer.status_code == 422
    assert "应由安全管理员授予" in words(answer.get_data(as_text=True))
    assert api.rows("SELECT 1 FROM account WHERE name = 'gu-xin'") == []
    # The first of a kind comes by who registers accounts: nobody else is there yet.
    api.duban.door.keep(lambda store: store.run("DELETE FROM holding WHERE role = :role", role=role))
    admin = api.duban.door.ask(actor_of, "admin")
    if role != "system-admin":
        assert admin is not None
        api.duban.door.execute(RegisterAccount("gu-xin", "顾欣", None, ((Holding(role), "A"),)), admin)
        with pytest.raises(Rejection) as refused:
            api.duban.door.execute(RegisterAccount("li-xin", "李欣", None, ((Holding(role), "A"),)), admin)
        assert refused.value.code == "forbidden"


@pytest.mark.parametrize(
    ("account", "status"), [("security", 200), ("auditor", 200), ("head-health", 403), ("demo", 403), ("hotline", 403)]
)
def test_administrators_and_auditors_see_the_table_and_only_a_system_administrator_the_form(
    api: ApiCity, account: str, status: int
) -> None:
    window = desk(api, account)
    page = window.get("/admin/roles", status)
    assert 'action="/admin/roles" ' not in page or status == 200
    assert 'id="account"' not in page
    assert window.send("/admin/roles", account="gu-xin", name="顾欣").status_code == 403
