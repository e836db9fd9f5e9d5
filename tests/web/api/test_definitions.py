"""Definitions, decisions, what an expression sees of a case, and the cluster over /v2."""

from collections.abc import Callable

import pytest

from tests.builders.small_processes import FILES
from tests.fixtures.api_city import ApiCity


def process(api: ApiCity, id: str) -> dict:
    (found,) = api.post("/v2/process-definitions/search", {"filter": {"processDefinitionId": id, "isLatestVersion": True}})["items"]
    return found


def decision(api: ApiCity, id: str) -> dict:
    (found,) = api.post("/v2/decision-definitions/search", {"filter": {"decisionDefinitionId": id}})["items"]
    return found


def decision_newest(api: ApiCity, id: str) -> dict:
    (found,) = api.post("/v2/decision-definitions/search", {"filter": {"decisionDefinitionId": id, "isLatestVersion": True}})["items"]
    return found


def test_status_needs_no_sign_in_and_everything_else_does(api: ApiCity) -> None:
    assert api.ask("GET", "/v2/status", who=None).status_code == 204
    refused = api.ask("GET", "/v2/topology", who=None)
    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"].startswith("Basic")


def test_who_asks_is_told_their_groups_and_roles(api: ApiCity) -> None:
    shown = api.get("/v2/authentication/me", who="handler-health")
    assert (shown["username"], shown["groups"], shown["roles"]) == ("handler-health", ["handler@health-bureau"], ["handler"])


def test_a_definition_is_read_with_its_file_and_its_start_form(api: ApiCity) -> None:
    letter = process(api, "citizen-letter")
    assert (letter["hasStartForm"], letter["state"]) == (True, "ACTIVE")
    path = f"/v2/process-definitions/{letter['processDefinitionKey']}"
    assert api.get(path) == letter
    xml = api.ask("GET", f"{path}/xml")
    assert xml.content_type.startswith("text/xml")
    assert b"citizen-letter" in xml.data
    assert api.get(f"{path}/form")["formId"] == "letter-registration"
    small = process(api, "at-once")["processDefinitionKey"]
    assert api.ask("GET", f"/v2/process-definitions/{small}/form").status_code == 204
    api.get(f"/v2/process-definitions/{decision(api, 'letter-limit')['decisionDefinitionKey']}", 404)
    api.get("/v2/process-definitions/abc", 400)


def test_a_resource_is_given_as_it_was_deployed(api: ApiCity) -> None:
    key = process(api, "two-steps")["processDefinitionKey"]
    shown = api.get(f"/v2/resources/{key}")
    assert (shown["resourceId"], shown["resourceName"], shown["resourceKey"]) == ("two-steps", "two-steps.bpmn", key)
    assert api.ask("GET", f"/v2/resources/{key}/content").data.decode() == FILES["two-steps.bpmn"]
    binary = api.ask("GET", f"/v2/resources/{key}/content/binary")
    assert (binary.data.decode(), binary.content_type) == (FILES["two-steps.bpmn"], "application/octet-stream")
    api.get("/v2/resources/77", 404)


def test_a_new_version_is_the_latest_and_the_old_one_stays(api: ApiCity) -> None:
    files = {"stuck.bpmn": FILES["stuck.bpmn"].replace('name="First"', 'name="First of all"')}
    deployed = api.deploy(files).get_json()["deployments"][0]["processDefinition"]
    assert deployed["processDefinitionVersion"] == 2
    assert api.deploy(files).get_json()["deployments"][0]["processDefinition"] == deployed
    found = api.post(
        "/v2/process-definitions/search", {"filter": {"processDefinitionId": "stuck"}, "sort": [{"field": "version", "order": "DESC"}]}
    )
    assert [one["version"] for one in found["items"]] == [2, 1]
    assert process(api, "stuck")["version"] == 2


def test_a_bad_deployment_names_file_element_and_reason_and_stores_nothing(api: ApiCity) -> None:
    before = api.rows("SELECT COUNT(*) AS n FROM resource")
    broken = FILES["waits.bpmn"].replace('targetRef="reply"', 'targetRef="nowhere"').replace('id="waits"', 'id="broken"')
    for files in (
        {"broken.bpmn": broken},
        {"broken.bpmn": "<bpmn"},
        {"new.bpmn": FILES["at-once.bpmn"].replace("at-once", "new"), "bad.form": "{"},
    ):
        response = api.deploy(files)
        assert response.status_code == 400
        problem = response.get_json()
        assert any(name in problem["detail"] for name in files)
    assert api.ask("POST", "/v2/deployments", {}).status_code == 400
    assert api.rows("SELECT COUNT(*) AS n FROM resource") == before


def test_a_decision_is_read_and_evaluated(api: ApiCity) -> None:
    limit = decision(api, "letter-limit")
    assert api.get(f"/v2/decision-definitions/{limit['decisionDefinitionKey']}") == limit
    assert api.ask("GET", f"/v2/decision-definitions/{limit['decisionDefinitionKey']}/xml").content_type.startswith("text/xml")
    asked = {"decisionDefinitionId": "letter-limit", "variables": {"category": "consultation"}}
    by_id = api.post("/v2/decision-definitions/evaluation", asked)
    by_key = api.post(
        "/v2/decision-definitions/evaluation", {"decisionDefinitionKey": limit["decisionDefinitionKey"], "variables": asked["variables"]}
    )
    for found in (by_id, by_key):
        assert (found["decisionDefinitionId"], found["failureMessage"]) == ("letter-limit", None)
        (evaluated,) = found["evaluatedDecisions"]
        assert evaluated["output"] == found["output"]
        assert evaluated["decisionDefinitionType"] == "DECISION_TABLE"
        assert all(isinstance(given["inputValue"], str) for given in evaluated["evaluatedInputs"])
    assert by_id["output"] == by_key["output"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"decisionDefinitionId": "letter-limit", "decisionDefinitionKey": "1"}, 400),
        ({"decisionDefinitionId": "letter-limit", "variables": []}, 400),
        ({"decisionDefinitionId": "no-such"}, 404),
        ({"decisionDefinitionKey": "77"}, 404),
        ({"decisionDefinitionKey": "x"}, 400),
    ],
)
def test_a_decision_that_cannot_be_evaluated_is_refused(api: ApiCity, body: dict, status: int) -> None:
    api.post("/v2/decision-definitions/evaluation", body, status)


NULLS = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="nulls-model" name="nulls" namespace="urn:nulls">
<decision id="nulls" name="Fee"><decisionTable id="nulls-table" hitPolicy="FIRST">
<input id="nulls-in"><inputExpression typeRef="number"><text>days</text></inputExpression></input>
<output id="nulls-out" name="fee" typeRef="number"/>
<rule id="nulls-1"><inputEntry><text>&gt; 7</text></inputEntry><outputEntry id="nulls-1-out"><text>days * raet</text></outputEntry></rule>
<rule id="nulls-2"><inputEntry><text>&lt;= 7</text></inputEntry>
<outputEntry><text>count(for i in 1..1000000 return i)</text></outputEntry></rule>
</decisionTable></decision></definitions>"""


def test_a_decision_that_is_tried_says_where_each_null_came_out(api: ApiCity) -> None:
    assert api.deploy({"nulls.dmn": NULLS}).status_code == 200
    found = api.post("/v2/decision-definitions/evaluation", {"decisionDefinitionId": "nulls", "variables": {"days": 9, "rate": 2}})
    assert (found["output"], found["failureMessage"]) == ("null", None)
    assert found["warnings"][0] == {
        "message": "Fee, rule 1, output 1, character 8: Expected a known name, but found raet; the nearest is rate",
        "elementId": "nulls-1-out",
    }
    failed = api.post("/v2/decision-definitions/evaluation", {"decisionDefinitionId": "nulls", "variables": {"days": 1}})
    assert failed["failureMessage"].startswith("Fee, rule 2, output 1, character 7: Expected an evaluation of at most")
    assert failed["failedDecisionDefinitionId"] == "nulls"
    known = {"kind": "clear", "returnedLate": False, "statutory": False, "explanation": None, "plannedDays": None}
    limit = {"decisionDefinitionId": "letter-limit", "variables": known}
    assert api.post("/v2/decision-definitions/evaluation", limit)["warnings"] == []


CHAIN = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="chain-model" name="chain" namespace="urn:chain">
<decision id="chain-first" name="First"><variable name="first"/>
<literalExpression id="chain-text"><text>count(for i in 1..1000000 return i)</text></literalExpression></decision>
<decision id="chain-last" name="Last"><variable name="last"/>
<informationRequirement><requiredDecision href="#chain-first"/></informationRequirement>
<literalExpression><text>first + 1</text></literalExpression></decision></definitions>"""


def test_a_failed_evaluation_names_the_decision_that_it_is_due_to(api: ApiCity) -> None:
    assert api.deploy({"chain.dmn": CHAIN}).status_code == 200
    found = api.post("/v2/decision-definitions/evaluation", {"decisionDefinitionId": "chain-last", "variables": {}})
    assert (found["decisionDefinitionId"], found["failedDecisionDefinitionId"]) == ("chain-last", "chain-first")
    assert found["failureMessage"].startswith("First")


TABLE = """<decision id="base" name="base"><decisionTable hitPolicy="FIRST">
<input id="base-in"><inputExpression typeRef="number"><text>days</text></inputExpression></input>
<output id="base-out" typeRef="number"/><rule id="base-1"><inputEntry><text>-</text></inputEntry>
<outputEntry><text>7</text></outputEntry></rule></decisionTable></decision>"""
MODEL = '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="{0}" name="{0}" namespace="urn:{0}">{1}</definitions>'
DRAWN = '<decision id="{0}" name="{0}">{2}<literalExpression><text>{1}</text></literalExpression></decision>'
NEEDED = '<informationRequirement><requiredDecision href="{0}"/></informationRequirement>'


def test_each_evaluated_decision_has_the_key_and_version_of_its_own(api: ApiCity) -> None:
    rates = MODEL.format("rates", TABLE)
    asking = MODEL.format(
        "asking",
        '<import name="r" namespace="urn:rates" importType="x"/>' + DRAWN.format("asked", "r.base", NEEDED.format("urn:rates#base")),
    )
    assert api.deploy({"rates.dmn": rates, "asking.dmn": asking}).status_code == 200
    grown = asking.replace("</definitions>", DRAWN.format("more", "asked + 1", NEEDED.format("#asked")) + "</definitions>")
    assert api.deploy({"rates.dmn": rates, "asking.dmn": grown}).status_code == 200
    known = {id: decision_newest(api, id) for id in ("base", "asked", "more")}
    assert [known[id]["version"] for id in known] == [1, 2, 1]
    for asked in ("more", "asked"):
        found = api.post("/v2/decision-definitions/evaluation", {"decisionDefinitionId": asked, "variables": {"days": 1}})
        for one in found["evaluatedDecisions"]:
            shown = known[one["decisionDefinitionId"]]
            assert (one["decisionDefinitionKey"], one["decisionDefinitionVersion"]) == (shown["decisionDefinitionKey"], shown["version"])
        assert found["evaluatedDecisions"][0]["decisionDefinitionType"] == "DECISION_TABLE"


def test_each_file_of_decisions_is_a_requirements_graph_of_its_own(api: ApiCity) -> None:
    one, other = (MODEL.format(id, DRAWN.format(f"{id}-a", "1", "") + DRAWN.format(f"{id}-b", "2", "")) for id in ("left", "right"))
    answer = api.deploy({"left.dmn": one, "right.dmn": other}).get_json()
    graphs = {
        found["decisionRequirements"]["decisionRequirementsId"]: found["decisionRequirements"]
        for found in answer["deployments"]
        if found["decisionRequirements"]
    }
    told = {
        found["decisionDefinition"]["decisionDefinitionId"]: found["decisionDefinition"]
        for found in answer["deployments"]
        if found["decisionDefinition"]
    }
    assert {id: (graph["version"], graph["resourceName"]) for id, graph in graphs.items()} == {
        "left": (1, "left.dmn"),
        "right": (1, "right.dmn"),
    }
    keys = {graph["decisionRequirementsKey"] for graph in graphs.values()}
    assert len(keys | {answer["deploymentKey"]} | {found["decisionDefinitionKey"] for found in told.values()}) == 7
    for id, found in told.items():
        assert found["decisionRequirementsKey"] == graphs[id.partition("-")[0]]["decisionRequirementsKey"]
    # Grown by a decision: the graph has a second version, in which the new decision is at its first.
    grown = one.replace("</definitions>", DRAWN.format("left-c", "3", "") + "</definitions>")
    api.deploy({"left.dmn": grown, "right.dmn": other})
    newest = {id: decision_newest(api, id) for id in ("left-a", "left-c", "right-a")}
    assert [(found["version"], found["decisionRequirementsVersion"]) for found in newest.values()] == [(2, 2), (1, 2), (1, 1)]
    assert newest["right-a"]["decisionRequirementsKey"] == graphs["right"]["decisionRequirementsKey"]

    def searched(**wanted: object) -> list[str]:
        found = api.post(
            "/v2/decision-definitions/search",
            {"filter": wanted, "sort": [{"field": "decisionRequirementsId"}, {"field": "decisionDefinitionId"}]},
        )
        return [each["decisionDefinitionId"] for each in found["items"]]

    assert searched(decisionRequirementsId="right") == ["right-a", "right-b"]
    assert searched(decisionRequirementsName={"$like": "righ*"}) == ["right-a", "right-b"]
    assert searched(decisionRequirementsId="left", decisionRequirementsVersion=2) == ["left-a", "left-b", "left-c"]
    assert searched(decisionRequirementsKey=graphs["left"]["decisionRequirementsKey"]) == ["left-a", "left-b"]
    # The same again is the same graph.
    again = api.deploy({"left.dmn": grown}).get_json()["deployments"]
    (graph,) = [found["decisionRequirements"] for found in again if found["decisionRequirements"]]
    assert graph["decisionRequirementsKey"] == newest["left-a"]["decisionRequirementsKey"]
    assert graph["version"] == 2


def test_what_is_wrong_is_told_in_the_language_that_is_asked_for(api: ApiCity) -> None:
    bad = MODEL.format("told", DRAWN.format("told-a", '1 + "a"', ""))

    def told(languages: str) -> tuple[str, str, str, str | None]:
        refused = api.deploy({"told.dmn": bad}, languages=languages)
        (finding,) = refused.get_json()["findings"]
        return refused.get_json()["detail"], finding["message"], finding["instead"], refused.headers.get("Content-Language")

    english = told("")
    assert told("de, en;q=0.5") == told("*") == english
    assert english[1].startswith("Expected two values that + can work out in told-a")
    for languages, word, tag in (("zh-CN,zh;q=0.9,en;q=0.8", "两个值", "zh-Hans"), ("zh-TW", "兩個值", "zh-Hant")):
        detail, message, instead, said = told(languages)
        assert (word in message, word in detail, said) == (True, True, tag)
        assert "Expected" not in detail + message + instead
    asked = {"expression": "=1 + dayz", "variables": {"days": 1}}
    response = api.ask("POST", "/v2/expression/evaluation", asked, headers={"Accept-Language": "zh"})
    assert response.get_json()["warnings"][0] == {"message": "应为已知的名称，实际是 dayz；最接近的是 days（第 6 个字符）"}


def test_an_unknown_decision_is_refused_with_the_nearest_id(api: ApiCity) -> None:
    refused = api.post("/v2/decision-definitions/evaluation", {"decisionDefinitionId": "letter-limits"}, 404)
    assert refused["detail"] == "Expected a deployed decision letter-limits, but there is none; the nearest is letter-limit"


SERVICE = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="fees-model" name="fees" namespace="urn:fees">
<decisionService id="fees" name="serve"><variable name="serve"/><outputDecision href="#paper"/><outputDecision href="#stamp"/>
</decisionService>
<decision id="paper" name="paper"><variable name="paper"/><literalExpression><text>1</text></literalExpression></decision>
<decision id="stamp" name="stamp"><variable name="stamp"/><literalExpression><text>2</text></literalExpression></decision>
</definitions>"""


def test_a_decision_service_is_refused_with_the_decisions_to_evaluate_instead(api: ApiCity) -> None:
    assert api.deploy({"fees.dmn": SERVICE}).status_code == 200
    refused = api.post("/v2/decision-definitions/evaluation", {"decisionDefinitionId": "fees"}, 404)
    assert (refused["code"], refused["detail"]) == (
        "not_found", "Expected the id of a decision, but fees is a decision service; evaluate what it gives: paper, stamp"
    )  # fmt: skip
    assert api.post("/v2/decision-definitions/evaluation", {"decisionDefinitionId": "paper"})["output"] == "1"


def test_types_that_cannot_meet_refuse_a_deployment_with_their_place(api: ApiCity) -> None:
    response = api.deploy({"fees.dmn": SERVICE.replace("<text>1</text>", '<text>1 + "a"</text>')})
    assert response.status_code == 400
    (finding,) = response.get_json()["findings"]
    assert (finding["rule"], finding["elementId"]) == ("decision-types-meet", "paper")
    assert finding["message"] == "Expected two values that + can work out in paper, character 3, but found number and string"


def test_an_expression_sees_a_case_as_those_see_it_who_may(api: ApiCity) -> None:
    instance = api.start("two-steps", amount=20)
    asked = {"expression": "=amount + own", "scopeKey": api.task(instance)}
    assert api.post("/v2/expression/evaluation", asked)["result"] == 21
    api.post("/v2/expression/evaluation", asked, 404, who="legal")
    api.post("/v2/expression/evaluation", {**asked, "scopeKey": "x"}, 400)


def test_an_expression_sees_what_is_known_of_the_case_and_its_deadline(api: ApiCity) -> None:
    instance = api.start("citizen-letter", topic="路灯不亮", place="滨河路", content="路灯坏了三天")
    (shown,) = api.post("/v2/process-instances/search", {"filter": {"processInstanceKey": instance}})["items"]

    def value(text: str, scope: str) -> object:
        return api.post("/v2/expression/evaluation", {"expression": text, "scopeKey": scope})["result"]

    for scope in (instance, api.task(instance)):
        assert value("=case.receiptNumber", scope) == shown["businessId"]
        assert value("=case.owner", scope) == "hotline"
        assert value('=string(case.receivedAt) != "" and case.startedBy = "demo"', scope) is True
    # A task has a deadline of its own; nothing around the whole case has one.
    assert value("=string(deadline)", api.task(instance)) == "2026-12-03T17:30:00@Asia/Shanghai"
    assert value("=deadline", instance) is None
    none = api.start("two-steps", amount=1)
    assert value("=deadline", api.task(none)) is None
    assert value("=deadline", none) is None
    assert api.post("/v2/expression/evaluation", {"expression": "=case", "scopeKey": none, "variables": {"case": 1}})["result"] == 1


def test_the_clock_is_pinned_and_never_goes_back_behind_an_event(api: ApiCity) -> None:
    now = int(api.duban.door.now().timestamp() * 1000)
    assert api.ask("PUT", "/v2/clock", {"timestamp": now + 60_000}, who="legal").status_code == 204
    assert int(api.duban.door.now().timestamp() * 1000) == now + 60_000
    assert api.ask("PUT", "/v2/clock", {"timestamp": now - 10**9}).get_json()["code"] == "clock_backwards"
    for body in ({}, {"timestamp": "soon"}, {"timestamp": 10**30}, {"timestamp": True}):
        assert api.ask("PUT", "/v2/clock", body).status_code == 400


def test_a_resource_that_is_deleted_starts_nothing_and_what_runs_goes_on(make_api: Callable[..., ApiCity]) -> None:
    api = make_api()
    running = api.start("two-steps")
    (definition,) = api.rows("SELECT key FROM definition WHERE id = 'two-steps'")
    path = f"/v2/resources/{definition['key']}/deletion"
    api.post(path, {"deleteHistory": True}, 400)
    api.post(path, {}, 403, who="operator")
    assert api.post(path, {}) == {"resourceKey": str(definition["key"]), "batchOperation": None}
    api.post(path, {}, 404)
    api.post("/v2/process-instances", {"processDefinitionId": "two-steps"}, 404)
    api.post(f"/v2/user-tasks/{api.task(running)}/completion", {"variables": {"amount": 1}}, 204)


BOXED = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="boxed-model" name="boxed" namespace="urn:boxed">
<decision id="boxed" name="Boxed"><context><contextEntry><variable name="size"/><decisionTable id="boxed-table">
<input id="boxed-in"><inputExpression typeRef="number"><text>days</text></inputExpression></input>
<output id="boxed-out" typeRef="string"/>
<rule id="boxed-1"><inputEntry><text>&gt; 7</text></inputEntry><outputEntry><text>"long"</text></outputEntry></rule>
</decisionTable></contextEntry></context></decision></definitions>"""


def test_a_table_within_a_boxed_context_is_shown_before_its_decision(api: ApiCity) -> None:
    assert api.deploy({"boxed.dmn": BOXED}).status_code == 200
    found = api.post("/v2/decision-definitions/evaluation", {"decisionDefinitionId": "boxed", "variables": {"days": 9}})
    inner, whole = found["evaluatedDecisions"]
    assert inner.keys() == whole.keys()
    assert (inner["decisionDefinitionId"], inner["decisionDefinitionType"], inner["output"]) == ("boxed-table", "DECISION_TABLE", '"long"')
    assert inner["evaluatedInputs"] == [{"inputId": "boxed-in", "inputName": "days", "inputValue": "9"}]
    assert [rule["ruleId"] for rule in inner["matchedRules"]] == ["boxed-1"]
    assert (whole["decisionDefinitionId"], whole["output"]) == ("boxed", '{"size":"long"}')
