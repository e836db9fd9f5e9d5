import json
import time
from decimal import Decimal

import pytest

from app.domain.rejection import Rejection
from app.form import read_form
from app.form.read_component import options_of
from tests.form.building import field, form

UNUSABLE = [
    ("form-component", {"type": "iframe", "id": "bad", "url": "https://example.com"}),
    ("form-component", {"type": "html", "id": "bad", "content": "<b>"}),
    ("form-component", {"type": "documentPreview", "id": "bad"}),
    ("form-condition", {"type": "textfield", "id": "bad", "key": "x", "conditional": {"hide": '="yes"'}}),
    ("form-condition", {"type": "textfield", "id": "bad", "key": "x", "readonly": "=1"}),
    ("form-condition", {"type": "textfield", "id": "bad", "key": "x", "properties": {"correctable": "=1"}}),
    ("form-expression", {"type": "textfield", "id": "bad", "key": "x", "properties": {"correctable": "=seen ="}}),
    ("form-expression", {"type": "textfield", "id": "bad", "key": "x", "conditional": {"hide": "=1 +"}}),
    ("form-expression", {"type": "expression", "id": "bad", "key": "x"}),
    ("form-text", {"type": "text", "id": "bad", "text": "{{#if a}}open"}),
    ("form-key", {"type": "textfield", "id": "bad", "key": "a b"}),
    ("form-key", {"type": "textfield", "id": "bad", "key": "_own"}),
    ("form-key", {"type": "number", "id": "bad"}),
    ("form-key", {"type": "dynamiclist", "id": "bad", "components": []}),
    ("form-pattern", {"type": "textfield", "id": "bad", "key": "x", "validate": {"pattern": "(a+)+$"}}),
    ("form-pattern", {"type": "textfield", "id": "bad", "key": "x", "validate": {"pattern": "(?<name>a)"}}),
    ("form-options", {"type": "select", "id": "bad", "key": "x"}),
    ("form-options", {"type": "radio", "id": "bad", "key": "x", "values": [{"label": "A", "value": "a"}, {"label": "B", "value": "a"}]}),
    ("form-setting", {"type": "number", "id": "bad", "key": "x", "validate": {"min": "many"}}),
    ("form-setting", {"type": "number", "id": "bad", "key": "x", "increment": 0}),
    ("form-setting", {"type": "datetime", "id": "bad", "key": "x", "subtype": "century"}),
    ("form-setting", {"type": "textfield", "id": "bad", "key": "x", "validate": {"required": "maybe"}}),
]


@pytest.mark.parametrize(("rule", "component"), UNUSABLE)
def test_an_unusable_component_is_refused_by_its_id(rule, component):
    with pytest.raises(Rejection) as refused:
        form(field("textfield", "fine"), component)
    assert refused.value.code == "bad_form"
    assert (rule, "bad", "error") in [(finding.rule, finding.element_id, finding.severity) for finding in refused.value.findings]


def test_every_fault_is_named_at_once():
    with pytest.raises(Rejection) as refused:
        form({"type": "iframe", "id": "one"}, {"type": "html", "id": "two"})
    assert [finding.element_id for finding in refused.value.findings] == ["one", "two"]


def test_a_component_inside_a_group_is_read_with_the_same_care():
    with pytest.raises(Rejection) as refused:
        form(
            {
                "type": "group",
                "id": "g",
                "components": [{"type": "dynamiclist", "id": "l", "path": "rows", "components": [{"type": "html", "id": "deep"}]}],
            }
        )
    assert [finding.element_id for finding in refused.value.findings] == ["deep"]


@pytest.mark.parametrize("keys", [("a", "a"), ("a", "a.b")])
def test_two_fields_for_one_name_are_refused(keys):
    with pytest.raises(Rejection) as refused:
        form(*(field("textfield", key) for key in keys))
    assert [finding.rule for finding in refused.value.findings] == ["form-key"]


def test_the_same_name_in_a_list_and_outside_is_two_names():
    read = form(field("textfield", "amount"), {"type": "dynamiclist", "path": "rows", "components": [field("number", "amount")]})
    assert read.variable_names == {"amount", "rows"}


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"{",
        b'{"type": "default", "id": "a", "id": "b"}',
        b"\xff\xfe",
        b'{"type": "dmn"}',
        b'{"type": "default", "id": "f", "schemaVersion": 99}',
    ],
)
def test_a_file_that_is_no_form_is_refused_with_its_name(raw):
    with pytest.raises(Rejection) as refused:
        read_form(raw, "letter.form")
    assert refused.value.code == "bad_form"
    assert "letter.form" in str(refused.value)


def test_a_form_without_an_id_is_refused():
    with pytest.raises(Rejection) as refused:
        read_form(json.dumps({"type": "default", "components": []}).encode(), "f.form")
    assert [finding.rule for finding in refused.value.findings] == ["form-id"]


def test_a_form_of_more_than_a_megabyte_is_refused_unread():
    with pytest.raises(Rejection) as refused:
        read_form(b" " * 1_000_001, "f.form")
    assert refused.value.code == "too_large"


def test_options_that_an_expression_gives_count_once_each_however_many_there_are():
    twice = [*range(20_000), Decimal(1), Decimal("1.0"), "a", "a", {"value": {"a": 1}}, {"value": {"a": 1}, "label": "again"}]
    began = time.process_time()
    assert len(options_of(twice)) == 20_002
    assert time.process_time() - began < 2
