"""A bulletin says what holds when it is issued: extensions, dates set by a return, and what was corrected since it was drafted."""

import hashlib
import json
from datetime import datetime
from typing import Any, Final

import pytest

from app.domain.attached_file import Attachment
from app.domain.rejection import Rejection
from app.queries.stale_figures import stale_figures
from app.service.complete_task import CompleteTask
from app.service.correct_answers import CorrectAnswers
from app.service.edit_paper import EditPaper
from app.service.issue_paper import IssuePaper
from app.service.request_extension import RequestExtension
from app.service.start_instance import StartInstance
from app.store.read_paper import read_paper_row
from tests.builders.city import ZONE, City
from tests.service.test_taking_over import deploy

MEETING: dict[str, Any] = {
    "meeting": "市政府第3次常务会议",
    "kind": "standing",
    "meetingOn": "2026-11-16",
    "items": [
        {"content": "排水改造", "unit": "health-bureau", "coUnits": [], "dueOn": "2026-11-20"},
        {"content": "路灯更新", "unit": "housing-bureau", "coUnits": [], "dueOn": "2026-11-20"},
    ],
}
MINUTES: Final = b"%PDF-minutes"


def at(city: City, text: str) -> None:
    city.at(datetime.fromisoformat(text).replace(tzinfo=ZONE))


def complete(city: City, case: int, element: str, who: str, **answers: Any) -> None:
    sql = "SELECT MIN(key) FROM user_task WHERE element_id = :element AND state = 'CREATED'"
    city.do(CompleteTask(city.value(sql, element=element), answers), who)


@pytest.fixture
def drafted(sqlite_city: City) -> tuple[City, int, int]:
    """A bulletin that was drafted at the close of the items' date, with both of them open."""
    city = sqlite_city
    for process in ("extension-request", "meeting-decision"):
        deploy(city, process)
    digest = hashlib.sha256(MINUTES).hexdigest()
    minutes = Attachment("minutes", "会议纪要.pdf", digest, len(MINUTES), MINUTES)
    start = StartInstance("meeting-decision", variables=MEETING, by_form=True, attachments=(minutes,))
    case = int(city.do(start, "office")["key"])
    for unit in ("handler-health", "handler-housing"):
        complete(city, case, "sign", unit)
    at(city, "2026-11-20 17:30")
    city.door.fire_due(case)
    return city, case, int(city.value("SELECT key FROM paper WHERE case_key = :key", key=case))


def rows(city: City, key: int) -> list[list[str]]:
    content = json.loads(city.value("SELECT content FROM paper WHERE key = :key", key=key))
    return next(block["rows"] for block in content["blocks"] if block["type"] == "table")


def take_anew(city: City, case: int, key: int, **texts: str) -> None:
    revision = city.value("SELECT revision FROM paper WHERE key = :key", key=key)
    city.do(EditPaper(case, key, revision, texts, anew=True), "inspection")


def refusal(city: City, case: int, key: int) -> str:
    with pytest.raises(Rejection) as refused:
        city.do(IssuePaper(case, key), "inspection")
    assert refused.value.code == "figures_differ"
    return str(refused.value)


def test_the_bulletin_says_the_date_of_a_return_and_the_extension_granted_after_it_was_drafted(drafted: tuple[City, int, int]) -> None:
    city, case, key = drafted
    assert [row[-1] for row in rows(city, key)] == ["到期未办结", "到期未办结"]
    at(city, "2026-11-23 09:00")
    complete(city, case, "handle", "handler-health", step="done")
    complete(city, case, "report", "handler-health", reportText="完工。")
    at(city, "2026-11-23 15:00")
    complete(city, case, "check", "inspection", checkResult="return", returnReason="没有验收。")
    take_anew(city, case, key)
    assert [(row[3], row[-1]) for row in rows(city, key)] == [
        ("2026年11月20日，退回后限11月30日", "在办"),
        ("2026年11月20日", "到期未办结"),
    ]
    deadline = city.value("SELECT MAX(key) FROM deadline WHERE element_id = 'carrying-out'")
    asked = {"newDate": "2026-12-08", "reason": "电力迁改", "measures": "增加班组"}
    city.do(RequestExtension(case, deadline, asked), "handler-health")
    complete(city, case, "decide", "mayor-deputy", decision="approve", newDate="2026-12-08")
    assert "延至12月8日" in refusal(city, case, key)
    take_anew(city, case, key)
    assert rows(city, key)[0][3] == "2026年11月20日，延至12月8日"
    city.do(IssuePaper(case, key), "inspection")


def test_what_was_corrected_since_the_draft_is_said_and_taken_anew_before_it_is_issued(drafted: tuple[City, int, int]) -> None:
    city, case, key = drafted
    at(city, "2026-11-23 09:00")
    corrected = {"meeting": "市政府第4次常务会议"}
    city.do(CorrectAnswers(case, "会议名称写错了", answers=corrected), "office")
    said = refusal(city, case, key)
    assert "第3次常务会议" in said
    assert "第4次常务会议" in said
    with city.database.read() as store:
        paper = read_paper_row(store, key)
        assert paper is not None
        stale = stale_figures(store, city.surroundings, paper, city.door.now())
    assert ("关于市政府第3次常务会议议定事项落实情况的通报", "关于市政府第4次常务会议议定事项落实情况的通报") in stale.words
    edited = "各镇（街道、园区），市政府各部门"
    take_anew(city, case, key, addressee=edited)
    city.do(IssuePaper(case, key), "inspection")
    content = json.loads(city.value("SELECT content FROM paper WHERE key = :key", key=key))
    assert "".join(content["title"]) == "关于市政府第4次常务会议议定事项落实情况的通报"
    assert "".join(content["addressee"]) == edited, "Expected the words that were edited to stay"
    assert content["takenAt"] == "2026-11-23T01:00:00.000000Z"
    assert "filled" not in content
