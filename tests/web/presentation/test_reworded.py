"""A sentence that is kept in English is read in the language of the page."""

import pytest

from app.web.presentation.reworded import reworded

CONTRADICTION = "Expected rules of 来信办理规则 that agree, but rules 1, 2 hit together; correct the table, then try again"


def test_a_filled_sentence_is_found_again_and_filled_in_the_other_language() -> None:
    found = reworded(CONTRADICTION, "zh_Hans")
    assert "来信办理规则" in found
    assert "1, 2" in found
    assert "Expected" not in found


def test_a_sentence_inside_a_sentence_is_put_into_the_language_too() -> None:
    assert "Expected" not in reworded(f"Expected a value that can be kept in a variable: {CONTRADICTION}", "zh_Hans")


@pytest.mark.parametrize("text", ["", "amount > 3", "x" * 3_000, CONTRADICTION.replace("rules of", "rulez of")])
def test_what_is_no_sentence_of_ours_stays_as_it_is(text: str) -> None:
    assert reworded(text, "zh_Hans") == text


def test_english_needs_no_catalogue() -> None:
    assert reworded(CONTRADICTION, "en") == CONTRADICTION


def test_sentences_told_together_are_each_put_into_the_language() -> None:
    told = "the condition =res > 1 is false; and the condition =res < 1 gives null, because there is no res; and res is no number"
    assert reworded("the condition =res > 1 is false; and the condition =res < 1 gives null", "zh_Hans") == (
        "条件 =res > 1 不成立；条件 =res < 1 得出 null"
    )
    assert reworded(told, "en") == told
