"""Correcting what was entered, on its page."""

from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import LETTER, desk, words
from tests.web.pages.test_moves import number_of
from tests.web.pages.test_refused_tasks import HANDLED, at_handle, give


def test_the_owner_corrects_a_registration_and_the_history_names_old_and_new(api: ApiCity) -> None:
    number = number_of(api, at_handle(api))
    owner, handler = desk(api, "hotline"), desk(api, "handler-health")
    assert f"/cases/{number}/correction" in owner.get(f"/cases/{number}")
    assert f"/cases/{number}/correction" not in handler.get(f"/cases/{number}")
    handler.get(f"/cases/{number}/correction", 403)
    page = owner.get(f"/cases/{number}/correction")
    assert LETTER["topic"] in page
    sent = {name: value for name, value in LETTER.items() if name != "anonymous"}
    refused = owner.send(f"/cases/{number}/correction", **{**sent, "topic": "楼上外机扰民"})
    for _ in range(2):
        page = owner.get(refused.headers["Location"], 422)
        assert 'id="reason-error"' in page
        assert "楼上外机扰民" in page
    page = owner.follow(owner.send(f"/cases/{number}/correction", **{**sent, "topic": "楼上外机扰民", "_reason": "听错了楼层"}))
    assert "更正了登记的内容" in words(page)
    assert f"{LETTER['topic']} → 楼上外机扰民" in words(page)
    assert "听错了楼层" in words(page)
    assert "楼上外机扰民" in words(owner.get(f"/cases/{number}"))


def test_the_owner_corrects_a_completed_step_from_its_page(api: ApiCity) -> None:
    task = at_handle(api)
    give(api, task, "demo")
    api.post(f"/v2/user-tasks/{task}/completion", {"variables": HANDLED}, 204)
    number, owner = number_of(api, task), desk(api, "hotline")
    page = owner.get(f"/tasks/{task}")
    assert f"/cases/{number}/correction?task={task}" in page
    done = owner.send(
        f"/cases/{number}/correction?task={task}", **{**HANDLED, "findings": "到现场查看，已加装隔声罩。", "_reason": "写错了"}
    )
    page = owner.follow(done)
    assert "已移机。 → 到现场查看，已加装隔声罩。" in words(page)


def test_programs_correct_too(api: ApiCity) -> None:
    path = f"/casework/v1/cases/{number_of(api, at_handle(api))}/corrections"
    body = {"answers": {"place": "东城街道春晖路 19 号"}, "reason": "门牌号听错了"}
    assert api.post(path, body, 403, who="handler-health")["code"] == "forbidden"
    assert api.post(path, body, 201, who="hotline")["seq"] > 1
    assert api.post(path, body, 400, who="hotline")["code"] == "bad_request"
