"""The element templates give each of our properties an input in the stock modeler, and none where it may not stand."""

import json
from pathlib import Path

from app.diagram import read_diagram
from app.domain.languages import split_tag
from app.lint.properties import PLACES, TRANSLATED, may_stand_on, owners
from tests.builders.drawing import boundary, date, decide, end, path, process, start, sub, user

FOLDER = Path(__file__).parents[2] / "processes/.camunda/element-templates"
TEMPLATES = [json.loads(file.read_text()) for file in sorted(FOLDER.glob("*.json"))]


def named(template: dict) -> set[str]:
    return {one["binding"]["name"] for one in template["properties"] if one["binding"]["type"] == "zeebe:property"}


def test_each_property_has_an_input() -> None:
    given = {name for template in TEMPLATES for name in named(template)}
    assert set(PLACES) - given == set()
    assert {name for name in given - set(PLACES) if split_tag(name)[0] not in TRANSLATED} == set()


def test_no_input_writes_a_property_where_none_of_its_elements_may_hold_it() -> None:
    inside = sub("part", start("ps"), end("pe"), path("ps pe"))
    raw = process(
        "p", start(), user("ask"), decide("rule", "d", "r"), inside, boundary("late", "ask", date("=deadline")), end(), path("s e")
    )
    held = {owner.kind.lower() if hasattr(owner, "kind") else "process": owner for _, owner in owners(read_diagram(raw, "p.bpmn"))}
    for template in TEMPLATES:
        kinds = {kind.partition(":")[2].lower() for kind in template["appliesTo"]} & held.keys()
        for name in named(template) & PLACES.keys():
            assert any(may_stand_on(PLACES[name], held[kind]) for kind in kinds), (template["id"], name)
