"""Regular expressions as XPath has them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.feel.pattern.match import pattern_of
from app.feel.pattern.parts import PatternError


def found(pattern: str, text: str, flags: str = "") -> str | None:
    """Return the text of the first match."""
    match = pattern_of(pattern, flags).search(text, 0, lambda steps: None)
    return None if match is None else text[match[0] : match[1]]


@pytest.mark.parametrize(
    ("pattern", "text", "flags", "expected"),
    [
        ("a+", "baac", "", "aa"),
        ("a+?", "baac", "", "a"),
        ("a{2,3}", "aaaa", "", "aaa"),
        ("a{2}", "a", "", None),
        ("ab|cd", "xcd", "", "cd"),
        ("(ab|a)(c|bcd)", "abcd", "", "abc"),
        ("(a*)*b", "aaab", "", "aaab"),
        ("(a|b)*?c", "abac", "", "abac"),
        ("^a.c$", "a\nc", "", None),
        ("^a.c$", "a\nc", "s", "a\nc"),
        ("^b$", "a\nb\nc", "m", "b"),
        ("(a)(b)?\\1", "aa", "", "aa"),
        ("([ab])\\1", "abb", "", "bb"),
        ("[^a-c]", "abcd", "", "d"),
        ("[a-z-[aeiou]]+", "aeixyz", "", "xyz"),
        ("\\d+", "room ٣4", "", "٣4"),
        ("\\p{Lu}\\p{Ll}+", "ab Cd", "", "Cd"),
        ("\\P{L}", "ab1", "", "1"),
        ("\\p{IsCJKUnifiedIdeographs}+", "ab市政府", "", "市政府"),
        ("\\i\\c*", "1ab-c d", "", "ab-c"),
        ("MÜLLER", "Müller", "i", "Müller"),
        ("a b", "ab", "x", "ab"),
        ("a.b", "a.b", "q", "a.b"),
        ("a.b", "axb", "q", None),
        ("(?:ab)+", "ababa", "", "abab"),
        ("", "abc", "", ""),
    ],
)
def test_a_pattern_finds_what_xpath_says(pattern: str, text: str, flags: str, expected: str | None) -> None:
    assert found(pattern, text, flags) == expected


@pytest.mark.parametrize(
    "pattern",
    [
        "(",
        ")",
        "[",
        "a{",
        "a{2,1}",
        "*a",
        "a**",
        "\\q",
        "\\1",
        "(a\\1)",
        "[b-a]",
        "\\p{Nothing}",
        "\\p",
        "a{9999}",
        "^*",
        "[a",
        "(?<n>a)",
        "(?=a)",
        "\\",
    ],
)
def test_what_is_no_pattern_is_an_error_that_says_what_was_expected(pattern: str) -> None:
    with pytest.raises(PatternError, match="Expected"):
        pattern_of(pattern, "")


def test_a_flag_that_there_is_not_is_an_error() -> None:
    with pytest.raises(PatternError, match="flags"):
        pattern_of("a", "g")


ATOMS = st.sampled_from(["a", "b", "[ab]", "[^a]", "(a)", "(?:ab)", "(a|b)", "."])
PATTERNS = st.lists(st.tuples(ATOMS, st.sampled_from(["", "*", "+", "?", "{1,2}", "*?"])).map("".join), min_size=1, max_size=5).map("".join)


@given(PATTERNS, st.text("abc", max_size=12))
def test_what_both_engines_know_they_find_alike(pattern: str, text: str) -> None:
    match = re.search(pattern, text)
    assert found(pattern, text) == (None if match is None else match.group())


def steps_of(pattern: str, length: int) -> int:
    """Return how many steps it takes to find nothing in a text of that length."""
    steps = 0

    def spend(count: int) -> None:
        nonlocal steps
        steps += count

    assert pattern_of(pattern, "").search("a" * length, 0, spend) is None
    return steps


@pytest.mark.parametrize("pattern", ["(a+)+b", "(a*)*b", "(a|aa)+b", "a*a*a*a*b", "(.*)(.*)(.*)b"])
def test_steps_grow_with_the_text_also_where_other_engines_run_for_ever(pattern: str) -> None:
    assert steps_of(pattern, 1000) < 2.1 * steps_of(pattern, 500)
