"""The replay of a case: each of its events at an address of its own, for who may see the case."""

import json
import re

import pytest

from app.domain.receipt_number import receipt_number
from tests.builders.drawing import end, ext, path, process, properties, start, user, z
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import ASSIGNED, LETTER, Desk, desk, words


@pytest.fixture(scope="module")
def letter(either_api: ApiCity) -> tuple[str, str]:
    return four_events(either_api)


def four_events(either_api: ApiCity) -> tuple[str, str]:
    """Return key and number of a letter that was registered, assigned, commented on and corrected."""
    key = either_api.start("citizen-letter", who="hotline", **LETTER)
    number = either_api.number(key)
    either_api.post(f"/v2/user-tasks/{either_api.task(key)}/completion", {"variables": ASSIGNED}, 204, who="hotline")
    either_api.post(f"/casework/v1/cases/{number}/comments", {"text": "已联系来信人"}, 201, who="hotline")
    set_to = {"variables": {"topic": "新的题目", "rules": {"article": "11", "planDays": 31}}, "reason": "登记时写错了题目"}
    assert either_api.ask("PUT", f"/v2/element-instances/{key}/variables", set_to, who="operator").status_code == 204
    return key, number


def form_of(label: str, key: str) -> bytes:
    """Return a form that asks for one text."""
    field = {"type": "textfield", "id": f"Field_{key}", "key": key, "label": label}
    return json.dumps({"type": "default", "id": "asking-form", "schemaVersion": 19, "components": [field]}).encode()


def page(desk: Desk, number: str, query: str = "", status: int = 200) -> str:
    return desk.get(f"/cases/{number}/replay{query}", status)


def current(text: str) -> str:
    found = re.search(r'id="event-(\d+)"[^>]*aria-current="step"', text)
    assert found is not None
    return found[1]


def test_why_an_operator_changed_data_stands_in_the_history(either_api: ApiCity, letter: tuple[str, str]) -> None:
    assert "登记时写错了题目" in words(desk(either_api, "auditor").get(f"/cases/{letter[1]}?tab=history"))


def test_the_last_event_is_shown_unless_another_is_asked_for(either_api: ApiCity, letter: tuple[str, str]) -> None:
    auditor = desk(either_api, "auditor")
    assert current(page(auditor, letter[1])) == "4"
    text = page(auditor, letter[1], "?event=2")
    assert current(text) == "2"
    assert "事件 2 之后" in words(text)
    assert f'href="/cases/{letter[1]}/replay?event=1"' in text
    assert f'href="/cases/{letter[1]}/replay?event=3"' in text


@pytest.mark.parametrize(("asked", "nearest"), [("0", "1"), ("-3", "1"), ("99", "4"), ("9999999999999", "4"), ("x", "4"), ("", "4")])
def test_a_place_that_is_none_shows_the_nearest_event_and_says_so(
    either_api: ApiCity, letter: tuple[str, str], asked: str, nearest: str
) -> None:
    text = page(desk(either_api, "auditor"), letter[1], f"?event={asked}")
    assert current(text) == nearest
    assert "应为第 1 至第 4 个事件" in words(text)


def test_an_event_says_what_it_changed_from_what_to_what_and_by_whom(either_api: ApiCity, letter: tuple[str, str]) -> None:
    text = words(page(desk(either_api, "auditor"), letter[1], "?event=4"))
    assert "反映什么事 topic 原 楼下外机扰民 新 新的题目 曹阳 · 原值出自事件 1 ，李敏，" in text
    assert "可订工作方案的工作日 planDays 原 30 新 31" in text
    assert "人工干预" in text
    assert "人工干预" not in words(page(desk(either_api, "auditor"), letter[1], "?event=2")).split("哈希")[0].split("变化")[1]


def test_what_was_written_stands_at_the_event_that_it_is(either_api: ApiCity) -> None:
    _, number = four_events(either_api)
    auditor = desk(either_api, "auditor")
    assert "写了意见 已联系来信人" in words(page(auditor, number, "?event=3")).split("变化")[-1]
    assert "写了意见 已联系来信人" in words(auditor.get(f"/cases/{number}?tab=history"))
    with either_api.duban.database.write() as store:
        gone = 'UPDATE event_content SET content = \'{"input":{},"private":{}}\' WHERE seq = 3 AND case_key ='
        store.run(f"{gone} (SELECT CAST(key AS TEXT) FROM process_instance WHERE receipt_number = :number)", number=number)
    assert "写了意见 所写内容已不在" in words(page(auditor, number, "?event=3")).split("变化")[-1]


def test_values_stand_under_the_labels_of_the_form_that_asked_in_the_version_that_ran(either_api: ApiCity) -> None:
    first = form_of("被请求人怎么答复", "reply")
    drawn = process(
        "asking",
        ext(properties(owner="hotline", receipt__code="WD")),
        start(),
        user("ask", z("formDefinition", formId="asking-form"), z("assignmentDefinition", candidateGroups="hotline")),
        user("again", z("formDefinition", formId="asking-form"), z("assignmentDefinition", candidateGroups="hotline")),
        end(),
        path("s ask again e"),
    )
    assert either_api.deploy({"asking.bpmn": drawn, "asking.form": first}).status_code == 200
    key = either_api.start("asking")
    number = either_api.number(key)
    assert either_api.deploy({"asking.form": form_of("答复（第二版）", "reply")}).status_code == 200
    either_api.post(f"/v2/user-tasks/{either_api.task(key)}/completion", {"variables": {"reply": None}}, 204, who="hotline")
    either_api.post(f"/v2/user-tasks/{either_api.task(key)}/completion", {"variables": {"reply": "同意"}}, 204, who="hotline")
    auditor = desk(either_api, "auditor")
    before, after = (words(page(auditor, number, f"?event={place}")).split("变化")[-1] for place in (2, 3))
    assert "被请求人怎么答复 reply 原 没有 新 无 李敏" in before
    assert "答复（第二版） reply 原 无 新 同意 李敏 · 原值出自事件 2 ，李敏，" in after


def test_what_nobody_typed_is_said_to_be_worked_out(either_api: ApiCity, letter: tuple[str, str]) -> None:
    text = words(page(desk(either_api, "auditor"), letter[1], "?event=2")).split("变化")[-1]
    assert "责任单位 unit 原 没有 新 市卫健局 health-bureau 李敏" in text
    assert "系统" not in text
    registered = words(page(desk(either_api, "auditor"), letter[1], "?event=1")).split("变化")[-1]
    assert re.search(r"rules (?:(?!李敏).)* 系统", registered)


def test_the_page_at_an_event_never_changes_later(either_api: ApiCity, letter: tuple[str, str]) -> None:
    before = page(desk(either_api, "auditor"), letter[1], "?event=1")
    assert "topic 原 没有 新 楼下外机扰民" in words(before)
    assert "新的题目" not in words(before).split("变化")[-1]
    assert "分派来信" in words(before)


def test_deadlines_are_those_of_the_event_with_rule_and_days(either_api: ApiCity, letter: tuple[str, str]) -> None:
    first = words(page(desk(either_api, "auditor"), letter[1], "?event=1"))
    second = words(page(desk(either_api, "auditor"), letter[1], "?event=2"))
    assert "第11条，7 个工作日" in first
    assert "按时办结" not in first.split("当时的期限")[-1]
    assert "按时办结" in second.split("当时的期限")[-1]


@pytest.mark.parametrize(
    ("name", "at", "shown"),
    [
        ("dated", '=date("2026-12-04")', "2026年12月4日 星期五 17:30"),
        ("timed", '=date and time("2026-12-04T10:00:00@Asia/Shanghai")', "2026年12月4日 星期五 10:00"),
    ],
)
def test_a_deadline_that_was_given_as_a_date_or_an_instant_is_shown(either_api: ApiCity, name: str, at: str, shown: str) -> None:
    put = z("assignmentDefinition", candidateGroups="hotline")
    drawn = process(
        name,
        ext(properties(owner="hotline", receipt__code="SJ")),
        start(),
        user("work", put, properties(deadline__at=at, deadline__article="34")),
        end(),
        path("s work e"),
    )
    assert either_api.deploy({"dated.bpmn": drawn}).status_code == 200
    number = either_api.number(either_api.start(name))
    assert shown in words(page(desk(either_api, "auditor"), number)).split("当时的期限")[-1]


def test_who_may_not_see_the_case_gets_the_answer_for_one_that_is_not_there(either_api: ApiCity, letter: tuple[str, str]) -> None:
    stranger, unknown = desk(either_api, "handler-housing"), receipt_number("QZ", 2020, 1)
    for address in ("", "?event=1", "/seal"):
        hidden, nothing = (words(page(stranger, number, address, 404)) for number in (letter[1], unknown))
        assert hidden.replace(letter[1], "") == nothing.replace(unknown, "")


def test_a_supervisor_does_not_learn_who_wrote(either_api: ApiCity, letter: tuple[str, str]) -> None:
    for account, seen in (("supervision", False), ("auditor", True)):
        text = page(desk(either_api, account), letter[1], "?event=1")
        assert ("张玉兰" in text, "13800000001" in text) == (seen, seen), account
        assert ("涉及来信人身份" in text) is not seen


def test_the_look_is_noted(either_api: ApiCity, letter: tuple[str, str]) -> None:
    page(desk(either_api, "auditor"), letter[1])
    last = either_api.rows("SELECT actor, body FROM access_event ORDER BY seq DESC LIMIT 1")[0]
    said = json.loads(last["body"])["facts"][0]
    assert (last["actor"], said["what"], said["caseKeys"]) == ("auditor", "replay", [letter[0]])


def test_nothing_is_called_verified_before_it_was_checked(either_api: ApiCity, letter: tuple[str, str]) -> None:
    auditor = desk(either_api, "auditor")
    either_api.get(f"/casework/v1/cases/{letter[1]}/verification", who="auditor")
    assert 'data-state="waiting"' in page(auditor, letter[1], "?event=2"), "what a program asked for holds for the page too"
    either_api.post(f"/casework/v1/cases/{letter[1]}/comments", {"text": "又一条"}, 201, who="hotline")
    before = page(auditor, letter[1], "?event=2")
    assert 'data-state="checking"' in before
    assert "events__seal--verified" not in before
    seal = auditor.get(f"/cases/{letter[1]}/replay/seal")
    assert 'data-state="waiting"' in seal
    assert "5 个事件：链、重算一致，5 个待锚定" in words(seal)
    assert page(auditor, letter[1], "?event=2").count("events__seal--waiting") == 6


def test_without_script_a_link_checks_and_an_altered_event_is_named(either_api: ApiCity) -> None:
    key = either_api.start("citizen-letter", who="hotline", **LETTER)
    number, auditor = either_api.number(key), desk(either_api, "auditor")
    either_api.post(f"/casework/v1/cases/{number}/comments", {"text": "一"}, 201, who="hotline")
    with either_api.duban.database.write() as store:
        store.run("UPDATE audit_event SET actor = 'demo' WHERE case_key = :key AND seq = 2", key=key)
    text = page(auditor, number, "?event=1&check=now")
    assert 'data-state="differs"' in text
    assert "链，事件2：被改动；之前的1个事件仍然相符" in words(text).replace(" ", "")
    assert text.count("events__seal--differs") == 1


def test_a_page_at_an_event_calls_no_day_today(either_api: ApiCity, letter: tuple[str, str]) -> None:
    text = words(page(desk(either_api, "auditor"), letter[1], "?event=2"))
    assert ("今天" in text, "昨天" in text) == (False, False)
    assert "2026年11月" in text.partition("当时的期限")[2]


def test_words_torn_out_are_not_called_erased_by_law_and_what_happened_stays(either_api: ApiCity) -> None:
    key = either_api.start("citizen-letter", who="hotline", **LETTER)
    number = either_api.number(key)
    with either_api.duban.database.write() as store:
        store.run("DELETE FROM event_content WHERE case_key = :key", key=key)
        store.run("DELETE FROM case_secret WHERE case_key = :key", key=key)
    text = words(page(desk(either_api, "auditor"), number, "?check=now"))
    assert "本案中所写的内容已依法销毁" not in text
    assert "链，事件1：缺失" in text.replace(" ", "")
    assert "topic 已销毁" in text
    assert "登记案件" in text


@pytest.mark.parametrize(("show", "kept"), [("people", 4), ("clock", 0), ("deadlines", 2)])
def test_events_are_filtered_by_who_and_what(either_api: ApiCity, show: str, kept: int) -> None:
    _, number = four_events(either_api)
    text = page(desk(either_api, "auditor"), number, f"?event=2&show={show}")
    assert text.count('class="events__item') == kept
    assert f"/replay?event=3&amp;show={show}" in text


def test_programs_read_the_same_at_any_event(either_api: ApiCity, letter: tuple[str, str]) -> None:
    key, number = letter
    base = f"/casework/v1/cases/{number}/replay"
    first = either_api.get(f"{base}?at=1", who="auditor")
    assert (first["seq"], first["message"], first["activeElementIds"]) == (1, None, ["assign"])
    assert {"flowId": "registered-to-read-rules", "processInstanceKey": key, "times": 1} in first["takenFlows"]
    topic = next(one for one in first["variables"] if one["name"] == "topic")
    assert topic == {"scopeKey": key, "name": "topic", "value": "楼下外机扰民", "seq": 1, "erased": False}
    assert [(one["elementId"], one["state"], one["rule"]) for one in first["deadlines"]] == [("assign", "running", "7 working day")]
    later = either_api.get(f"{base}?at=4", who="auditor")
    assert next(one["value"] for one in later["variables"] if one["name"] == "rules")["planDays"] == 31
    assert later["intervention"] is True
    assert ("assign", "met") in [(one["elementId"], one["state"]) for one in later["deadlines"]]
    nearest = either_api.get(f"{base}?at=-7", who="auditor")
    assert (nearest["seq"], nearest["message"]) == (1, f"Expected an event from 1 to {nearest['last']}, but found -7; the nearest is shown")
    far = either_api.get(f"{base}?at={10**22}", who="auditor")
    assert far["seq"] == far["last"]
    assert str(10**22) in far["message"]
    assert either_api.get(f"{base}?at=x", 400, who="auditor")["code"] == "bad_filter"
    assert either_api.get(base, 404, who="handler-housing")["code"] == "not_found"
    hidden = {one["name"]: one["value"] for one in either_api.get(base, who="supervision")["variables"]}
    assert (hidden["name"], hidden["contact"]) == (None, None)
