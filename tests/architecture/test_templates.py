"""Templates hold nothing that the content policy of the pages would stop, and nothing that writes text as markup unseen."""

import re

import pytest

from tests.architecture.sources import place, tracked

STOPPED = {
    "an inline script": re.compile(r"<script\b(?![^>]*\bsrc\s*=)(?![^>]*type=[\"']application/json)", re.IGNORECASE),
    "an inline style sheet": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"<[^>{]*\sstyle\s*=", re.IGNORECASE),
    "an event attribute": re.compile(r"<[^>{]*\son[a-z]+\s*=", re.IGNORECASE),
    "a script address": re.compile(r"javascript:", re.IGNORECASE),
    "an htmx expression, which needs eval": re.compile(r"\bhx-on\b|\bhx-[a-z]+=[\"']js:|hx-trigger=[\"'][^\"']*\["),
    "an asset from elsewhere": re.compile(r"<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE),
}


def stopped(text: str) -> list[str]:
    """Return what the policy would stop in a template, by name."""
    return [name for name, pattern in STOPPED.items() if pattern.search(text)]


def test_no_template_holds_what_the_policy_stops() -> None:
    found = {place(path): names for path in tracked("app/web/templates") if (names := stopped(path.read_text()))}
    assert found == {}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("<script>alert(1)</script>", "an inline script"),
        ("<style>p {}</style>", "an inline style sheet"),
        ('<p class="a" style="color: red">', "a style attribute"),
        ('<button onclick="go()">', "an event attribute"),
        ('<a href="javascript:go()">', "a script address"),
        ('<div hx-on:click="go()">', "an htmx expression, which needs eval"),
        ('<script src="//elsewhere.example/x.js"></script>', "an asset from elsewhere"),
    ],
)
def test_the_search_finds_what_it_looks_for(text: str, name: str) -> None:
    assert name in stopped(text)


@pytest.mark.parametrize(
    "text",
    ['<script src="/static/bundle/page.js" type="module"></script>', '<form hx-trigger="change, submit">', '<p title="on = off">'],
)
def test_the_search_leaves_alone_what_is_allowed(text: str) -> None:
    assert stopped(text) == []
