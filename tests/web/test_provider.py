"""Signing in through the city's provider, over HTTP: whom it lets in, and what does not let anybody in."""

import time
from datetime import UTC, datetime
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest
from flask.testing import FlaskClient

from app.assemble import Duban
from app.domain.actor import SYSTEM
from app.service.disable_account import DisableAccount
from app.service.sign_in import note_failure
from tests.builders.application import application_of
from tests.builders.real_city import PASSWORD, node
from tests.fixtures.provider import Provider, Running, key
from tests.fixtures.provider_city import RETURN, WHO, begin, come_back, finish, problem, sign_in, sign_ins_noted, signed_in_as

pytestmark = pytest.mark.security


def with_password(client: FlaskClient) -> int:
    return client.post("/sign-in", data={"user": WHO, "password": PASSWORD}).status_code


# ------------------------------------------------------------------ who gets in
def test_who_signs_in_at_the_provider_is_signed_in_here_under_the_account_of_that_name(linked: FlaskClient, provider: Provider) -> None:
    answer = sign_in(linked, provider)
    assert (answer.status_code, answer.location) == (303, "/")
    assert signed_in_as(linked) == WHO


def test_the_provider_is_asked_for_a_code_with_proof_and_told_no_secret(linked: FlaskClient, provider: Provider) -> None:
    one, two = (dict(parse_qsl(urlsplit(begin(linked)).query)) for _ in range(2))
    assert (one["response_type"], one["scope"], one["code_challenge_method"]) == ("code", "openid profile", "S256")
    assert one["redirect_uri"] == f"http://localhost{RETURN}"
    assert all(one[name] != two[name] for name in ("state", "nonce", "code_challenge"))
    assert not {"client_secret", "code_verifier"} & set(one)


def test_the_page_somebody_came_from_is_where_they_return_to(linked: FlaskClient, provider: Provider) -> None:
    assert sign_in(linked, provider, "/cases?q=诊所&page=2").location == "/cases?q=%E8%AF%8A%E6%89%80&page=2"


@pytest.mark.parametrize(
    "elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", "/\t/elsewhere.example"]
)
def test_another_site_is_never_where_it_leads(elsewhere: str, linked: FlaskClient, provider: Provider) -> None:
    assert sign_in(linked, provider, elsewhere).location == "/"


def test_a_long_address_is_left_out_rather_than_the_ticket_lost(linked: FlaskClient, provider: Provider) -> None:
    assert sign_in(linked, provider, "/cases?q=" + "x" * 5000).location == "/"


def test_the_session_is_a_new_one_and_the_one_before_has_ended(linked: FlaskClient, provider: Provider) -> None:
    linked.set_cookie("duban-session", "a session that somebody else chose")
    sign_in(linked, provider)
    first = linked.get_cookie("duban-session")
    assert first is not None
    assert first.value != "a session that somebody else chose"
    sign_in(linked, provider)
    linked.set_cookie("duban-session", first.value)
    assert signed_in_as(linked) is None


def test_the_access_log_says_who_came_in_from_where_and_how(linked: FlaskClient, linked_city: Duban, provider: Provider) -> None:
    sign_in(linked, provider)
    ((actor, fact),) = sign_ins_noted(linked_city)
    assert (actor, fact["fact"], fact["account"], fact["how"]) == (WHO, "signed_in", WHO, "provider")
    assert (fact["address"], len(fact["subject"])) == ("127.0.0.1", 16)


def test_a_session_of_the_provider_ends_with_the_account(linked: FlaskClient, linked_city: Duban, provider: Provider) -> None:
    sign_in(linked, provider)
    linked_city.door.execute(DisableAccount(WHO), SYSTEM)
    assert signed_in_as(linked) is None


def test_a_provider_that_tells_the_name_to_holders_of_a_token_alone_is_asked_for_it(linked: FlaskClient, provider: Provider) -> None:
    provider.says_name_to_holders_only = True
    sign_in(linked, provider)
    assert signed_in_as(linked) == WHO


def test_a_provider_that_takes_the_secret_in_the_body_alone_gets_it_there(linked: FlaskClient, provider: Provider) -> None:
    provider.document = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    sign_in(linked, provider)
    assert signed_in_as(linked) == WHO


@pytest.mark.parametrize(("claim", "seconds"), [("iat", 50), ("nbf", 50), ("exp", -50)])
def test_a_clock_that_is_a_little_off_keeps_nobody_out(claim: str, seconds: int, linked: FlaskClient, provider: Provider) -> None:
    provider.claims = {claim: int(time.time()) + seconds}
    sign_in(linked, provider)
    assert signed_in_as(linked) == WHO


def test_a_new_key_of_the_provider_is_found(linked: FlaskClient, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in(linked, provider)
    provider.key, provider.published = key("second"), [key("second")]
    assert problem(sign_in(linked, provider)) == "unverified"
    monkeypatch.setattr("app.gateways.directory.fetched.ANEW_SECONDS", 0.0)
    assert sign_in(linked, provider).location == "/"


# ------------------------------------------------------------------ who does not
@pytest.mark.parametrize("person", ["nobody-here", "Handler-Health", "handler-health ", "disabled"])
def test_who_has_no_enabled_account_is_not_let_in_and_gets_none(
    person: str, linked: FlaskClient, linked_city: Duban, provider: Provider
) -> None:
    if person == "disabled":
        person = WHO
        linked_city.door.execute(DisableAccount(WHO), SYSTEM)
    count = linked_city.door.ask(lambda store: store.value("SELECT count(*) FROM account"))
    assert problem(sign_in(linked, provider, person=person)) == "unknown"
    assert signed_in_as(linked) is None
    assert linked_city.door.ask(lambda store: store.value("SELECT count(*) FROM account")) == count
    ((actor, fact),) = sign_ins_noted(linked_city)
    assert (actor, fact["fact"], fact["why"]) == (person if person == WHO else "public", "sign_in_refused", "no enabled account")
    assert fact.get("account") == (WHO if person == WHO else None)


def test_a_locked_account_stays_locked_and_the_page_says_until_when(linked: FlaskClient, linked_city: Duban, provider: Provider) -> None:
    for _ in range(5):
        linked_city.door.keep(note_failure, WHO, datetime.now(UTC))
    answer = sign_in(linked, provider)
    assert problem(answer) == "locked"
    assert "密码错误次数太多，您的账号已暂时锁定" in linked.get(answer.location).get_data(as_text=True)
    assert signed_in_as(linked) is None


WRONG_TOKENS = {
    "nonce": {"claims": {"nonce": "another sign-in's"}},
    "no nonce": {"claims": {"nonce": None}},
    "audience": {"claims": {"aud": "another product"}},
    "party": {"claims": {"azp": "another product"}},
    "issuer": {"claims": {"iss": "https://elsewhere.example"}},
    "expired": {"claims": {"exp": 1_700_000_000}},
    "from the future": {"claims": {"iat": 4_000_000_000}},
    "no expiry": {"claims": {"exp": None}},
    "no name": {"claims": {"preferred_username": None}, "document": {"userinfo_endpoint": None}},
    "name of another kind": {"claims": {"preferred_username": ["handler-health"]}},
    "another access token": {"claims": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}},
    "algorithm none": {"header": {"alg": "none"}},
    "signed with the public key": {"header": {"alg": "HS256"}},
    "unknown key": {"key": "second", "header": {"kid": "second"}},
    "another key under the name of ours": {"key": "second", "header": {"kid": "first"}},
    "another key without a name": {"key": "second", "header": {"kid": None}},
}


@pytest.mark.parametrize("wrong", WRONG_TOKENS)
def test_an_id_token_that_is_wrong_signs_nobody_in(wrong: str, linked: FlaskClient, linked_city: Duban, provider: Provider) -> None:
    for name, value in WRONG_TOKENS[wrong].items():
        setattr(provider, name, key(value) if name == "key" else value)
    answer = sign_in(linked, provider)
    assert problem(answer) == "unverified"
    assert "没有通过核验" in linked.get(answer.location).get_data(as_text=True)
    assert signed_in_as(linked) is None
    ((actor, fact),) = sign_ins_noted(linked_city)
    assert (actor, fact["fact"], fact.get("account"), fact["how"]) == ("public", "sign_in_refused", None, "provider")
    assert with_password(linked) == 303


def test_an_id_token_of_another_person_than_the_account_told_is_refused(linked: FlaskClient, provider: Provider) -> None:
    provider.says_name_to_holders_only = True
    provider.answers["/userinfo"] = (200, b'{"sub": "somebody else", "preferred_username": "handler-health"}')
    assert problem(sign_in(linked, provider)) == "unverified"


# ------------------------------------------------------------------ one browser, once
def test_a_return_that_this_browser_did_not_ask_for_signs_nobody_in(linked: FlaskClient, linked_city: Duban, provider: Provider) -> None:
    """Login CSRF: the attacker's own code, in the victim's browser."""
    attacker = application_of(linked_city).test_client()
    theirs = provider.let_in(begin(attacker), "handler-housing")
    assert problem(come_back(linked, theirs)) == "again"
    begin(linked)
    assert problem(come_back(linked, theirs)) == "again"
    assert signed_in_as(linked) is None
    assert come_back(attacker, theirs).location == "/"


def test_the_same_return_a_second_time_signs_nobody_in(linked: FlaskClient, provider: Provider) -> None:
    back = provider.let_in(begin(linked))
    ticket = linked.get_cookie("duban-provider")
    assert ticket is not None
    assert come_back(linked, back).location == "/"
    linked.post("/sign-out", headers={"Origin": "http://localhost"})
    assert problem(come_back(linked, back)) == "again"
    # Nor for who kept the ticket, too: the code has served.
    linked.set_cookie("duban-provider", ticket.value)
    assert problem(come_back(linked, back)) == "unverified"
    assert signed_in_as(linked) is None


def test_a_sign_in_that_took_too_long_is_begun_again(linked: FlaskClient, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    address = begin(linked, "/cases")
    monkeypatch.setattr("app.web.directory_sign_in.LASTS_SECONDS", -1)
    answer = finish(linked, provider, address)
    assert problem(answer) == "again"
    assert "这次登录用时太久" in linked.get(answer.location).get_data(as_text=True)


@pytest.mark.parametrize(
    "changed",
    [{"state": "another"}, {"state": ""}, {"state": "状态"}, {"iss": "https://elsewhere.example"}, {"code": "another"}, {"code": ""}],
)
def test_a_changed_return_signs_nobody_in(changed: dict[str, str], linked: FlaskClient, provider: Provider) -> None:
    back = urlsplit(provider.let_in(begin(linked)))
    query = {name: values[0] for name, values in parse_qs(back.query).items()} | changed
    assert problem(come_back(linked, back._replace(query=urlencode(query)).geturl())) == ("again" if "state" in changed else "unverified")
    assert signed_in_as(linked) is None


def test_a_ticket_that_somebody_made_is_none(linked: FlaskClient, provider: Provider) -> None:
    back = provider.let_in(begin(linked))
    linked.set_cookie("duban-provider", "WyJzZWVkIiwiLyJd.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb")
    assert problem(come_back(linked, back)) == "again"


def test_who_cancels_at_the_provider_reads_so_and_returns_to_their_page_by_password(linked: FlaskClient) -> None:
    asked = dict(parse_qsl(urlsplit(begin(linked, "/cases")).query))
    answer = come_back(linked, f"{asked['redirect_uri']}?" + urlencode({"error": "access_denied", "state": asked["state"]}))
    assert problem(answer) == "cancelled"
    page = linked.get(answer.location).get_data(as_text=True)
    assert "您在统一身份认证取消了登录" in page
    assert 'name="next" value="/cases"' in page


# ------------------------------------------------------------------ a provider in trouble
BROKEN_DOCUMENTS = {
    "another issuer": {"issuer": "https://elsewhere.example"},
    "no issuer": {"issuer": None},
    "no token endpoint": {"token_endpoint": None},
    "keys without TLS": {"jwks_uri": "http://elsewhere.example/keys"},
    "keys in a file": {"jwks_uri": "file:///etc/passwd"},
    "an address of another kind": {"authorization_endpoint": 7},
}


@pytest.mark.parametrize("broken", BROKEN_DOCUMENTS)
def test_a_discovery_document_that_cannot_be_meant_is_as_none(broken: str, linked: FlaskClient, provider: Provider) -> None:
    provider.document = BROKEN_DOCUMENTS[broken]
    assert problem(linked.get("/sign-in/provider")) == "down"


ANSWERS = {
    "an error": (500, b"{}"),
    "a page": (200, b"<!doctype html>"),
    "nothing": (200, b""),
    "a list": (200, b"[]"),
    "something endless": (200, b'{"a": "' + b"x" * 600_000 + b'"}'),
    "nests": (200, b"[" * 100_000),
    "an address elsewhere": (302, b"http://127.0.0.1:9/"),
}


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/keys", "/token"])
@pytest.mark.parametrize("answers", ANSWERS)
def test_whatever_a_broken_provider_answers_the_page_says_so_and_passwords_work(
    path: str, answers: str, linked: FlaskClient, provider: Provider
) -> None:
    provider.answers[path] = ANSWERS[answers]
    answer = linked.get("/sign-in/provider")
    if path != "/.well-known/openid-configuration":
        answer = finish(linked, provider, answer.location)
    assert problem(answer) == "down"
    page = linked.get(answer.location).get_data(as_text=True)
    assert "统一身份认证没有回应" in page
    assert "可以先用密码登录" in page
    assert with_password(linked) == 303


def test_a_provider_that_is_down_is_left_alone_for_a_moment_and_found_again(
    linked: FlaskClient, provider: Provider, running_provider: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    running_provider.stop()
    assert problem(linked.get("/sign-in/provider")) == "down"
    running_provider.start()
    assert problem(linked.get("/sign-in/provider")) == "down"
    assert provider.asked == []
    monkeypatch.setattr("app.gateways.directory.fetched.PAUSE_SECONDS", 0.0)
    assert sign_in(linked, provider).location == "/"


def test_a_provider_that_drips_holds_nobody_for_long(linked: FlaskClient, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.gateways.directory.limited_http.ALL_SECONDS", 0.3)
    provider.drips = 0.05
    began = time.monotonic()
    assert problem(linked.get("/sign-in/provider")) == "down"
    assert time.monotonic() - began < 5


def test_the_log_has_a_line_with_the_reason_and_no_name(linked: FlaskClient, provider: Provider, caplog: pytest.LogCaptureFixture) -> None:
    provider.claims = {"nonce": "another"}
    sign_in(linked, provider)
    (line,) = [record for record in caplog.records if record.name == "duban.directory"]
    assert (line.levelname, vars(line)["why"]) == ("WARNING", "nonce")
    assert not {WHO, "another"} & {str(value) for value in vars(line).values()}


# ------------------------------------------------------------------ the sign-in page, and signing out
def test_the_page_offers_the_provider_and_asks_it_nothing_before_somebody_presses(linked: FlaskClient, provider: Provider) -> None:
    page = linked.get("/sign-in?next=/cases").get_data(as_text=True)
    assert "用市统一身份认证登录" in page
    assert 'href="/sign-in/provider?next=/cases"' in page
    assert provider.asked == []


def test_a_city_without_a_provider_offers_none(linked_city: Duban) -> None:
    duban = node(linked_city.settings.data)
    client = application_of(duban).test_client()
    assert "/sign-in/provider" not in client.get("/sign-in").get_data(as_text=True)
    assert (client.get("/sign-in/provider").status_code, client.get(RETURN).status_code) == (404, 404)
    duban.database.close()


def test_signing_out_ends_the_session_here_and_says_where_the_other_one_ends(linked: FlaskClient, provider: Provider) -> None:
    sign_in(linked, provider)
    answer = linked.post("/sign-out", headers={"Origin": "http://localhost"})
    assert signed_in_as(linked) is None
    page = linked.get(answer.location).get_data(as_text=True)
    assert "您已在这里退出登录" in page
    assert f'href="{provider.issuer}/end_session?client_id=duban&amp;post_logout_redirect_uri=http%3A%2F%2Flocalhost%2Fsign-in"' in page


@pytest.mark.parametrize(
    "told", ["provider=nothing-known", "provider=locked", "provider=locked&until=soon", "provider=locked&until=2026-01-01"]
)
def test_what_an_address_makes_up_is_not_shown(told: str, linked: FlaskClient) -> None:
    answer = linked.get(f"/sign-in?provider={told}")
    assert answer.status_code == 200
    assert "notice__title" not in answer.get_data(as_text=True)
