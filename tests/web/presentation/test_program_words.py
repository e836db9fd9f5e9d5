"""No page says to staff what only programs write: days and instants in ISO, names of variables, groups and places in files.

Walked are all sample pages. What must stand there as programs write it is judged below, page by page, with the reason.
"""

import re
from functools import cache
from typing import Final

import pytest
from jinja2 import Environment

from tests.web.pages.desk import words
from tests.web.sample_pages import SAMPLES, Sample, draw, environment

UNSEEN: Final = re.compile(r"<(svg|script|style|textarea)\b.*?</\1>", re.S)
ISO: Final = re.compile(r"\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d)?(?:@\w+/\w+)?)?")
PROGRAM: Final = re.compile(r"\b[a-z]+(?:[A-Z][a-z]+)+\b|\b[a-z]+(?:_[a-z]+)+\b|\b[a-z-]+@[a-z-]+\b(?!\.)|\b\w+\[\d+\]|\{\{|\*\*")

JUDGED: Final = {
    "samples": ("2026-11-24", "the seed of a sample, which is a text that somebody chose"),
    "sample": ("2026-11-24", "the seed of a sample"),
    "sample-altered": ("2026-11-24", "the seed of a sample"),
    "roles": ("handler@health-bureau", "how an import and a diagram write a role, for administrators who write either"),
    "paper-cases": ("2026-11-02 2026-11-03 2026-11-10 2026-11-12", "cells as they stand in the workbook that was chosen"),
    "paper-cases-wrong": (
        "2026-11-10 2026-11-12 2026-12-02 2026-12-03",
        "cells as they stand in the workbook that was chosen",
    ),
    "calendar-entry": ("2027-01-01 2027-01-09 2027-08-01T12:00 2027-08-02T17:30", "how each line is to be typed"),
    "calendar-seen": ("2027-01-01 2027-01-09 2027-08-01T12:00 2027-08-02T17:30", "how each line is to be typed"),
    "wording": ("{{", "how a field is to be typed into the words of a paper"),
    "wording-old": ("{{", "how a field is to be typed into the words of a paper"),
    "received": ("2026-11-24T10:30", "how an instant is to be typed where the browser has no control for it"),
}
"""By sample page: what may stand there, and why."""

OF_DESIGNERS: Final = frozenset({"reference"})
"""Pages that speak of expressions, to those who write them."""


@cache
def jinja() -> Environment:
    return environment(lambda name: f"/static/{name}")


def found_on(sample: Sample) -> set[str]:
    """Return what a sample page says as programs write it."""
    told = words(UNSEEN.sub(" ", draw(sample, jinja())))
    return {*ISO.findall(told), *PROGRAM.findall(told)}


@pytest.mark.parametrize("sample", [one for one in SAMPLES if one.name not in OF_DESIGNERS], ids=lambda one: one.name)
def test_a_page_says_nothing_as_programs_write_it(sample: Sample) -> None:
    assert found_on(sample) == set(JUDGED.get(sample.name, ("", ""))[0].split())


def test_what_was_judged_is_the_name_of_a_page() -> None:
    assert set(JUDGED) | OF_DESIGNERS <= {one.name for one in SAMPLES}


@pytest.mark.parametrize("told", [
    "会议定于 2026-12-03T09:30+08:00", "告知日期 2026-11-11", "候选组 handler@health-bureau", "deadlineKey 3", "blocks[0].text",
    "在 due_at 之前", "**审批事项：****",
])  # fmt: skip
def test_the_walk_would_see_it(told: str) -> None:
    assert ISO.findall(told) or PROGRAM.findall(told)
