"""Changing one's own password on a page."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.assemble import Duban
from app.gateways.passwords import Passwords
from tests.builders.application import application_of
from tests.builders.real_city import PASSWORD, PlainPasswords, environment, give_password, node, real_city

WHO = "handler-health"
NEW = "another harbour, evening 77"


@pytest.fixture
def duban(tmp_path: Path, sqlite_city_file: Path) -> Iterator[Duban]:
    found = node(real_city(tmp_path / "city", sqlite_city_file))
    give_password(found, WHO)
    yield found
    found.database.close()


def signed_in(duban: Duban, password: str = PASSWORD) -> FlaskClient:
    client = application_of(duban).test_client()
    assert client.post("/sign-in", data={"user": WHO, "password": password}).status_code == 303
    return client


def change(client: FlaskClient, current: str = PASSWORD, password: str = NEW, again: str | None = None) -> TestResponse:
    token = re.search(r'name="_csrf" value="(\w+)"', client.get("/account").get_data(as_text=True))
    assert token is not None
    sent = {"current": current, "password": password, "again": password if again is None else again, "_csrf": token[1]}
    return client.post("/account", data=sent)


def test_the_page_is_reached_from_every_page_and_shows_whose_account_it_is(duban: Duban) -> None:
    client = signed_in(duban)
    assert 'href="/account"' in client.get("/work-list").get_data(as_text=True)
    page = client.get("/account").get_data(as_text=True)
    assert f'<span class="mono">{WHO}</span>' in page


def test_who_is_not_signed_in_signs_in_first(duban: Duban) -> None:
    client = application_of(duban).test_client()
    assert client.get("/account").headers["Location"] == "/sign-in?next=%2Faccount"
    assert client.post("/account", data={"current": PASSWORD, "password": NEW, "again": NEW}).status_code == 401


def test_a_new_password_ends_all_sessions_but_this_one_which_gets_a_new_number(duban: Duban) -> None:
    here, there = signed_in(duban), signed_in(duban)
    before = here.get_cookie("duban-session")
    done = change(here)
    assert (done.status_code, done.headers["Location"]) == (303, "/account?changed")
    after = here.get_cookie("duban-session")
    assert before is not None
    assert after is not None
    assert after.value != before.value
    assert 'role="status"' in here.get("/account?changed").get_data(as_text=True)
    assert there.get("/account").status_code == 302
    here.set_cookie("duban-session", before.value)
    assert here.get("/account").status_code == 302
    signed_in(duban, NEW)


def test_the_change_is_on_record_under_the_person_s_own_name_without_the_password(duban: Duban) -> None:
    change(signed_in(duban))
    event = duban.door.ask(lambda store: store.one("SELECT * FROM audit_event WHERE kind = 'password_changed' ORDER BY seq DESC"))
    assert event is not None
    assert event["actor"] == WHO
    assert NEW not in event["body"]


def test_a_wrong_current_password_is_said_at_its_field_and_counted(duban: Duban) -> None:
    client = signed_in(duban)
    answer = change(client, current="not this one at all")
    assert answer.status_code == 422
    assert 'id="current-error"' in answer.get_data(as_text=True)
    assert duban.door.ask(lambda store: store.value("SELECT failures FROM account WHERE name = :who", who=WHO)) == 1
    for _ in range(4):
        answer = change(client, current="not this one at all")
    assert 'id="current-error"' in answer.get_data(as_text=True)
    assert change(client).status_code == 422  # the right one opens nothing while the lock lasts
    assert client.get("/account").status_code == 200


def test_a_new_password_typed_in_two_ways_changes_nothing(duban: Duban) -> None:
    client = signed_in(duban)
    answer = change(client, again=NEW + "x")
    assert answer.status_code == 422
    assert 'id="again-error"' in answer.get_data(as_text=True)
    signed_in(duban)


def test_a_password_that_is_refused_is_explained_at_its_field(duban: Duban, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(duban)
    monkeypatch.setattr(PlainPasswords, "hash", lambda _, password, about=(): Passwords().hash(password, about))
    for refused in ("too short", "handler-health1"):
        answer = change(client, password=refused)
        assert answer.status_code == 422
        assert 'id="password-error"' in answer.get_data(as_text=True)
        assert refused not in answer.get_data(as_text=True)


def test_nobody_changes_the_printed_passwords_of_a_demo_city(
    tmp_path: Path, sqlite_city_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = real_city(tmp_path / "demo", sqlite_city_file)
    monkeypatch.setattr("tests.builders.real_city.environment", lambda of: {**environment(of), "DUBAN_DEMO": "1"})
    demo = node(folder)
    give_password(demo, WHO)
    demo.door.keep(lambda store: store.run("UPDATE account SET demo = 1 WHERE name = :who", who=WHO))
    client = signed_in(demo)
    page = client.get("/account").get_data(as_text=True)
    assert 'name="password"' not in page
    headers = {"Origin": "http://localhost"}
    sent = {"current": PASSWORD, "password": NEW, "again": NEW}
    assert client.post("/account", data=sent, headers=headers).status_code == 409
    demo.database.close()


def test_a_token_with_any_character_is_refused_as_another_sites(duban: Duban) -> None:
    client = signed_in(duban)
    sent = {"current": PASSWORD, "password": NEW, "again": NEW, "_csrf": "不是这个"}
    assert client.post("/account", data=sent).status_code == 403
