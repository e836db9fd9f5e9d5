"""Letters put where a test needs them, over the REST surface: by the account that may do everything."""

import base64
import json
import urllib.request
from dataclasses import dataclass
from typing import Any

from tests.bench.rig.servers import NAME, PASSWORD, Server

LETTER: dict[str, Any] = {
    "channel": "hotline",
    "anonymous": False,
    "place": "东城街道春晖路 18 号",
    "content": "楼下的外机夜里一直响，孩子睡不好。",
    "name": "张玉兰",
    "contact": "13800000001",
}
ASSIGNED = {"disposition": "assign", "unit": "health-bureau", "basis": "line", "kind": "clear", "statutory": False, "separateReply": False}
HANDLED = {"result": "handled", "findings": "到现场查看，已移机。", "measure": "solvedOnTheSpot"}


def basic(name: str, password: str) -> str:
    """Return the header of HTTP Basic for an account."""
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


@dataclass(frozen=True)
class Letter:
    key: str
    number: str
    topic: str


class Letters:
    """The letters of one city."""

    def __init__(self, city: Server) -> None:
        self.city = city

    def ask(self, path: str, body: Any) -> Any:
        """Send JSON as the account that may do everything; return what came back."""
        request = urllib.request.Request(  # noqa: S310  # our own server
            self.city.base + path,
            json.dumps(body).encode(),
            {"Authorization": basic(NAME, PASSWORD), "Content-Type": "application/json", "Accept": "application/json"},
        )
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            text = answer.read()
        return json.loads(text) if text else None

    def register(self, topic: str, **more: Any) -> Letter:
        made = self.ask("/v2/process-instances", {"processDefinitionId": "citizen-letter", "variables": {**LETTER, "topic": topic, **more}})
        return Letter(made["processInstanceKey"], made["businessId"], topic)

    def task(self, letter: Letter) -> str:
        """Return the key of the letter's open task."""
        found = self.ask("/v2/user-tasks/search", {"filter": {"state": "CREATED", "processInstanceKey": letter.key}})
        return str(found["items"][0]["userTaskKey"])

    def complete(self, letter: Letter, answers: dict[str, Any]) -> None:
        key = self.task(letter)
        self.ask(f"/v2/user-tasks/{key}/assignment", {"assignee": NAME})
        self.ask(f"/v2/user-tasks/{key}/completion", {"variables": answers})

    def assigned(self, topic: str, **more: Any) -> Letter:
        """Return a letter that the health bureau is asked to sign for."""
        letter = self.register(topic, **more)
        self.complete(letter, ASSIGNED)
        return letter

    def in_hand(self, topic: str, **more: Any) -> Letter:
        """Return a letter that the health bureau has signed for."""
        letter = self.assigned(topic, **more)
        self.complete(letter, {"accepted": "yes"})
        return letter
