"""The list of exceptions is held to the truth in both directions."""

from tests.tck.exceptions import complaints, exceptions
from tests.tck.running import Outcome

PASSED = Outcome("001", True, {"d": 1}, {"d": 1})
FAILED = Outcome("002", False, {"d": 1}, {"d": 2})


def test_a_failing_case_that_is_not_listed_is_a_complaint() -> None:
    assert complaints([PASSED, FAILED], {}) == ["002: expected {'d': 2}, but found {'d': 1}"]


def test_a_listed_exception_that_passes_is_a_complaint() -> None:
    assert complaints([PASSED], {"001": "a reason"}) == ["001: listed as an exception, but passes"]


def test_a_listed_exception_that_is_no_case_is_a_complaint() -> None:
    assert complaints([PASSED], {"999": "a reason"}) == ["999: listed as an exception, but no such case"]


def test_a_listed_exception_that_fails_is_none() -> None:
    assert complaints([FAILED], {"002": "a reason"}) == []


def test_every_exception_gives_a_reason() -> None:
    assert all(len(reason) > 20 for cases in exceptions().values() for reason in cases.values())
