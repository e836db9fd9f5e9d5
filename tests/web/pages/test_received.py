"""Entering on a page that a paper was received before it is entered, with its proof."""

import io
import re

import pytest

from app.domain.actor import Actor, Holding
from app.domain.instant import instant_text
from app.service.cancel_instance import CancelInstance
from tests.builders.consultation import FORM, HEALTH, consultation
from tests.builders.review import PROCESS, review
from tests.domain.city_time import at
from tests.fixtures.api_city import NOW, ApiCity
from tests.web.pages.desk import Desk, desk, words

OWN = {"step": "_step", "at": "_at", "reason": "_reason", "document": "_document", "file": "_proof"}
SCAN = b"%PDF-1.7\n1 0 obj\n"


@pytest.fixture(scope="module")
def city(either_api: ApiCity) -> ApiCity:
    assert either_api.deploy({"review.bpmn": review()}).status_code == 200
    return either_api


def go_to(city: ApiCity, now: str) -> None:
    city.duban.door.keep(lambda store: store.run("UPDATE pinned_clock SET now = :now", now=now))


@pytest.fixture
def silent(city: ApiCity) -> tuple[str, str]:
    """Return number and task of a case whose bureau stayed silent; it is the morning after."""
    go_to(city, instant_text(NOW))
    case = city.start(PROCESS, topic="新桥选址")
    city.post(f"/v2/user-tasks/{city.task(case)}/completion", {}, 204)
    number, task = city.number(case), city.task(case)
    go_to(city, instant_text(at("2026-12-02 09:00")))
    city.duban.door.fire_due(int(case))
    return number, task


def sent(window: Desk, number: str, **fields: object) -> str:
    return window.follow(window.send(f"/cases/{number}/received", **{OWN[name]: value for name, value in fields.items()}))


def test_a_reply_that_lay_at_the_gate_is_entered_with_its_scan_and_undoes_the_silence(city: ApiCity, silent: tuple[str, str]) -> None:
    number, task = silent
    hotline = desk(city, "hotline")
    assert f'href="/cases/{number}/received"' in hotline.get(f"/cases/{number}")
    assert "已经超时默许" in words(hotline.get(f"/cases/{number}/received"))
    page = words(
        sent(hotline, number, step=task, at="2026-12-01T16:00", reason="窗口收到后没有登记", file=(io.BytesIO(SCAN), "收文登记.pdf"))
    )
    assert "收到时间已录入" in page
    assert city.rows("SELECT state FROM deadline WHERE key = :key", key=int(task)) == [{"state": "met"}]
    event = city.get(f"/casework/v1/cases/{number}/history")["items"][-1]
    assert (event["kind"], event["actor"], event["effectiveAt"]) == ("receipt_recorded", "hotline", "2026-12-01T08:00:00.000000Z")


def test_until_the_operator_has_put_the_case_right_its_steps_say_that_the_silence_no_longer_holds(
    city: ApiCity, silent: tuple[str, str]
) -> None:
    number, task = silent
    (case,) = city.rows("SELECT key FROM process_instance WHERE receipt_number = :n", n=number)
    open_task, operator = city.task(str(case["key"])), desk(city, "demo")
    assert "已不再有效" not in words(operator.get(f"/tasks/{open_task}"))
    sent(desk(city, "hotline"), number, step=task, at="2026-12-01T16:00", reason="补录", file=(io.BytesIO(SCAN), "收文登记.pdf"))
    assert "的沉默已不再有效" in words(operator.get(f"/tasks/{open_task}"))
    (incident,) = city.rows("SELECT key FROM incident WHERE case_key = :key", key=case["key"])
    assert "沉默生效以后，证明答复按时收到" in words(operator.get("/incidents"))
    assert "改正仍按默许写的数据" in words(operator.get(f"/incidents/{incident['key']}"))
    answer = operator.send(f"/incidents/{incident['key']}/resolution", how="set", variable="outcome", value='"agree"', reason="按收文更正")
    assert answer.status_code == 303
    assert "已不再有效" not in words(operator.get(f"/tasks/{open_task}"))


def test_a_case_that_is_moved_from_its_own_page_is_asked_whether_it_is_where_it_belongs(city: ApiCity, silent: tuple[str, str]) -> None:
    number, task = silent
    (case,) = city.rows("SELECT key FROM process_instance WHERE receipt_number = :n", n=number)
    operator = desk(city, "operator")
    assert "已经证明" not in words(operator.get(f"/cases/{number}/move"))
    sent(desk(city, "hotline"), number, step=task, at="2026-12-01T16:00", reason="补录", file=(io.BytesIO(SCAN), "收文登记.pdf"))
    (incident,) = city.rows("SELECT key FROM incident WHERE case_key = :key", key=case["key"])
    told = words(operator.get("/notices"))
    assert "沉默生效以后，证明" in told
    (notice,) = city.rows("SELECT key FROM notice WHERE notice = 'incident' AND case_key = :key", key=case["key"])
    assert operator.send(f"/notices/{notice['key']}/read").headers["Location"] == f"/incidents/{incident['key']}"
    field, page = f"proven-{incident['key']}", f"/cases/{number}/move"
    open_task = city.task(str(case["key"]))
    said = {"instance": str(case["key"]), "end": open_task, "target": "answer", "reason": "该部门已经答复", "step": "do"}
    unsaid = operator.send(page, **said)
    assert unsaid.status_code == 422
    assert f'id="{field}-error"' in unsaid.get_data(as_text=True)
    assert operator.send(page, **said, **{field: "yes"}).status_code == 409, "its data are put right first"
    preview = operator.send(page, **{**said, "step": "look"}, **{field: "yes"})
    assert preview.status_code == 409
    assert "请先改正" in words(preview.get_data(as_text=True))
    assert operator.send(page, **{**said, "step": "look"}, **{field: "no"}).status_code == 200
    assert "已不再有效" in words(desk(city, "demo").get(f"/tasks/{open_task}"))
    assert operator.send(page, **said, **{field: "no"}).status_code == 303
    assert city.rows("SELECT state FROM incident WHERE key = :key", key=incident["key"]) == [{"state": "ACTIVE"}]
    assert "已不再有效" in words(desk(city, "demo").get(f"/tasks/{city.task(str(case['key']))}"))


def test_an_open_incident_of_a_case_that_has_ended_is_closed_and_offers_nothing_else(city: ApiCity, silent: tuple[str, str]) -> None:
    number, task = silent
    (case,) = city.rows("SELECT key FROM process_instance WHERE receipt_number = :n", n=number)
    sent(desk(city, "hotline"), number, step=task, at="2026-12-01T16:00", reason="补录", file=(io.BytesIO(SCAN), "收文登记.pdf"))
    (incident,) = city.rows("SELECT key FROM incident WHERE case_key = :key", key=case["key"])
    operator = desk(city, "operator")
    address = f"/incidents/{incident['key']}"
    assert "移动到" in words(operator.get(address))
    city.duban.door.execute(CancelInstance(case["key"], "投资人撤回"), Actor("operator", holdings=frozenset({Holding("operator")})))
    page = words(operator.get(address))
    assert "案件已经结束，不再移动，也不再改数据" in page
    assert "移动到" not in page
    done = words(operator.follow(operator.send(f"{address}/resolution", how="keep", reason="案件已经撤回")))
    assert "1 件已了结" in done
    assert "继续走" not in done


def test_the_history_says_in_the_readers_language_where_a_proven_reply_leaves_the_case(city: ApiCity, silent: tuple[str, str]) -> None:
    number, task = silent
    hotline = desk(city, "hotline")
    sent(hotline, number, step=task, at="2026-12-01T16:00", reason="窗口收到后没有登记", file=(io.BytesIO(SCAN), "收文登记.pdf"))
    told = words(hotline.get(f"/cases/{number}?tab=history"))
    assert re.search("案件是按 (昨天|2026年12月1日|12月1日) 17:30 逾期未复继续办理的，现已证明此前已收到答复", told)
    assert "Expected the case" not in told


def test_history_and_replay_say_whose_silence_it_was_and_what_it_counts_as(city: ApiCity, silent: tuple[str, str]) -> None:
    number, _ = silent
    history = words(desk(city, "hotline").get(f"/cases/{number}?tab=history"))
    replay = words(desk(city, "auditor").get(f"/cases/{number}/replay"))
    for page in (history, replay):
        assert re.search("「[^」]+」期满未答复，视为同意：市", page)
        assert "视为已作答" not in page


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({"at": ""}, "请填写收到的日期和时间"),
        ({"at": "2026-12-01T17:31"}, "还没有录入"),
        ({"at": "2026-12-02T09:01"}, "收到时间不能晚于现在"),
        ({"reason": " "}, "请写理由"),
        ({"document": "", "file": None}, "请选择证明收到时间的材料"),
        ({"file": "收文登记.exe"}, "收文登记.exe"),
    ],
)
def test_what_is_refused_is_said_in_words_and_nothing_typed_is_lost(
    city: ApiCity, silent: tuple[str, str], change: dict[str, object], wanted: str
) -> None:
    number, task = silent
    hotline = desk(city, "hotline")
    typed: dict[str, object] = {"step": task, "at": "2026-12-01T16:00", "reason": "窗口收到后没有登记", "document": "", "file": None}
    typed |= change
    name = change.get("file", "收文登记.pdf")
    typed["file"] = (io.BytesIO(SCAN if name == "收文登记.pdf" else b"MZ"), name) if name else None
    page = sent(hotline, number, **typed)
    assert wanted in words(page)
    if "at" not in change:
        assert 'value="2026-12-01T16:00"' in page
    if "reason" not in change:
        assert "窗口收到后没有登记" in page
    assert city.rows("SELECT state FROM deadline WHERE key = :key", key=int(task)) == [{"state": "lapsed"}]


@pytest.mark.parametrize("wrong", ["", "2026-11-20T09:00", "2026-12-01T17:31"])
def test_a_scan_stays_chosen_when_the_rest_is_refused_and_is_a_document_of_the_case_only_once(
    city: ApiCity, silent: tuple[str, str], wrong: str
) -> None:
    number, task = silent
    hotline = desk(city, "hotline")

    def kept() -> int:
        rows = city.rows("SELECT d.key FROM document d JOIN process_instance p ON p.key = d.case_key WHERE p.receipt_number = :n", n=number)
        return len(rows)

    page = sent(hotline, number, step=task, at=wrong, reason="补录", file=(io.BytesIO(SCAN), "收文登记.pdf"))
    assert "还没有录入" in words(page)
    assert kept() == 0
    carried = re.search('<option value="([^"]+)" selected[^>]*>收文登记.pdf', page)
    assert carried is not None
    assert "收到时间已录入" in words(sent(hotline, number, step=task, at="2026-12-01T16:00", reason="补录", document=carried[1]))
    assert kept() == 1


def test_what_is_typed_is_kept_and_nobody_elses(city: ApiCity, silent: tuple[str, str]) -> None:
    number, task = silent
    hotline = desk(city, "hotline")
    assert hotline.send(f"/cases/{number}/received/draft", _step=task, _reason="写到一半").status_code == 200
    assert "写到一半" in hotline.get(f"/cases/{number}/received")
    assert "写到一半" not in desk(city, "demo").get(f"/cases/{number}/received")


def test_who_may_not_enter_it_has_no_link_and_no_page(city: ApiCity, silent: tuple[str, str]) -> None:
    number, _ = silent
    chen = desk(city, "handler-health")
    assert "/received" not in chen.get(f"/cases/{number}")
    chen.get(f"/cases/{number}/received", 403)
    desk(city, "legal").get(f"/cases/{number}/received", 404)


def test_what_the_reply_says_is_asked_by_its_form_and_the_operator_puts_the_data_right_with_one_click(either_api: ApiCity) -> None:
    city = either_api
    city.deploy({"consultation.bpmn": consultation(), "say.form": FORM})
    go_to(city, instant_text(NOW))
    case = int(city.start("consultation", topic="新桥选址", units=[HEALTH]))
    number, task = city.number(str(case)), city.task(str(case))
    go_to(city, instant_text(at("2026-12-02 09:00")))
    city.duban.door.fire_due(case)
    hotline, operator = desk(city, "hotline"), desk(city, "demo")
    assert "答复的内容" in words(hotline.get(f"/cases/{number}/received"))
    typed = {"_step": task, "_at": "2026-12-01T16:00", "_reason": "窗口收到后没有登记", "_form": task, "_shown": "reply", "reply": "object"}
    scan = {"_proof": (io.BytesIO(SCAN), "收文登记.pdf")}
    drawn = hotline.send(f"/cases/{number}/received/form", **typed).get_data(as_text=True)
    assert 'name="ground"' in drawn
    page = hotline.follow(hotline.send(f"/cases/{number}/received", **typed, **scan))
    assert 'id="f-ground-error"' in page
    assert re.search(r'value="object"[^>]* checked', page)
    carried = re.search('<option value="([^"]+)" selected[^>]*>收文登记.pdf', page)
    assert carried is not None
    hotline.follow(hotline.send(f"/cases/{number}/received", **typed, ground="第六十六条", _document=carried[1]))
    (incident,) = city.rows("SELECT key FROM incident WHERE case_key = :key", key=case)
    href = f"/incidents/{incident['key']}"
    shown = words(operator.get(href))
    assert "deemed" in shown
    assert "第六十六条" in shown
    refused = operator.send(f"{href}/resolution", how="retry", reason="已移动")
    assert refused.status_code == 409
    assert "请先改正" in words(refused.get_data(as_text=True))
    shown = words(operator.follow(operator.send(f"{href}/resolution", how="right", reason="按卫健委的答复")))
    assert "第六十六条" not in shown
    assert "数据已按答复改正" in shown
    (row,) = city.rows("SELECT value FROM variable WHERE scope_key = :key AND name = 'replies'", key=case)
    assert '"object"' in row["value"]
    open_task = city.task(str(case))
    (step,) = city.rows("SELECT element_id FROM user_task WHERE key = :key", key=int(open_task))
    moved = {"instance": str(case), "end": open_task, "target": step["element_id"], "reason": "按答复重办", "step": "do"}
    assert "的沉默已不再有效" in words(operator.get(f"/tasks/{open_task}"))
    assert operator.send(f"/cases/{number}/move", **moved, **{f"proven-{incident['key']}": "yes"}).status_code == 303
    assert city.rows("SELECT state FROM incident WHERE key = :key", key=incident["key"]) == [{"state": "RESOLVED"}]
    assert "的沉默已不再有效" not in words(operator.get(f"/tasks/{city.task(str(case))}"))
