"""The page on which an operator moves a case outside its course."""

import pytest

from app.audit.replay import replay
from tests.builders.drawing import decide, end, path, process, start, sub, user, z
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import desk, words
from tests.web.pages.test_incidents import TABLE


def stuck(api: ApiCity) -> tuple[str, str, int]:
    """Return key and number of a case that stops in a sub-process, and the key of its incident."""
    by_hand = user("look", z("assignmentDefinition", assignee="demo"), name="人工核定")
    held = sub(
        "work", start("begin"), decide("ask", "fees", "fee"), by_hand, end("done", name="已核定"), path("begin ask look done"), name="收费"
    )
    told = user("tell", z("assignmentDefinition", assignee="demo"), name="告知")
    drawn = process("moved-fees", start("s"), held, told, end("e", name="办结"), path("s work tell e"), name="收费核定")
    answer = api.deploy({"fees.dmn": TABLE.format(policy="UNIQUE"), "moved-fees.bpmn": drawn})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    instance = api.start("moved-fees", kind="clinic")
    (row,) = api.rows("SELECT key FROM incident WHERE case_key = :key AND state = 'ACTIVE'", key=int(instance))
    return instance, api.number(instance), row["key"]


def test_the_operator_sees_what_will_happen_and_then_moves_the_case_and_the_incident_is_resolved(api: ApiCity) -> None:
    instance, number, key = stuck(api)
    who = desk(api, "operator")
    assert f'href="/cases/{number}/move?incident={key}"' in who.get(f"/incidents/{key}")
    page = who.get(f"/cases/{number}/move?incident={key}")
    assert "人工核定" in words(page)
    (step,) = api.rows("SELECT element_instance_key AS key FROM incident WHERE key = :key", key=key)
    assert f'name="end" value="{step["key"]}" checked' in page
    said = {"incident": str(key), "instance": instance, "end": str(step["key"]), "target": "look", "reason": "the table is being mended"}
    shown = words(who._read(who.send(f"/cases/{number}/move", **said), 200))
    assert "ask 结束，未办完" in shown
    assert "人工核定 成为待办" in shown
    assert api.rows("SELECT kind FROM audit_event WHERE case_key = :key AND kind = 'instance_modified'", key=instance) == []
    done = who.send(f"/cases/{number}/move", **said, step="do")
    assert api.rows("SELECT state FROM incident WHERE key = :key", key=key) == [{"state": "RESOLVED"}]
    history = words(who.follow(done))
    assert "在流程之外改动了本案" in history
    assert "the table is being mended" in history
    assert "由人工开始：人工核定" in history
    with api.duban.database.read() as store:
        assert replay(store, api.duban.door.surroundings, int(instance)).verdict == "verified"
    assert "在流程之外改动" in words(desk(api, "auditor").get(f"/cases/{number}/replay"))


@pytest.mark.parametrize("missing", ["end", "target", "reason"])
def test_what_is_missing_is_said_and_what_was_chosen_stands(api: ApiCity, missing: str) -> None:
    instance, number, key = stuck(api)
    (step,) = api.rows("SELECT element_instance_key AS key FROM incident WHERE key = :key", key=key)
    said = {"instance": instance, "end": str(step["key"]), "target": "look", "reason": "the table is being mended"}
    who = desk(api, "operator")
    page = who._read(who.send(f"/cases/{number}/move", **{**said, missing: "", "step": "do"}), 422)
    assert f'id="{missing}-error"' in page
    assert missing == "reason" or "the table is being mended" in page
    assert missing == "target" or '<option value="look" selected' in page


def test_what_stands_no_more_is_refused_in_words(api: ApiCity) -> None:
    instance, number, _ = stuck(api)
    said = {"instance": instance, "end": str(int(instance) + 9999), "target": "look", "reason": "gone", "step": "do"}
    who = desk(api, "operator")
    page = who._read(who.send(f"/cases/{number}/move", **said), 409)
    assert "没有找到" in words(page)


def test_nobody_but_an_operator_moves_a_case(api: ApiCity) -> None:
    _, number, _ = stuck(api)
    desk(api, "auditor").get(f"/cases/{number}/move", 403)
    desk(api, "handler-housing").get(f"/cases/{number}/move", 404)
    assert f"/cases/{number}/move" not in desk(api, "auditor").get(f"/cases/{number}")
