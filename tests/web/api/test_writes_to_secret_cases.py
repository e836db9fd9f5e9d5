"""Whatever somebody sends to an address of a secret case that does not name them is answered as for a case that there is not.

Source: docs/permissions, "A secret case"; "May not see: 404, the same for unknown".
"""

from typing import Any, Final

import pytest
from flask.testing import FlaskClient

from app.domain.keys import BLOCK
from app.domain.receipt_number import receipt_number
from tests.builders.dossier import CONTENT, PROCESS, TITLE, dossier
from tests.fixtures.api_city import ApiCity
from tests.web.api.every_address import ORIGIN, writes
from tests.web.pages.desk import desk, words

OTHERS: Final = ("demo", "head-health", "handler-health-b", "inspection", "operator", "handler-housing", "designer")
FAR: Final = 90_000 * BLOCK
"""Added to a key, it gives one that nothing has."""

SENT: Final[tuple[dict[str, Any], ...]] = ({}, {"reason": "因为", "text": "话", "answer": "话", "to": "demo", "next": "/"})


@pytest.fixture(scope="module")
def secret(api: ApiCity) -> tuple[str, tuple[str, ...]]:
    """Return number and keys of one secret case, with a task in somebody's hands and a failed step."""
    assert api.deploy({"dossier.bpmn": dossier()}).status_code == 200
    instance = api.start(PROCESS, who="hotline", topic=TITLE, content=CONTENT, level="secret")
    number = api.number(instance)
    task = str(api.rows("SELECT key FROM user_task WHERE case_key = :key", key=int(instance))[0]["key"])
    api.post(f"/v2/user-tasks/{task}/assignment", {"assignee": "handler-health"}, 204, who="hotline")
    others = [
        str(row["key"])
        for sql in ("incident", "deadline")
        for row in api.rows(f"SELECT key FROM {sql} WHERE case_key = :key", key=int(instance))
    ]
    return number, tuple(dict.fromkeys((instance, task, *others)))


def state(api: ApiCity, instance: str) -> list[list[dict[str, Any]]]:
    """Return what the store holds of a case."""
    tables = ("case_state", "user_task", "variable", "document", "comment", "incident", "deadline", "paper", "urging", "case_party")
    return [api.rows(f"SELECT * FROM {table} WHERE case_key = :key", key=int(instance)) for table in tables]


def told(client: FlaskClient, method: str, path: str, body: dict[str, Any], names: dict[str, str]) -> tuple[int, str, str]:
    """Return status, address and words of an answer, each name of the case in them by what it stands for."""
    api = path.startswith(("/v2/", "/casework/"))
    sent: dict[str, Any] = {"json": body} if api else {"data": body}
    answer = client.open(path, method=method, headers=ORIGIN, **sent)
    text = answer.get_data(as_text=True)
    said, where = words(text) if "html" in answer.content_type else text, answer.headers.get("Location", "")
    for name, stands in sorted(names.items(), key=lambda one: -len(one[0])):
        said, where = said.replace(name, stands), where.replace(name, stands)
    return answer.status_code, where, said


@pytest.mark.parametrize("who", OTHERS)
def test_nothing_that_is_sent_to_it_tells_that_it_is_there_or_changes_it(
    api: ApiCity, secret: tuple[str, tuple[str, ...]], who: str
) -> None:
    number, keys = secret
    absent, none = receipt_number("MJ", 2026, 999_999), tuple(str(int(key) + FAR) for key in keys)
    client, before = desk(api, who).client, state(api, keys[0])
    there = {number: "NUMBER", **{key: f"KEY{place}" for place, key in enumerate(keys)}}
    nowhere = {absent: "NUMBER", **{key: f"KEY{place}" for place, key in enumerate(none)}}
    pairs = list(zip(writes(api, number, keys, PROCESS), writes(api, absent, none, PROCESS), strict=True))
    assert len(pairs) > 100
    differing = []
    for (method, path), (_, other) in pairs:
        for body in SENT:
            one, two = told(client, method, path, body, there), told(client, method, other, body, nowhere)
            if one != two or one[0] < 300 or TITLE in one[2] or CONTENT in one[2]:
                differing.append((method, path, body, one, two))
    assert differing == []
    assert state(api, keys[0]) == before
