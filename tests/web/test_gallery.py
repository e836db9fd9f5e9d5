"""The samples in a real browser, in both themes and at both widths: no finding of axe-core, no breach of the policy, nothing wider than
the window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from app.web.headers import POLICY
from tests.web.sample_pages import SAMPLES, Sample, draw, environment

pytestmark = pytest.mark.browser
STATIC = Path(__file__).resolve().parents[2] / "app" / "web" / "static"
ADDRESS = "http://gallery.test"
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
DIAGRAM = Path(__file__).resolve().parents[2] / "processes" / "citizen-letter" / "citizen-letter.bpmn"
# What is in order is not told of one by one: that takes longer than to find it.
EVERY = """(rules) => axe.run({resultTypes: ["violations"], ...(rules ? {runOnly: {type: "rule", values: rules}} : {})})"""
PAGES = [sample for sample in SAMPLES if not sample.template.startswith("task/")]


def serve(route: Route, page: str) -> None:
    path = route.request.url.removeprefix(ADDRESS)
    if path.startswith("/static/"):
        file = STATIC / path.removeprefix("/static/")
        route.fulfill(body=file.read_bytes(), content_type=KINDS[file.suffix])
    elif path.endswith("diagram.xml"):
        route.fulfill(body=DIAGRAM.read_bytes(), content_type="application/xml")
    elif path.endswith("/seal"):
        # The check goes on as long as the page is looked at.
        route.fulfill(status=204)
    else:
        route.fulfill(body=page, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": POLICY})


def address(name: str) -> str:
    return f"/static/{'' if name.endswith('.svg') else 'bundle/'}{name}"


@pytest.fixture(scope="module")
def desk(browser: Browser) -> Iterator[Page]:
    """A window as the work pages are drawn for."""
    yield from _window(browser, 1366)


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[Page]:
    yield from _window(browser, 390)


def _window(browser: Browser, width: int) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": width, "height": 768}, locale="zh-CN", reduced_motion="reduce")
    yield context.new_page()
    context.close()


def show(page: Page, sample: Sample, theme: str) -> list[str]:
    """Open a sample and return what the browser complained of."""
    said: list[str] = []
    drawn = draw(sample, environment(address), theme=theme)
    page.goto("about:blank")  # left first: what the page before still asks for would find no answer between its routes and these
    page.unroute_all()
    page.route("**/*", lambda route: serve(route, drawn))
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{ADDRESS}/page")
    page.wait_for_selector("html[data-ready]")
    if "data-diagram" in drawn:
        page.wait_for_selector("[data-diagram][data-drawn]")
    return said


def beyond_the_window(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def findings(page: Page, rules: list[str] | None = None) -> list[tuple[str, list[str]]]:
    """Return what axe-core, which the page has loaded, finds by these rules; by all of them where none are named."""
    found = page.evaluate(EVERY, rules)["violations"]
    return [(finding["id"], [node["html"][:120] for node in finding["nodes"]]) for finding in found]


@pytest.mark.parametrize("sample", PAGES, ids=lambda sample: sample.name)
def test_a_page_is_open_to_everybody_in_both_themes(desk: Page, axe_source: str, sample: Sample):
    assert show(desk, sample, "light") == []
    assert beyond_the_window(desk) <= 0
    desk.evaluate(axe_source)
    assert findings(desk) == []
    desk.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert findings(desk, ["color-contrast"]) == []


@pytest.mark.parametrize("sample", PAGES, ids=lambda sample: sample.name)
def test_a_page_fits_a_phone(phone: Page, sample: Sample):
    assert show(phone, sample, "dark") == []
    assert beyond_the_window(phone) <= 0
