"""Programs that sign in with an access token of the city's provider: which are taken, and what checking them costs."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.assemble import Duban
from app.domain.actor import SYSTEM
from app.service.create_token import CreateToken
from app.service.disable_account import DisableAccount
from app.service.sign_in import note_failure, token_digest
from tests.fixtures.provider import Provider, Running, key
from tests.fixtures.provider_city import WHO, sign_ins_noted

pytestmark = pytest.mark.security


def ask(client: FlaskClient, token: str) -> Any:
    return client.get("/v2/authentication/me", headers={"Authorization": f"Bearer {token}"})


def test_an_access_token_signs_a_program_in_on_both_surfaces(linked: FlaskClient, provider: Provider) -> None:
    token = provider.access_token(WHO)
    told = ask(linked, token).get_json()
    assert (told["username"], told["groups"], told["roles"]) == (WHO, ["handler@health-bureau"], ["handler"])
    header = {"Authorization": f"Bearer {token}"}
    assert linked.get("/casework/v1/work-list?view=mine", headers=header).status_code == 200
    assert linked.post("/v2/user-tasks/search", json={}, headers=header).status_code == 200


def test_a_token_of_ours_signs_in_beside_those_of_the_provider(linked: FlaskClient, linked_city: Duban, provider: Provider) -> None:
    now = datetime.now(UTC)
    ours = "duban_a-token-for-tests"
    linked_city.door.execute(CreateToken(WHO, "1a2b3c4d", token_digest(ours), now, now + timedelta(days=9), "archive", ()), SYSTEM)
    assert ask(linked, ours).status_code == 200
    assert provider.asked == []


def test_the_kind_of_token_may_stand_where_keycloak_writes_it(linked: FlaskClient, provider: Provider) -> None:
    assert ask(linked, provider.signed({"aud": "duban", "preferred_username": WHO, "typ": "Bearer"}, WHO, typ="JWT")).status_code == 200
    assert ask(linked, provider.signed({"aud": "duban", "preferred_username": WHO, "typ": "ID"}, WHO, typ="JWT")).status_code == 401


def test_an_id_token_is_no_access_token(linked: FlaskClient, provider: Provider) -> None:
    assert ask(linked, provider.id_token(WHO, "a nonce", "access of somebody")).status_code == 401


def test_an_access_token_is_no_id_token(linked: FlaskClient, provider: Provider) -> None:
    provider.claims = {"nonce": None}
    answer = linked.get("/sign-in/provider")
    back = provider.let_in(answer.location)
    assert "provider=unverified" in linked.get(back.removeprefix("http://localhost")).location


WRONG = {
    "audience": {"claims": {"aud": "another product"}},
    "no audience": {"claims": {"aud": None}},
    "issuer": {"claims": {"iss": "https://elsewhere.example"}},
    "expired": {"claims": {"exp": 1_700_000_000}},
    "no expiry": {"claims": {"exp": None}},
    "not yet valid": {"claims": {"nbf": 4_000_000_000}},
    "no name": {"claims": {"preferred_username": None}},
    "no subject": {"claims": {"sub": None}},
    "algorithm none": {"header": {"alg": "none"}},
    "signed with the public key": {"header": {"alg": "HS256"}},
    "unknown key": {"key": "second", "header": {"kid": "second"}},
    "another key under the name of ours": {"key": "second", "header": {"kid": "first"}},
    "nobody's account": {"claims": {"preferred_username": "nobody-here"}},
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_token_that_is_wrong_signs_nobody_in(wrong: str, linked: FlaskClient, linked_city: Duban, provider: Provider) -> None:
    for name, value in WRONG[wrong].items():
        setattr(provider, name, key(value) if name == "key" else value)
    token = provider.access_token(WHO)
    first, second = ask(linked, token), ask(linked, token)
    assert (first.status_code, first.get_json()["code"], second.status_code) == (401, "signed_out", 401)
    ((actor, fact),) = sign_ins_noted(linked_city)
    assert (actor, fact["fact"], fact["how"]) == ("public", "sign_in_refused", "provider token")


@pytest.mark.parametrize("text", ["..", "a.b.c", "e30.e30.", "eyJhbGciOiJSUzI1NiJ9.e30.AAAA", "é.é.é", "x" * 200_000 + ".."])
def test_what_is_no_token_at_all_is_refused_as_one(text: str, linked: FlaskClient) -> None:
    assert ask(linked, text).status_code == 401


def test_a_changed_token_is_refused(linked: FlaskClient, provider: Provider) -> None:
    head, body, tail = provider.access_token(WHO).split(".")
    other = provider.access_token("handler-housing").split(".")[1]
    assert ask(linked, f"{head}.{other}.{tail}").status_code == 401
    assert ask(linked, f"{head}.{body}.{tail}").status_code == 200


def test_a_token_ends_with_its_account_and_waits_for_its_lock(
    linked: FlaskClient, linked_city: Duban, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.web.identity.RIGHTS_KEPT_SECONDS", 0.0)
    token = provider.access_token(WHO)
    assert ask(linked, token).status_code == 200
    for _ in range(5):
        linked_city.door.keep(note_failure, WHO, datetime.now(UTC))
    assert ask(linked, token).status_code == 401
    linked_city.door.keep(lambda store: store.run("UPDATE account SET locked_until = NULL"))
    assert ask(linked, token).status_code == 200
    linked_city.door.execute(DisableAccount(WHO), SYSTEM)
    assert ask(linked, token).status_code == 401


def test_keys_are_fetched_once_and_an_unknown_one_is_looked_for_once_a_minute(linked: FlaskClient, provider: Provider) -> None:
    token = provider.access_token(WHO)
    assert {ask(linked, token).status_code for _ in range(20)} == {200}
    assert provider.asked == ["/.well-known/openid-configuration", "/keys"]
    for number in range(20):
        provider.header = {"kid": f"made up {number}"}
        assert ask(linked, provider.access_token(WHO)).status_code == 401
    assert provider.asked.count("/keys") == 1


def test_the_use_of_a_token_is_noted_once_a_minute(linked: FlaskClient, linked_city: Duban, provider: Provider) -> None:
    token = provider.access_token(WHO)
    for _ in range(5):
        ask(linked, token)
    ((actor, fact),) = sign_ins_noted(linked_city)
    assert (actor, fact["how"], fact["fact"]) == (WHO, "provider token", "signed_in")


def test_tokens_go_on_being_checked_while_the_provider_is_down(linked: FlaskClient, provider: Provider, running_provider: Running) -> None:
    token = provider.access_token(WHO)
    assert ask(linked, token).status_code == 200
    running_provider.stop()
    assert ask(linked, token).status_code == 200
    running_provider.start()


def test_a_token_that_cannot_be_checked_is_answered_with_later_and_not_with_no(
    linked: FlaskClient, provider: Provider, running_provider: Running
) -> None:
    running_provider.stop()
    answer = ask(linked, provider.access_token(WHO))
    assert (answer.status_code, answer.get_json()["code"], answer.headers["Retry-After"]) == (503, "provider_unavailable", "10")
    running_provider.start()


def test_checking_a_token_costs_less_than_a_millisecond(linked_city: Duban, provider: Provider) -> None:
    """Processor time, so that others on the machine do not count."""
    assert linked_city.directory is not None
    token = provider.access_token(WHO)
    linked_city.directory.holder(token)
    began = time.process_time()
    for _ in range(200):
        linked_city.directory.holder(token)
    assert (time.process_time() - began) / 200 < 0.001
