"""The unit asks a writer whom it may not know from the case page; the hotline finds the question among its work and enters the answer."""

import re
from typing import Any

import pytest

from app.domain.actor import PUBLIC
from app.domain.attached_file import Attachment
from app.service.start_instance import StartInstance
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import ASSIGNED, LETTER, desk, part, words

NAME, CONTACT = "石青禾", "13987654321"
QUESTION, ANSWER = "哪几天晚上最响？", "周五、周六晚上十点以后。"


@pytest.fixture
def number(api: ApiCity) -> str:
    """The number of a letter with a photo whose writer is kept, and which a bureau has."""
    given: dict[str, Any] = {**LETTER, "channel": "mailbox", "name": NAME, "contact": CONTACT, "keepIdentity": True}
    photo = Attachment("attachments", "阳台.jpg", "ab" * 32, 9, b"\xff\xd8\xff\xe0")
    answer = api.duban.door.execute(StartInstance("citizen-letter", variables=given, by_form=True, attachments=(photo,)), PUBLIC).answer
    api.post(f"/v2/user-tasks/{api.task(str(answer['key']))}/completion", {"variables": ASSIGNED}, 204, who="hotline")
    return str(answer["receipt_number"])


def test_the_question_goes_from_the_case_to_the_hotline_and_the_answer_back(api: ApiCity, number: str) -> None:
    handler, hotline = desk(api, "handler-health"), desk(api, "hotline")
    case = handler.get(f"/cases/{number}")
    assert f'href="/cases/{number}?dialog=ask-writer"' in case
    assert "转问来信人" in words(handler.get(f"/cases/{number}?dialog=ask-writer"))
    shown = handler.follow(handler.send(f"/cases/{number}/writer-questions", reason=QUESTION))
    assert QUESTION in part(shown, "asked-title")
    assert "还没有答复" in part(shown, "asked-title")
    assert 'href="/writer-questions"' in hotline.get("/work-list")
    waiting = hotline.get("/writer-questions")
    assert QUESTION in words(waiting)
    (answer_at,) = re.findall(rf'href="(/cases/{number}\?dialog=answer-for-writer&amp;of=\d+)"', waiting)
    dialog = hotline.get(answer_at.replace("&amp;", "&"))
    assert QUESTION in part(dialog, "dialog-about")
    action = re.search(r'action="(/cases/[^"]+/answer)"', dialog)[1]
    hotline.follow(hotline.send(action, reason=ANSWER))
    page = handler.get(f"/cases/{number}")
    assert ANSWER in part(page, "asked-title")
    assert NAME not in page
    assert CONTACT not in page
    assert 'href="/writer-questions"' not in hotline.get("/work-list")
    history = words(handler.get(f"/cases/{number}?tab=history"))
    assert "转问来信人" in history
    assert ANSWER in history
    assert "转问来信人" in words(desk(api, "auditor").get(f"/cases/{number}/replay?event=4"))


def test_an_answer_that_names_the_writer_is_refused_and_stays_typed(api: ApiCity, number: str) -> None:
    handler, hotline = desk(api, "handler-health"), desk(api, "hotline")
    handler.send(f"/cases/{number}/writer-questions", reason=QUESTION)
    key = api.get(f"/casework/v1/cases/{number}/writer/questions", who="hotline")["items"][0]["questionKey"]
    typed = f"{NAME}说周五。"
    page = hotline.follow(hotline.send(f"/cases/{number}/writer-questions/{key}/answer", reason=typed), 422)
    assert "请去掉姓名和联系方式" in words(page)
    assert typed in page
    assert "还没有答复" in words(handler.get(f"/cases/{number}"))


def test_who_may_not_ask_is_offered_no_question_and_refused_one(api: ApiCity, number: str) -> None:
    for who in ("inspection", "hotline"):
        window = desk(api, who)
        assert "dialog=ask-writer" not in window.get(f"/cases/{number}")
        assert "dialog-layer" not in window.get(f"/cases/{number}?dialog=ask-writer")
        api.post(f"/casework/v1/cases/{number}/writer/questions", {"text": "谁？"}, 403, who=who)
    api.post(f"/casework/v1/cases/{number}/writer/questions", {"text": "谁？"}, 404, who="handler-housing")


def test_the_notice_of_a_question_leads_to_it(api: ApiCity, number: str) -> None:
    desk(api, "handler-health").send(f"/cases/{number}/writer-questions", reason=QUESTION)
    hotline = desk(api, "hotline")
    (first, *_) = re.findall(r'action="(/notices/\d+/read)"', hotline.get("/notices"))
    assert hotline.send(first).headers["Location"].endswith(f"/cases/{number}#asked")


def test_the_documents_say_how_many_are_withheld_and_why(api: ApiCity, number: str) -> None:
    shown = words(desk(api, "handler-health").get(f"/cases/{number}?tab=documents"))
    assert "有 1 个文件不公开" in shown
    assert "阳台.jpg" not in shown
    known = words(desk(api, "hotline").get(f"/cases/{number}?tab=documents"))
    assert "个文件不公开" not in known
    assert "承办单位看不到" in known


def test_the_owner_puts_a_kept_name_right_without_it_being_shown(api: ApiCity, number: str) -> None:
    hotline = desk(api, "hotline")
    dialog = hotline.get(f"/cases/{number}?dialog=correct-identity")
    assert NAME not in dialog
    address = f"/cases/{number}/identity/correction"
    wrong = hotline.follow(hotline.send(address, name="石清和", contact="", reason="不是石清和吗"), 422)
    assert 'value="石清和"' in wrong
    assert "请去掉姓名和联系方式" in words(wrong)
    hotline.follow(hotline.send(address, name="石清和", contact="", reason="电话里听错了"))
    writer = api.get(f"/casework/v1/cases/{number}/writer?purpose=correct", who="hotline")
    assert (writer["name"], writer["contact"]) == ("石清和", CONTACT)
    history = desk(api, "handler-health").get(f"/cases/{number}?tab=history")
    assert "电话里听错了" in history
    assert "石清和" not in history
    api.post(f"/casework/v1/cases/{number}/writer/corrections", {"reason": "x", "name": "y"}, 403, who="handler-health")


def test_once_the_case_has_ended_nothing_is_offered_that_would_be_refused(api: ApiCity, number: str) -> None:
    dialogs = ("lift-identity", "correct-identity", "ask-writer")
    hotline, handler = desk(api, "hotline"), desk(api, "handler-health")
    offered = hotline.get(f"/cases/{number}") + handler.get(f"/cases/{number}")
    assert [dialog for dialog in dialogs if f"dialog={dialog}" not in offered] == []
    (case,) = api.rows("SELECT key FROM process_instance WHERE receipt_number = :number", number=number)
    api.post(f"/v2/process-instances/{case['key']}/cancellation", {}, 204, who="operator")
    for window in (hotline, handler):
        page = window.get(f"/cases/{number}")
        assert [dialog for dialog in dialogs if f"dialog={dialog}" in page] == []
        for dialog in dialogs:
            assert "dialog-layer" not in window.get(f"/cases/{number}?dialog={dialog}")
    assert "保密" in words(hotline.get(f"/cases/{number}"))


def test_a_reason_for_keeping_that_names_the_writer_is_refused_and_stays_typed(api: ApiCity) -> None:
    given: dict[str, Any] = {**LETTER, "channel": "mailbox", "name": NAME, "contact": CONTACT}
    answer = api.duban.door.execute(StartInstance("citizen-letter", variables=given, by_form=True), PUBLIC).answer
    hotline, href = desk(api, "hotline"), f"/cases/{answer['receipt_number']}"
    typed = f"{NAME}来电要求"
    page = hotline.follow(hotline.send(f"{href}/identity/keeping", reason=typed), 422)
    assert "请去掉姓名和联系方式" in words(page)
    assert typed in page
    hotline.follow(hotline.send(f"{href}/identity/keeping", reason="本人来电要求"))
    assert "dialog=lift-identity" in hotline.get(href)
