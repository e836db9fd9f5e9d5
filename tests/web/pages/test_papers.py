"""The papers of a letter from the pages: drafted, edited, issued, read back as PDF and Word, served."""

import io
import json
import re

from docx import Document
from pypdf import PdfReader

from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import ASSIGNED, LETTER, Desk, desk, words

PDF, WORD = "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

HANDLED = {"result": "handled", "findings": "外机距窗 2 米，已移机。", "measure": "solvedOnTheSpot"}
ANSWERED = {"answerText": "外机已移走，不再扰民。", "answeredBy": "phone", "report": "已移机。"}


def drafted(hotline: Desk, number: str, paper: str = "receipt-of-letter") -> str:
    """Return the address of a paper that was drafted just now."""
    answer = hotline.send(f"/cases/{number}/papers", paper=paper)
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def file(window: Desk, address: str, kind: str) -> bytes:
    answer = window.client.get(address)
    assert answer.status_code == 200, answer.get_data(as_text=True)[:500]
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return answer.get_data()


def pdf_text(raw: bytes) -> str:
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(raw)).pages))


def word_text(raw: bytes) -> str:
    document = Document(io.BytesIO(raw))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def letter(api: ApiCity, **more: object) -> str:
    return api.number(api.start("citizen-letter", **{**LETTER, **more}))


def test_the_receipt_of_a_letter_is_drafted_issued_and_read_back(api: ApiCity) -> None:
    number, hotline = letter(api), desk(api, "hotline")
    assert "收件回执" in words(hotline.get(f"/cases/{number}?tab=documents"))
    address = drafted(hotline, number)
    page = hotline.get(address)
    assert "草稿" in words(page)
    assert "楼下外机扰民" in words(page)
    assert "草稿" in pdf_text(file(hotline, f"{address}.pdf", PDF)).replace("　", "")
    issued = words(hotline.follow(hotline.send(f"{address}/issue")))
    assert "云热〔2026〕1号" in issued
    text = pdf_text(file(hotline, f"{address}.pdf", PDF))
    for said in (
        "云州市政务热线办公室",
        "云热〔2026〕1号",
        "群众来信来话收件回执",
        "张玉兰：",
        number,
        "2026年11月24日10时42分",
        LETTER["content"],
    ):
        assert said in text, said
    word = word_text(file(hotline, f"{address}.docx", WORD))
    for said in ("云热〔2026〕1号", "群众来信来话收件回执", "张玉兰：", number, LETTER["content"], "2026年11月24日"):
        assert said in word, said
    row = words(hotline.get(f"/cases/{number}?tab=documents"))
    assert "云热〔2026〕1号" in row
    assert "签发文书：云热〔2026〕1号" in words(hotline.get(f"/cases/{number}?tab=history"))


def test_an_issued_paper_is_put_right_from_its_page_by_one_that_cites_it(api: ApiCity) -> None:
    number, hotline = letter(api), desk(api, "hotline")
    address = drafted(hotline, number)
    assert "起草更正文书" not in hotline.get(address)
    issued = hotline.follow(hotline.send(f"{address}/issue"))
    first = re.findall(r"云热〔2026〕\d+号", words(issued))[0]
    assert "起草更正文书" in issued
    sent = dict(re.findall(r'<input type="hidden" name="(paper|corrects)" value="([^"]+)"', issued))
    drafted_at = hotline.send(f"/cases/{number}/papers", **sent).headers["Location"]
    assert drafted_at != address
    hotline.send(f"{drafted_at}/issue")
    assert f"本文书更正并代替{first}。" in pdf_text(file(hotline, f"{drafted_at}.pdf", PDF))
    assert f"更正{first}" in words(hotline.get(drafted_at)).replace(" ", "")
    second = re.findall(r"已由此更正 (云热〔2026〕\d+号)", words(hotline.get(address)))
    assert second
    assert second[0] != first
    assert "起草更正文书" not in desk(api, "auditor").get(address)


def test_an_issued_file_is_the_same_on_every_day(api: ApiCity) -> None:
    number, hotline = letter(api), desk(api, "hotline")
    address = drafted(hotline, number)
    hotline.send(f"{address}/issue")
    first = [file(hotline, f"{address}.{form}", kind) for form, kind in (("pdf", PDF), ("docx", WORD))]
    api.ask("PUT", "/v2/clock", {"timestamp": 1_780_000_000_000})
    assert [file(hotline, f"{address}.{form}", kind) for form, kind in (("pdf", PDF), ("docx", WORD))] == first


def test_the_words_of_a_draft_are_edited_and_nothing_typed_is_lost(api: ApiCity) -> None:
    number, hotline = letter(api), desk(api, "hotline")
    address = drafted(hotline, number)
    saved = hotline.follow(hotline.send(f"{address}/words", **{"revision": "1", "part blocks.0": "您的来信收到了。"}))
    assert "您的来信收到了。" in words(saved)
    refused = hotline.follow(hotline.send(f"{address}/words", **{"revision": "1", "part blocks.0": "又改了一次。"}))
    assert "有人改过这份草稿" in words(refused)
    assert "又改了一次。" in words(refused)
    assert "您的来信收到了。" in words(hotline.get(address))


def test_what_the_case_lacks_is_said_where_the_paper_was_asked_for(api: ApiCity) -> None:
    number, hotline = letter(api), desk(api, "hotline")
    page = hotline.follow(hotline.send(f"/cases/{number}/papers", paper="answer-to-letter"))
    assert "案件里没有这个值" in words(page)
    assert "还没有文书" in words(page)


def test_the_service_of_a_paper_is_recorded_with_what_was_typed_kept(api: ApiCity) -> None:
    number, hotline = letter(api), desk(api, "hotline")
    address = drafted(hotline, number)
    hotline.send(f"{address}/issue")
    served = {"at": "2026-11-24T10:40", "how": "mail", "by": "李敏", "to": "张玉兰", "note": "挂号信"}
    page = words(hotline.follow(hotline.send(f"{address}/service", **served)))
    assert "在签发之前" in page
    assert 'value="挂号信"' in hotline.follow(hotline.send(f"{address}/service", **served))
    page = words(hotline.follow(hotline.send(f"{address}/service", **{**served, "at": "2026-11-24T10:42"})))
    assert "邮寄送达" in page
    assert "还没有送达记录" not in page


def looks(api: ApiCity) -> list[str]:
    """Return what was looked at of the case, as the access log says."""
    said = [json.loads(row["body"]) for row in api.rows("SELECT body FROM access_event ORDER BY seq")]
    return [
        " ".join(filter(None, (fact["what"], fact.get("purpose"))))
        for one in said
        for fact in one["facts"]
        if fact["fact"] == "personal_data_read"
    ]


def test_who_wrote_is_masked_in_a_draft_until_somebody_says_what_for_and_printed_in_full_once_it_is_issued(api: ApiCity) -> None:
    instance = api.start("citizen-letter", **{**LETTER, "content": "我是张玉兰，电话 13800000001，外机太响。"})
    api.post(f"/v2/user-tasks/{api.task(instance)}/completion", {"variables": ASSIGNED}, 204)
    handler = desk(api, "handler-health")
    address = drafted(handler, api.number(instance))
    page = handler.get(address)
    assert "张**：" in words(page)
    assert "张玉兰" not in page
    assert "13800000001" not in page
    assert "张玉兰" not in pdf_text(file(handler, f"{address}.pdf", PDF)) + word_text(file(handler, f"{address}.docx", WORD))
    assert looks(api)[-3:] == ["paper", "paper", "paper"]
    assert "请选择查看目的" in words(handler.follow(handler.send(f"{address}/sender")))
    seen = handler.send(f"{address}/sender", to="answer").get_data(as_text=True)
    assert "张玉兰：" in words(seen)
    assert looks(api)[-2:] == ["sender answer", "paper"]
    handler.send(f"{address}/draft", **{"revision": "1", "part addressee": "张玉兰女士"})
    handler.send(f"{address}/draft", **{"revision": "1", "part title": "收件回执"})
    page = handler.follow(handler.send(f"{address}/words", **{"revision": "1", "part title": "收件回执"}))
    assert "张**女士：" in words(page)
    assert "张玉兰" not in page
    hotline = desk(api, "hotline")
    issued = hotline.follow(hotline.send(f"{address}/issue"))
    assert "张玉兰" not in issued
    assert "张玉兰女士：" in pdf_text(file(hotline, f"{address}.pdf", PDF))
    assert looks(api)[-1] == "paper with who wrote in"


def test_supervisors_do_not_read_papers_that_name_who_wrote(api: ApiCity) -> None:
    number, hotline, inspection = letter(api), desk(api, "hotline"), desk(api, "inspection")
    address = drafted(hotline, number)
    hotline.send(f"{address}/issue")
    for path in (address, f"{address}.pdf", f"{address}.docx"):
        inspection.get(path, 404)
    assert "云热" not in words(inspection.get(f"/cases/{number}?tab=documents"))
    assert "收件回执" in words(desk(api, "auditor").get(f"/cases/{number}?tab=documents"))


def test_an_anonymous_letter_gets_its_receipt_without_a_name(api: ApiCity) -> None:
    number, hotline = letter(api, anonymous=True, name=None, contact=None), desk(api, "hotline")
    address = drafted(hotline, number)
    hotline.send(f"{address}/issue")
    assert "来信人：" in pdf_text(file(hotline, f"{address}.pdf", PDF))


def test_the_unit_answers_the_citizen_with_a_paper_of_its_own(api: ApiCity) -> None:
    instance = api.start("citizen-letter", **LETTER)
    number, handler = api.number(instance), desk(api, "handler-health")
    for answers in (ASSIGNED, {"accepted": "yes"}, HANDLED, ANSWERED):
        api.post(f"/v2/user-tasks/{api.task(instance)}/completion", {"variables": answers}, 204)
    address = drafted(handler, number, "answer-to-letter")
    assert desk(api, "hotline").send(f"{address}/issue").status_code == 403
    handler.send(f"{address}/issue")
    text = pdf_text(file(handler, f"{address}.pdf", PDF))
    for said in (
        "云州市卫生健康局",
        "云卫〔2026〕1号",
        "关于“楼下外机扰民”的答复意见",
        "外机距窗2米，已移机。",
        "不再扰民。",
        "依法申请行政复议",
    ):
        assert said in text, said


def test_the_unit_answers_the_citizen_with_nothing_neither_before_it_has_an_answer_nor_by_cutting_it_away(api: ApiCity) -> None:
    instance = api.start("citizen-letter", **LETTER)
    number, handler = api.number(instance), desk(api, "handler-health")
    for answers in (ASSIGNED, {"accepted": "yes"}, HANDLED):
        api.post(f"/v2/user-tasks/{api.task(instance)}/completion", {"variables": answers}, 204)
        page = words(handler.follow(handler.send(f"/cases/{number}/papers", paper="answer-to-letter")))
        assert "案件里还没有“答复内容”，先有了再起草“答复意见书”" in page
    assert not api.rows("SELECT 1 FROM paper WHERE case_key = :key", key=int(instance))
    api.post(f"/v2/user-tasks/{api.task(instance)}/completion", {"variables": ANSWERED}, 204)
    address = drafted(handler, number, "answer-to-letter")
    handler.send(f"{address}/words", **{"revision": "1", "part blocks.4": ""})
    refused = words(handler.follow(handler.send(f"{address}/issue")))
    assert "文书里没有“答复内容”，补上或者重新起草后再签发" in refused
    assert not api.rows("SELECT 1 FROM paper WHERE case_key = :key AND number IS NOT NULL", key=int(instance))


def test_hostile_words_stay_words_in_every_file(api: ApiCity) -> None:
    hostile = '#panic("x") $x$ {{ case }} {% for x in y %} <w:t>&amp;</w:t> \\u{1F} */ ]] "引号"'
    number, hotline = letter(api, topic=hostile, content=hostile * 3, name=hostile, place=hostile), desk(api, "hotline")
    address = drafted(hotline, number)
    page = hotline.follow(hotline.send(f"{address}/issue"))
    assert "<w:t>" not in page
    bare = re.sub(r"\s+", "", hostile)
    assert pdf_text(file(hotline, f"{address}.pdf", PDF)).count(bare) >= 5
    assert word_text(file(hotline, f"{address}.docx", WORD)).count(hostile) >= 5


def test_what_is_typed_into_a_draft_is_kept_at_every_change_and_is_not_the_paper_yet(api: ApiCity) -> None:
    number, hotline = letter(api), desk(api, "hotline")
    address = drafted(hotline, number)
    assert hotline.send(f"{address}/draft", **{"revision": "1", "part blocks.0": "写到一半的"}).status_code == 200
    page = hotline.get(address)
    assert "写到一半的" in page
    assert "草稿已保存" in words(page)
    assert "写到一半的" not in desk(api, "demo").get(address)
    refused = words(hotline.follow(hotline.send(f"{address}/issue")))
    assert "还没有保存到文书里" in refused
    assert "写到一半的" in refused
    hotline.send(f"{address}/words", **{"revision": "1", "part blocks.0": "写到一半的，写完了。"})
    assert "草稿已保存" not in words(hotline.get(address))
    assert "云热" in words(hotline.follow(hotline.send(f"{address}/issue")))
    assert "写到一半的，写完了。" in words(hotline.get(address))


def test_words_typed_before_somebody_else_changed_the_paper_are_marked_and_can_be_dropped(api: ApiCity) -> None:
    number, hotline = letter(api), desk(api, "hotline")
    address = drafted(hotline, number)
    hotline.send(f"{address}/draft", **{"revision": "1", "part blocks.0": "我先写的"})
    desk(api, "demo").send(f"{address}/words", **{"revision": "1", "part blocks.0": "别人先存的"})
    page = words(hotline.get(address))
    assert "有人改过这份文书" in page
    assert "我先写的" in page
    hotline.send(f"{address}/forget")
    page = words(hotline.get(address))
    assert "我先写的" not in page
    assert "别人先存的" in page
