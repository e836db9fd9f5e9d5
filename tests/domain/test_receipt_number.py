"""Receipt numbers: unique, ours, and told from their misprints."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.receipt_number import check_digit, read_receipt_number, receipt_number
from app.domain.rejection import Rejection

DIGITS = st.text("0123456789", min_size=1, max_size=12)


def test_a_number_has_letters_year_running_number_and_check_digit() -> None:
    assert receipt_number("QZ", 2026, 3187) == f"QZ-2026-003187-{check_digit('2026003187')}"


def test_the_check_digit_is_that_of_the_standards_example() -> None:
    assert check_digit("0794") == 5  # ISO/IEC 7064, MOD 11,10


@given(DIGITS, st.data())
def test_every_single_wrong_digit_is_found(digits: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(digits) - 1))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != digits[place]]))
    assert check_digit(digits) != check_digit(digits[:place] + other + digits[place + 1 :])


@pytest.mark.parametrize(
    "typed",
    [
        "qz-2026-003187-{}",
        " QZ 2026 003187 {} ",
        "QZ–2026–003187–{}",
        "qz-2026-003187",
        "QZ-2026-00318７",
        "qz2026003187{}",
        "QZ 2026003187-{}",
        "ｑｚ－2026－003187－{}",
    ],
)
def test_what_a_person_typed_is_mended(typed: str) -> None:
    number = receipt_number("QZ", 2026, 3187)
    assert read_receipt_number(typed.format(number[-1])) == number


@pytest.mark.parametrize(
    "typed", ["", "QZ", "Q1-2026-003187-4", "QZ-26-3187", "x" * 500, "QZ20263187", "QZ202600003187", "QZ-2026-003187-4; DROP TABLE"]
)
def test_what_can_be_no_number_of_ours_is_not_found(typed: str) -> None:
    with pytest.raises(Rejection) as refused:
        read_receipt_number(typed)
    assert refused.value.code == "not_found"


def test_a_misprint_is_told_as_one() -> None:
    number = receipt_number("QZ", 2026, 3187)
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    with pytest.raises(Rejection, match="typing mistake"):
        read_receipt_number(wrong)
