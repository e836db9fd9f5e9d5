"""The kind of a letter is changed while it is handled: who had the work goes on with it, and its first limit was not met, but is void."""

from app.audit.replay import replay
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import desk, words
from tests.web.pages.test_refused_tasks import at_handle, give

CHANGED = {"result": "changeKind", "newKind": "largeWorkload", "explanation": "需要连续监测并做鉴定。", "citizenToldBy": "phone"}


def test_who_changes_the_kind_of_a_letter_has_it_again_and_the_limit_before_is_void(api: ApiCity) -> None:
    before, handler = at_handle(api), desk(api, "handler-health")
    give(api, before, "handler-health")
    api.post(f"/v2/user-tasks/{before}/completion", {"variables": CHANGED}, 204, who="handler-health")
    (row,) = api.rows("SELECT case_key FROM user_task WHERE key = :key", key=int(before))
    rows = api.rows(
        "SELECT key, state, assignee FROM user_task WHERE case_key = :case AND element_id = 'handle' ORDER BY key", case=row["case_key"]
    )
    assert [(one["state"], one["assignee"]) for one in rows] == [("COMPLETED", "handler-health"), ("CREATED", "handler-health")]
    limits = api.rows(
        "SELECT state FROM deadline WHERE case_key = :case AND element_id IN ('handle', 'handling') ORDER BY key", case=row["case_key"]
    )
    assert sorted(one["state"] for one in limits) == ["running", "running", "void", "void"]
    assert "按时办结" not in words(handler.get(f"/tasks/{before}"))
    assert "期限作废" in words(handler.get(f"/tasks/{before}"))
    history = words(handler.get(f"/tasks/{rows[1]['key']}?tab=history"))
    assert "「责任单位办理」按时办结" not in history
    assert "「责任单位办理」的期限作废：改变类别，重定时限，另计期限" in history
    assert api.duban.door.ask(replay, api.duban.door.surroundings, row["case_key"]).verdict == "verified"
