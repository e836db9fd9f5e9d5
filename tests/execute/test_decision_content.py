"""What a decision was asked and what it gave stays beside the event, with all that it needed and why a null came out."""

import json
from typing import Any

from tests.builders.city import City
from tests.builders.errand import PROCESS

TIERS = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="tiers" name="Tiers" namespace="http://duban.example">
  <decision id="bound" name="bound"><variable name="bound"/>
    <decisionTable id="bt" hitPolicy="UNIQUE">
      <input id="bi" label="weight"><inputExpression id="be" typeRef="number"><text>worth * 2</text></inputExpression></input>
      <output id="bo" name="bound" typeRef="number"/>
      <rule id="b1"><inputEntry id="b1i"><text>-</text></inputEntry><outputEntry id="b1o"><text>100</text></outputEntry></rule>
    </decisionTable></decision>
  <decision id="tier" name="tier"><variable name="tier"/>
    <informationRequirement id="q"><requiredDecision href="#bound"/></informationRequirement>
    <literalExpression id="t"><text>if worth &lt; bound then "small" else number(note)</text></literalExpression></decision>
</definitions>"""


def asked(city: City, worth: int, tiers: bytes = TIERS) -> dict[str, Any]:
    city.deploy({"tiers.dmn": tiers})
    case = city.start(PROCESS)
    city.complete(case, "take", "hotline", worth=worth, note="urgent")
    rows = city.rows("SELECT content FROM event_content WHERE case_key = :case ORDER BY seq", case=str(case))
    facts = [fact for row in rows for fact in json.loads(row["content"])["private"].values()]
    return next(fact for fact in facts if "outputs" in fact)


def test_the_decisions_asked_for_it_leave_their_inputs_and_outputs_too(sqlite_city: City) -> None:
    found = asked(sqlite_city, 3)
    assert found["value"] == "small"
    assert found["required"] == [
        {
            "decisionId": "bound",
            "value": 100,
            "inputs": [{"id": "bi", "name": "weight", "value": 6}],
            "outputs": [{"id": "bo", "name": "bound", "value": 100}],
        }
    ]
    assert "reasons" not in found


def test_a_null_leaves_its_reason(sqlite_city: City) -> None:
    found = asked(sqlite_city, 300)
    assert found["value"] is None
    assert any("urgent" in reason for reason in found["reasons"])


def test_a_table_within_other_logic_leaves_what_it_was_given_too(sqlite_city: City) -> None:
    head = TIERS[: TIERS.index(b"<literalExpression")]
    table = TIERS[TIERS.index(b"<decisionTable") : TIERS.index(b"</decisionTable>") + 16]
    entry = b'<contextEntry><variable name="limit"/>' + table.replace(b'id="b', b'id="n') + b"</contextEntry>"
    result = (
        b'<contextEntry><literalExpression><text>if worth &lt; limit then "small" else "large"</text></literalExpression></contextEntry>'
    )
    found = asked(sqlite_city, 3, head + b"<context>" + entry + result + b"</context></decision></definitions>")
    assert found["value"] == "small"
    assert found["tables"] == [
        {
            "tableId": "nt",
            "matchedRules": [{"ruleId": "n1", "index": 1}],
            "value": 100,
            "inputs": [{"id": "ni", "name": "weight", "value": 6}],
            "outputs": [{"id": "no", "name": "bound", "value": 100}],
        }
    ]
