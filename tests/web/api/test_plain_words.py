"""Refusals and records say what they mean without the words of libraries, and count as people do."""

import json

from tests.builders.drawing import decide, end, path, process, start
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import ASSIGNED, LETTER


def test_one_mistake_is_one_and_several_are_counted(api: ApiCity) -> None:
    alone = process("p", start("s"), decide("a", "nowhere", "x"), end("e"), path("s a e"))
    one = api.deploy({"p.bpmn": alone}).get_json()
    errors = [finding for finding in one["findings"] if finding["severity"] == "error"]
    assert len(errors) == 1, errors
    assert one["detail"].startswith("Expected files that can be run, but found a mistake: p.bpmn, a:")
    two = api.deploy(
        {"p.bpmn": process("p", start("s"), decide("a", "nowhere", "x"), decide("b", "nowhere", "x"), end("e"), path("s a b e"))}
    ).get_json()
    assert two["detail"].startswith("Expected files that can be run, but found 2 mistakes; the first: p.bpmn, ")


def test_a_file_that_cannot_be_read_is_named_once_and_without_an_element(api: ApiCity) -> None:
    broken = api.deploy({"f0.dmn": b"<definitions"}).get_json()
    assert broken["detail"].startswith("Expected files that can be run, but found a mistake: f0.dmn, line 1: expected XML, but found")
    other = api.deploy({"f0.dmn": b"<a/>"}).get_json()
    assert other["detail"].startswith("Expected files that can be run, but found a mistake: f0.dmn: Expected the definitions of DMN")


def test_a_clock_is_refused_without_the_name_of_a_type(api: ApiCity) -> None:
    assert api.ask("PUT", "/v2/clock", {"timestamp": "now"}).get_json()["detail"] == "Expected timestamp to be a number, but found now"
    assert api.ask("PUT", "/v2/clock", [1]).get_json()["detail"] == "Expected a JSON object, but found a list"


def test_a_value_of_the_wrong_kind_is_shown_as_it_was_sent(api: ApiCity) -> None:
    sent = {"decisionDefinitionId": "letter-limit", "variables": [1, None, True]}
    refused = api.ask("POST", "/v2/decision-definitions/evaluation", sent).get_json()["detail"]
    assert refused == "Expected variables to be an object, but found [1,null,true]"


def test_a_rule_in_days_is_told_in_the_plural(api: ApiCity) -> None:
    instance = api.start("citizen-letter", **LETTER)
    api.post(f"/v2/user-tasks/{api.task(instance)}/completion", {"variables": ASSIGNED}, 204)
    shown = api.get(f"/casework/v1/cases/{api.number(instance)}/deadlines")["items"]
    assert "7 working days" in {one["rule"] for one in shown}
    assert "7 working day" not in {one["rule"] for one in shown}
    assert json.dumps(shown).count("working day") >= 2, "the unit keeps its name"
