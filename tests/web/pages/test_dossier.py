"""The printed dossier: every event in order, who for whom, what changed, deadlines day by day, and whether it all holds."""

import hashlib
import io
import json
import os
import re
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.audit.verify_chains import verify_chain
from app.web.pages import dossier_parts
from app.web.pages.dossier_parts import in_spans, volumes_of
from tests.fixtures.api_city import ApiCity
from tests.web.evidence_case import DOCUMENT, anchored_letter, letter
from tests.web.pages.desk import desk, words

NAME, CONTACT = "石青禾", "13987654321"


def printed(api: ApiCity, number: str, query: str = "", who: str = "auditor") -> bytes:
    answer = desk(api, who).client.get(f"/cases/{number}/dossier.pdf{query}")
    assert (answer.status_code, answer.content_type) == (200, "application/pdf"), answer.get_data(as_text=True)[:2000]
    raw = answer.get_data()
    if kept := os.environ.get("DOSSIER_KEPT"):
        Path(kept).write_bytes(raw)
    return raw


def text_of(raw: bytes) -> str:
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(raw)).pages))


def test_it_says_the_case_every_event_the_deadlines_the_documents_and_that_it_holds(either_api: ApiCity) -> None:
    key, number = anchored_letter(either_api)
    text = text_of(printed(either_api, number))
    assert f"案卷{number}截至事件5" in text
    for part in ("一、案件", "二、核验", "三、各环节结果", "四、人工干预", "五、期限", "六、材料和文书", "七、事件"):
        assert part in text
    assert "已核验。5个事件的链、锚与重算结果一致。" in text
    assert either_api.rows("SELECT digest FROM audit_event WHERE case_key = :key AND seq = 5", key=key)[0]["digest"] in text
    for row in either_api.rows("SELECT digest FROM audit_event WHERE case_key = :key", key=key):
        assert row["digest"][:8] in text
    assert "反映什么事：路灯不亮" in text
    assert "李敏" in text
    assert hashlib.sha256(DOCUMENT).hexdigest()[:32] in text
    assert "7个工作日" in text
    assert "天：2026年11月25日至11月27日" in text
    assert "周末2026年11月28日至11月29日" in text
    assert "没有人工干预" in text
    assert "已联系" in text
    assert not re.search("今天|昨天|小时前", text)


def test_an_intervention_stands_in_a_part_of_its_own_with_its_reason(either_api: ApiCity) -> None:
    _, number = letter(either_api)
    correction = {"reason": "听错了地点", "answers": {"place": "滨江路"}}
    either_api.post(f"/casework/v1/cases/{number}/corrections", correction, 201, who="hotline")
    text = text_of(printed(either_api, number))
    part = text.partition("四、人工干预")[2].partition("五、期限")[0]
    assert "听错了地点" in part
    assert "在哪里：滨河路→滨江路" in part
    assert "6个事件尚待锚定" in text


def test_a_case_that_was_tampered_with_says_where(either_api: ApiCity) -> None:
    key, number = anchored_letter(either_api)
    with either_api.duban.database.write() as store:
        store.run("UPDATE audit_event SET actor = 'demo' WHERE case_key = :key AND seq = 3", key=key)
    assert "第3个事件不符" in text_of(printed(either_api, number))


def test_who_wrote_in_is_left_out_where_it_is_kept_or_where_that_is_asked_for(either_api: ApiCity) -> None:
    _, number = letter(either_api, name=NAME, contact=CONTACT)
    assert NAME in text_of(printed(either_api, number))
    hidden = text_of(printed(either_api, number, "?writer=hidden"))
    assert (NAME in hidden, CONTACT in hidden, "本案卷略去" in hidden) == (False, False, True)
    either_api.post(f"/casework/v1/cases/{number}/writer/protection", {"reason": "来信人来电要求保密"}, who="hotline")
    kept = text_of(printed(either_api, number))
    assert (NAME in kept, CONTACT in kept) == (False, False)
    assert NAME in text_of(printed(either_api, number, "?writer=included"))


def test_each_printing_leaves_a_trace_with_its_digest(either_api: ApiCity) -> None:
    key, number = letter(either_api)
    raw = printed(either_api, number)
    last = either_api.rows("SELECT actor, body FROM access_event ORDER BY seq DESC LIMIT 1")[0]
    said = json.loads(last["body"])["facts"][0]
    assert (last["actor"], said["what"], said["caseKeys"]) == ("auditor", "dossier with who wrote in", [key])
    assert said["digest"] == hashlib.sha256(raw).hexdigest()


@pytest.mark.parametrize(("query", "said"), [("", "打印案卷（含来信人）"), ("?writer=hidden", "打印案卷（不含来信人）")])
def test_the_access_log_says_of_a_dossier_whether_it_names_who_wrote_in(either_api: ApiCity, query: str, said: str) -> None:
    _, number = letter(either_api, name=NAME, contact=CONTACT)
    text = text_of(printed(either_api, number, query))
    assert (NAME in text) is (query == "")
    row = words(desk(either_api, "auditor").get("/admin/access?who=auditor")).partition(number)[0]
    assert row.rpartition("查看个人信息")[2].strip().startswith(said)


def test_a_dossier_asked_for_in_a_way_that_is_none_is_refused(either_api: ApiCity) -> None:
    _, number = letter(either_api)
    assert desk(either_api, "auditor").client.get(f"/cases/{number}/dossier.pdf?writer=foo").status_code == 400


@pytest.mark.parametrize(("who", "status"), [("hotline", 403), ("demo", 403), ("handler-housing", 404)])
def test_nobody_but_the_auditor_prints_it(either_api: ApiCity, who: str, status: int) -> None:
    _, number = letter(either_api)
    assert desk(either_api, who).client.get(f"/cases/{number}/dossier.pdf").status_code == status


def test_the_page_offers_it_by_a_key(either_api: ApiCity) -> None:
    _, number = letter(either_api)
    assert f'href="/cases/{number}/dossier.pdf" data-key-action="p"' in desk(either_api, "auditor").get(f"/cases/{number}/replay")
    assert "dossier.pdf" not in desk(either_api, "hotline").get(f"/cases/{number}/replay")


def test_it_says_what_became_of_each_step_and_numbers_its_pages(either_api: ApiCity) -> None:
    _, number = letter(either_api)
    raw = printed(either_api, number)
    text = text_of(raw)
    part = text.partition("三、各环节结果")[2].partition("四、人工干预")[0]
    assert "分派来信" in part
    assert "李敏" in part
    assert "在办" in part
    for programs in ("没有→", "loopCounter", "null", "[1]", '":', "T08:00"):
        assert programs not in text
    pages = [re.sub(r"\s+", "", page.extract_text()) for page in PdfReader(io.BytesIO(raw)).pages]
    for place, page in enumerate(pages, 1):
        assert f"{number}截至事件5第{place}页，共{len(pages)}页" in page
    assert "打印，孙丽" in pages[0]


def test_an_issued_paper_is_called_by_its_title_and_number(either_api: ApiCity) -> None:
    _, number = letter(either_api)
    hotline = desk(either_api, "hotline")
    address = str(hotline.send(f"/cases/{number}/papers", paper="receipt-of-letter").headers["Location"])
    hotline.follow(hotline.send(f"{address}/issue"))
    part = text_of(printed(either_api, number)).partition("六、材料和文书")[2].partition("七、事件")[0]
    assert "群众来信来话收件回执云热〔2026〕" in part
    assert "已销毁" not in part
    then = words(desk(either_api, "auditor").get(f"/cases/{number}/replay")).partition("当时的材料")[2]
    assert "群众来信来话收件回执 云热〔2026〕" in then


def test_characters_that_no_font_draws_are_named_by_their_code(either_api: ApiCity) -> None:
    _, number = letter(either_api, topic="路灯不亮\U0001f600", name="张𠮷", place="滨河路\u0f51")
    text = text_of(printed(either_api, number))
    for named in ("路灯不亮〔U+1F600〕", "张〔U+20BB7〕", "滨河路〔U+0F51〕"):
        assert named in text
    assert text.count("为印刷字库所缺的字") == 1


def test_days_that_follow_each_other_are_one_span() -> None:
    days = [date(2026, 11, 30), date(2026, 11, 25), date(2026, 11, 26), date(2026, 11, 27)]
    assert in_spans(days) == "2026年11月25日至11月27日、2026年11月30日"
    assert in_spans([date(2026, 12, 31), date(2027, 1, 1)]) == "2026年12月31日至2027年1月1日"


def test_a_long_case_is_printed_in_volumes_of_a_thousand_events() -> None:
    assert [volumes_of(events) for events in (0, 1, 1000, 1001, 5000)] == [1, 1, 1, 2, 5]


def test_many_interventions_stand_in_the_volumes_of_their_events(either_api: ApiCity, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dossier_parts, "EVENTS_A_VOLUME", 4)
    monkeypatch.setattr(dossier_parts, "INTERVENTIONS_AT_ONCE", 2)
    _, number = letter(either_api)
    places = ("滨江路", "滨湖路", "滨海路")
    for wrong, place in enumerate(places, 1):
        correction = {"reason": f"听错了{wrong}次", "answers": {"place": place}}
        either_api.post(f"/casework/v1/cases/{number}/corrections", correction, 201, who="hotline")
    first, second = (text_of(printed(either_api, number, query)) for query in ("", "?volume=2"))
    assert "共3项人工干预，这里列出第1至第4个事件中的" in first
    assert "没有人工干预" in first.partition("四、人工干预")[2].partition("五、期限")[0]
    listed = second.partition("四、人工干预")[2].partition("七、事件")[0]
    assert "第5至第8个事件" in listed
    assert [f"听错了{wrong}次" in listed for wrong in (1, 2, 3)] == [True] * 3
    monkeypatch.setattr(dossier_parts, "INTERVENTIONS_AT_ONCE", 3)
    first, second = (text_of(printed(either_api, number, query)) for query in ("", "?volume=2"))
    assert ("听错了3次" in first, "四、人工干预" in second) == (True, False)


def test_as_of_an_event_it_states_the_event_and_has_nothing_that_came_after_it(either_api: ApiCity) -> None:
    key, number = anchored_letter(either_api)
    either_api.post(
        f"/casework/v1/cases/{number}/corrections", {"reason": "听错了地点", "answers": {"place": "滨江路"}}, 201, who="hotline"
    )
    either_api.post(f"/casework/v1/cases/{number}/comments", {"text": "后来的话"}, 201, who="hotline")
    digests = [row["digest"] for row in either_api.rows("SELECT digest FROM audit_event WHERE case_key = :key ORDER BY seq", key=key)]
    then = text_of(printed(either_api, number, "?event=2"))
    assert f"案卷{number}截至事件2" in then
    assert "本案卷所示为事件2（" in then
    assert "此后发生的事不在本案卷中" in then
    assert "2个事件的链、锚与重算结果一致" in then
    assert (digests[1] in then, digests[-1] in then) == (True, False)
    assert not [digest for digest in digests[2:] if digest[:8] in then]
    for later in ("滨江路", "后来的话", "听错了地点", "已联系"):
        assert later not in then
    part = then.partition("五、期限")[2].partition("六、材料")[0]
    assert "在办" in part
    assert "还剩" not in part
    whole = text_of(printed(either_api, number))
    assert ("后来的话" in whole, "此后发生的事" in whole) == (True, False)


def test_an_end_that_came_later_is_none_as_of_an_event_before_it(either_api: ApiCity) -> None:
    key, number = letter(either_api)
    either_api.post(f"/v2/process-instances/{key}/cancellation", {}, 204, who="operator")
    heads = [text_of(printed(either_api, number, query)).partition("二、核验")[0] for query in ("", "?event=5")]
    assert ["状态已撤销" in one for one in heads] == [True, False]
    assert ["状态在办" in one for one in heads] == [False, True]


@pytest.mark.parametrize(("event", "nearest"), [("0", 1), ("99", 5), ("x", 5)])
def test_of_an_event_that_the_case_does_not_have_the_nearest_is_printed_and_it_says_so(
    either_api: ApiCity, event: str, nearest: int
) -> None:
    _, number = letter(either_api)
    text = text_of(printed(either_api, number, f"?event={event}"))
    assert f"本案卷所示为事件{nearest}（" in text
    assert f"实际为{event}" in text


def test_each_person_stands_with_the_account_that_the_event_says(either_api: ApiCity) -> None:
    _, number = letter(either_api)
    assert "(hotline)" in text_of(printed(either_api, number))


@pytest.mark.parametrize(
    ("table", "column", "key", "name"), [("account", "display_name", "name", "hotline"), ("unit", "name", "id", "health-bureau")]
)
def test_another_name_than_the_case_shows_is_told_of_the_case_itself(
    either_api: ApiCity, table: str, column: str, key: str, name: str
) -> None:
    case, number = letter(either_api)
    with either_api.duban.database.read() as store:
        assert verify_chain(store, str(case)).first_bad is None
        before = store.value(f"SELECT {column} FROM {table} WHERE {key} = :name", name=name)
    change = f"UPDATE {table} SET {column} = :said WHERE {key} = :name"
    with either_api.duban.database.write() as store:
        store.run(change, said="王五", name=name)
    try:
        with either_api.duban.database.read() as store:
            bad = verify_chain(store, str(case)).first_bad
        text = text_of(printed(either_api, number))
    finally:
        with either_api.duban.database.write() as store:
            store.run(change, said=before, name=name)
    assert bad is not None
    assert (bad.reason, bad.row) == ("row", f"{table} {name}, {column}")
    assert f"第{bad.seq}个事件不符" in text.partition("二、核验")[2][:40]


def test_the_page_at_an_event_offers_the_dossier_as_of_it(either_api: ApiCity) -> None:
    _, number = letter(either_api)
    assert f'href="/cases/{number}/dossier.pdf?event=2"' in desk(either_api, "auditor").get(f"/cases/{number}/replay?event=2")
