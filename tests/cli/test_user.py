"""`duban user` and `duban token`: who may change whose rights, said at a command line."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.assemble import make_web
from app.service.assign_task import AssignTask
from tests.builders.city import City
from tests.builders.real_city import PASSWORD, environment, node, real_city
from tests.builders.typed import Typed, typed
from tests.service.rows import case_at_handle

Type = Callable[..., Typed]
WHO = "handler-health"
SECURITY = ("--as", "security")


@pytest.fixture
def folder(tmp_path: Path, sqlite_city_file: Path) -> Path:
    return real_city(tmp_path / "city", sqlite_city_file)


@pytest.fixture
def duban(folder: Path, capsys: pytest.CaptureFixture[str]) -> Type:
    return lambda *words, stdin="": typed(capsys, environment(folder), *words, stdin=stdin)


def rows(folder: Path, sql: str) -> list[dict[str, Any]]:
    opened = node(folder)
    try:
        return [dict(row) for row in opened.door.ask(lambda store: store.all(sql))]
    finally:
        opened.database.close()


def account(folder: Path, name: str = WHO) -> dict[str, Any]:
    (found,) = rows(folder, f"SELECT state, rights_version FROM account WHERE name = '{name}'")
    return found


def test_outside_demo_mode_nobody_is_nobody(duban: Type, folder: Path) -> None:
    for words in (
        ["user", "disable", WHO],
        ["user", "role", WHO, "--add", "operator"],
        ["user", "password", WHO, "--password-stdin"],
        ["token", "create", WHO, "--expires", "90"],
        ["token", "revoke", "1a2b3c4d"],
    ):
        done = duban(*words, stdin=PASSWORD)
        assert done.code == 2, done
        assert "--as USER" in done.err
    assert account(folder) == {"state": "active", "rights_version": 1}


def test_the_open_tasks_of_a_disabled_account_go_back_and_the_command_says_how_many(duban: Type, folder: Path) -> None:
    city = City(f"sqlite:///{folder / 'duban.db'}")
    task = city.task(case_at_handle(city), "handle")
    city.do(AssignTask(task, WHO), WHO)
    city.close()
    done = duban("user", "disable", WHO, *SECURITY)
    assert (done.code, done.err) == (0, f"{WHO} can no longer sign in. Open tasks in their hands: 1; back with their groups: 1.\n")
    assert rows(folder, "SELECT key, assignee FROM user_task WHERE state = 'CREATED'") == [{"key": task, "assignee": None}]
    assert account(folder) == {"state": "disabled", "rights_version": 2}
    again = duban("user", "disable", WHO, *SECURITY)
    assert again.code == 1
    assert "disabled already" in again.err


def test_an_administrator_never_changes_their_own_rights(duban: Type, folder: Path) -> None:
    for words in (["user", "disable", "security"], ["user", "role", "security", "--add", "operator"]):
        done = duban(*words, *SECURITY)
        assert done.code == 1
        assert "nobody changes their own rights" in done.err
    assert account(folder, "security") == {"state": "active", "rights_version": 1}


def test_a_system_administrator_registers_people_and_changes_no_rights(duban: Type, folder: Path) -> None:
    named = ("--role", "handler@health-bureau", "--password-stdin", "--as", "admin")
    assert duban("user", "add", "new-hand", *named, stdin=PASSWORD).code == 0
    for words in (["disable", "new-hand"], ["role", "new-hand", "--add", "operator"], ["password", "new-hand", "--password-stdin"]):
        done = duban("user", *words, "--as", "admin", stdin=PASSWORD)
        assert done.code == 1, done
        assert "Security administrator" in done.err
    assert account(folder, "new-hand") == {"state": "active", "rights_version": 1}


def test_roles_are_added_and_removed_with_their_unit_and_post(duban: Type, folder: Path) -> None:
    words = ["--add", "reviewer@fire-brigade", "--add", "unit-head@health-bureau", "--remove", "handler@health-bureau", "--post", "B"]
    done = duban("user", "role", WHO, *words, *SECURITY)
    assert (done.code, done.err) == (0, f"The roles of {WHO} are changed.\n")
    assert rows(folder, f"SELECT role, unit, post FROM holding WHERE account = '{WHO}' ORDER BY role") == [
        {"role": "reviewer", "unit": "fire-brigade", "post": "B"},
        {"role": "unit-head", "unit": "health-bureau", "post": "B"},
    ]
    assert account(folder)["rights_version"] == 2


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--add", "handler"], "with its unit"),
        (["--add", "king"], "a role of the city"),
        (["--add", "reviewer@moon"], "a registered unit"),
        (["--remove", "operator"], "that handler-health holds"),
        (["--add", "auditor"], "the role auditor alone"),
    ],
)
def test_a_role_that_cannot_be_is_refused_and_nothing_changes(duban: Type, folder: Path, words: list[str], why: str) -> None:
    done = duban("user", "role", WHO, *words, *SECURITY)
    assert done.code == 1
    assert why in done.err
    assert account(folder) == {"state": "active", "rights_version": 1}


def test_two_administrators_duties_are_never_one_person_s(duban: Type) -> None:
    done = duban("user", "role", "auditor", "--add", "system-admin", *SECURITY)
    assert done.code == 1
    assert "separate people" in done.err


def test_a_new_password_signs_in_and_a_common_one_is_refused(duban: Type, folder: Path) -> None:
    common = duban("user", "password", WHO, "--password-stdin", *SECURITY, stdin="handler-health1\n")
    assert common.code == 1
    assert "easily guessed" in common.err
    done = duban("user", "password", WHO, "--password-stdin", *SECURITY, stdin=f"{PASSWORD}\n")
    assert (done.code, done.err) == (0, f"{WHO} has a new password.\n")
    (kept,) = rows(folder, f"SELECT password_hash, rights_version FROM account WHERE name = '{WHO}'")
    assert kept["password_hash"].startswith("$argon2id$")
    assert kept["rights_version"] == 2
    assert all(kept["password_hash"] not in row["body"] for row in rows(folder, "SELECT body FROM audit_event"))
    assert all(kept["password_hash"] not in row["content"] for row in rows(folder, "SELECT content FROM event_content"))


def test_a_token_is_printed_once_signs_in_and_is_revoked_by_its_id(duban: Type, folder: Path) -> None:
    done = duban("token", "create", WHO, "--expires", "90", "--name", "archive", "--json", "--as", WHO)
    assert done.code == 0, done
    made = json.loads(done.out)
    assert (made["account"], made["scopes"]) == (WHO, [])
    opened = node(folder)
    client = make_web(opened).test_client()
    header = {"Authorization": f"Bearer {made['token']}"}
    assert client.get("/v2/authentication/me", headers=header).get_json()["username"] == WHO
    assert duban("token", "revoke", made["tokenId"], "--as", "handler-housing").code == 1
    assert duban("token", "revoke", made["tokenId"], "--as", WHO).code == 0
    assert client.get("/v2/authentication/me", headers=header).status_code == 401
    opened.database.close()


def test_a_scope_is_given_by_security_administration_and_not_by_oneself(duban: Type, folder: Path) -> None:
    words = ["token", "create", WHO, "--expires", "90", "--scope", "jobs"]
    assert duban(*words, "--as", WHO).code == 1
    assert duban(*words, *SECURITY).code == 0
    assert [row["scopes"] for row in rows(folder, "SELECT scopes FROM access_token")] == ["jobs"]


@pytest.mark.parametrize("days", ["0", "367", "soon"])
def test_a_token_lives_for_a_day_to_a_year(duban: Type, days: str) -> None:
    assert duban("token", "create", WHO, "--expires", days, "--as", WHO).code == 2


def test_nobody_creates_a_token_for_somebody_else_but_security_administration(duban: Type) -> None:
    assert duban("token", "create", WHO, "--expires", "9", "--as", "operator").code == 1
    assert duban("token", "create", "nobody-here", "--expires", "9", *SECURITY).code == 1


def test_an_account_is_disabled_and_enabled_again_with_the_reason_beside_the_event(duban: Type, folder: Path) -> None:
    assert duban("user", "disable", WHO, "--reason", "借调", *SECURITY).code == 0
    assert duban("user", "enable", WHO, *SECURITY, stdin="").code != 0
    assert account(folder)["state"] == "disabled"
    done = duban("user", "enable", WHO, "--reason", "返岗", *SECURITY)
    assert (done.code, done.err) == (0, f"{WHO} can sign in again.\n")
    assert account(folder)["state"] == "active"
    said = rows(folder, "SELECT content FROM event_content WHERE case_key = '0' ORDER BY seq DESC LIMIT 2")
    assert ["返岗" in said[0]["content"], "借调" in said[1]["content"]] == [True, True]
