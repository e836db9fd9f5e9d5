"""Correcting what was entered, on its page."""

import io
import re

import pytest

from app.domain.rejection import Rejection
from app.queries.account import actor_of
from app.service.correct_answers import CorrectAnswers
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import LETTER, desk, words
from tests.web.pages.test_moves import number_of
from tests.web.pages.test_refused_tasks import HANDLED, at_handle, give

PDF = b"%PDF-1.7 picture"


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


def test_the_history_of_a_corrected_name_shows_no_more_of_it_than_the_page(api: ApiCity) -> None:
    number = number_of(api, at_handle(api))
    owner, handler = desk(api, "hotline"), desk(api, "handler-health")
    sent = {name: value for name, value in LETTER.items() if name != "anonymous"}
    owner.follow(owner.send(f"/cases/{number}/correction", **{**sent, "name": "钱玉梅", "_reason": "名字听错了"}))
    for one in (owner, handler):
        page = words(one.get(f"/cases/{number}?tab=history"))
        assert "名字听错了" in page
        assert "→ 钱**" in page
        assert "钱玉梅" not in page


def test_who_wrote_in_and_is_kept_is_no_answer_to_correct_and_comes_back_to_nobody(api: ApiCity) -> None:
    wrote = {"name": "钱玉梅", "contact": "13912345678", "keepIdentity": True}
    case = api.start("citizen-letter", who="hotline", **{**LETTER, **wrote})
    owner, address = desk(api, "hotline"), f"/cases/{api.number(case)}/correction"
    page = owner.get(address)
    assert LETTER["topic"] in page
    assert 'name="name"' not in page
    assert 'name="contact"' not in page
    sent = {name: value for name, value in LETTER.items() if name not in ("anonymous", "name", "contact")}
    sent |= {"keepIdentity": "true", "topic": "楼上外机扰民", "_reason": "听错了楼层"}
    clerk = api.duban.door.ask(actor_of, "hotline")
    assert clerk is not None
    with pytest.raises(Rejection) as refused:
        api.duban.door.execute(CorrectAnswers(int(case), "听错了", None, {"name": "钱玉美", "contact": "13912345670"}), clerk)
    assert set(refused.value.field_errors) == {"name", "contact"}
    page = words(owner.follow(owner.send(address, **sent, name="钱玉美", contact="13912345670")))
    assert "更正了登记的内容" in page
    held = {one["name"] for one in api.post("/v2/variables/search", {"filter": {"processInstanceKey": case}})["items"]}
    assert "topic" in held
    assert not {"name", "contact"} & held


def test_a_forgotten_file_is_attached_and_a_wrong_one_taken_away_and_nothing_chosen_is_lost(api: ApiCity) -> None:
    number = number_of(api, at_handle(api))
    owner, address = desk(api, "hotline"), f"/cases/{number}/correction"
    sent = {name: value for name, value in LETTER.items() if name != "anonymous"}
    refused = owner.send(address, **sent, **{"_file.attachments": (io.BytesIO(PDF), "外机照片.pdf")})
    page = owner.get(refused.headers["Location"], 422)
    assert 'id="reason-error"' in page
    assert "外机照片.pdf" in page
    carried = re.findall(r'name="attachments" value="([^"]+)"', page)
    assert len(carried) == 1
    page = owner.follow(owner.send(address, **sent, attachments=carried, _reason="照片忘了附"))
    assert "照片、材料: - → 外机照片.pdf" in words(page)
    (kept,) = re.findall(r'name="attachments" value="([^"]+)"', owner.get(address))
    bad = owner.send(address, **sent, attachments=[kept], _reason="换一张", **{"_file.attachments": (io.BytesIO(b"#!"), "run.sh")})
    assert "run.sh" in words(owner.get(bad.headers["Location"], 422))
    change = {"_file.attachments": (io.BytesIO(PDF + b"2"), "检测报告.pdf"), "_reason": "换成检测报告"}
    page = owner.follow(owner.send(address, **sent, attachments=[], **change))
    assert "外机照片.pdf → 检测报告.pdf" in words(page)
    assert "外机照片.pdf" in owner.get(f"/cases/{number}?tab=documents")


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


def test_the_page_says_by_which_answer_the_case_has_gone_on(api: ApiCity) -> None:
    """A gateway that was passed is not passed again: its name is said as the reader's language has it."""
    task = at_handle(api)
    give(api, task, "demo")
    api.post(f"/v2/user-tasks/{task}/completion", {"variables": HANDLED}, 204)
    number, owner = number_of(api, task), desk(api, "hotline")
    page = owner.get(f"/cases/{number}/correction?task={task}")
    assert "“办理结果？”已按这一项往下办理" in words(page)
    assert 'name="result"' not in page
    owner.get("/preferences?language=en&next=/cases", 303)
    page = owner.get(f"/cases/{number}/correction?task={task}")
    assert "has acted on this answer" in words(page)
    assert "办理结果？" not in words(page)


def test_programs_correct_too(api: ApiCity) -> None:
    path = f"/casework/v1/cases/{number_of(api, at_handle(api))}/corrections"
    body = {"answers": {"place": "东城街道春晖路 19 号"}, "reason": "门牌号听错了"}
    assert api.post(path, body, 403, who="handler-health")["code"] == "forbidden"
    assert api.post(path, body, 201, who="hotline")["seq"] > 1
    assert api.post(path, body, 400, who="hotline")["code"] == "bad_request"


def test_a_box_that_was_not_ticked_was_a_no_and_not_nothing(api: ApiCity) -> None:
    number = number_of(api, at_handle(api))
    owner = desk(api, "hotline")
    sent = {name: value for name, value in LETTER.items() if name not in ("anonymous", "name", "contact")}
    page = owner.follow(owner.send(f"/cases/{number}/correction", **sent, anonymous="true", _reason="来信人不留名"))
    assert "匿名反映: 否 → 是" in words(page)
