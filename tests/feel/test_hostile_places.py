"""Hostile expressions in every place that takes one end in a value, a refusal or an incident, within a bound of time and memory.

In small, each place gets every 25th text, another share for each place; `make security` puts every text in every place.
"""

import json
import time
from typing import Any, Final

import pytest

from app.feel import FeelError
from app.feel.values import to_json
from tests.builders.drawing import ext, properties
from tests.builders.small_processes import END, START, diagram, flow, user_task
from tests.feel.hostile_judge import MOST_BYTES, MOST_SECONDS, bytes_of, evaluated
from tests.feel.hostile_places import PLACES
from tests.feel.hostile_texts import TEXTS
from tests.feel.hostile_tricks import TRICKS
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import desk, words

pytestmark = pytest.mark.security
ALL: Final = sorted({*TEXTS, *TRICKS})
SHARE: Final = 25


def some_of(number: int, full_size: bool) -> list[str]:
    return ALL if full_size else ALL[number % SHARE :: SHARE]


def why_not_kept(value: Any) -> str:
    try:
        to_json(value)
    except FeelError as error:
        return error.message
    return ""


def test_there_are_more_than_three_hundred_hostile_texts() -> None:
    assert len(ALL) > 300


@pytest.mark.parametrize("place", PLACES)
def test_a_hostile_text_ends_clearly_wherever_it_stands(place: str, full_size: bool) -> None:
    slow: dict[str, float] = {}
    for text in some_of(list(PLACES).index(place), full_size):
        began = time.process_time()
        try:
            PLACES[place](place, text)
        except Exception as error:
            raise AssertionError(f"{place}: {text[:200]!r}") from error
        slow |= {text[:80]: took} if (took := time.process_time() - began) > MOST_SECONDS else {}
    assert slow == {}


def test_no_hostile_text_takes_more_than_50_megabytes(full_size: bool) -> None:
    greedy = {text[:80]: most for text in some_of(7, full_size) if (most := bytes_of(text)) > MOST_BYTES}
    assert greedy == {}


def test_whatever_comes_out_can_be_kept_or_says_why_not(full_size: bool) -> None:
    for text in some_of(11, full_size):
        found = evaluated(text)
        message = "" if isinstance(found, FeelError) else why_not_kept(found)
        assert message == "" or "can be kept" in message


def test_the_endpoint_that_evaluates_answers_a_hostile_text(api: ApiCity, full_size: bool) -> None:
    broken: dict[str, int] = {}
    for text in some_of(3, full_size):
        response = api.ask("POST", "/v2/expression/evaluation", {"expression": f"={text}", "variables": {"x": 1, "xs": [1], "s": "a"}})
        broken |= {text[:80]: response.status_code} if response.status_code not in (200, 400) else {}
    assert broken == {}


ENDLESS_FORM: Final = json.dumps(
    {
        "type": "default",
        "id": "endless",
        "components": [
            {"type": "number", "key": "amount", "label": "Amount"},
            {"type": "textfield", "key": "why", "label": "Why", "conditional": {"hide": "=count(for i in 1..amount return i) > 5"}},
        ],
    }
)
ENDLESS: Final = diagram(
    "endless",
    START + user_task("ask", "Ask", 'candidateGroups="hotline"', "endless") + END + flow("begin", "ask") + flow("ask", "end"),
)


def test_a_form_that_uses_up_its_steps_is_refused_with_its_expression_and_leaves_the_task_open(api: ApiCity) -> None:
    assert api.deploy({"endless.bpmn": ENDLESS, "endless.form": ENDLESS_FORM}).status_code == 200
    instance = api.start("endless", amount=1)
    task = api.task(instance)
    problem = api.post(f"/v2/user-tasks/{task}/completion", {"variables": {"amount": 1_000_000_000}}, 400, who="hotline")
    assert problem["code"] == "bad_expression"
    assert "count(for i in 1..amount return i)" in problem["detail"]
    api.post(f"/v2/user-tasks/{task}/completion", {"variables": {"amount": 7}}, 204, who="hotline")


def test_a_page_with_a_form_that_uses_up_its_steps_says_so(api: ApiCity) -> None:
    assert api.deploy({"endless.bpmn": ENDLESS, "endless.form": ENDLESS_FORM}).status_code == 200
    task = api.task(api.start("endless", amount=1_000_000_000))
    window = desk(api, "hotline")
    window.send(f"/tasks/{task}/claim")
    assert "count(for i in 1..amount return i)" in words(window.get(f"/tasks/{task}", 400))


def titled(title: str) -> str:
    return diagram(
        "titled",
        ext(properties(titleTemplate=f"={title}"))
        + START
        + user_task("ask", "Ask", 'candidateGroups="hotline"')
        + END
        + flow("begin", "ask")
        + flow("ask", "end"),
    )


def test_half_a_character_in_the_title_of_a_case_is_refused_where_it_is_drawn(api: ApiCity) -> None:
    refused = api.deploy({"titled.bpmn": titled('"\\uD800"')})
    assert refused.status_code == 400
    assert "\\uD800" in refused.text


@pytest.mark.parametrize(
    "title",
    [
        '"a\\u0000b"',
        '"\\u202Eevil\\u2066"',
        "string(1E6144)",
        "now",
        "for i in 1..1000000000000 return i",
        "{f: function(n) f(n)}.f(1)",
    ],
)
def test_a_hostile_title_of_a_case_leaves_the_case_started(api: ApiCity, title: str) -> None:
    assert api.deploy({"titled.bpmn": titled(title)}).status_code == 200
    assert api.task(api.start("titled"))
    assert desk(api, "hotline").get("/work-list?view=all")
