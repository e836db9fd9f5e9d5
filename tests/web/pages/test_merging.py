"""On the assigning step likely repeats are shown, and nobody merges into a letter whose title and state they have not seen."""

import json

from app.domain.receipt_number import receipt_number
from tests.builders.drawing import ext, z
from tests.builders.small_processes import END, diagram, flow, user_task
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import ASSIGNED, LETTER, Desk, desk, part, words

MERGE = {"disposition": "merge", "closingReason": "同一处同一事。"}


def registered(api: ApiCity, **more: str) -> tuple[str, str, str]:
    """Return key, number and open task of a new letter that the hotline clerk has taken on."""
    instance = api.start("citizen-letter", **{**LETTER, **more})
    task = api.task(instance)
    api.post(f"/v2/user-tasks/{task}/assignment", {"assignee": "hotline"}, 204)
    return instance, api.number(instance), task


def in_hand(api: ApiCity, **more: str) -> str:
    """Return the number of a letter that the health bureau has."""
    _, number, task = registered(api, **more)
    api.post(f"/v2/user-tasks/{task}/completion", {"variables": ASSIGNED}, 204, who="hotline")
    return number


def last_read(api: ApiCity) -> dict[str, object]:
    rows = api.rows("SELECT body FROM access_event WHERE kind = 'personal_data_read' ORDER BY seq DESC LIMIT 20")
    facts = [json.loads(row["body"])["facts"][0] for row in rows]
    return next(fact for fact in facts if fact["what"] == "repeats")


def test_the_assigning_step_lists_repeats_with_all_that_tells_them_apart(api: ApiCity) -> None:
    earlier = in_hand(api, contact="13911110001", topic="南湖路井盖缺失")
    key, _, task = registered(api, contact="139-1111-0001", topic="完全另一件事情", content="别的话", place="别处")
    page = desk(api, "hotline").get(f"/tasks/{task}")
    said = words(page).partition("可能重复")[2].partition("怎么处理")[0]
    for told in (earlier, "南湖路井盖缺失", "在办", "今天 10:42", "市卫健局", "联系方式相同", "并入这一件"):
        assert told in said, told
    assert key not in str(last_read(api)["caseKeys"])
    assert len(last_read(api)["caseKeys"]) == 1  # type: ignore[arg-type]  # a list, in the body


def test_a_letter_from_the_public_page_is_compared_too(api: ApiCity) -> None:
    earlier = in_hand(api, contact="13911110002", topic="北街公厕停水")
    sent = {
        "topic": "北街公厕停水",
        "place": "北街",
        "content": "已经三天。",
        "name": "周文斌",
        "contact": "13911110099",
        "step": "3",
        "to": "4",
    }
    receipt = desk(api).send("/letters", **sent).get_data(as_text=True)
    number = words(receipt).partition("受理编号")[2].split()[0]
    key = api.rows("SELECT key FROM process_instance WHERE receipt_number = :number", number=number)[0]["key"]
    page = desk(api, "hotline").get(f"/tasks/{api.task(str(key))}")
    assert earlier in words(page)
    assert "用词相同" in words(page)
    assert "并入这一件" not in words(page), "only who has the task decides on it"


def test_choosing_one_from_the_list_fills_the_number_and_shows_the_letter(api: ApiCity) -> None:
    earlier = in_hand(api, contact="13911110003", topic="桥面坑洼")
    _, number, task = registered(api, contact="13911110003", topic="桥面又坑洼")
    hotline = desk(api, "hotline")
    answer = hotline.send(f"/tasks/{task}/completion", disposition="assign", assignmentNote="写到一半", _into=earlier)
    assert answer.headers["Location"] == f"/tasks/{task}?view=mine&refused=target#f-mergedInto"
    page = hotline.get(answer.headers["Location"])
    assert f'value="{earlier}"' in page
    assert "桥面坑洼" in part(page, "merge-target")
    assert "在办" in part(page, "merge-target")
    merged = hotline.send(f"/tasks/{task}/completion", **MERGE, mergedInto=earlier, _target=earlier)
    assert merged.headers["Location"].endswith("done=completed")
    told = words(hotline.get(f"/cases/{number}"))
    assert f"已并入 {earlier}" in told
    assert "桥面坑洼" in told
    assert "在办" in told


def test_a_number_typed_blindly_is_shown_before_anything_is_merged(api: ApiCity) -> None:
    earlier = in_hand(api, topic="路面塌陷一处")
    _, number, task = registered(api, topic="塌了一块")
    hotline = desk(api, "hotline")
    page = hotline.follow(hotline.send(f"/tasks/{task}/completion", **MERGE, mergedInto=earlier))
    assert "路面塌陷一处" in part(page, "merge-target")
    assert "同一处同一事。" in page
    assert "已并入" not in words(hotline.get(f"/cases/{number}"))
    assert 'name="_target"' in page


def test_what_a_number_names_is_asked_while_it_is_typed(api: ApiCity) -> None:
    earlier = in_hand(api, topic="停车场收费不开票")
    _, _, task = registered(api, topic="不开票")
    hotline = desk(api, "hotline")

    def asked(number: str) -> str:
        return words(hotline.send(f"/tasks/{task}/merge-target", mergedInto=number).get_data(as_text=True))

    assert asked("QZ-2026") == ""
    assert "停车场收费不开票" in asked(earlier)
    assert "没有编号为" in asked(receipt_number("QZ", 2026, 999999))
    assert "末位" in asked(f"{earlier[:-1]}{(int(earlier[-1]) + 1) % 10}")


def test_a_finished_letter_is_shown_with_why_it_will_not_do(api: ApiCity) -> None:
    _, finished, first = registered(api, contact="13911110004", topic="已经办结的事")
    api.post(
        f"/v2/user-tasks/{first}/completion",
        {"variables": {"disposition": "outOfScope", "closingReason": "法院管辖。"}},
        204,
        who="hotline",
    )
    _, _, task = registered(api, contact="13911110004", topic="又来问", content="问结果。", place="来电")
    hotline = desk(api, "hotline")
    list_of = words(hotline.get(f"/tasks/{task}")).partition("可能重复")[2].partition("怎么处理")[0]
    assert finished in list_of
    assert "已结" in list_of
    assert "并入这一件" not in list_of
    page = hotline.follow(hotline.send(f"/tasks/{task}/completion", **MERGE, mergedInto=finished), 422)
    assert "已经办结的事" in part(page, "merge-target")
    assert 'name="_target"' not in page


def test_a_letter_that_one_may_not_see_is_answered_as_none(api: ApiCity) -> None:
    earlier = in_hand(api, topic="机密的一件")
    with api.duban.database.write() as store:
        store.run("UPDATE process_instance SET secret = 1 WHERE receipt_number = :number", number=earlier)
    _, _, task = registered(api, topic="机密的一件")
    hotline = desk(api, "hotline")
    assert earlier not in words(hotline.get(f"/tasks/{task}"))
    shown = words(hotline.send(f"/tasks/{task}/merge-target", mergedInto=earlier).get_data(as_text=True))
    assert "机密的一件" not in shown
    refused = hotline.follow(hotline.send(f"/tasks/{task}/completion", **MERGE, mergedInto=earlier), 422)
    assert "没有" in part(refused, "f-mergedInto-error")


def test_who_only_reads_the_task_is_shown_no_repeats(api: ApiCity) -> None:
    earlier = in_hand(api, contact="13911110005", topic="只看不办")
    _, _, task = registered(api, contact="13911110005", topic="只看不办")
    for account in ("inspection", "auditor"):
        page = words(desk(api, account).get(f"/tasks/{task}"))
        assert "可能重复" not in page
        assert earlier not in page


def test_one_of_another_unit_is_told_nothing_of_the_repeats(api: ApiCity) -> None:
    _, _, task = registered(api)
    assert isinstance(desk(api, "handler-housing"), Desk)
    assert desk(api, "handler-housing").send(f"/tasks/{task}/merge-target", mergedInto="QZ-2026-000001-7").status_code == 404


def test_a_wrong_number_and_an_empty_reason_are_both_counted_and_listed_above(api: ApiCity) -> None:
    _, _, task = registered(api, topic="漏报一处")
    hotline = desk(api, "hotline")
    absent = receipt_number("QZ", 2026, 999)
    page = hotline.follow(hotline.send(f"/tasks/{task}/completion", disposition="merge", mergedInto=absent, closingReason=""), 422)
    assert "有 2 处" in words(page)
    assert 'href="#f-mergedInto"' in page
    assert 'href="#f-closingReason"' in page
    assert words(page).count(absent) == 2, "once above and once at the field"


def test_a_number_is_taken_however_it_is_typed(api: ApiCity) -> None:
    earlier = in_hand(api, topic="树枝压线一处")
    _, number, task = registered(api, topic="树枝压线又一处")
    hotline = desk(api, "hotline")
    typed = f" {earlier.lower().replace('-', '')} "
    answer = hotline.send(f"/tasks/{task}/completion", **MERGE, mergedInto=typed, _target=earlier)
    assert answer.headers["Location"].endswith("done=completed")
    assert f"已并入 {earlier}" in words(hotline.get(f"/cases/{number}"))


def test_what_is_no_number_is_refused_with_an_example_of_one(api: ApiCity) -> None:
    _, _, task = registered(api, topic="编号写错一处")
    hotline = desk(api, "hotline")
    page = hotline.follow(hotline.send(f"/tasks/{task}/completion", **MERGE, mergedInto="第十一件"), 422)
    assert "写法不符合这里的要求" not in words(page)
    assert "QZ-2026-003187-4" in part(page, "f-mergedInto-error")


COUNTED_FORM = '{"type": "default", "id": "counted", "components": [{"type": "number", "key": "amount", "label": "Amount"}]}'
COUNTED = diagram(
    "counted",
    '<bpmn:startEvent id="begin" name="begin">'
    + ext(z("formDefinition", formId="counted"))
    + "</bpmn:startEvent>"
    + user_task("ask", "Ask", 'candidateGroups="hotline"')
    + END
    + flow("begin", "ask")
    + flow("ask", "end"),
)


def test_repeats_are_looked_for_where_the_form_asks_what_they_are_told_by(api: ApiCity) -> None:
    assert api.deploy({"counted.bpmn": COUNTED, "counted.form": COUNTED_FORM}).status_code == 200
    hotline = desk(api, "hotline")
    assert "可能重复" in words(hotline.get("/start/citizen-letter"))
    assert "可能重复" not in words(hotline.get("/start/counted"))
