import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.form.safe_pattern import danger_of

SAFE = [
    r"^\d{4}-\d{2}$",
    r"^[A-Z]{2}\d+$",
    r"(ab)?c",
    r"[(+*]+",
    r"^\+?\d+(-\d+)?$",
    r"^.*x.*$",
    r"a{1}b",
    r"(a|b)c",
    r"\(a+\)\*",
    r"[^]a-z]",
]
DANGEROUS = [r"(a+)+$", r"(a*)*", r"(\d+)*x", r"((ab)+c)+", r"(a|a)*$", r"(a{2,})+", r"(.|\s)*", r".*.*.*x", r"(x+x+)+y", r"([a-z]+)*="]


@pytest.mark.parametrize("pattern", SAFE)
def test_an_ordinary_pattern_is_taken(pattern):
    assert danger_of(pattern) is None


@pytest.mark.parametrize("pattern", DANGEROUS)
def test_a_pattern_that_could_run_for_ever_is_refused(pattern):
    assert danger_of(pattern) is not None


@pytest.mark.parametrize("pattern", ["(", "[a", "(?<a>b)", "a{2,1}", "x" * 501])
def test_a_pattern_that_cannot_be_compiled_is_refused(pattern):
    assert danger_of(pattern) is not None


@given(st.text(alphabet="ab.*+?()|[]{}12,\\d^$", max_size=14))
def test_no_short_pattern_that_is_taken_runs_long(pattern):
    if danger_of(pattern) is not None:
        return
    started = time.process_time()
    re.search(pattern, "a" * 40 + "!")
    assert time.process_time() - started < 0.5
