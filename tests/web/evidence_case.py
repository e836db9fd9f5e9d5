"""A letter with words and a document, whose every event is anchored, and its bundle of evidence."""

import io
from typing import Final

from app.gateways.anchor_key import KeyFile
from app.worker.anchor_events import Anchoring
from tests.fixtures.api_city import ApiCity

LETTER: Final = {
    "topic": "路灯不亮",
    "place": "滨河路",
    "content": "路灯坏了三天",
    "anonymous": False,
    "name": "张三",
    "contact": "13800000000",
}
ASSIGNED: Final = {
    "disposition": "assign",
    "unit": "health-bureau",
    "basis": "line",
    "kind": "clear",
    "statutory": False,
    "separateReply": False,
}
DOCUMENT: Final = b"%PDF-1.7\nwhat the unit found on the spot\n"


def anchor(api: ApiCity) -> None:
    Anchoring(api.duban.door, api.duban.anchors, KeyFile(api.duban.settings.data)).turn()


def letter(api: ApiCity, **more: object) -> tuple[str, str]:
    """Return key and number of a letter of five events: registered, assigned, a comment, a document, a comment."""
    key = api.start("citizen-letter", who="hotline", channel="hotline", **{**LETTER, **more})
    number = api.number(key)
    api.post(f"/v2/user-tasks/{api.task(key)}/completion", {"variables": ASSIGNED}, 204, who="hotline")
    api.post(f"/casework/v1/cases/{number}/comments", {"text": "已联系"}, 201, who="hotline")
    answer = api.client.post(
        f"/casework/v1/cases/{number}/documents", data={"file": (io.BytesIO(DOCUMENT), "现场.pdf")}, auth=("hotline", "duban-demo-2026")
    )
    assert answer.status_code == 201, answer.get_data(as_text=True)
    api.post(f"/casework/v1/cases/{number}/comments", {"text": "已转办"}, 201, who="hotline")
    return key, number


def anchored_letter(api: ApiCity, **more: object) -> tuple[str, str]:
    found = letter(api, **more)
    anchor(api)
    return found


def bundle(api: ApiCity, number: str, query: str = "", who: str = "auditor") -> bytes:
    answer = api.ask("GET", f"/casework/v1/cases/{number}/evidence.zip{query}", who=who)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_data()
