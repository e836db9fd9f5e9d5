"""A decision may be a function: others call it, and where its value is to be shown it is said that it cannot be."""

import json

from app.queries.evaluate_decision import Evaluated, evaluate_decision
from tests.builders.city import MONDAY, City
from tests.builders.errand import PROCESS

TIERS = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="tiers" name="Tiers" namespace="http://duban.example">
  <decision id="rise" name="rise"><variable name="rise"/>
    <literalExpression id="r"><text>function(a) a + 1</text></literalExpression></decision>
  <decision id="tier" name="tier"><variable name="tier"/>
    <informationRequirement id="q"><requiredDecision href="#rise"/></informationRequirement>
    <literalExpression id="t"><text>rise(worth)</text></literalExpression></decision>
</definitions>"""


def tried(city: City, decision: str) -> Evaluated:
    with city.database.read() as store:
        return evaluate_decision(store, city.surroundings, decision, None, {"worth": 3}, MONDAY)


def test_a_function_is_shown_as_null_with_the_reason(sqlite_city: City) -> None:
    sqlite_city.deploy({"tiers.dmn": TIERS})
    found = tried(sqlite_city, "rise")
    assert (found.output, found.failure) == ("null", None)
    assert [(each.element_id, each.message) for each in found.warnings] == [
        ("rise", "rise: Expected a value that can be kept, but found a function")
    ]
    assert tried(sqlite_city, "tier").output == "4"


def test_a_case_asks_a_decision_that_calls_another(sqlite_city: City) -> None:
    city = sqlite_city
    city.deploy({"tiers.dmn": TIERS})
    case = city.start(PROCESS)
    city.complete(case, "take", "hotline", worth=3, note="urgent")
    assert city.case(case).variables(case)["tier"] == 4
    rows = city.rows("SELECT content FROM event_content WHERE case_key = :case ORDER BY seq DESC", case=str(case))
    (found,) = [fact for fact in json.loads(rows[0]["content"])["private"].values() if "outputs" in fact]
    assert found["required"] == [
        {"decisionId": "rise", "value": None, "reasons": ["Expected a value that can be kept, but found a function"]}
    ]
