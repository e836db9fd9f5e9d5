"""A clock that was stopped by hand is told of in writing: who stopped it is led to the paper, which says why and until when."""

import json
from typing import Any

import pytest

from tests.builders.review import PROCESS, review
from tests.fixtures.api_city import ApiCity
from tests.paper.samples import ROOT
from tests.web.pages.desk import Desk, desk, words
from tests.web.pages.test_clock import at_answer


def paper() -> bytes:
    """Return the paper of the investment procedure, for the small procedure of these tests."""
    shipped = ROOT / "processes/investment-approval/papers/reply-clock-stopped.paper"
    said: dict[str, Any] = json.loads(shipped.read_text())
    said |= {"process": PROCESS, "addressee": "来文单位"}
    said["blocks"][0]["text"] = "“{{topic}}”须等待下列事由的结果。"
    return json.dumps(said, ensure_ascii=False).encode()


@pytest.fixture(scope="module")
def city(api: ApiCity) -> ApiCity:
    assert api.deploy({"review.bpmn": review(), "reply-clock-stopped.paper": paper()}).status_code == 200
    return api


def stopped(chen: Desk, address: str) -> str:
    return chen.follow(chen.send(f"{address}/stop", until="2026-11-27", shown="2026-11-27", reason="等专家评审"))


def test_who_stops_a_clock_is_led_to_the_paper_that_tells_of_it(city: ApiCity) -> None:
    number, _, address = at_answer(city)
    chen = desk(city, "handler-health")
    assert "书面告知以文书“期限中止告知书”为准" in words(chen.get(f"{address}?dialog=stop"))
    assert "期限中止告知书" not in words(chen.get(f"/cases/{number}?tab=documents"))
    led = stopped(chen, address)
    assert "尚未书面告知" in words(led)
    assert f'action="/cases/{number}/papers"' in led
    assert "期限中止告知书" in words(chen.get(f"/cases/{number}?tab=documents"))
    assert "尚未书面告知" not in words(desk(city, "auditor").get(address))
    draft = str(chen.send(f"/cases/{number}/papers", paper="reply-clock-stopped").headers["Location"])
    assert "尚未书面告知" not in words(chen.get(address))
    issued = words(chen.follow(chen.send(f"{draft}/issue")))
    for said in ("云卫〔2026〕1号", "等专家评审", "《中华人民共和国行政许可法》第四十五条", "2026年11月27日"):
        assert said in issued, said


def test_no_paper_tells_of_a_stop_that_is_over(city: ApiCity) -> None:
    number, _, address = at_answer(city)
    chen = desk(city, "handler-health")
    stopped(chen, address)
    chen.send(f"{address}/restart", reason="评审结束")
    page = words(chen.follow(chen.send(f"/cases/{number}/papers", paper="reply-clock-stopped")))
    assert "没有一个正停着" in page
    assert "起草“期限中止告知书”" not in words(chen.get(address))


def test_where_a_procedure_has_no_paper_for_it_the_dialog_promises_none(api: ApiCity) -> None:
    assert api.deploy({"review.bpmn": review().replace(b'"review"', b'"bare-review"')}).status_code == 200
    case = api.start("bare-review", topic="新桥选址")
    api.post(f"/v2/user-tasks/{api.task(case)}/completion", {}, 204)
    dialog = words(desk(api, "handler-health").get(f"/cases/{api.number(case)}/deadlines/{api.task(case)}?dialog=stop"))
    assert "没有这样的文书" in dialog
