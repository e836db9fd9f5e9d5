"""The errand: a small process in which every command can be carried out.

take (hotline) -> price (a script that fails without `worth`) -> handle (a bureau; 7 working days; somebody else than who took it) -> filed
On handle: it may be sent back to take, a message withdraws it, a reminder comes every ten days, a decision on `worth` names the tier
behind it.
"""

from tests.builders.drawing import (
    boundary,
    cycle,
    decide,
    end,
    ext,
    io,
    message,
    path,
    process,
    properties,
    script,
    start,
    user,
    z,
)

PROCESS = "errand"
PRICE = "=if worth = null then function(x) x else worth + 1"
GROUP = "handler@health-bureau"


def errand(label: str = "差事", more: str = "") -> bytes:
    """Return the diagram; another label makes another version of it, and so does one more step at its end."""
    said = properties(owner="hotline", receipt__code="CS", receipt__backdating="hotline", titleTemplate="=topic")
    deadline = properties(deadline__length="7", deadline__unit="working day", deadline__article="11", fourEyes="take", returnTo="take")
    reminder = boundary("remind", "handle", cycle("R/P10D"), cancel=False)
    return process(
        PROCESS,
        ext(said),
        start("s", ext(properties(candidateGroups="hotline", public="true", publicName="已收到"))),
        user("take", z("assignmentDefinition", candidateGroups="hotline"), io(outputs={"worth": "=worth", "note": "=note"}), name="登记"),
        script("price", "next", PRICE),
        decide("rank", "tier", "tier"),
        user(
            "handle", z("assignmentDefinition", candidateGroups=GROUP), z("formDefinition", formId="errand-answer"), deadline, name="办理"
        ),
        boundary("withdrawn", "handle", message("withdraw")),
        reminder,
        end("filed"),
        end("gone"),
        end("reminded"),
        *([user(more, z("assignmentDefinition", candidateGroups="hotline"))] if more else []),
        path(f"s take price rank handle {more} filed"),
        path("withdrawn gone"),
        path("remind reminded"),
        keys={"withdraw": "=case.receiptNumber"},
        name=label,
    )


FORM = b"""{
  "type": "default", "id": "errand-answer", "schemaVersion": 18,
  "components": [
    {"type": "textfield", "key": "said", "id": "said", "label": "Answer", "validate": {"required": true}},
    {"type": "number", "key": "worth", "id": "worth", "label": "Worth"}
  ]
}"""

TIERS = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="tiers" name="Tiers" namespace="http://duban.example">
  <decision id="tier" name="Tier">
    <decisionTable id="tierTable" hitPolicy="FIRST">
      <input id="i"><inputExpression id="ie" typeRef="number"><text>worth</text></inputExpression></input>
      <output id="o" name="tier" typeRef="string" />
      <rule id="r1"><inputEntry id="a1"><text>&lt; 100</text></inputEntry><outputEntry id="b1"><text>"small"</text></outputEntry></rule>
      <rule id="r2"><inputEntry id="a2"><text>-</text></inputEntry><outputEntry id="b2"><text>"large"</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>"""


def files(label: str = "差事") -> dict[str, bytes]:
    return {"errand.bpmn": errand(label), "errand-answer.form": FORM, "tiers.dmn": TIERS}
