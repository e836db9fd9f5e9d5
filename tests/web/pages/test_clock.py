"""Stopping and restarting a clock on its page, notices to both sides, and the page of a task that lapsed."""

import re

import pytest

from app.domain.instant import instant_text
from app.domain.keys import case_key_of
from tests.builders.review import PROCESS, review
from tests.domain.city_time import at
from tests.fixtures.api_city import NOW, ApiCity
from tests.web.pages.desk import desk, words

STOPS = "SELECT seq FROM audit_event WHERE kind = 'deadline_suspended'"


@pytest.fixture(scope="module")
def city(api: ApiCity) -> ApiCity:
    assert api.deploy({"review.bpmn": review()}).status_code == 200
    return api


@pytest.fixture(autouse=True)
def on_tuesday(city: ApiCity) -> None:
    go_to(city, instant_text(NOW))


def go_to(city: ApiCity, now: str) -> None:
    city.duban.door.keep(lambda store: store.run("UPDATE pinned_clock SET now = :now", now=now))


def at_answer(city: ApiCity) -> tuple[str, str, str]:
    """Return number, key of the bureau's task, and address of its deadline."""
    case = city.start(PROCESS, topic="新桥选址")
    city.post(f"/v2/user-tasks/{city.task(case)}/completion", {}, 204)
    number, task = city.number(case), city.task(case)
    return number, task, f"/cases/{number}/deadlines/{task}"


def test_the_new_date_is_shown_before_a_clock_is_stopped(city: ApiCity) -> None:
    _, task, address = at_answer(city)
    chen = desk(city, "handler-health")
    assert "停止计时 P" in words(chen.get(address))
    assert f"{address}?dialog=stop" in chen.get(f"/tasks/{task}")
    dialog = words(chen.get(f"{address}?dialog=stop&until=2026-11-27"))
    assert "现在的期限 12月1日" in dialog
    assert "那天恢复的话 12月3日" in dialog  # the 25th and the 26th do not count


def test_another_day_is_shown_first_and_nothing_typed_is_lost(city: ApiCity) -> None:
    _, _, address = at_answer(city)
    chen = desk(city, "handler-health")
    answer = chen.send(f"{address}/stop", until="2026-11-30", shown="2026-11-27", reason="等专家评审")
    assert answer.headers["Location"] == f"{address}?dialog=stop&until=2026-11-30"
    page = chen.follow(answer)
    assert "等专家评审" in page
    assert "那天恢复的话 12月4日" in words(page)
    assert not city.rows("SELECT seq FROM audit_event WHERE kind = 'deadline_suspended'")


def test_a_clock_is_stopped_and_runs_on_and_the_page_says_who_and_why(city: ApiCity) -> None:
    _, task, address = at_answer(city)
    chen = desk(city, "handler-health")
    stopped = words(chen.follow(chen.send(f"{address}/stop", until="2026-11-27", shown="2026-11-27", reason="等专家评审")))
    for said in ("已停止计时，已通知双方", "陈静 停止了", "理由：等专家评审", "预计 11月27日", "恢复计时 P"):
        assert said in stopped, said
    assert f"{address}?dialog=restart" in chen.get(f"/tasks/{task}")
    assert "badge--blue" in chen.get(f"/tasks/{task}")
    assert "现在恢复的话 12月1日" in words(chen.get(f"{address}?dialog=restart"))
    go_to(city, instant_text(at("2026-11-26 16:00")))
    on = words(chen.follow(chen.send(f"{address}/restart", reason="评审结束")))
    assert "12月1日 17:30 → 12月2日 17:30" in on
    assert "理由：评审结束" in on


def test_no_page_gives_the_old_day_of_a_stopped_clock_but_what_was_left(city: ApiCity) -> None:
    number, _, address = at_answer(city)
    chen = desk(city, "handler-health")
    assert "12月1日 17:30" in words(chen.get(f"/cases/{number}"))
    chen.follow(chen.send(f"{address}/stop", until="2026-11-27", shown="2026-11-27", reason="等专家评审"))
    go_to(city, instant_text(at("2026-11-25 09:00")))
    auditor = desk(city, "auditor")
    for page in (chen.get(f"/cases/{number}"), auditor.get(f"/cases/{number}/replay")):
        assert re.search("(期限停走|起停止计时).{0,3}还剩 [45] 个工作日", words(page))
        assert "12月1日" not in words(page)


def test_a_stop_that_outlasts_its_day_says_so_on_its_page_on_that_of_the_case_and_to_who_stopped_it(city: ApiCity) -> None:
    number, task, address = at_answer(city)
    chen = desk(city, "handler-health")
    chen.follow(chen.send(f"{address}/stop", until="2026-11-27", shown="2026-11-27", reason="等专家评审"))
    assert "前恢复" in words(chen.get(address))
    go_to(city, instant_text(at("2026-11-30 09:00")))
    city.duban.door.fire_due(case_key_of(int(task)))
    assert "前恢复，已过" in words(chen.get(address))
    assert "停止计时超过预计时间" in words(chen.get(f"/cases/{number}"))
    assert "现在仍停着：请核实能否恢复" in words(chen.get("/notices"))


@pytest.mark.parametrize("how", ["restart", "confirm"])
def test_what_cannot_be_done_is_said_on_the_page_itself(city: ApiCity, how: str) -> None:
    _, _, address = at_answer(city)
    operator = desk(city, "demo")
    answer = operator.send(f"{address}/{how}", reason="x")
    page = words(operator.follow(answer, 409))
    assert "这一" in page or "期限" in page


def test_a_missing_reason_is_asked_for_at_its_field(city: ApiCity) -> None:
    _, _, address = at_answer(city)
    chen = desk(city, "handler-health")
    page = chen.follow(chen.send(f"{address}/stop", until="2026-11-27", shown="2026-11-27", reason=" "), 422)
    assert "请写明理由" in words(page)


@pytest.mark.parametrize("until", ["2026-11-20", "", "2026-13-40"])
def test_a_day_that_cannot_be_is_refused_in_words_at_its_field(city: ApiCity, until: str) -> None:
    _, _, address = at_answer(city)
    chen, before = desk(city, "handler-health"), len(city.rows(STOPS))
    page = words(chen.follow(chen.send(f"{address}/stop", until=until, shown="2026-11-27", reason="等专家评审"), 422))
    assert "应为今天或以后" in page
    assert "等专家评审" in page
    assert len(city.rows(STOPS)) == before


def test_who_may_not_stop_it_is_not_offered_to(city: ApiCity) -> None:
    _, _, address = at_answer(city)
    assert "停止计时 P" not in words(desk(city, "inspection").get(address))


def test_both_sides_read_that_the_clock_was_stopped(city: ApiCity) -> None:
    number, _, address = at_answer(city)
    desk(city, "handler-health").send(f"{address}/stop", until="2026-11-27", shown="2026-11-27", reason="等专家评审")
    for who in ("handler-health", "hotline"):
        reader = desk(city, who)
        page = reader.get("/notices")
        assert number in page
        assert "“答复意见”已停止计时，预计 11月27日" in words(page)
        unread = city.rows("SELECT MAX(key) AS key FROM notice WHERE kind = 'group'")[0]["key"]
        before = page.count("badge")
        answer = reader.send(f"/notices/{unread if who == 'hotline' else unread - 1}/read")
        assert answer.headers["Location"] == f"/cases/{number}?tab=history"
        assert reader.get("/notices").count("badge") == before - 1
    assert number not in desk(city, "legal").get("/notices")


def test_a_notice_to_others_cannot_be_opened(city: ApiCity) -> None:
    _, _, address = at_answer(city)
    desk(city, "handler-health").send(f"{address}/stop", until="2026-11-27", shown="2026-11-27", reason="等专家评审")
    key = city.rows("SELECT MAX(key) AS key FROM notice WHERE kind = 'group'")[0]["key"]
    assert desk(city, "legal").send(f"/notices/{key}/read").status_code == 404


def test_a_task_that_lapsed_shows_the_law_and_files_what_came_late(city: ApiCity) -> None:
    number, task, _ = at_answer(city)
    chen = desk(city, "handler-health")
    chen.send(f"/tasks/{task}/claim")
    go_to(city, instant_text(at("2026-12-01 17:30")))  # the very instant; no worker has run
    refused = chen.follow(chen.send(f"/tasks/{task}/completion"), 409)
    for said in ("逾期未答复：视为同意", "第34条", "2026年12月1日", "作为迟到意见提交"):
        assert said in words(refused), said
    assert '<div class="law' in refused
    empty = chen.follow(chen.send(f"/tasks/{task}/late-remark", text=" "))
    assert "请写明意见" in words(empty)
    place = chen.get(f"/tasks/{task}").partition('data-draft="/words/')[2].partition('"')[0]
    chen.send(f"/words/{place}", text="写到一半的意见")
    assert "写到一半的意见" in chen.get(f"/tasks/{task}")
    filed = words(chen.follow(chen.send(f"/tasks/{task}/late-remark", text="本局不同意该选址")))
    assert "写到一半的意见" not in chen.get(f"/tasks/{task}")
    assert "已提交迟到意见" in filed
    history = words(chen.get(f"/cases/{number}?tab=history"))
    assert "提交了迟到意见，不产生效力" in history
    assert "本局不同意该选址" in history
    assert "视为同意" in words(desk(city, "hotline").get("/notices"))


def test_the_days_as_of_an_event_are_those_of_then_whatever_came_later(city: ApiCity) -> None:
    number, _, address = at_answer(city)
    chen, auditor = desk(city, "handler-health"), desk(city, "auditor")
    chen.send(f"{address}/stop", until="2026-11-27", shown="2026-11-27", reason="等专家评审")
    last = (
        "SELECT MAX(e.seq) AS seq FROM audit_event e JOIN process_instance p ON e.case_key = CAST(p.key AS TEXT) WHERE receipt_number = :n"
    )
    stopped = city.rows(last, n=number)[0]["seq"]
    pane = auditor.get(f"/cases/{number}/replay?event={stopped}")
    row = words(pane).partition("当时的期限")[2].partition("逐日看")[0]
    assert "起停止计时" in row
    assert "12月1日" not in row
    assert f'href="{address}?event={stopped}"' in pane
    go_to(city, instant_text(at("2026-11-26 16:00")))
    chen.send(f"{address}/restart", reason="评审结束")
    then, now = auditor.get(f"{address}?event={stopped}"), words(auditor.get(address))
    assert f"事件 {stopped} 之后的情形" in words(then)
    assert ("恢复计时后才能确定" in words(then), "恢复计时后才能确定" in now) == (True, False)
    assert ("评审结束" in words(then), "评审结束" in now) == (False, True)
    assert f"{address}?event={stopped}&amp;list=1" in then
    assert "dialog=" not in then
    before = auditor.get(f"{address}?event={stopped - 1}")
    assert "等专家评审" not in before
    assert "当日" in words(before)
    assert "今天" not in words(before).partition("逐日看")[2].partition("期限的变动")[0]


@pytest.mark.parametrize(("event", "status"), [("1", 404), ("0", 400), ("99", 400), ("x", 400)])
def test_days_as_of_an_event_before_the_deadline_or_that_is_none_are_refused(city: ApiCity, event: str, status: int) -> None:
    _, _, address = at_answer(city)
    desk(city, "auditor").get(f"{address}?event={event}", status)
