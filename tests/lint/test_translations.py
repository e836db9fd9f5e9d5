"""What is said in another language says something that is there, in a language that can be chosen."""

import json
from typing import Any

import pytest

from app.lint import Known, check
from tests.builders.drawing import el, end, path, process, properties, start, user
from tests.lint.pages import findings

YES_NO = [{"label": "是", "value": "yes"}, {"label": "否", "value": "no"}]


def on_task(documentation: str = "", **values: str) -> list[str]:
    doc = f"<bpmn:documentation>{documentation}</bpmn:documentation>" if documentation else ""
    task = user("ask", properties(**values), name="签收").replace("<bpmn:extensionElements>", doc + "<bpmn:extensionElements>", 1)
    found = findings(process("p", start(), task, end(), path("s ask e")))
    return [str(one.message) for one in found if one.rule == "translation-is-read"]


def on_field(component: dict[str, Any], **values: str) -> list[str]:
    said = {name.replace("__", "."): value for name, value in values.items()}
    form = {"type": "default", "id": "f", "components": [{"id": "x", **component, "properties": said}]}
    return [str(one.message) for one in check({"f.form": json.dumps(form).encode()}, Known())]


def test_texts_of_a_diagram_are_said_in_the_languages_of_the_product() -> None:
    assert on_task("说明", name__en="Sign", documentation__en="About it", publicName="已收", public="true", publicName__en="Received") == []
    assert on_task(**{"name__zh-Hant": "簽收"}) == []


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"name__fr": "Signer"}, "Expected one of the languages zh-Hans, zh-Hant, en, but found name.fr"),
        ({"nmae__en": "Sign"}, "Expected one of name, publicName, documentation before .en, but found nmae.en"),
        ({"name__en": " "}, "Expected words as name.en on 签收, but found none"),
        ({"publicName__en": "Signed"}, "Expected publicName on 签收 beside publicName.en, but found none"),
        ({"documentation__en": "About it"}, "Expected documentation on 签收 beside documentation.en, but found none"),
    ],
)
def test_what_nobody_would_read_on_a_diagram_is_refused(values: dict[str, str], told: str) -> None:
    assert on_task(**values) == [told]


def test_flows_are_looked_at_too() -> None:
    raw = process(
        "p",
        start(),
        user("ask"),
        end(),
        el(
            "sequenceFlow",
            "a",
            f"<bpmn:extensionElements>{properties(name__en='yes')}</bpmn:extensionElements>",
            sourceRef="s",
            targetRef="ask",
        ),
        el("sequenceFlow", "b", sourceRef="ask", targetRef="e"),
    )
    assert [(one.element_id, one.severity) for one in findings(raw) if one.rule == "translation-is-read"] == [("a", "error")]


def test_a_translation_is_no_foreign_and_no_misspelt_property() -> None:
    raw = process(
        "p", start(), user("ask", properties(public="true", publicName="办", publicName__en="In hand"), name="办"), end(), path("s ask e")
    )
    assert {one.rule for one in findings(raw)} & {"foreign-extension", "known-property"} == set()


def test_texts_of_a_form_are_said_in_the_languages_of_the_product() -> None:
    radio = {"type": "radio", "key": "x", "label": "满意", "description": "电话", "values": YES_NO}
    assert on_field(radio, label__en="Satisfied", description__en="By phone", values__yes__en="Yes", colour="red") == []
    listed = {"type": "radio", "key": "x", "label": "下一步", "valuesExpression": '=[{label: "分工", value: "divide"}]'}
    assert on_field(listed, values__other__en="Known only when drawn", words__分工__en="Divide") == []


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"label__fr": "Satisfait"}, "Expected one of the languages zh-Hans, zh-Hant, en, but found label.fr"),
        ({"values__maybe__en": "Perhaps"}, "Expected one of yes, no after values., but found maybe"),
        ({"description__en": "By phone"}, "Expected a description beside description.en, but the component has none"),
        ({"label__en": ""}, "Expected words as label.en, but found none"),
        ({"words__分工__en": "Divide"}, "Expected one of - after words., but found 分工"),
        ({"columns__unit__en": "Unit"}, "Expected one of - after columns., but found unit"),
    ],
)
def test_what_nobody_would_read_on_a_form_is_refused(values: dict[str, str], told: str) -> None:
    assert on_field({"type": "radio", "key": "x", "label": "满意", "values": YES_NO}, **values) == [told]


def test_a_misspelt_text_of_a_form_is_told_from_a_property_of_another_product() -> None:
    field = {"type": "textfield", "key": "x", "label": "姓名"}
    assert on_field(field, lable__en="Name")[0].endswith("before .en, but found lable.en")
    assert on_field(field, sync__id="7") == []
