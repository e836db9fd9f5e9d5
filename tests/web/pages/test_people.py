"""The administration of people: who sees whom, and entering who is away."""

import re
from collections.abc import Callable

import pytest

from app.domain.actor import SYSTEM
from app.service.correlate_message import CorrelateMessage
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import ASSIGNED, LETTER, desk, words

LEAVE = {"starts": "2026-11-24T13:30", "ends": "2026-11-26T17:30", "reason": "外出培训", "substitute": ""}
ROW = re.compile(r"<tr data-row.*?</tr>", re.S)


def row(page: str, account: str) -> str:
    """Return what the list says of a person."""
    return next(words(found) for found in ROW.findall(page) if f'<span class="mono muted">{account}</span>' in found)


@pytest.mark.parametrize(("account", "status"), [
    ("admin", 200), ("security", 200), ("auditor", 200), ("head-health", 200), ("handler-health", 403), ("operator", 403), ("demo", 403),
])  # fmt: skip
def test_administrators_auditors_and_heads_see_people_and_nobody_else(api: ApiCity, account: str, status: int) -> None:
    desk(api, account).get("/admin/people", status)


def test_a_head_sees_the_people_of_the_unit_and_no_others(api: ApiCity) -> None:
    page = desk(api, "head-health").get("/admin/people")
    assert sorted(re.findall(r'<span class="mono muted">([^<]+)</span>', page)) == ["handler-health", "handler-health-b", "head-health"]
    desk(api, "head-health").get("/admin/people/handler-housing", 404)


def test_the_list_says_posts_and_who_has_no_second(api: ApiCity) -> None:
    page = desk(api, "admin").get("/admin/people")
    assert "A岗，B岗 刘洋" in row(page, "handler-health")
    assert "B岗，A岗 陈静" in row(page, "handler-health-b")
    assert "没有 B岗" in row(page, "handler-housing")


@pytest.mark.parametrize(("account", "address"), [
    ("head-health", "/admin/people/handler-health"), ("admin", "/admin/people/handler-health"), ("handler-health", "/account"),
])  # fmt: skip
def test_a_leave_is_entered_by_the_head_an_administrator_or_the_person_and_ended_again(api: ApiCity, account: str, address: str) -> None:
    window = desk(api, account)
    told = words(window.follow(window.send(f"{address}/leave", **LEAVE)))
    assert "刘洋 代 陈静" in told
    assert "外出培训" in told
    assert "今天 13:30 起外出" in row(desk(api, "admin").get("/admin/people"), "handler-health")
    page = window.get(address)
    (end,) = re.findall(r'action="([^"]+/leave/\d+/end)"', page)
    assert "没有登记外出" in words(window.follow(window.send(end)))


@pytest.mark.parametrize(("typed", "wanted"), [
    ({"ends": "2026-11-24T13:00"}, "外出的结束时间应晚于开始时间"),
    ({"starts": "tomorrow"}, "请填日期和时间"),
    ({"reason": " "}, "请写理由"),
    ({"substitute": "handler-housing"}, "代岗的人应在同一单位有同样的角色"),
])  # fmt: skip
def test_a_leave_that_is_refused_keeps_what_was_typed_and_says_why(api: ApiCity, typed: dict[str, str], wanted: str) -> None:
    window = desk(api, "head-health")
    answer = window.send("/admin/people/handler-health/leave", **LEAVE | typed)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert wanted in words(text)
    assert f'value="{(LEAVE | typed)["ends"]}"' in text


def test_who_may_not_enter_a_leave_does_not(api: ApiCity) -> None:
    assert desk(api, "auditor").send("/admin/people/handler-health/leave", **LEAVE).status_code == 403
    assert desk(api, "head-housing").send("/admin/people/handler-health/leave", **LEAVE).status_code == 404


def letter_at_handling(api: ApiCity) -> str:
    """Return the key of a letter's task that the health bureau may claim."""
    instance = api.start("citizen-letter", **LETTER)
    api.post(f"/v2/user-tasks/{api.task(instance)}/completion", {"variables": ASSIGNED}, 204)
    return api.task(instance)


def in_hand(api: ApiCity) -> str:
    """Return the key of a letter's task that the first handler of the health bureau holds."""
    key = letter_at_handling(api)
    assert desk(api, "handler-health").send(f"/tasks/{key}/claim").status_code == 303
    return key


def test_the_head_hands_over_all_work_task_by_task_and_then_the_account_is_disabled(make_api: Callable[..., ApiCity]) -> None:
    api = make_api()
    first, second = in_hand(api), in_hand(api)
    head, address = desk(api, "head-health"), "/admin/people/handler-health/hand-over"
    assert "交接手上的件 2" in words(head.get("/admin/people/handler-health"))
    kept = "/words/0/hand-over%20handler-health"
    assert f'data-draft="{kept}"' in head.get(address)
    head.send(kept, reason="写到一半的理由")
    assert 'value="写到一半的理由"' in head.get(address)
    answer = head.send(address, key=[first, second], to="handler-health-b", reason="")
    assert answer.status_code == 422
    answer = head.send(address, key=[first, second], to="", reason="调离", **{f"to-{first}": "handler-health-b"})
    assert answer.status_code == 409
    told = words(answer.get_data(as_text=True))
    assert "已交接 1 件" in told
    assert "请选择交给谁" in told
    assert "已交接 1 件" in words(head.follow(head.send(address, key=[second], to="handler-health-b", reason="调离")))
    assert "没有要交接的件了" in words(head.get(address))
    assert "写到一半的理由" not in head.get(address)
    assert desk(api, "handler-health-b").get("/work-list?view=mine").count("data-key=") == 2
    security = desk(api, "security")
    assert "账号已停用" in words(security.follow(security.send("/admin/people/handler-health/disabling", reason="调离")))


def test_what_was_ticked_and_is_not_there_any_more_is_told_with_what_became_of_it(make_api: Callable[..., ApiCity]) -> None:
    api = make_api()
    stays, gone = in_hand(api), in_hand(api)
    head, address = desk(api, "head-health"), "/admin/people/handler-health/hand-over"
    case = int(gone) >> 20 << 20
    api.duban.door.execute(CorrelateMessage(case, "letter-withdrawn", api.number(str(case)), {"withdrawReason": "来信人撤回"}), SYSTEM)
    answer = head.send(address, key=[stays, gone], to="handler-health-b", reason="调离")
    told = words(answer.get_data(as_text=True))
    assert answer.status_code == 409
    assert "已交接 1 件" in told
    assert "勾选的 1 件已经没有可交接的了" in told
    became = told.partition("已经没有可交接的了")[2][:120]
    assert api.number(str(case)) in became
    assert "结束，这件任务没有办，也不用办了" in became


def test_what_somebody_who_leaves_has_delegated_is_handed_over_and_the_delegate_is_told_what_to_do(
    make_api: Callable[..., ApiCity],
) -> None:
    api = make_api()
    key, other = in_hand(api), in_hand(api)
    for task in (key, other):
        chen = desk(api, "handler-health")
        chen.follow(chen.send(f"/tasks/{task}/delegation", to="handler-health-b", reason="熟悉情况"))
    head, address = desk(api, "head-health"), "/admin/people/handler-health/hand-over"
    security = desk(api, "security")
    assert "另有 2 件由其委托他人办理，要由其提交，请先交接" in words(security.get("/admin/people/handler-health"))
    assert "委托给刘洋" in words(head.get(address))
    assert "已交接 1 件" in words(head.follow(head.send(address, key=[key], to="handler-health-b", reason="调离")))
    (row,) = api.rows("SELECT assignee, delegated_by FROM user_task WHERE key = :key", key=int(key))
    assert tuple(row.values()) == ("handler-health-b", None)
    security.follow(security.send("/admin/people/handler-health/disabling", reason="调离"))
    page = words(desk(api, "handler-health-b").get(f"/tasks/{other}"))
    assert "陈静的账号已停用。请填好已办的内容后交还" in page


def test_what_was_not_handed_over_goes_back_to_the_group_when_the_account_is_disabled(make_api: Callable[..., ApiCity]) -> None:
    api = make_api()
    key = in_hand(api)
    security = desk(api, "security")
    assert "手上还有 1 件，停用后退回各自的候选组" in words(security.get("/admin/people/handler-health"))
    assert desk(api, "admin").send("/admin/people/handler-health/disabling", reason="调离").status_code == 403
    refused = security.send("/admin/people/handler-health/disabling", reason=" ")
    assert refused.status_code == 422
    assert "disable-reason-error" in refused.get_data(as_text=True)
    security.follow(security.send("/admin/people/handler-health/disabling", reason="调离"))
    assert "已停用" in row(security.get("/admin/people"), "handler-health")
    assert desk(api, "handler-health-b").send(f"/tasks/{key}/claim").status_code == 303


def test_an_account_once_disabled_is_enabled_again_with_a_reason_by_the_security_administrator(make_api: Callable[..., ApiCity]) -> None:
    api = make_api()
    security, place = desk(api, "security"), "/admin/people/handler-health"
    before = desk(api, "handler-health")
    assert "重新启用" not in words(security.get(place))
    security.follow(security.send(f"{place}/disabling", reason="借调"))
    assert "重新启用" not in words(desk(api, "admin").get(place))
    assert "重新启用" in words(security.get(place))
    assert desk(api, "admin").send(f"{place}/enabling", reason="返岗").status_code == 403
    refused = security.send(f"{place}/enabling", reason="长" * 1001)
    assert refused.status_code == 422
    assert "长" * 1000 in refused.get_data(as_text=True)
    assert "账号已重新启用" in words(security.follow(security.send(f"{place}/enabling", reason="返岗")))
    assert security.send(f"{place}/enabling", reason="返岗").status_code == 409
    assert before.client.get("/work-list").status_code == 302
    assert "工作台" in words(desk(api, "handler-health").get("/work-list"))


def test_only_the_security_administrator_changes_roles_and_never_their_own(make_api: Callable[..., ApiCity]) -> None:
    api = make_api()
    given = {"add": "reviewer", "unit": "health-bureau", "letter": "A"}
    security = desk(api, "security")
    told = words(security.follow(security.send("/admin/people/handler-health/roles", **given)))
    assert "角色已修改" in told
    assert "市卫健局 · 复核" in told
    assert desk(api, "admin").send("/admin/people/handler-health/roles", **given).status_code == 403
    assert "授予和收回角色" not in words(desk(api, "admin").get("/admin/people/handler-health"))
    assert desk(api, "security").send("/admin/people/security/roles", **given).status_code == 403
    assert "停用账号" not in words(desk(api, "security").get("/admin/people/security"))


def test_a_system_administrator_registers_a_post_and_chooses_among_those_who_hold_its_role(api: ApiCity) -> None:
    admin = desk(api, "admin")
    admin.follow(admin.send("/admin/posts", name="住建来信", role="handler@housing-bureau"))
    page = admin.get("/admin/posts")
    id = max(re.findall(r'action="/admin/posts/(\d+)"', page), key=int)
    assert "岗位已保存" in words(admin.follow(admin.send(f"/admin/posts/{id}", name="住建来信", first="handler-housing", second="")))
    refused = admin.send(f"/admin/posts/{id}", name="住建来信", first="handler-health", second="")
    assert refused.status_code == 422
    assert "没有角色 handler@housing-bureau" in words(refused.get_data(as_text=True))
    assert desk(api, "security").send("/admin/posts", name="x", role="handler@housing-bureau").status_code == 403
    desk(api, "head-health").get("/admin/posts", 403)


def test_the_case_page_says_who_was_asked_first(api: ApiCity) -> None:
    number = re.search(r"QZ-\d{4}-\d{6}-\d", desk(api, "hotline").get(f"/tasks/{letter_at_handling(api)}"))
    assert number is not None
    told = words(desk(api, "hotline").get(f"/cases/{number[0]}"))
    assert "首问负责（第37条）" in told
    assert "负责转办并跟到答复" in told


def test_posts_are_told_with_their_unit_so_that_heads_of_two_units_are_told_apart(api: ApiCity) -> None:
    page = desk(api, "admin").get("/admin/people")
    assert "市卫健局 · 单位负责人" in row(page, "head-health")
    assert "市住建局 · 单位负责人" in row(page, "head-housing")


def test_who_is_away_says_so_where_somebody_chooses_to_whom_work_goes(make_api: Callable[..., ApiCity]) -> None:
    api = make_api()
    key = in_hand(api)
    desk(api, "handler-health-b").send("/account/leave", **LEAVE | {"starts": "2026-11-24T10:00"})
    shown = "刘洋（外出至 11月26日 17:30）"
    assert shown in words(desk(api, "head-health").get("/admin/people/handler-health/hand-over"))
    assert shown in words(desk(api, "handler-health").get(f"/tasks/{key}?dialog=transfer"))


def test_work_that_nobody_is_there_for_and_a_unit_without_handlers_are_said_where_people_are_managed(
    make_api: Callable[..., ApiCity],
) -> None:
    api = make_api()
    admin, security = desk(api, "admin"), desk(api, "security")
    handling = "市卫健局 · 经办"
    assert handling not in words(admin.get("/admin/people")).partition("没有人承办")[2][:300]
    for account in ("handler-health", "handler-health-b"):
        security.follow(security.send(f"/admin/people/{account}/disabling", reason="调离"))
    assert handling in words(admin.get("/admin/people")).partition("没有人承办")[2][:300]
    assert handling in words(desk(api, "head-health").get("/admin/people")).partition("没有人承办")[2][:300]
    done = words(admin.follow(admin.send("/admin/people", id="port-bureau", unit_name="市港务局")))
    assert "letter-assignment" in done
    assert "市港务局 · " in done.partition("没有人承办")[2][:300]


def test_a_substitute_who_goes_away_later_is_said_beside_the_leave_with_whom_work_reaches_then(make_api: Callable[..., ApiCity]) -> None:
    api = make_api()
    head = desk(api, "head-health")
    leave = {"starts": "2026-11-27T08:30", "ends": "2026-12-04T17:30", "reason": "培训"}
    head.follow(head.send("/admin/people/handler-health/leave", **leave, substitute="handler-health-b"))
    assert "同期也不在岗" not in words(head.get("/admin/people/handler-health"))
    head.follow(head.send("/admin/people/handler-health-b/leave", starts="2026-12-01T08:30", ends="2026-12-02T17:30", reason="病假"))
    assert "同期也不在岗" in words(head.get("/admin/people/handler-health"))


def test_where_there_is_nobody_to_hand_work_to_the_page_says_so_and_what_to_do(make_api: Callable[..., ApiCity]) -> None:
    api = make_api()
    in_hand(api)
    head, address = desk(api, "head-health"), "/admin/people/handler-health/hand-over"
    assert "没有可以接手这些任务的人" not in words(head.get(address))
    for other in ("handler-health-b", "head-health", "demo"):
        api.duban.door.keep(
            lambda store, other=other: store.run("DELETE FROM holding WHERE account = :name AND role = 'handler'", name=other)
        )
    page = words(head.get(address))
    assert "没有可以接手这些任务的人" in page
    assert "请先给同事授予相应角色" in page
    assert "其余的都交给" not in page
