"""What a program and a person are told while PostgreSQL cannot carry a change out: to try again, and when."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest

import app.execute
from app.service.add_comment import AddComment
from app.service.complete_task import CompleteTask
from app.service.work import Work
from tests.fixtures.api_city import ApiCity

pytestmark = pytest.mark.postgresql


@pytest.fixture(scope="module")
def busy(make_api: Callable[..., ApiCity]) -> ApiCity:
    return make_api("postgresql")


def cut_each_time(monkeypatch: pytest.MonkeyPatch, city: ApiCity, command: type) -> None:
    """Let an administrator cut the connection each time that a command is about to be carried out."""
    address = city.duban.settings.database_url.replace("+psycopg", "")

    def cut(_command: Any, work: Work) -> Any:
        with psycopg.connect(address, autocommit=True) as link:
            link.execute("SELECT pg_terminate_backend(%s, 5000)", (work.store.value("SELECT pg_backend_pid()"),))
        return work.store.value("SELECT 1")

    monkeypatch.setitem(app.execute.COMMANDS, command, cut)


def test_a_program_is_told_to_try_again_and_when(busy: ApiCity, monkeypatch: pytest.MonkeyPatch) -> None:
    number = busy.number(busy.start("two-steps"))
    cut_each_time(monkeypatch, busy, AddComment)
    answer = busy.ask("POST", f"/casework/v1/cases/{number}/comments", {"text": "words"}, key="a key")
    assert (answer.status_code, answer.content_type, answer.headers["Retry-After"]) == (503, "application/problem+json", "5")
    assert answer.get_json()["code"] == "store_unavailable"
    monkeypatch.undo()
    # The refusal was kept for nobody: the same request goes through once the store is back.
    assert busy.ask("POST", f"/casework/v1/cases/{number}/comments", {"text": "words"}, key="a key").status_code == 201
    assert len(busy.get(f"/casework/v1/cases/{number}/comments")["items"]) == 1


def test_a_completion_by_a_program_is_told_the_same_and_its_task_stays_open(busy: ApiCity, monkeypatch: pytest.MonkeyPatch) -> None:
    task = busy.task(busy.start("two-steps"))
    cut_each_time(monkeypatch, busy, CompleteTask)
    answer = busy.ask("POST", f"/v2/user-tasks/{task}/completion", {})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert busy.get(f"/v2/user-tasks/{task}")["state"] == "CREATED"
