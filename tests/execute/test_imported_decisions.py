"""Decision models that import each other are deployed together, and a version stands for what it imports too."""

from collections.abc import Mapping
from typing import Any

import pytest

from app.audit.replay import replay
from app.domain.rejection import Rejection
from app.lint import CheckedAlone, check_alone
from app.queries.definition_of import definition_of
from app.queries.evaluate_decision import evaluate_decision
from app.service import deploy_definition
from app.service.register_unit import RegisterUnit
from tests.builders.city import MONDAY, City
from tests.builders.errand import PROCESS

RATES = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="rates" name="Rates" namespace="urn:rates">
  <decision id="bound" name="bound"><variable name="bound"/><literalExpression id="l"><text>100</text></literalExpression></decision>
</definitions>"""
TIERS = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="tiers" name="Tiers" namespace="urn:tiers">
  <import name="rates" namespace="urn:rates" importType="https://www.omg.org/spec/DMN/20191111/MODEL/"/>
  <decision id="tier" name="tier"><variable name="tier"/>
    <informationRequirement id="q"><requiredDecision href="urn:rates#bound"/></informationRequirement>
    <literalExpression id="t"><text>if worth &lt; rates.bound then "small" else "large"</text></literalExpression></decision>
</definitions>"""
TOGETHER = {"tiers.dmn": TIERS, "rates.dmn": RATES}


def newest(city: City) -> dict[str, Any]:
    return city.rows("SELECT key, version FROM definition WHERE id = 'tier' ORDER BY version DESC")[0]


def given(city: City, key: int, worth: int) -> str:
    with city.database.read() as store:
        return evaluate_decision(store, city.surroundings, None, key, {"worth": worth}, MONDAY).output


def test_a_version_keeps_the_models_that_it_was_deployed_with(sqlite_city: City) -> None:
    city = sqlite_city
    city.deploy(TOGETHER)
    first = newest(city)
    city.deploy(TOGETHER)
    assert newest(city) == first, "the same files are the same version"
    city.deploy({**TOGETHER, "rates.dmn": RATES.replace(b"100", b"500")})
    second = newest(city)
    assert second["version"] == first["version"] + 1, "the file is the same, but what it imports is not"
    assert (given(city, first["key"], 300), given(city, second["key"], 300)) == ('"large"', '"small"')
    with city.database.read() as store:
        assert definition_of(store, "decision", second["key"])[1] == TIERS, "what is given out is the file"


def test_a_case_asks_such_a_decision_and_its_replay_does_too(sqlite_city: City) -> None:
    city = sqlite_city
    city.deploy(TOGETHER)
    case = city.start(PROCESS)
    city.complete(case, "take", "hotline", worth=300, note="urgent")
    city.deploy({**TOGETHER, "rates.dmn": RATES.replace(b"100", b"500")})
    assert city.case(case).variables(case)["tier"] == "large"
    with city.database.read() as store:
        assert replay(store, city.surroundings, case).verdict == "verified"


def test_a_model_without_the_one_that_it_imports_is_refused(sqlite_city: City) -> None:
    with pytest.raises(Rejection, match="urn:rates, imported as rates, beside this one"):
        sqlite_city.deploy({"tiers.dmn": TIERS})


def test_files_are_read_before_the_transaction_so_that_nobody_waits_for_them(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    def meanwhile(files: Mapping[str, bytes]) -> CheckedAlone:
        city.do(RegisterUnit("reading-room", "阅览室"), "system")
        return check_alone(files)

    monkeypatch.setattr(deploy_definition, "check_alone", meanwhile)
    deployed = city.deploy(TOGETHER)
    assert [each["kind"] for each in deployed["resources"]] == ["decision", "decision"]
    assert [event["kind"] for event in city.events()[-2:]] == ["unit_registered", "deployment_made"]
