"""P1: what a completion over HTTP costs the database with everything on: sign-in, rights, form, event, chain, idempotency."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from tests.builders.statements import watched
from tests.fixtures.api_city import ApiCity

MOST_STATEMENTS = 20


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """Count statements and commits of everything done within."""
    counts = Counter[str]()

    def statement(*_: object) -> None:
        counts["statements"] += 1

    def commit(_: object) -> None:
        counts["commits"] += 1

    with watched(statement, commit):
        yield counts


def complete(api: ApiCity, key: str | None) -> Counter[str]:
    """Complete the first of two steps and return what that cost; the first completion of all is left out: it fills the caches."""
    task = api.task(api.start("two-steps"))
    with counted() as counts:
        api.post(f"/v2/user-tasks/{task}/completion", {"variables": {"amount": 1, "approved": True}}, 204, key=key)
    return counts


def test_a_completion_is_one_commit_and_at_most_twenty_statements(either_api: ApiCity) -> None:
    complete(either_api, None)
    plain, repeatable = complete(either_api, None), complete(either_api, "one completion")
    assert plain["commits"] == repeatable["commits"] == 1
    assert 5 < plain["statements"] <= MOST_STATEMENTS
    assert plain["statements"] < repeatable["statements"] <= MOST_STATEMENTS, repeatable


def test_a_search_and_a_task_s_own_fields_write_nothing(either_api: ApiCity) -> None:
    task = either_api.task(either_api.start("two-steps"))
    with counted() as counts:
        either_api.post("/v2/user-tasks/search", {"filter": {"state": "CREATED"}})
        either_api.get(f"/v2/user-tasks/{task}")
        either_api.get("/casework/v1/work-list")
    assert counts["commits"] == 0
    assert 1 <= counts["statements"] <= 12
