"""The extension on the page of a deadline, in each state, without script."""

from collections.abc import Callable

import pytest

from app.domain.actor import SYSTEM
from app.service.enter_calendar_year import EnterCalendarYear
from app.service.pin_clock import pin_clock
from tests.builders.commission import PROCESS, commission, extendable, extension_files
from tests.domain.city_time import YEAR_2027, at
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import Desk, desk, words

ASKED = {"days": "3", "reason": "检测报告还没有出来", "measures": "已加急"}


@pytest.fixture
def city(make_api: Callable[..., ApiCity]) -> ApiCity:
    api = make_api()
    assert api.deploy({"commission.bpmn": commission(), **extension_files()}).status_code == 200
    return api


def begun(api: ApiCity, element: str = "work") -> tuple[str, str]:
    """Start a commission on Tuesday 24 November; return the address of its step's deadline, and the key of the case."""
    key = api.start(PROCESS, topic="东湖片区二次供水")
    (row,) = api.rows("SELECT key FROM deadline WHERE case_key = :key AND element_id = :element", key=int(key), element=element)
    return f"/cases/{api.number(key)}/deadlines/{row['key']}", key


def go_to(api: ApiCity, when: str) -> None:
    api.duban.door.keep(pin_clock, at(when))


def fire(api: ApiCity, key: str) -> None:
    api.duban.door.fire_due(int(key))


def panel(page: str) -> str:
    """Return the words of the panel."""
    return words(page[page.index('<section class="extension"') : page.index("</section>", page.index('<section class="extension"'))])


def ask(who: Desk, deadline: str, **fields: str) -> str:
    return who.follow(who.send(f"{deadline}/extension", **{**ASKED, **fields}))


def test_it_says_until_when_it_may_be_asked_and_a_closed_day_s_last_open_one(city: ApiCity) -> None:
    handler = desk(city, "handler-health")
    deadline, _ = begun(city)
    assert "最迟 11月30日 周一 24:00" in panel(handler.get(deadline))
    go_to(city, "2026-11-25 09:00")  # 7 working days end on Friday 4 December: three days before is Tuesday
    go_to(city, "2026-11-26 09:00")
    other, _ = begun(city)  # Monday 7 December: Friday 4 December
    assert "最迟 12月4日 周五 24:00" in panel(handler.get(other))
    go_to(city, "2026-11-27 09:00")
    third, _ = begun(city)  # Tuesday 8 December: Saturday 5 December
    said = panel(handler.get(third))
    assert "最迟 12月5日 周六 24:00" in said
    assert "最后一个工作日是 12月4日 周五" in said


def test_date_and_days_are_worked_out_by_the_server_and_nothing_typed_is_lost(city: ApiCity) -> None:
    handler = desk(city, "handler-health")
    deadline, _ = begun(city)
    page = handler.follow(handler.send(f"{deadline}/extension", days="3", reason="检测报告还没有出来", _compute="1"))
    assert 'value="2026-12-08"' in page
    assert "批准后 12月8日 周二 17:30 到期。" in panel(page)
    page = handler.follow(
        handler.send(
            f"{deadline}/extension",
            days="3",
            newDate="2026-12-10",
            _date="2026-12-08",
            _days="3",
            reason="检测报告还没有出来",
            _compute="1",
        )
    )
    assert 'name="days" type="text" inputmode="decimal" autocomplete="off" value="5"' in page
    assert "检测报告还没有出来" in page
    page = handler.follow(handler.send(f"{deadline}/extension", newDate="2026-12-12", _compute="1"))
    assert "这一天是周末。" in panel(page)


def test_a_refusal_keeps_what_was_typed_and_says_what_is_wrong(city: ApiCity) -> None:
    handler = desk(city, "handler-health")
    deadline, _ = begun(city)
    page = ask(handler, deadline, measures="")
    assert "有 1 处需要再看看" in words(page)
    assert "检测报告还没有出来" in page
    page = ask(handler, deadline, days="", newDate="2026-12-03")
    assert "新的期限应在 12月3日 之后" in panel(page)


def test_a_date_and_days_that_do_not_come_to_the_same_are_refused_at_the_field_and_both_are_kept(city: ApiCity) -> None:
    handler = desk(city, "handler-health")
    deadline, key = begun(city)
    for before in ({}, {"_date": "2026-12-20", "_days": "3"}):  # typed without script, and as the server had drawn them
        page = ask(handler, deadline, newDate="2026-12-20", **before)
        assert "再加 3 天是 12月8日，与所填的 12月20日 不一致" in panel(page)
        assert 'value="2026-12-20"' in page
        assert 'value="3"' in page
        assert "批准后" not in panel(page)
    assert not city.rows("SELECT key FROM process_instance WHERE case_key = :key AND parent_key IS NOT NULL", key=int(key))
    ask(handler, deadline, newDate="2026-12-08")
    assert city.rows("SELECT key FROM process_instance WHERE case_key = :key AND parent_key IS NOT NULL", key=int(key))


def test_too_late_replaces_the_form_and_says_what_else_can_be_done(city: ApiCity) -> None:
    handler = desk(city, "handler-health")
    deadline, key = begun(city)
    go_to(city, "2026-12-01 00:00")
    fire(city, key)
    page = handler.get(deadline)
    assert "最迟应在 11月30日 周一 24:00 前申请" in panel(page)
    assert "还可以：在期限前办结" in panel(page)
    assert "extension-form" not in page
    # Typed before the end of the day and sent after it: the sentence, and what was typed is kept.
    page = ask(handler, deadline)
    assert "已过申请时间" in panel(page)


def test_asked_then_granted_shows_for_whom_it_waits_and_old_and_new(city: ApiCity) -> None:
    handler, director = desk(city, "handler-health"), desk(city, "director")
    deadline, key = begun(city)
    said = panel(ask(handler, deadline))
    assert "等待：市政府办公室主任" in said
    assert "期限照常计算，仍是 12月3日 周四 17:30" in said
    assert "撤回申请的理由" in said
    assert "撤回申请的理由" not in panel(director.get(deadline)), "who decides does not withdraw"
    (task,) = city.rows("SELECT key FROM user_task WHERE case_key = :key AND element_id = 'decide'", key=int(key))
    city.post(
        f"/v2/user-tasks/{task['key']}/completion", {"variables": {"decision": "approve", "newDate": "2026-12-08"}}, 204, who="director"
    )
    page = handler.get(deadline)
    assert "12月3日 周四 → 12月8日 周二 已批准延期" in panel(page)
    assert "原为 12月3日" in words(page), "the original date is never hidden"
    assert "此前已延过，须批准人写明可以再次延期" in panel(page)


def test_refused_shows_the_reason_and_may_be_asked_again(city: ApiCity) -> None:
    handler = desk(city, "handler-health")
    deadline, key = begun(city)
    ask(handler, deadline)
    (task,) = city.rows("SELECT key FROM user_task WHERE case_key = :key AND element_id = 'decide'", key=int(key))
    said = {"decision": "refuse", "decisionReason": "可以按时办结"}
    city.post(f"/v2/user-tasks/{task['key']}/completion", {"variables": said}, 204, who="director")
    page = panel(handler.get(deadline))
    assert "未批准延期" in page
    assert "可以按时办结" in page
    assert "现在可以申请" in page


def lapsed_undecided(city: ApiCity) -> tuple[Desk, str, str]:
    """Return the handler's desk, the deadline's page and the case of a request that its deadline came before."""
    handler = desk(city, "handler-health")
    deadline, key = begun(city)
    ask(handler, deadline)
    go_to(city, "2026-12-03 17:30")
    while city.duban.door.fire_due(int(key)):
        pass
    return handler, deadline, key


def test_lapsed_undecided_is_the_approver_s_lateness(city: ApiCity) -> None:
    handler, deadline, _ = lapsed_undecided(city)
    page = panel(handler.get(deadline))
    assert "期限先到，未批，申请失效" in page
    assert "记作批准人逾期未批" in page


def test_history_says_that_the_request_lapsed_and_whose_lateness_that_is_and_not_that_the_case_is_closed(city: ApiCity) -> None:
    handler, _, key = lapsed_undecided(city)
    page = words(handler.get(f"/cases/{city.number(key)}?tab=history"))
    assert "「办理」的延期申请到期未批，自行失效" in page
    assert "记作批准人逾期未批：市政府办公室主任" in page
    assert page.count("17:30 已通知有关人员") == 1
    assert "案件办结" not in page
    assert "「办理」的延期申请到期未批，自行失效" in words(handler.get(f"/cases/{city.number(key)}/replay?event=7"))


def test_what_lapsed_undecided_stands_in_the_approver_s_list_as_lateness_and_on_the_task(city: ApiCity) -> None:
    deadline, key = begun(city)
    ask(desk(city, "handler-health"), deadline)
    (task,) = city.rows("SELECT key FROM user_task WHERE case_key = :key AND element_id = 'decide'", key=int(key))
    director = desk(city, "director")
    assert "期限先到未批：记作您的逾期" not in words(director.get("/work-list?view=done"))
    go_to(city, "2026-12-03 17:30")
    while city.duban.door.fire_due(int(key)):
        pass
    page = words(director.get("/work-list?view=done"))
    assert "期限先到未批：记作您的逾期" in page
    assert "东湖片区二次供水" in page
    assert "东湖片区二次供水" not in words(desk(city, "hotline").get("/work-list?view=done")), "nobody else's lateness"
    assert "申请失效，记作批准人逾期" in words(director.get(f"/tasks/{task['key']}"))
    assert "未批，申请失效，记作您的逾期" in words(director.get("/notices"))
    assert "没有人批准" in words(desk(city, "handler-health").get("/notices"))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"decision": "approve", "newDate": "2026-12-08"}, "“办理”获准延期：现在 12月8日 17:30 到期"),
        ({"decision": "refuse", "decisionReason": "可以按时办结"}, "“办理”未获准延期：仍是 12月3日 17:30 到期"),
    ],
)
def test_asking_tells_the_approver_and_the_decision_tells_who_asked(city: ApiCity, said: dict[str, str], told: str) -> None:
    deadline, key = begun(city)
    handler, director = desk(city, "handler-health"), desk(city, "director")
    ask(handler, deadline)
    assert "“审批延期”待您审批：申请延到 12月8日" in words(director.get("/notices"))
    (task,) = city.rows("SELECT key FROM user_task WHERE case_key = :key AND element_id = 'decide'", key=int(key))
    city.post(f"/v2/user-tasks/{task['key']}/completion", {"variables": said}, 204, who="director")
    assert told in words(handler.get("/notices"))
    (notice,) = city.rows("SELECT key FROM notice WHERE case_key = :key AND recipient = 'handler-health'", key=int(key))
    assert "延期" in words(handler.follow(handler.send(f"/notices/{notice['key']}/read")))


def test_a_granted_extension_is_said_in_history_is_no_intervention_and_closes_no_case(city: ApiCity) -> None:
    handler = desk(city, "handler-health")
    deadline, key = begun(city)
    ask(handler, deadline)
    (task,) = city.rows("SELECT key FROM user_task WHERE case_key = :key AND element_id = 'decide'", key=int(key))
    said = {"decision": "approve", "newDate": "2026-12-08"}
    city.post(f"/v2/user-tasks/{task['key']}/completion", {"variables": said}, 204, who="director")
    for address in (f"/cases/{city.number(key)}?tab=history", deadline):
        page = words(handler.get(address))
        assert "「办理」获准延期" in page
        assert "案件办结" not in page
    replay = words(desk(city, "auditor").get(f"/cases/{city.number(key)}/replay"))
    assert "「办理」获准延期" in replay or "完成「审批延期」" in replay
    assert "人工干预" not in replay
    city.post(f"/v2/user-tasks/{city.task(key)}/completion", {"variables": {}}, 204, who="handler-health")
    city.post(f"/v2/user-tasks/{city.task(key)}/completion", {"variables": {}}, 204, who="hotline")
    assert "案件办结" in words(handler.get(f"/cases/{city.number(key)}?tab=history")), "the end of the case itself is said"


def test_the_approver_reads_of_which_case_and_unit_it_is_in_the_row_and_on_the_page(city: ApiCity) -> None:
    deadline, key = begun(city)
    ask(desk(city, "handler-health"), deadline)
    (task,) = city.rows("SELECT key, title FROM user_task WHERE case_key = :key AND element_id = 'decide'", key=int(key))
    assert task["title"].startswith("东湖片区二次供水 · 市卫")
    director = desk(city, "director")
    for address in ("/work-list?view=unassigned", f"/tasks/{task['key']}"):
        assert task["title"] in words(director.get(address))
    assert "责任单位：市卫" in words(director.get(f"/tasks/{task['key']}"))


def test_of_several_items_the_approver_reads_which_one_it_is(make_api: Callable[..., ApiCity]) -> None:
    api = make_api()
    item = extendable(titleTemplate='="学校食堂整治"')
    assert api.deploy({"commission.bpmn": commission(item), **extension_files()}).status_code == 200
    deadline, key = begun(api)
    ask(desk(api, "handler-health"), deadline)
    (task,) = api.rows("SELECT key, title FROM user_task WHERE case_key = :key AND element_id = 'decide'", key=int(key))
    assert task["title"].startswith("东湖片区二次供水 · 学校食堂整治 · 市卫")
    assert task["title"] in words(desk(api, "director").get(f"/tasks/{task['key']}"))


def test_a_deadline_that_follows_a_notice_says_the_old_date_the_new_one_and_the_notice(city: ApiCity) -> None:
    go_to(city, "2026-12-25 09:00")  # 7 working days: 28 to 31 December, then 1, 4 and 5 January, unless the notice says otherwise
    deadline, key = begun(city)
    go_to(city, "2026-12-29 10:00")
    city.duban.door.execute(EnterCalendarYear(YEAR_2027), SYSTEM)
    assert city.duban.door.follow_decrees() == 1
    handler = desk(city, "handler-health")
    for address in (f"/cases/{city.number(key)}?tab=history", f"{deadline}", f"/cases/{city.number(key)}/replay?event=2"):
        page = words(handler.get(address) if "replay" not in address else desk(city, "auditor").get(address))
        assert "按新录入的放假安排，重新计算了期限" in page
        assert "人工干预" not in page
    page = words(handler.get(deadline))
    assert "“办理”的期限：2027年1月5日 17:30 → 2027年1月6日 17:30" in page
    assert f"依据2027年放假安排（日历第{version(city)}版）：{YEAR_2027['notice']}" in page


def version(api: ApiCity) -> int:
    (row,) = api.rows("SELECT version FROM calendar_version WHERE year = 2027")
    found: int = row["version"]
    return found


def test_one_that_cannot_be_extended_says_so_with_its_article(city: ApiCity) -> None:
    hotline = desk(city, "hotline")
    _, key = begun(city)
    city.post(f"/v2/user-tasks/{city.task(key)}/completion", {"variables": {}}, 204, who="handler-health")
    (row,) = city.rows("SELECT key FROM deadline WHERE case_key = :key AND element_id = 'check'", key=int(key))
    said = panel(hotline.get(f"/cases/{city.number(key)}/deadlines/{row['key']}"))
    assert "这一期限不能延期" in said
    assert "（第6条）" in said


def test_who_may_not_ask_sees_until_when_and_no_form(city: ApiCity) -> None:
    auditor = desk(city, "auditor")
    deadline, _ = begun(city)
    page = auditor.get(deadline)
    assert "最迟 11月30日" in panel(page)
    assert "extension-form" not in page


def test_withdrawing_needs_a_reason(city: ApiCity) -> None:
    handler = desk(city, "handler-health")
    deadline, _ = begun(city)
    page = ask(handler, deadline)
    key = page.split('name="request" value="')[1].split('"')[0]
    assert "请写明为什么撤回" in panel(handler.follow(handler.send(f"{deadline}/extension/withdrawal", request=key, reason=" ")))
    place = handler.get(deadline).partition('data-draft="/words/')[2].partition('"')[0]
    assert handler.send(f"/words/{place}", request=key, reason="写到一半的理由").status_code == 200
    assert "写到一半的理由" in handler.get(deadline)
    assert "申请已撤回" in panel(handler.follow(handler.send(f"{deadline}/extension/withdrawal", request=key, reason="不需要了")))
    assert handler.send(f"{deadline}/extension/withdrawal", request=key, reason="再撤一次").status_code != 303
    (left,) = city.rows("SELECT COUNT(*) AS n FROM draft WHERE account LIKE '%extension-withdrawal'")
    assert left["n"] == 0


def test_all_that_is_wrong_is_told_at_once(city: ApiCity) -> None:
    handler = desk(city, "handler-health")
    deadline, _ = begun(city)
    said = panel(ask(handler, deadline, days="", reason=""))
    assert "请填新的期限，或再加几天，两项都没有填" in said
    assert "有 2 处需要再看看" in said


def test_a_history_names_the_step_of_the_file_that_it_belongs_to_where_two_files_use_one_id(make_api: Callable[..., ApiCity]) -> None:
    api = make_api()
    assert api.deploy({"commission.bpmn": commission().replace(b"work", b"decide"), **extension_files()}).status_code == 200
    deadline, key = begun(api, "decide")
    ask(desk(api, "handler-health"), deadline)
    page = words(desk(api, "hotline").get(f"/cases/{api.number(key)}?tab=history"))
    assert "办理 / 审批延期" not in page
    assert "审批延期 / 办理" not in page
    assert "下一步：审批延期" in page
    assert "下一步：办理" in page
