"""The kind of a letter is changed while it is handled: who had the work goes on with it, and its first limit was not met, but is void."""

import json
import re
from datetime import datetime

from app.audit.replay import replay
from app.service.pin_clock import pin_clock
from tests.domain.city_time import ZONE
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


def test_a_change_that_comes_too_late_is_refused_in_the_words_of_the_option_with_its_last_instant(api: ApiCity) -> None:
    task, handler = at_handle(api), desk(api, "handler-health")
    give(api, task, "handler-health")
    (until,) = (
        json.loads(row["value"])
        for row in api.rows("SELECT value FROM variable WHERE name = 'explainUntil' ORDER BY case_key DESC LIMIT 1")
    )
    assert "不能当即办结，改定类别" in words(handler.get(f"/tasks/{task}"))
    api.duban.door.keep(pin_clock, datetime.fromisoformat(until.partition("@")[0]).replace(tzinfo=ZONE))
    said = words(handler.follow(handler.send(f"/tasks/{task}/completion", **CHANGED), 422))
    assert "请从所列的选：不能当即办结，改定类别（第7个工作日届满前） 现在不在其中" in said
    assert "changeKind" not in said
    assert re.search(r"改定类别要在第 7 个工作日届满前（[^）]*17:30）提出，现在已过", said)
