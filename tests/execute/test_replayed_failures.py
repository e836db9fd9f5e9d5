"""What was missing or wrong when a step failed is missing or wrong in its replay too, though it was put right since."""

import json
from typing import Any

import pytest

from app.audit.replay import replay
from app.service.resolve_incident import ResolveIncident
from app.service.set_variables import SetVariables
from tests.builders.city import City
from tests.builders.drawing import boundary, call, date, decide, end, message, path, process, properties, start, user, z
from tests.builders.errand import FORM, TIERS

GROUP = z("assignmentDefinition", candidateGroups="hotline")


def holds(city: City, case: int) -> None:
    with city.database.read() as store:
        found = replay(store, city.surroundings, case)
    assert (found.verdict, found.seq, found.what) == ("verified", None, None)


def incident(city: City, case: int) -> dict[str, Any]:
    (found,) = city.rows("SELECT key, kind, cause, element_id FROM incident WHERE case_key = :case AND state = 'ACTIVE'", case=case)
    return found


def fact(city: City, case: int) -> dict[str, Any]:
    """Return the fact of the case's first incident."""
    facts = [fact for event in city.events(case) for fact in json.loads(event["body"])["facts"]]
    return next(fact for fact in facts if fact["fact"] == "incident_opened")


def retry(city: City, case: int) -> None:
    city.do(ResolveIncident(incident(city, case)["key"], "put right"), "operator")


def caller() -> bytes:
    return process("caller", start(), call("called", '="callee"'), end(), path("s called e"))


def callee(first: str = "s") -> bytes:
    begin = start("s") if first == "s" else start("m", message("hello"))
    return process("callee", begin, user("within", GROUP), end(), path(f"{first} within e"), keys={"hello": None})


def test_a_process_that_was_missing_and_was_deployed_later(city: City) -> None:
    city.deploy({"caller.bpmn": caller()})
    case = city.start("caller")
    assert incident(city, case)["kind"] == "no_such_process"
    assert fact(city, case)["calledProcessId"] == "callee"
    city.deploy({"callee.bpmn": callee()})
    holds(city, case)
    retry(city, case)
    assert city.open(case) == ["within"]
    holds(city, case)


def test_a_process_that_could_not_be_called_and_was_put_right_later(sqlite_city: City) -> None:
    city = sqlite_city
    city.deploy({"caller.bpmn": caller(), "callee.bpmn": callee("m")})
    case = city.start("caller")
    assert fact(city, case)["calledDigest"] == city.value("SELECT digest FROM definition WHERE id = 'callee'")
    city.deploy({"callee.bpmn": callee()})
    retry(city, case)
    assert city.open(case) == ["within"]
    holds(city, case)


DAYS = TIERS.replace(b'"small"', b"3").replace(b'"large"', b"5").replace(b'typeRef="string"', b'typeRef="number"')
EMPTY = DAYS.replace(b"<text>3<", b"<text>null<")


def test_a_decision_that_answered_in_the_very_step_that_then_failed(city: City) -> None:
    """The task's deadline is decided before its reminder's date proves to be none."""
    deadline = properties(deadline__length="decision:tier", deadline__unit="working day", deadline__article="1")
    limited = user("limited", GROUP, deadline), boundary("late", "limited", date("=when"))
    city.deploy({"p.bpmn": process("p", start(), *limited, end(), end("e2"), path("s limited e"), path("late e2")), "tiers.dmn": DAYS})
    case = city.start("p", worth=3)
    assert incident(city, case)["kind"] == "bad_timer"
    answered = city.value("SELECT digest FROM definition WHERE id = 'tier' ORDER BY version DESC LIMIT 1")
    assert fact(city, case)["answered"] == [{"decisionId": "tier", "definitionDigest": answered}]
    city.deploy({"tiers.dmn": EMPTY})
    holds(city, case)
    city.deploy({"tiers.dmn": DAYS.replace(b"<text>3<", b"<text>4<")})
    city.do(SetVariables(case, {"when": "2026-11-20"}), "operator")
    retry(city, case)
    assert city.open(case) == ["limited"]
    holds(city, case)


def test_a_decision_that_was_missing_is_named_with_the_nearest_of_its_time(city: City) -> None:
    city.deploy({"p.bpmn": process("p", start(), decide("d", '="tierr"', "found"), end(), path("s d e")), "tiers.dmn": DAYS})
    case = city.start("p", worth=3)
    said = "Decision tierr: Expected a deployed decision tierr, but there is none; the nearest is tier"
    assert incident(city, case)["cause"] == said
    assert fact(city, case)["nearestId"] == "tier"
    city.deploy({"tiers.dmn": DAYS.replace(b'id="tier"', b'id="tierr"')})
    holds(city, case)
    retry(city, case)
    assert city.open(case) == []
    holds(city, case)


def formed(form: str = "the-form") -> bytes:
    asked = user("asked", GROUP, z("formDefinition", formId=f'="{form}"'), name="填表")
    return process("formed", start(), asked, end(), path("s asked e"))


def test_a_task_whose_form_is_missing_stops_with_a_cause_that_names_it_until_the_form_is_deployed(city: City) -> None:
    city.deploy({"formed.bpmn": formed()})
    case = city.start("formed")
    assert city.open(case) == []
    stopped = incident(city, case)
    assert (stopped["kind"], stopped["element_id"]) == ("no_such_form", "asked")
    assert "the-form" in stopped["cause"]
    retry(city, case)
    assert incident(city, case)["kind"] == "no_such_form"
    city.deploy({"the-form.form": FORM.replace(b"errand-answer", b"the-form")})
    holds(city, case)
    retry(city, case)
    assert city.open(case) == ["asked"]
    holds(city, case)
    city.complete(case, "asked", "hotline", said="words")
    assert city.value("SELECT state FROM process_instance WHERE key = :case", case=case) == "COMPLETED"


def test_an_open_task_keeps_its_form_when_a_newer_one_is_deployed(sqlite_city: City) -> None:
    city = sqlite_city
    first = FORM.replace(b"errand-answer", b"the-form")
    city.deploy({"formed.bpmn": formed(), "the-form.form": first})
    case = city.start("formed")
    kept = city.value("SELECT form_digest FROM user_task WHERE case_key = :case", case=case)
    city.deploy({"the-form.form": first.replace(b"Answer", b"Another")})
    assert city.value("SELECT form_digest FROM user_task WHERE case_key = :case", case=case) == kept
    holds(city, case)


@pytest.mark.parametrize("binding", ["deployment", "versionTag"])
def test_a_form_that_is_bound_otherwise_is_missing_in_the_same_words(sqlite_city: City, binding: str) -> None:
    city = sqlite_city
    raw = formed().replace(b"<zeebe:formDefinition", f'<zeebe:formDefinition bindingType="{binding}" versionTag="v9"'.encode())
    city.deploy({"formed.bpmn": raw})
    case = city.start("formed")
    assert incident(city, case)["kind"] == "no_such_form"
