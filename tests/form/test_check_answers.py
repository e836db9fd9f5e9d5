from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.form import check_answers
from tests.form.building import check, field, form, problem, world

CHOICES = [{"label": "A", "value": "a"}, {"label": "One", "value": 1}]


def group(*components, **settings):
    return {"type": "group", "id": "g", "components": list(components), **settings}


def rows(*components, **settings):
    return {"type": "dynamiclist", "id": "l", "path": "rows", "components": list(components), **settings}


def hidden_if(condition):
    return {"conditional": {"hide": "=" + condition}}


# Required


@pytest.mark.parametrize(
    ("component", "empty"),
    [
        (field("textfield"), ""),
        (field("textfield"), "  "),
        (field("textarea"), None),
        (field("number"), ""),
        (field("datetime", subtype="date"), ""),
        (field("checkbox"), False),
        (field("checkbox"), ""),
        (field("radio", values=CHOICES), None),
        (field("select", values=CHOICES), ""),
        (field("checklist", values=CHOICES), []),
        (field("taglist", values=CHOICES), []),
        (field("filepicker"), []),
    ],
)
def test_an_empty_answer_to_a_required_field_is_refused_and_to_another_is_not(component, empty):
    assert problem(component | {"validate": {"required": True}}, empty)
    assert problem(component, empty) is None


def test_a_required_field_that_was_not_sent_is_missing_whatever_is_stored():
    found = check([field("textfield", validate={"required": True})], {}, {"x": "stored"})
    assert list(found.errors) == ["x"]


def test_a_field_that_was_not_sent_is_not_written():
    assert check([field("textfield"), field("number", "y")], {"y": 1}).values == {"y": Decimal(1)}


# Hidden and read-only


def test_a_hidden_field_is_neither_checked_nor_written():
    components = [field("checkbox", "anonymous"), field("textfield", "name", validate={"required": True}, **hidden_if("anonymous"))]
    found = check(components, {"anonymous": True, "name": "forged"})
    assert (found.values, found.errors) == ({"anonymous": True}, {})


def test_a_condition_may_name_a_later_field():
    components = [field("textfield", "name", validate={"required": True}, **hidden_if("anonymous")), field("checkbox", "anonymous")]
    assert check(components, {"anonymous": "on"}).errors == {}


def test_a_hidden_field_reads_null_for_the_conditions_of_others():
    components = [field("checkbox", "a"), field("checkbox", "b", **hidden_if("a")), field("textfield", "c", **hidden_if("b = true"))]
    assert check(components, {"a": True, "b": True, "c": "kept"}).values == {"a": True, "c": "kept"}


def test_a_condition_that_gives_null_hides_nothing():
    assert check([field("textfield", **hidden_if("missing > 1"))], {"x": "kept"}).values == {"x": "kept"}


def test_a_condition_may_read_a_variable_of_the_case():
    assert check([field("textfield", **hidden_if('kind = "clear"'))], {"x": "dropped"}, {"kind": "clear"}).values == {}


def test_a_group_hides_what_it_holds():
    found = check([group(field("textfield", validate={"required": True}), **hidden_if("true"))], {"x": "dropped"})
    assert (found.values, found.errors) == ({}, {})


@pytest.mark.parametrize("settings", [{"readonly": True}, {"readonly": "=locked"}, {"disabled": True}])
def test_a_read_only_field_keeps_what_is_stored(settings):
    found = check([field("number", validate={"max": 1}, **settings)], {"x": 7}, {"x": Decimal(5), "locked": True})
    assert (found.values, found.errors) == ({}, {})


def test_an_answer_to_a_read_only_field_cannot_open_another_field():
    components = [field("textfield", "secret", **hidden_if("role != 1")), field("number", "role", readonly=True)]
    assert check(components, {"role": 1, "secret": "in"}, {"role": 2}).values == {}


def test_an_answer_cannot_open_its_own_read_only_field():
    assert check([field("number", readonly="=not(x = 1)")], {"x": 1}, {"x": 2}).values in ({}, {"x": Decimal(1)})
    assert check([field("number", "y", readonly="=x = 2"), field("number", "x", readonly=True)], {"x": 1, "y": 5}, {"x": 2}).values == {}


# Unknown names


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ({"y": 1}, "y"),
        ({"g": {"y": 1}}, "g.y"),
        ({"g": 1}, "g"),
        ({"rows": [{"y": 1}]}, "rows.0.y"),
        ({"rows": 1}, "rows"),
        ({"rows": [1]}, "rows.0"),
        ({"_x": 1}, "_x"),
    ],
)
def test_a_name_that_the_form_does_not_have_is_refused_by_that_name(sent, name):
    components = [field("textfield"), group(field("textfield", "a"), path="g"), rows(field("textfield", "a"))]
    assert list(check(components, sent).errors) == [name]


# Numbers


@pytest.mark.parametrize("sent", [12.5, "12.5", " 12.50 ", "１２．５", Decimal("12.5")])
def test_a_number_is_read_however_it_is_sent(sent):
    assert check([field("number")], {"x": sent}).values == {"x": Decimal("12.5")}


@pytest.mark.parametrize("sent", ["12,5", "1e3", "twelve", "NaN", "1 2", True, [1], "9" * 40, "--1"])
def test_what_is_no_number_is_refused(sent):
    assert problem(field("number"), sent)


@pytest.mark.parametrize(
    ("settings", "good", "bad"),
    [
        ({"validate": {"min": 1}}, "1", "0.99"),
        ({"validate": {"max": "10"}}, "10", "10.01"),
        ({"validate": {"max": "=limit * 2"}}, "6", "7"),
        ({"decimalDigits": 2}, "1.25", "1.255"),
        ({"decimalDigits": 0}, "100", "0.1"),
        ({"increment": "0.1"}, "0.3", "0.35"),
        ({"increment": 5}, "-10", "12"),
    ],
)
def test_a_number_obeys_its_limits_in_decimal_arithmetic(settings, good, bad):
    component = field("number", **settings)
    assert problem(component, good, {"limit": Decimal(3)}) is None
    assert problem(component, bad, {"limit": Decimal(3)})


def test_a_number_is_written_as_text_where_the_form_says_so():
    assert check([field("number", serializeToString=True)], {"x": "007.50"}).values == {"x": "7.5"}


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**20), max_value=10**20))
def test_a_number_sent_as_text_and_as_a_value_are_the_same_answer(number):
    component = [field("number")]
    assert check(component, {"x": format(number, "f")}).values == check(component, {"x": number}).values == {"x": number}


# Text


def test_lengths_count_characters_of_the_trimmed_text():
    component = field("textfield", validate={"minLength": 2, "maxLength": 3})
    assert problem(component, "𠮷𠮷𠮷") is None
    assert problem(component, "  好的  ") is None
    assert problem(component, " 好 ")
    assert problem(component, "四个字了")
    assert problem(component, "") is None


def test_a_pattern_may_match_anywhere():
    component = field("textfield", validate={"pattern": r"\d{4}"})
    assert problem(component, "No. 2026") is None
    assert problem(component, "No. 20")
    assert problem(component, "1" * 2000)


@pytest.mark.parametrize(
    "number", ["13800138000", "+86 13800138000", "010-66001234", "0571 87654321", "(021)62345678-12", "12345", "400-123-4567", "87654321"]
)
def test_a_mainland_telephone_number_is_taken(number):
    assert problem(field("textfield", validate={"validationType": "phone"}), number) is None


@pytest.mark.parametrize("number", ["1380013800", "23800138000", "phone", "010-123", "138001380001"])
def test_what_is_no_telephone_number_is_refused(number):
    assert problem(field("textfield", validate={"validationType": "phone"}), number)


@pytest.mark.parametrize(
    ("address", "good"),
    [("a@example.com", True), ("a.b+c@x.gov.cn", True), ("a@b", False), ("a b@c.cn", False), ("@c.cn", False), ("a@.cn", False)],
)
def test_an_email_address_has_a_name_and_a_domain(address, good):
    assert (problem(field("textfield", validate={"validationType": "email"}), address) is None) is good


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", 5, ["a"], "x" * 100_001])
def test_what_no_database_keeps_as_text_is_refused(text):
    assert problem(field("textarea"), text)


# Choices


def test_an_option_is_found_by_its_value_and_by_what_a_page_sends_for_it():
    component = [field("select", values=CHOICES)]
    assert check(component, {"x": 1}).values == check(component, {"x": "1"}).values == {"x": 1}


@pytest.mark.parametrize("kind", ["select", "radio", "checklist", "taglist"])
def test_a_choice_that_is_not_offered_is_refused(kind):
    assert problem(field(kind, values=CHOICES), ["b"] if kind.endswith("list") else "b")


def test_true_is_not_the_option_one():
    assert problem(field("select", values=CHOICES), True)


def test_options_are_those_of_now():
    component = field("select", valuesExpression="=for u in units return {label: u.name, value: u.id}")
    units = [{"id": "health", "name": "Health"}]
    assert problem(component, "health", {"units": units}) is None
    assert problem(component, "housing", {"units": units})
    assert problem(component, "health", {})


def test_options_may_come_from_a_variable():
    assert problem(field("radio", valuesKey="data.kinds"), "b", {"data": {"kinds": ["a", "b"]}}) is None


def test_several_choices_are_kept_once_each():
    assert check([field("checklist", values=CHOICES)], {"x": ["a", "1", "a"]}).values == {"x": ["a", 1]}


# Dates


@pytest.mark.parametrize(
    ("settings", "sent", "written"),
    [
        ({"subtype": "date"}, "2026-12-01", "2026-12-01"),
        ({"subtype": "time"}, "09:30", "09:30+08:00"),
        ({"subtype": "time", "timeSerializingFormat": "utc_normalized"}, "09:30", "01:30Z"),
        ({"subtype": "time", "timeSerializingFormat": "no_timezone"}, "09:30", "09:30"),
        ({"subtype": "time"}, "01:30Z", "09:30+08:00"),
        ({"subtype": "datetime"}, "2026-12-01T09:30", "2026-12-01T09:30+08:00"),
        ({"subtype": "datetime"}, "2026-12-01T01:30:00Z", "2026-12-01T09:30+08:00"),
        ({"subtype": "datetime", "timeSerializingFormat": "utc_normalized"}, "2026-12-01T09:30", "2026-12-01T01:30Z"),
        ({"subtype": "datetime", "timeSerializingFormat": "no_timezone"}, "2026-12-01T01:30Z", "2026-12-01T09:30"),
    ],
)
def test_a_moment_is_written_in_the_format_of_its_field(settings, sent, written):
    assert check([field("datetime", **settings)], {"x": sent}).values == {"x": written}


@pytest.mark.parametrize(
    ("subtype", "sent"), [("date", "2026-13-01"), ("date", "tomorrow"), ("time", "25:00"), ("datetime", "2026-12-01"), ("date", 20261201)]
)
def test_what_is_no_moment_is_refused(subtype, sent):
    assert problem(field("datetime", subtype=subtype), sent)


@pytest.mark.parametrize("subtype", ["date", "datetime"])
def test_a_passed_day_is_refused_by_the_citys_calendar_not_by_utc(subtype):
    component = field("datetime", subtype=subtype, disallowPassedDates=True)
    time = "T00:10" if subtype == "datetime" else ""
    half_past_midnight = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)
    assert problem(component, "2026-11-24" + time, now=half_past_midnight) is None
    assert problem(component, "2026-11-23" + time, now=half_past_midnight)


# Expressions


def test_an_expression_is_computed_anew_whatever_was_sent():
    components = [field("number", "a"), field("expression", "double", expression="=a * 2")]
    assert check(components, {"a": "4", "double": 99}).values == {"a": Decimal(4), "double": Decimal(8)}


def test_a_moment_computed_by_an_expression_is_written_as_text():
    assert check([field("expression", "d", expression='=date("2026-11-24")')], {}).values == {"d": "2026-11-24"}


def test_a_hidden_expression_is_not_written():
    assert check([field("expression", "d", expression="=1", **hidden_if("true"))], {}).values == {}


# Groups and lists


def test_a_group_with_a_path_writes_into_the_stored_object():
    found = check([group(field("textfield"), path="g")], {"g": {"x": "new"}}, {"g": {"x": "old", "y": "kept"}})
    assert found.values == {"g": {"x": "new", "y": "kept"}}


def test_rows_are_checked_one_by_one_and_named_by_their_number():
    component = rows(field("number", "amount", validate={"required": True, "max": 5}))
    found = check([component], {"rows": [{"amount": 1}, {"amount": 9}, {}]})
    assert sorted(found.errors) == ["rows.1.amount", "rows.2.amount"]


def test_rows_know_themselves_their_parent_and_their_number():
    component = rows(
        field("number", "amount"),
        field("textfield", "why", **hidden_if("this.amount < 5")),
        field("expression", "share", expression="=this.amount / total"),
        field("expression", "place", expression="=i[1]"),
        field("expression", "above", expression="=parent.total"),
    )
    found = check(
        [field("number", "total"), component], {"total": 10, "rows": [{"amount": 5, "why": "kept"}, {"amount": 1, "why": "dropped"}]}
    )
    assert found.values["rows"] == [
        {"amount": 5, "why": "kept", "share": Decimal("0.5"), "place": 1, "above": 10},
        {"amount": 1, "share": Decimal("0.1"), "place": 2, "above": 10},
    ]


def test_what_a_row_keeps_stays_with_it_when_a_row_above_is_removed():
    component = rows(field("textfield", "paper"), field("textfield", "verdict", readonly=True))
    stored = {"rows": [{"paper": "map", "verdict": "missing"}, {"paper": "deed", "verdict": "found", "seen": True}]}
    found = check(
        [component], {"rows": [{"_from": "1", "paper": "deed, signed", "verdict": "forged"}, {"_from": "", "paper": "new"}]}, stored
    )
    assert found.values["rows"] == [{"paper": "deed, signed", "verdict": "found", "seen": True}, {"paper": "new"}]


def test_a_row_cannot_be_taken_from_a_stored_row_twice():
    component = rows(field("textfield", "verdict", readonly=True))
    found = check([component], {"rows": [{"_from": "0"}, {"_from": "0"}]}, {"rows": [{"verdict": "found"}]})
    assert found.values["rows"] == [{"verdict": "found"}, {}]


def test_a_list_may_be_emptied():
    assert check([rows(field("textfield"))], {"rows": []}, {"rows": [{"x": "old"}]}).values == {"rows": []}


def test_more_rows_than_a_page_can_hold_are_refused():
    assert list(check([rows(field("textfield"))], {"rows": [{}] * 201}).errors) == ["rows"]


# Files


def test_files_are_ids_of_documents_of_the_case():
    single, several = form(field("filepicker")), form(field("filepicker", multiple=True))
    assert check_answers(several, {"x": ["d1", "d2"]}, {}, world(), documents={"d1", "d2"}).values == {"x": ["d1", "d2"]}
    assert list(check_answers(several, {"x": ["d3"]}, {}, world(), documents={"d1"}).errors) == ["x"]
    assert list(check_answers(single, {"x": ["d1", "d2"]}, {}, world(), documents={"d1", "d2"}).errors) == ["x"]


# Whatever is sent

TEXTS = st.sampled_from(["", "a", "abc", "12.5", "１２", "2026-11-24", "2026-11-24T10:00", "on", "1", "\x00", "\ud800", " "])
PLAIN = st.none() | st.booleans() | st.integers(-3, 3) | TEXTS
PARTS = st.dictionaries(st.sampled_from(["inner", "amount", "locked", "_from", "strange"]), PLAIN, max_size=3)
JSON = PLAIN | PARTS | st.lists(PLAIN | PARTS, max_size=3)
EVERYTHING = [
    field("textfield", "text", validate={"required": True, "pattern": "^a"}),
    field("number", "number", decimalDigits=1),
    field("datetime", "at", subtype="datetime"),
    field("checkbox", "flag"),
    field("select", "one", values=CHOICES),
    field("checklist", "some", values=CHOICES),
    field("filepicker", "files"),
    field("expression", "sum", expression="=number + 1"),
    {"type": "group", "id": "g", "path": "g", "components": [field("textfield", "inner", conditional={"hide": "=flag"})]},
    {"type": "dynamiclist", "id": "l", "path": "rows", "components": [field("number", "amount", readonly="=this.locked")]},
]
NAMES = st.sampled_from(["text", "number", "at", "flag", "one", "some", "files", "sum", "g", "rows", "strange"])


ANYTHING = form(*EVERYTHING)


@given(st.dictionaries(NAMES, JSON, max_size=5), st.dictionaries(NAMES, JSON, max_size=5))
def test_whatever_is_sent_gives_values_or_errors_and_writes_only_the_forms_own_names(sent, variables):
    checked = check_answers(ANYTHING, sent, variables, world())
    assert set(checked.values) <= {"text", "number", "at", "flag", "one", "some", "files", "sum", "g", "rows"}
    assert ("strange" in checked.errors) == ("strange" in sent)
