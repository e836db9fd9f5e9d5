"""Values as JSON holds them."""

from datetime import date
from decimal import Decimal

import pytest

from app.feel import FeelError, to_json
from tests.feel.evaluating import value_of


def test_temporals_become_iso_strings_and_numbers_stay_decimals() -> None:
    made = value_of(
        '{d: @"2026-03-04", t: @"2026-03-04T05:06:07+08:00", p: @"P1DT2H", y: @"P1Y", n: 1.50, r: [1..3], l: [@"08:00:00", null, true]}'
    )
    assert to_json(made) == {
        "d": "2026-03-04",
        "t": "2026-03-04T05:06:07+08:00",
        "p": "P1DT2H",
        "y": "P1Y",
        "n": Decimal("1.50"),
        "r": "[1..3]",
        "l": ["08:00:00", None, True],
    }


def test_a_date_of_python_is_written_as_one() -> None:
    assert to_json(date(2026, 3, 4)) == "2026-03-04"


def test_a_function_cannot_be_kept() -> None:
    with pytest.raises(FeelError, match="but found a function"):
        to_json([value_of("function(a) a")])
