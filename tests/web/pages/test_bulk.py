"""One thing done to several tasks of the list, without scripts: what will be done is shown, each success stands, each refusal is told."""

from typing import Any

import pytest

from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import ASSIGNED, LETTER, Desk, desk, words


def letters(api: ApiCity, *topics: str) -> list[str]:
    """Return the keys of tasks that wait to be signed for by the health bureau."""
    found = []
    for topic in topics:
        instance = api.start("citizen-letter", **{**LETTER, "topic": topic})
        api.post(f"/v2/user-tasks/{api.task(instance)}/completion", {"variables": ASSIGNED}, 204, who="hotline")
        found.append(api.task(instance))
    return found


def holder(api: ApiCity, key: str) -> str | None:
    (row,) = api.rows("SELECT assignee FROM user_task WHERE key = :key", key=int(key))
    found: str | None = row["assignee"]
    return found


def chosen(person: Desk, action: str, keys: list[str], status: int = 200) -> str:
    return person.follow(person.send("/tasks/bulk", action=action, key=keys, next="/work-list?view=all"), status)


def test_several_are_given_to_a_colleague_with_one_reason_each_by_its_own_event(either_api: ApiCity) -> None:
    tasks = letters(either_api, "第一封", "第二封")
    head = desk(either_api, "head-health")
    page = words(chosen(head, "transfer", tasks))
    assert "转办 2 件" in page
    assert "第一封" in page
    given: dict[str, Any] = {"key": tasks, "to": "handler-health", "reason": "归口办理", "next": "/work-list?view=all"}
    shown = words(head.follow(head.send("/tasks/bulk/transfer", **given)))
    assert "2 件已转办" in shown
    assert [holder(either_api, key) for key in tasks] == ["handler-health", "handler-health"]
    events = either_api.rows("SELECT actor FROM audit_event WHERE kind = 'task_assigned' AND actor = 'head-health'")
    assert len(events) == 2


def test_what_is_refused_stays_with_its_cause_and_what_was_chosen(either_api: ApiCity) -> None:
    good, bad = letters(either_api, "第一封", "第二封")
    head = desk(either_api, "head-health")
    given: dict[str, Any] = {"key": [good, bad], "to": "handler-health", f"to-{bad}": "handler-housing", "reason": "归口办理"}
    page = head.follow(head.send("/tasks/bulk/transfer", **given), 409)
    assert (holder(either_api, good), holder(either_api, bad)) == ("handler-health", None)
    assert "1 件已办成" in words(page)
    assert "handler-housing" in words(page)
    assert "归口办理" in page
    assert "第一封" not in words(page)


def test_without_a_reason_nothing_is_done_and_the_choice_is_kept(api: ApiCity) -> None:
    (task,) = letters(api, "第一封")
    head = desk(api, "head-health")
    page = head.follow(head.send("/tasks/bulk/transfer", key=[task], to="handler-health", reason=" "), 409)
    assert "请写明理由" in words(page) or "写进历史" in words(page)
    assert 'value="handler-health" selected' in page
    assert holder(api, task) is None


def test_what_somebody_may_not_give_away_is_shown_and_cannot_be_ticked(api: ApiCity) -> None:
    (task,) = letters(api, "第一封")
    page = chosen(desk(api, "handler-health"), "transfer", [task])
    assert "您都不是" in words(page)
    assert f'value="{task}" disabled' in page


def test_tasks_that_one_may_not_see_are_left_out_without_a_word(api: ApiCity) -> None:
    (task,) = letters(api, "第一封")
    assert "没有选中任何一件" in words(chosen(desk(api, "legal"), "transfer", [task]))


def test_several_are_urged_with_one_reason(either_api: ApiCity) -> None:
    tasks = letters(either_api, "第一封", "第二封")
    inspection = desk(either_api, "inspection")
    listed = inspection.get("/work-list?view=all")
    assert "全市" in words(listed)
    assert all(f'value="{key}"' in listed for key in tasks)
    assert "催办 2 件" in words(chosen(inspection, "urge", tasks))
    shown = words(inspection.follow(inspection.send("/tasks/bulk/urge", key=tasks, reason="本周办结", next="/work-list?view=all")))
    assert "2 件已催办" in shown
    assert len(either_api.rows("SELECT 1 FROM audit_event WHERE kind = 'task_urged'")) == 2
    assert "本周办结" in words(desk(either_api, "head-health").get(f"/tasks/{tasks[0]}"))


def test_who_may_not_urge_is_told_so(api: ApiCity) -> None:
    tasks = letters(api, "第一封")
    assert "督查室和监察局可以催办" in words(chosen(desk(api, "head-health"), "urge", tasks))
    head = desk(api, "head-health")
    head.follow(head.send("/tasks/bulk/urge", key=tasks, reason="本周办结"), 409)
    assert api.rows("SELECT 1 FROM audit_event WHERE kind = 'task_urged'") == []


@pytest.mark.parametrize("action", ["burn", ""])
def test_there_is_no_other_thing_to_do_with_several(api: ApiCity, action: str) -> None:
    desk(api, "head-health").get(f"/tasks/bulk?action={action}", 400)
