"""A form in the language of who reads it."""

from typing import Any

import pytest

from app.domain.rejection import Message, Rejection
from app.form import FieldView, check_answers, translate_form, view_form
from app.form.view_form import view_all
from tests.form.building import field, form, world

YES_NO = [{"label": "是", "value": "yes"}, {"label": "否", "value": "no"}]


def upper(text: str) -> str:
    """Stand in for a conversion: what went through it is told from what did not."""
    return f"<{text}>" if text else ""


def shown(component: dict[str, Any], tag: str = "en", sent: dict[str, Any] | None = None, **variables: Any) -> FieldView:
    told = translate_form(form(component), tag, lambda text: text)
    return view_form(told, sent or {}, variables, world(), {})[0]


def converted(component: dict[str, Any], **variables: Any) -> FieldView:
    return view_form(translate_form(form(component), "zh-Hant", upper), {}, variables, world(), {})[0]


def test_label_and_description_are_said_in_the_language_asked_for() -> None:
    asked = field(
        "textfield", label="联系方式", description="电话", properties={"label.en": "How to reach you", "description.en": "Telephone"}
    )
    view = shown(asked)
    assert (view.label, view.description) == ("How to reach you", "Telephone")
    assert view_form(form(asked), {}, {}, world(), {})[0].label == "联系方式"


def test_what_was_not_said_in_a_language_stays_as_written() -> None:
    view = shown(field("textfield", label="联系方式", description="电话", properties={"label.en": "How to reach you"}))
    assert (view.label, view.description) == ("How to reach you", "电话")


def test_options_are_named_by_their_values_and_keep_them() -> None:
    view = shown(field("radio", label="满意", values=YES_NO, properties={"values.yes.en": "Yes"}), sent={"x": "yes"})
    assert [(option.label, option.value, option.chosen) for option in view.options] == [("Yes", "yes", True), ("否", "no", False)]


def test_options_that_an_expression_gives_are_named_by_their_values_too() -> None:
    listed = '=[{label: "分工", value: "divide"}, {label: "请示", value: "settle"}]'
    view = shown(field("radio", label="x", valuesExpression=listed, properties={"values.divide.en": "Divide the work"}))
    assert [option.label for option in view.options] == ["Divide the work", "请示"]


def test_a_text_keeps_its_live_parts_in_every_language() -> None:
    text = {"type": "text", "text": "地点：{{place}}", "properties": {"text.en": "Where: {{place}}"}}
    assert shown(text, place="春晖路").text == "Where: 春晖路"


def test_only_what_the_designer_wrote_is_converted_never_a_value() -> None:
    text = {"type": "text", "text": "地点：{{#if place != null}}在{{place}}{{else}}无{{/if}}{{#loop names}}，{{this}}{{/loop}}"}
    assert converted(text, place="春晖路", names=["张"]).text == "<地点：><在>春晖路<，>张"


def test_option_labels_of_an_expression_are_converted_where_the_expression_writes_them() -> None:
    listed = 'concatenate([{label: "分工", value: "divide"}], people)'
    view = converted(field("radio", label="x", valuesExpression=f"={listed}"), people=[{"label": "张三", "value": "zhang"}])
    assert [option.label for option in view.options] == ["<分工>", "张三"]


def test_cells_of_a_table_are_worded_where_its_expression_writes_them() -> None:
    table = {
        "type": "table",
        "label": "报告",
        "dataSource": '=for one in reports return {unit: get value({"health": "卫生局"}, one.unit), text: one.text}',
        "columns": [{"key": "unit", "label": "单位"}, {"key": "text", "label": "情况"}],
        "properties": {"columns.unit.en": "Unit", "words.卫生局.en": "Health bureau"},
    }
    reports = [{"unit": "health", "text": "已办"}]
    english, traditional = shown(table, reports=reports), converted(table, reports=reports)
    assert [column.label for column in english.table_columns] == ["Unit", "情况"]
    assert english.cells == (("Health bureau", "已办"),)
    assert traditional.cells == (("<卫生局>", "已办"),)


def test_what_an_expression_shows_is_worded() -> None:
    said = {
        "type": "expression",
        "key": "x",
        "label": "结论",
        "expression": '=if a then "合格" else b',
        "properties": {"words.合格.en": "Pass"},
    }
    assert shown(said, a=True).value == "Pass"
    assert shown(said, a=False, b="合格了").value == "合格了"


def test_a_refused_answer_is_told_in_the_words_of_its_language() -> None:
    asked = field(
        "textfield", validate={"pattern": "^A", "patternErrorMessage": "以A开头"}, properties={"patternErrorMessage.en": "Begin with A"}
    )
    written = form(asked)
    errors = check_answers(written, {"x": "b"}, {}, world()).errors
    assert str(errors["x"]) == "以A开头"
    assert str(view_form(translate_form(written, "en", lambda text: text), {"x": "b"}, {}, world(), errors)[0].error) == "Begin with A"


def test_another_error_is_not_taken_for_that_of_the_pattern() -> None:
    asked = field("textfield", validate={"pattern": "^A", "patternErrorMessage": "以A开头"})
    view = view_form(form(asked), {}, {}, world(), {"x": Message("Fill this in", {})})[0]
    assert str(view.error) == "Fill this in"


def test_parts_of_groups_and_lists_are_said_too() -> None:
    inner = field("textfield", "y", label="姓名", properties={"label.en": "Name"})
    holder = {"type": "group", "label": "来信人", "properties": {"label.en": "Writer"}, "components": [inner]}
    told = translate_form(form(holder), "en", lambda text: text)
    assert [view.label for view in view_all(view_form(told, {}, {}, world(), {}))] == ["Writer", "Name"]


def test_a_date_is_said_by_its_label_whatever_the_schema_calls_it() -> None:
    view = shown({"type": "datetime", "key": "x", "subtype": "date", "dateLabel": "日期", "properties": {"label.en": "Day"}})
    assert view.label == "Day"


def test_a_broken_live_part_is_refused_in_any_language() -> None:
    with pytest.raises(Rejection) as refused:
        form({"type": "text", "text": "好", "properties": {"text.en": "Good {{#if x}}"}})
    assert [found.rule for found in refused.value.findings] == ["form-text"]


def test_properties_of_another_product_are_kept_and_passed_over() -> None:
    read = form(field("textfield", label="好", properties={"colour": "red", "label.xx": "?"}))
    assert read.components[0].properties == {"colour": "red", "label.xx": "?"}
    assert read.components[0].translations == {}
