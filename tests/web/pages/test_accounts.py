"""Accounts and sign-ins: the security administrator unlocks, ends sessions and sets passwords; the other administrators do not."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.assemble import Duban
from app.domain.actor import SYSTEM
from tests.builders.application import application_of
from tests.builders.real_city import PASSWORD, give_password, node, real_city
from tests.fixtures.api_city import ApiCity
from tests.service.rows.of_people import IMPORT
from tests.web.pages.desk import Desk, desk, words

WHO = "handler-health"
NEW = "another harbour, evening 77"
ROW = re.compile(r"<tr data-row.*?</tr>", re.S)
GIVEN = re.compile(r'id="given">([^<]+)<')
SET = "/admin/accounts/handler-health/password"


@pytest.fixture
def duban(tmp_path: Path, sqlite_city_file: Path) -> Iterator[Duban]:
    """A city outside demo mode, whose security administrator and one handler have passwords of their own."""
    found = node(real_city(tmp_path / "city", sqlite_city_file))
    for name in (WHO, "security", "admin", "auditor"):
        give_password(found, name)
    yield found
    found.database.close()


def seat(duban: Duban, account: str, password: str = PASSWORD, status: int = 303) -> Desk:
    client = application_of(duban).test_client()
    answer = client.post("/sign-in", data={"user": account, "password": password}, headers={"Origin": "http://localhost"})
    assert answer.status_code == status
    return Desk(client)


def row(page: str, account: str) -> str:
    return next(words(found) for found in ROW.findall(page) if f'<span class="mono muted">{account}</span>' in found)


def events(duban: Duban, kind: str) -> list[str]:
    rows = duban.door.ask(lambda store: store.all("SELECT actor, body FROM audit_event WHERE kind = :kind ORDER BY seq", kind=kind))
    return [f"{found['actor']} {found['body']}" for found in rows]


def lock(duban: Duban) -> None:
    for _ in range(5):
        seat(duban, WHO, "not this one at all", 401)
    seat(duban, WHO, status=401)


@pytest.mark.parametrize(("account", "status"), [
    ("security", 200), ("auditor", 200), ("admin", 200), ("head-health", 403), (WHO, 403), ("operator", 403), ("demo", 403),
])  # fmt: skip
def test_administrators_and_auditors_see_accounts_and_nobody_else(api: ApiCity, account: str, status: int) -> None:
    desk(api, account).get("/admin/accounts", status)
    desk(api, account).get(f"/admin/accounts/{WHO}", status)


def test_the_list_says_name_unit_post_and_state_and_is_looked_through_by_state(duban: Duban) -> None:
    lock(duban)
    security = seat(duban, "security")
    told = row(security.get("/admin/accounts"), WHO)
    assert "陈静" in told
    assert "市卫健局 · 经办" in told
    assert "锁定至" in told
    assert len(ROW.findall(security.get("/admin/accounts?state=locked"))) == 1
    duban.door.execute(IMPORT, SYSTEM)
    assert "还没有" in row(security.get("/admin/accounts?state=no-password"), "gu-xin")
    assert "没有符合条件的账号" in words(security.get("/admin/accounts?state=disabled"))
    assert len(ROW.findall(security.get("/admin/accounts?state=signed-in"))) == 1


def test_an_account_is_unlocked_before_its_time_by_an_event_and_its_password_stays(duban: Duban) -> None:
    lock(duban)
    security = seat(duban, "security")
    told = words(security.follow(security.send(f"/admin/accounts/{WHO}/unlocking")))
    assert "账号已解锁" in told
    assert security.send(f"/admin/accounts/{WHO}/unlocking").status_code == 409
    seat(duban, WHO)
    (event,) = events(duban, "account_unlocked")
    assert event.startswith("security ")


def test_one_session_of_a_person_is_ended_and_then_all(duban: Duban) -> None:
    first, second = seat(duban, WHO), seat(duban, WHO)
    security = seat(duban, "security")
    ends = re.findall(rf'action="(/admin/accounts/{WHO}/sessions/[^"/]+/end)"', security.get(f"/admin/accounts/{WHO}"))
    assert len(ends) == 2
    security.follow(security.send(ends[1]))  # the newest stands first
    assert first.client.get("/account").status_code == 302
    assert second.client.get("/account").status_code == 200
    security.follow(security.send(f"/admin/accounts/{WHO}/sessions/end"))
    assert second.client.get("/account").status_code == 302
    assert security.send(f"/admin/accounts/{WHO}/sessions/end").status_code == 409
    assert [event.split()[0] for event in events(duban, "sessions_ended")] == ["security", "security"]


def test_a_person_ends_the_other_sessions_and_the_one_at_hand_goes_on(duban: Duban) -> None:
    here, there, further = seat(duban, WHO), seat(duban, WHO), seat(duban, WHO)
    (newest, _) = re.findall(r'action="(/account/sessions/[^"/]+/end)"', here.get("/account"))
    assert "您结束的登录已退出" in words(here.follow(here.send(newest)))
    assert further.client.get("/account").status_code == 302
    here.follow(here.send("/account/sessions/end"))
    assert there.client.get("/account").status_code == 302
    assert "没有其他登录" in words(here.get("/account"))


def test_a_temporary_password_leads_to_choosing_ones_own_and_to_nothing_else(duban: Duban) -> None:
    before, security = seat(duban, WHO), seat(duban, "security")
    answer = security.send(SET)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    (given,) = GIVEN.findall(answer.get_data(as_text=True))
    assert "待本人修改" in row(security.get("/admin/accounts"), WHO)
    assert GIVEN.findall(security.get(f"/admin/accounts/{WHO}")) == []
    assert before.client.get("/account").status_code == 302
    seat(duban, WHO, status=401)
    window = seat(duban, WHO, given)
    asked = window.client.get("/work-list?view=mine")
    assert (asked.status_code, asked.headers["Location"]) == (302, "/account/password?next=%2Fwork-list%3Fview%3Dmine")
    assert window.send("/account/sessions/end").status_code == 403
    assert window.send("/start/citizen-letter").status_code == 403
    assert window.client.get("/v2/authentication/me").status_code == 403
    page = window.get("/account/password?next=%2Fwork-list%3Fview%3Dmine")
    assert 'href="/work-list"' not in page
    sent = {"password": NEW, "again": NEW, "next": "/work-list?view=mine"}
    assert window.send("/account/password", current="not this one", **sent).status_code == 422
    assert window.send("/account/password", current=given, **{**sent, "again": "x"}).status_code == 422
    assert window.send("/account/password", current=given, **{**sent, "password": given, "again": given}).status_code == 422
    done = window.send("/account/password", current=given, **sent)
    assert (done.status_code, done.headers["Location"]) == (303, "/work-list?view=mine")
    window.get("/work-list?view=mine")
    assert window.client.get("/v2/authentication/me").status_code == 200
    assert window.client.get("/account/password").headers["Location"] == "/account"
    seat(duban, WHO, NEW).get("/work-list")
    assert "本人所设" in row(security.get("/admin/accounts"), WHO)


def test_the_password_stands_in_no_event_and_beside_none(duban: Duban, caplog: pytest.LogCaptureFixture) -> None:
    (given,) = GIVEN.findall(seat(duban, "security").send(SET).get_data(as_text=True))
    assert events(duban, "password_changed")[-1].startswith("security ")
    kept = duban.door.ask(
        lambda store: [
            *store.all("SELECT body FROM audit_event"),
            *store.all("SELECT content FROM event_content"),
            *store.all("SELECT body FROM access_event"),
        ]
    )
    assert len(kept) > 3
    assert not any(given in str(found) for found in kept)
    assert given not in caplog.text


@pytest.mark.parametrize("account", ["admin", "auditor", WHO])
@pytest.mark.parametrize("ending", ["unlocking", "password", "sessions/end", "sessions/0123456789abcdef/end"])
def test_nobody_but_the_security_administrator_does_any_of_it(duban: Duban, account: str, ending: str) -> None:
    assert seat(duban, account).send(f"/admin/accounts/hotline/{ending}").status_code == 403


@pytest.mark.parametrize("ending", ["unlocking", "password", "sessions/end", "sessions/0123456789abcdef/end"])
def test_nor_they_to_their_own_account(duban: Duban, ending: str) -> None:
    security = seat(duban, "security")
    assert security.send(f"/admin/accounts/security/{ending}").status_code == 403
    assert "这是您自己的账号" in words(security.get("/admin/accounts/security"))


def test_where_somebody_sits_is_shown_to_the_security_administrator_and_auditors_and_noted(duban: Duban) -> None:
    seat(duban, WHO)
    for account, shown in (("security", True), ("auditor", True), ("admin", False)):
        page = seat(duban, account).get(f"/admin/accounts/{WHO}")
        assert ("127.0.0.1" in page) is shown
        looks = duban.door.ask(
            lambda store, who=account: store.all(
                "SELECT body FROM access_event WHERE actor = :who AND kind = 'personal_data_read' AND body LIKE '%sessions%'", who=who
            )
        )
        assert len(looks) == int(shown)


def test_who_was_imported_gets_a_password_by_the_page_that_the_import_leads_to(make_api: Callable[..., ApiCity]) -> None:
    api = make_api()
    api.duban.door.execute(IMPORT, SYSTEM)
    assert 'href="/admin/accounts?state=no-password"' in desk(api, "admin").get("/admin/import?units=1&people=1&posts=1")
    security = desk(api, "security")
    assert "还没有" in row(security.get("/admin/accounts?state=no-password"), "gu-xin")
    (given,) = GIVEN.findall(security.send("/admin/accounts/gu-xin/password").get_data(as_text=True))
    answer = api.app.test_client().post("/v2/user-tasks/search", json={}, auth=("gu-xin", given))
    assert answer.status_code == 401  # HTTP Basic is no way around choosing one's own
    window = Desk(api.app.test_client())
    assert window.send("/sign-in", user="gu-xin", password=given).status_code == 303
    window.follow(window.send("/account/password", current=given, password=NEW, again=NEW, next="/work-list"))
    assert api.app.test_client().post("/v2/user-tasks/search", json={}, auth=("gu-xin", NEW)).status_code == 200


def test_the_printed_passwords_of_a_demo_city_are_set_by_nobody(api: ApiCity) -> None:
    security = desk(api, "security")
    assert security.send(SET).status_code == 409
    assert f'action="{SET}"' not in security.get(f"/admin/accounts/{WHO}")


def test_the_account_of_a_security_administrator_leads_to_the_page(api: ApiCity) -> None:
    assert 'href="/admin/accounts"' in desk(api, "security").get("/account")
