"""One person's pages without a browser: what they are sent, and what they send, as their browser would."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.fixtures.api_city import ApiCity

LETTER: dict[str, Any] = {
    "channel": "hotline",
    "anonymous": False,
    "topic": "楼下外机扰民",
    "place": "东城街道春晖路 18 号",
    "content": "楼下的外机夜里一直响，孩子睡不好。",
    "name": "张玉兰",
    "contact": "13800000001",
}
ASSIGNED = {"disposition": "assign", "unit": "health-bureau", "basis": "line", "kind": "clear"}


@dataclass
class Desk:
    """A person signed in, or a citizen who is nobody. Every request that changes something says that it comes from our own page."""

    client: FlaskClient

    def get(self, address: str, status: int = 200) -> str:
        return self._read(self.client.get(address), status)

    def send(self, address: str, **fields: Any) -> TestResponse:
        """Post a form; underscores stand for themselves, lists for several of one name."""
        data = {name: value for name, value in fields.items() if value is not None}
        return self.client.post(address, data=data, headers={"Origin": "http://localhost"}, content_type="multipart/form-data")

    def follow(self, answer: TestResponse, status: int = 200) -> str:
        """Go where an answer leads."""
        assert answer.status_code == 303, (answer.status_code, words(answer.get_data(as_text=True))[:500])
        return self.get(answer.headers["Location"], status)

    def _read(self, answer: TestResponse, status: int) -> str:
        text = answer.get_data(as_text=True)
        assert answer.status_code == status, (answer.status_code, words(text)[:500])
        return text


def desk(api: ApiCity, account: str | None = None) -> Desk:
    """Return a window on the city for an account, signed in already."""
    client = api.app.test_client()
    if account is not None:
        answer = client.post("/sign-in", data={"as": account}, headers={"Origin": "http://localhost"})
        assert answer.status_code == 303, f"Expected {account} to be signed in, but found {answer.status_code}"
    return Desk(client)


def words(page: str) -> str:
    """Return what a person reads on a page: its text, with single spaces."""
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", page, flags=re.S)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", text))).strip()


def part(page: str, id: str) -> str:
    """Return the words from the element with an id on, as far as the next one with an id goes."""
    found = re.search(rf'id="{re.escape(id)}"[^>]*>(.*?)(?=<[a-z]+[^>]* id="|\Z)', page, flags=re.S)
    assert found is not None, f"Expected an element {id} on the page"
    return words(found[1])
