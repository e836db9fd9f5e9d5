"""Forms and decisions that are bound by their version tag: the newest version with that tag, whatever came after it."""

import json

import pytest

from app.domain.rejection import Rejection
from app.service.resolve_incident import ResolveIncident
from tests.builders.city import City
from tests.builders.drawing import el, end, ext, path, process, start, user, z
from tests.builders.errand import FORM, TIERS

GROUP = z("assignmentDefinition", candidateGroups="hotline")
TABLE = TIERS.replace(b'id="tier"', b'id="rank"').replace(b'name="tier"', b'name="rank"')


def form(tag: str, label: str) -> bytes:
    raw = FORM.replace(b"errand-answer", b"tagged").replace(b"Answer", label.encode())
    return raw.replace(b'"type": "default"', f'"type": "default", "versionTag": "{tag}"'.encode()) if tag else raw


def table(tag: str, small: str) -> bytes:
    raw = TABLE.replace(b'"small"', f'"{small}"'.encode())
    said = f'<extensionElements><zeebe:versionTag xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" value="{tag}"/></extensionElements>'
    return raw.replace(b'<decisionTable id="tierTable"', said.encode() + b'<decisionTable id="tierTable"') if tag else raw


def asks(tag: str, form_id: str = "tagged") -> bytes:
    asked = user("asked", GROUP, z("formDefinition", formId=form_id, bindingType="versionTag", versionTag=tag), name="填表")
    return process("asks", start(), asked, end(), path("s asked e"))


def ranks(tag: str) -> bytes:
    called = z("calledDecision", decisionId="rank", resultVariable="rank", bindingType="versionTag", versionTag=tag)
    look = el("businessRuleTask", "look", ext(called))
    return process("ranks", start(), look, user("after", GROUP, name="后"), end(), path("s look after e"))


def label(city: City, case: int) -> str:
    digest = city.value("SELECT form_digest FROM user_task WHERE case_key = :case", case=case)
    document = json.loads(bytes(city.value("SELECT content FROM resource WHERE digest = :digest", digest=digest)))
    return str(document["components"][0]["label"])


def test_a_task_takes_the_form_with_the_tag_it_names(city: City) -> None:
    city.deploy({"asks.bpmn": asks("spring"), "tagged.form": form("spring", "first")})
    city.deploy({"tagged.form": form("spring", "second")})
    city.deploy({"tagged.form": form("autumn", "third")})
    city.deploy({"tagged.form": form("", "fourth")})
    assert label(city, city.start("asks")) == "second"
    tags = city.rows("SELECT version, version_tag FROM definition WHERE id = 'tagged' ORDER BY version")
    assert [row["version_tag"] for row in tags] == ["spring", "spring", "autumn", None]


def test_a_rule_task_asks_the_decision_with_the_tag_it_names(city: City) -> None:
    city.deploy({"ranks.bpmn": ranks("v1"), "ranks.dmn": table("v1", "first")})
    city.deploy({"ranks.dmn": table("v2", "second")})
    case = city.start("ranks", worth=3)
    assert city.value("SELECT value FROM variable WHERE case_key = :case AND name = 'rank'", case=case) == '"first"'


def test_a_diagram_that_names_a_tag_which_nothing_has_is_refused(sqlite_city: City) -> None:
    city = sqlite_city
    with pytest.raises(Rejection) as refused:
        city.deploy({"asks.bpmn": asks("winter"), "tagged.form": form("spring", "first")})
    assert [found.rule for found in refused.value.findings if found.severity == "error"] == ["form-exists"]
    with pytest.raises(Rejection) as refused:
        city.deploy({"ranks.bpmn": ranks("v9"), "ranks.dmn": table("v1", "first")})
    assert [found.rule for found in refused.value.findings if found.severity == "error"] == ["decision-exists"]
    city.deploy({"tagged.form": form("winter", "first")})
    city.deploy({"asks.bpmn": asks("winter")})
    assert label(city, city.start("asks")) == "first"


def test_a_tag_that_comes_later_lets_a_task_go_on_that_missed_it(sqlite_city: City) -> None:
    city = sqlite_city
    city.deploy({"asks.bpmn": asks("v2", '="tagged"'), "tagged.form": form("v1", "first")})
    case = city.start("asks")
    key = city.value("SELECT key FROM incident WHERE case_key = :case", case=case)
    city.deploy({"tagged.form": form("v2", "second")})
    city.do(ResolveIncident(key, "put right"), "operator")
    assert label(city, case) == "second"
