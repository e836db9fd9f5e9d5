"""The reference names every function, and each of its examples gives what it says, in both evaluators."""

from typing import Any

import pytest
from msgspec.structs import replace

from app.domain.calendar import Calendar
from app.domain.calendar_functions import feel_functions
from app.domain.calendar_shipped import shipped_years
from app.feel import parse_expression
from app.feel.builtins import BUILTINS
from app.feel.grammar import read_expression
from app.web.reference import GROUPS, Entry
from tests.feel.evaluating import WORLD
from tests.feel.plain.values import alike, taken
from tests.feel.plain.walk import evaluated

CALENDAR = feel_functions(Calendar.from_years("2026-1", shipped_years(), WORLD.zone))
OF_THE_CITY = CALENDAR.keys() | {"now", "today"}
ENTRIES = [(group, entry) for group in GROUPS for entry in group.entries]
EXAMPLES = [(text, result) for _, entry in ENTRIES for text, result in entry.examples]


def value_of(text: str) -> Any:
    return parse_expression(text, CALENDAR).evaluate({}, replace(WORLD, functions=CALENDAR))


@pytest.mark.parametrize(("text", "result"), EXAMPLES)
def test_an_example_gives_what_it_says(text: str, result: str) -> None:
    found, expected = taken(value_of(text)), taken(value_of(result))
    assert alike(found, expected), f"{text} gives {found!r}, not {result}"


@pytest.mark.parametrize(("text", "result"), EXAMPLES)
def test_an_example_gives_the_same_in_the_plain_evaluator(text: str, result: str) -> None:
    # The clock and the calendar are no part of the plain one.
    plain = text if not parse_expression(text, CALENDAR).functions & OF_THE_CITY else result
    assert alike(evaluated(read_expression(plain), {}), evaluated(read_expression(result), {}))


def test_no_function_is_missing_and_none_is_named_twice() -> None:
    named = [entry.name for group, entry in ENTRIES if group.functions]
    assert sorted(named) == sorted([*BUILTINS, *CALENDAR])


@pytest.mark.parametrize("entry", [entry for group, entry in ENTRIES if group.functions], ids=lambda entry: entry.name)
def test_a_function_shows_examples_that_call_it(entry: Entry) -> None:
    assert entry.examples
    assert all(f"{entry.name}(" in text for text, _ in entry.examples)


def test_every_type_that_instance_of_knows_is_told() -> None:
    told = {entry.name for group, entry in ENTRIES if group.anchor == "types"}
    known = {
        *("number", "string", "boolean", "date", "time", "date and time", "days and time duration", "years and months duration"),
        *("list", "context", "function"),
    }
    assert known <= told
