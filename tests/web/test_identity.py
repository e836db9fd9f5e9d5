"""Who asks: sessions and tokens end within seconds of what ends them, on every node; HTTP Basic is for demo cities alone."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.assemble import Duban
from app.domain.actor import SYSTEM, Holding
from app.domain.rejection import Rejection
from app.service.change_password import ChangePassword
from app.service.change_roles import ChangeRoles
from app.service.create_token import CreateToken
from app.service.disable_account import DisableAccount
from app.service.revoke_token import RevokeToken
from app.service.sign_in import token_digest
from tests.builders.application import application_of
from tests.builders.real_city import PASSWORD, give_password, node, real_city

WHO = "handler-health"
TOKEN = "duban_a-token-for-tests"
ENDINGS = {
    "disabling": DisableAccount(WHO),
    "a new password": ChangePassword(WHO, "another hash"),
    "another role": ChangeRoles(WHO, ((Holding("reviewer", "fire-brigade"), "A"),)),
}


class Clock:
    """Stands in for the time module of app/web/identity.py, so that seconds pass without waiting."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr("app.web.identity.time", found)
    return found


@pytest.fixture
def nodes(tmp_path: Path, sqlite_city_file: Path) -> Iterator[tuple[Duban, Duban]]:
    """Two nodes of one city."""
    folder = real_city(tmp_path / "city", sqlite_city_file)
    found = node(folder), node(folder)
    give_password(found[0], WHO)
    yield found
    for duban in found:
        duban.database.close()


def visitor(duban: Duban) -> FlaskClient:
    return application_of(duban).test_client()


def signed_in(duban: Duban, other: Duban) -> tuple[FlaskClient, FlaskClient]:
    """Sign in on one node; return a visitor of each with the session's cookie."""
    one, two = visitor(duban), visitor(other)
    answer = one.post("/sign-in", data={"user": WHO, "password": PASSWORD})
    assert answer.status_code == 303
    cookie = one.get_cookie("duban-session")
    assert cookie is not None
    two.set_cookie("duban-session", cookie.value)
    return one, two


def give_token(duban: Duban, *scopes: str, days: float = 90) -> dict[str, str]:
    """Give the handler a token and return the header that signs in by it."""
    now = datetime.now(UTC)
    created = now if days > 0 else now - timedelta(days=2)
    command = CreateToken(WHO, "1a2b3c4d", token_digest(TOKEN), created, now + timedelta(days=days), "archive", scopes)
    duban.door.execute(command, SYSTEM)
    return {"Authorization": f"Bearer {TOKEN}"}


def status(client: FlaskClient, **more: Any) -> int:
    return client.get("/v2/authentication/me", **more).status_code


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_session_ends_on_every_node_within_five_seconds_of(ending: str, nodes: tuple[Duban, Duban], clock: Clock) -> None:
    one, two = signed_in(*nodes)
    assert (status(one), status(two)) == (200, 200)
    nodes[0].door.execute(ENDINGS[ending], SYSTEM)
    clock.now += 4.9
    assert (status(one), status(two)) == (401, 401)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_token_ends_on_every_node_within_five_seconds_of(ending: str, nodes: tuple[Duban, Duban], clock: Clock) -> None:
    header = give_token(nodes[0])
    one, two = map(visitor, nodes)
    assert (status(one, headers=header), status(two, headers=header)) == (200, 200)
    nodes[0].door.execute(ENDINGS[ending], SYSTEM)
    clock.now += 4.9
    assert (status(one, headers=header), status(two, headers=header)) == (401, 401)


def test_who_signs_in_again_after_a_change_of_roles_has_the_new_ones_and_no_others(nodes: tuple[Duban, Duban], clock: Clock) -> None:
    signed_in(*nodes)
    nodes[1].door.execute(ChangeRoles(WHO, ((Holding("operator"), "A"),), (Holding("handler", "health-bureau"),)), SYSTEM)
    clock.now += 4.9
    one, _ = signed_in(*nodes)
    assert one.get("/incidents").status_code == 200


def test_a_token_signs_in_where_basic_is_refused(nodes: tuple[Duban, Duban]) -> None:
    client, header = visitor(nodes[0]), give_token(nodes[0])
    assert status(client, auth=(WHO, PASSWORD)) == 401
    answer = client.get("/v2/authentication/me", headers=header)
    assert (answer.status_code, answer.get_json()["username"]) == (200, WHO)


def test_a_refusal_outside_demo_mode_asks_for_a_token_and_not_for_a_password(nodes: tuple[Duban, Duban]) -> None:
    answer = visitor(nodes[0]).get("/v2/authentication/me")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="duban"'


def test_an_unknown_an_expired_and_a_revoked_token_sign_nobody_in(nodes: tuple[Duban, Duban]) -> None:
    client = visitor(nodes[0])
    assert status(client, headers={"Authorization": f"Bearer {TOKEN}"}) == 401
    header = give_token(nodes[0])
    assert status(client, headers=header) == 200
    nodes[0].door.execute(RevokeToken("1a2b3c4d", datetime.now(UTC)), SYSTEM)
    assert status(client, headers=header) == 401


def test_a_token_past_its_day_signs_nobody_in(nodes: tuple[Duban, Duban]) -> None:
    assert status(visitor(nodes[0]), headers=give_token(nodes[0], days=-1)) == 401


def test_the_use_of_a_token_is_noted_at_most_once_a_minute(nodes: tuple[Duban, Duban]) -> None:
    duban, header = nodes[0], give_token(nodes[0])
    client = visitor(duban)

    def used_at() -> str | None:
        found: str | None = duban.door.ask(lambda store: store.value("SELECT used_at FROM access_token"))
        return found

    assert used_at() is None
    status(client, headers=header)
    first = used_at()
    assert first is not None
    status(client, headers=header)
    assert used_at() == first
    earlier = (datetime.now(UTC) - timedelta(seconds=61)).isoformat().replace("+00:00", "Z")
    duban.door.keep(lambda store: store.run("UPDATE access_token SET used_at = :at", at=earlier))
    status(client, headers=header)
    assert used_at() not in (first, earlier)
    noted = duban.door.ask(lambda store: store.all("SELECT actor, kind, body FROM access_event ORDER BY seq"))
    assert [(row["actor"], row["kind"]) for row in noted] == [(WHO, "signed_in"), (WHO, "signed_in")]
    assert all('"how":"token"' in row["body"] for row in noted)


def test_the_store_keeps_no_token_but_its_digest(nodes: tuple[Duban, Duban]) -> None:
    give_token(nodes[0])
    nodes[0].database.close()
    folder = nodes[0].settings.data
    assert all(TOKEN.encode() not in path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_cookie_beside_a_header_of_another_kind_signs_nobody_in(nodes: tuple[Duban, Duban]) -> None:
    one, _ = signed_in(*nodes)
    assert status(one, headers={"Authorization": "Digest username=x"}) == 401


def test_a_change_by_token_needs_no_page_of_ours(nodes: tuple[Duban, Duban]) -> None:
    client, header = visitor(nodes[0]), give_token(nodes[0])
    assert client.post("/v2/process-instances/search", json={}, headers=header).status_code == 200


def test_each_wrong_password_after_a_lock_locks_for_twice_as_long(nodes: tuple[Duban, Duban]) -> None:
    duban = nodes[0]
    identity = application_of(duban).extensions["duban"].identity
    lasted = []
    for _ in range(12):
        duban.door.keep(lambda store: store.run("UPDATE account SET locked_until = NULL"))
        with pytest.raises(Rejection, match=r"wrong|locked") as caught:
            identity.sign_in(WHO, "not this one at all", "")
        until = caught.value.facts.get("until")
        lasted.append(round((datetime.fromisoformat(until) - datetime.now(UTC)).total_seconds() / 60) if until else 0)
    assert lasted == [0, 0, 0, 0, 15, 30, 60, 120, 240, 480, 480, 480]
    duban.door.keep(lambda store: store.run("UPDATE account SET locked_until = NULL"))
    assert identity.sign_in(WHO, PASSWORD, "")
    assert duban.door.ask(lambda store: store.value("SELECT failures FROM account WHERE name = :who", who=WHO)) == 0


def test_while_the_lock_lasts_the_right_password_opens_nothing(nodes: tuple[Duban, Duban]) -> None:
    duban = nodes[0]
    client = visitor(duban)
    for _ in range(5):
        client.post("/sign-in", data={"user": WHO, "password": "not this one at all"})
    assert client.post("/sign-in", data={"user": WHO, "password": PASSWORD}).status_code == 401
    give_password(duban, WHO)
    assert client.post("/sign-in", data={"user": WHO, "password": PASSWORD}).status_code == 303
