"""The colours of both themes: each written once, and the right one of its two values shown."""

import re
from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.web.sample_pages import SAMPLES, draw, environment
from tests.web.test_gallery import ADDRESS, address, serve

TOKENS = Path(__file__).resolve().parents[2] / "app" / "web" / "frontend" / "styles" / "tokens.css"
SURFACE = {"light": "rgb(255, 255, 255)", "dark": "rgb(23, 28, 37)"}


def test_no_token_is_written_twice() -> None:
    said = Counter(re.findall(r"^\s*(--[\w-]+):", TOKENS.read_text(), re.M))
    assert [name for name, times in said.items() if times > 1] == ["--in-light", "--in-dark"], "only the switches stand once a theme"


@pytest.mark.browser
@pytest.mark.parametrize("sheet", ["sign-in", "cases"])
@pytest.mark.parametrize(("system", "chosen", "shown"), [
    ("light", "", "light"), ("dark", "", "dark"), ("light", "dark", "dark"), ("dark", "light", "light"),
])  # fmt: skip
def test_the_theme_is_the_chosen_one_else_the_systems(browser: Browser, sheet: str, system: str, chosen: str, shown: str) -> None:
    sample = next(one for one in SAMPLES if one.name == sheet)
    drawn = draw(sample, environment(address), theme=chosen)
    context = browser.new_context(color_scheme=system)
    page = context.new_page()
    page.route("**/*", lambda route: serve(route, drawn))
    page.goto(f"{ADDRESS}/page")
    card = page.locator(".card").first
    assert card.evaluate("card => getComputedStyle(card).backgroundColor") == SURFACE[shown]
    assert card.evaluate("card => getComputedStyle(card).colorScheme") == shown
    page.emulate_media(media="print", color_scheme=system)
    assert card.evaluate("card => getComputedStyle(card).colorScheme") == "light", "paper is white in both themes"
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_code_stands_in_letters_of_one_width(browser: Browser, theme: str) -> None:
    drawn = draw(next(one for one in SAMPLES if one.name == "reference"), environment(address), theme=theme)
    page = browser.new_page()
    page.route("**/*", lambda route: serve(route, drawn))
    page.goto(f"{ADDRESS}/page")
    code = page.locator(".reference__examples code").first
    widths = [code.evaluate("(code, text) => ((code.textContent = text), code.offsetWidth)", text) for text in ("iiiiiiii", "MMMMMMMM")]
    assert widths[0] == widths[1] > 0
    page.close()
