"""Evaluating one expression over /v2."""

import pytest

from tests.fixtures.api_city import ApiCity


def test_an_expression_gives_its_value_and_says_why_it_gives_none(api: ApiCity) -> None:
    def value(text: str, **more: object) -> dict:
        return api.post("/v2/expression/evaluation", {"expression": text, **more})

    assert value("=x + 1", variables={"x": 0.1})["result"] == 1.1
    assert value("plain words")["result"] == "plain words"
    assert value('=date("2026-11-24")')["result"] == "2026-11-24"
    nothing = value('=1 + "a"')
    assert nothing["result"] is None
    assert nothing["warnings"] == [{"message": "Expected values that + can join, but found number and string (character 4)"}]
    near = value("=1 + dayz", variables={"days": 1})
    assert near["warnings"][0] == {"message": "Expected a known name, but found dayz; the nearest is days (character 6)"}
    assert value("=add working days(2026-11-24, 1)")["result"] is None
    assert value('=add working days(date("2026-11-24"), 1)')["result"] == "2026-11-25"
    assert "in FEEL write 1" in api.post("/v2/expression/evaluation", {"expression": "==1"}, 400)["detail"]
    for text in ("=1 +", "=" + "(" * 5000, "=count(for i in 1..1000000 return i)"):
        refused = api.post("/v2/expression/evaluation", {"expression": text}, 400)
        assert (refused["code"], refused["detail"].count("Expected")) == ("bad_expression", 1)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=decimal(128, -2)", "100"),
        ("=0.0000001", "0.0000001"),
        ("=-1E30", "-1" + "0" * 30),
        ("=[{a: 10**20, b: 2.50}]", '[{"a":100000000000000000000,"b":2.5}]'),
        ("=1E6000", "1E+6000"),
    ],
)
def test_a_number_is_answered_in_full_as_a_variable_keeps_it(api: ApiCity, text: str, written: str) -> None:
    answer = api.ask("POST", "/v2/expression/evaluation", {"expression": text})
    assert f'"result":{written},"warnings"' in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "sent",
    [
        r'{"expression": "=\"\\ud800\""}',
        r'{"expression": "={\"\\ud800\": 1}"}',
        r'{"expression": "=split(\"\\ud83d-\\ude00\", \"-\")"}',
        r'{"expression": "=\ud800"}',
        r'{"expression": "=x", "variables": {"x": [{"a": "\uD800"}]}}',
        r'{"expression": "=x", "variables": {"\ud800": 1}}',
        r'{"expression": "=x", "variables": {"\ud800": 1, "\ud800": 2}}',
        r'{"expression": "=\"\ud83d\"", "variables": ' + '{"a":' * 500 + r'"\udfff"' + "}" * 500 + "}",
    ],
)
def test_half_a_character_is_refused_by_its_number_wherever_it_stands(api: ApiCity, sent: str) -> None:
    refused = api.ask("POST", "/v2/expression/evaluation", data=sent, content_type="application/json")
    assert refused.status_code == 400, refused.data
    assert "U+D" in refused.get_json()["detail"] or "twice" in refused.get_json()["detail"]


def test_two_halves_are_one_character(api: ApiCity) -> None:
    asked = {"expression": r'="\ud83d\ude00" + x', "variables": {"x": "\U0001f600"}}
    assert api.post("/v2/expression/evaluation", asked)["result"] == "\U0001f600" * 2
    assert api.post("/v2/expression/evaluation", {"expression": r'="\\ud800"'})["result"] == r"\ud800"
