"""The page on which an operator moves a case outside its course."""

import re

import pytest

from app.audit.replay import replay
from app.cli.seed_demo import ROOT
from app.diagram import read_diagram
from app.web.pages.unnamed_words import unnamed_words
from tests.builders.drawing import decide, end, gate, path, process, properties, start, sub, user, z
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


def parallel(api: ApiCity) -> tuple[str, str, dict[str, str]]:
    """Return key and number of a case with two steps under way at once, each with a deadline, and their keys by element."""
    mine = z("assignmentDefinition", assignee="demo")
    law = properties(deadline__length="7", deadline__article="11")
    named = {"survey": "现场勘查", "reply": "征求意见", "again": "补充勘查"}
    steps = [user(id, mine, law, name=name) for id, name in named.items()]
    steps += [user("sum", mine, name="汇总意见"), user("file", mine, name="归档")]
    drawn = process(
        "both", start("s"), gate("f"), gate("j"), *steps, end("e", name="办结"),
        path("s f survey again j file e") + path("f reply sum j"), name="两路并行",
    )  # fmt: skip
    answer = api.deploy({"both.bpmn": drawn})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    case = api.start("both")
    rows = api.rows("SELECT element_id, key FROM user_task WHERE case_key = :key AND state = 'CREATED'", key=int(case))
    return case, api.number(case), {row["element_id"]: str(row["key"]) for row in rows}


def open_steps(api: ApiCity, case: str) -> list[str]:
    rows = api.rows("SELECT element_id FROM user_task WHERE case_key = :key AND state = 'CREATED' ORDER BY element_id", key=int(case))
    return [row["element_id"] for row in rows]


def test_each_of_two_steps_under_way_goes_on_at_one_of_its_own(api: ApiCity) -> None:
    case, number, keys = parallel(api)
    who = desk(api, "operator")
    page = who.get(f"/cases/{number}/move")
    assert f'name="to-{keys["survey"]}"' in page
    said = {"instance": case, "end": list(keys.values()), f"to-{keys['survey']}": "again", f"to-{keys['reply']}": "sum", "reason": "both"}
    shown = who._read(who.send(f"/cases/{number}/move", **said), 200)
    assert "补充勘查 成为待办" in words(shown)
    assert "汇总意见 成为待办" in words(shown)
    assert f'type="hidden" name="to-{keys["survey"]}" value="again"' in shown, "what is shown is what is sent"
    who.follow(who.send(f"/cases/{number}/move", **said, step="do"))
    assert open_steps(api, case) == ["again", "sum"]


def test_one_step_goes_on_at_two_and_what_stays_is_told_with_its_deadline(api: ApiCity) -> None:
    case, number, keys = parallel(api)
    who = desk(api, "operator")
    said = {"instance": case, "end": keys["reply"], "target": ["again", "sum"], "reason": "two at once"}
    shown = who._read(who.send(f"/cases/{number}/move", **said), 200)
    assert "征求意见 的期限随之终止" in words(shown)
    assert "补充勘查 的期限计算到" in words(shown)
    assert "现场勘查 的期限照旧" in words(shown)
    assert shown.count('type="hidden" name="target"') == 2
    assert 'id="target-2"' in shown, "and one more, without scripts"
    who.follow(who.send(f"/cases/{number}/move", **said, step="do"))
    assert open_steps(api, case) == ["again", "sum", "survey"]


def test_what_is_ended_may_go_on_nowhere_while_something_else_is_under_way(api: ApiCity) -> None:
    case, number, keys = parallel(api)
    who = desk(api, "operator")
    said = {"instance": case, "target": "-", "reason": "not needed"}
    for step in ("look", "do"):
        page = who._read(who.send(f"/cases/{number}/move", **said, end=list(keys.values()), step=step), 422)
        assert "本案就没有在办的步骤了" in words(page)
    assert open_steps(api, case) == ["reply", "survey"]
    who._read(who.send(f"/cases/{number}/move", **said, end=keys["reply"]), 200)
    who.follow(who.send(f"/cases/{number}/move", **said, end=keys["reply"], step="do"))
    assert open_steps(api, case) == ["survey"]
    assert who.send(f"/cases/{number}/move", **said, end=keys["reply"], step="do").status_code == 409, "sent again it ends nothing"


def test_a_deadline_that_would_be_late_at_once_is_told_before(api: ApiCity) -> None:
    mine = z("assignmentDefinition", assignee="demo")
    begun = properties(deadline__length="2", deadline__article="11", deadline__from="=date and time(begun)")
    steps = user("first", mine, name="受理"), user("late", mine, begun, name="核定")
    answer = api.deploy({"lately.bpmn": process("lately", start("s"), *steps, end("e"), path("s first late e"))})
    assert answer.status_code == 200, answer.get_data(as_text=True)[:500]
    case = api.start("lately", begun="2026-10-09T09:00:00+08:00")
    (row,) = api.rows("SELECT key FROM user_task WHERE case_key = :key", key=int(case))
    who, said = desk(api, "operator"), {"instance": case, "end": str(row["key"]), "target": "late", "reason": "past"}
    assert "核定 的期限已经过了，一开始就是逾期" in words(who._read(who.send(f"/cases/{api.number(case)}/move", **said), 200))


def test_what_waits_where_ways_meet_is_called_by_what_comes_after_it_and_not_by_its_id(api: ApiCity) -> None:
    ask = z("assignmentDefinition", assignee="demo")
    drawn = process(
        "two-ways", start("s"), gate("fork"), user("left", ask, name="核对"), user("right", ask, name="走访"), gate("assistance"),
        user("track", ask, name="跟踪帮办"), end("e", name="办结"), path("s fork left assistance track e"), path("fork right assistance"),
        name="两路办理",
    )  # fmt: skip
    assert api.deploy({"two-ways.bpmn": drawn}).status_code == 200
    instance = api.start("two-ways")
    tasks = api.post("/v2/user-tasks/search", {"filter": {"processInstanceKey": instance, "elementId": "left"}})["items"]
    api.post(f"/v2/user-tasks/{tasks[0]['userTaskKey']}/completion", {"variables": {}}, 204)
    who = desk(api, "operator")
    page = words(who.get(f"/cases/{api.number(instance)}/move"))
    assert "通往“跟踪帮办”的几路汇合处" in page
    assert "assistance" not in page
    (waits,) = re.findall(r'name="end" value="(\d+)">\s*<span>通往', who.get(f"/cases/{api.number(instance)}/move"))
    said = {"instance": instance, "end": waits, "target": "track", "reason": "不等走访"}
    assert "通往“跟踪帮办”的几路汇合处 结束，未办完" in words(who._read(who.send(f"/cases/{api.number(instance)}/move", **said), 200))


def test_no_element_of_a_shipped_diagram_is_called_by_its_id(api: ApiCity) -> None:
    with api.app.test_request_context():
        for file in sorted(ROOT.glob("processes/*/*.bpmn")):
            diagram = read_diagram(file.read_bytes(), file.name)
            for one in diagram.processes:
                names = {element.id: element.name for element in one.elements.values() if element.name} | {one.id: one.name}
                for element in one.elements.values():
                    said = element.name or unnamed_words(one, element, names)
                    assert said, f"{file.name}: {element.id}"
                    assert element.id not in said
                    assert re.search("[\u4e00-\u9fff]", said), said
