"""Every template draws its samples in every language, within the policy that the pages are sent with."""

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest

from app.domain.languages import LANGUAGES
from tests.web.sample_pages import SAMPLES, draw, environment

TEMPLATES = Path(__file__).resolve().parents[2] / "app" / "web" / "templates"
VOID = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "track",
    "wbr",
    "path",
    "rect",
    "circle",
    "use",
}


@cache
def jinja():
    return environment(lambda name: f"/static/{name}")


@cache
def drawn(name: str, language: str = "zh_Hans") -> str:
    return draw(next(sample for sample in SAMPLES if sample.name == name), jinja(), language)


class Page(HTMLParser):
    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.unpaired: list[str] = []
        self.script_text = ""
        self.feed(source)
        self.close()
        self.unpaired += self.open

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.unpaired.append(f"/{tag}")

    def handle_data(self, data):
        if self.open and self.open[-1] in ("script", "style"):
            self.script_text += data


NAMES = [sample.name for sample in SAMPLES]


@pytest.mark.parametrize("name", NAMES)
def test_a_page_has_no_inline_style_no_inline_script_and_nothing_remote(name):
    page = Page(drawn(name))
    # The one way out, from the page that says that the session at the city's own sign-in goes on.
    elsewhere = {"https://sign-in.city.example/end"} if name == "sign-in-provider-left" else set()
    for tag, attributes in page.tags:
        assert "style" not in attributes, f"a style attribute on {tag}"
        assert not [attribute for attribute in attributes if attribute.startswith("on")], f"a handler on {tag}"
        for address in (attributes.get("src"), attributes.get("href"), attributes.get("action"), attributes.get("hx-post")):
            assert address in elsewhere or not re.match(r"(https?:)?//|javascript:", address or ""), f"{tag} leads away: {address}"
    assert page.script_text.strip() == ""
    assert not re.search(r"hx-on|js:|hx-trigger=\"[^\"]*\[", drawn(name)), "this would need eval"


@pytest.mark.parametrize("name", NAMES)
def test_a_page_closes_what_it_opens_and_uses_each_id_once(name):
    page = Page(drawn(name))
    assert page.unpaired == []
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert sorted(found for found in set(ids) if ids.count(found) > 1) == []


@pytest.mark.parametrize("name", [sample.name for sample in SAMPLES if not sample.template.startswith("task/")])
def test_a_page_has_a_language_one_first_heading_and_all_the_symbols_it_uses(name):
    page = Page(drawn(name))
    ids = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
    headings = [tag for tag, _ in page.tags if tag == "h1"]
    assert dict(page.tags[0][1])["lang"] == "zh-Hans"
    assert headings == ["h1"]
    assert {attributes["href"][1:] for tag, attributes in page.tags if tag == "use"} <= ids


@pytest.mark.parametrize("name", NAMES)
def test_what_describes_a_control_is_on_the_page(name):
    page = Page(drawn(name))
    ids = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
    for _, attributes in page.tags:
        for attribute in ("aria-describedby", "aria-labelledby"):
            for target in (attributes.get(attribute) or "").split():
                assert target in ids, f"{attribute} names {target}"
    for tag, attributes in page.tags:
        if tag == "label" and "for" in attributes:
            assert attributes["for"] in ids, f"a label for {attributes['for']}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_drawn_in_every_language(language):
    for name in NAMES:
        text = drawn(name, language)
        assert "%(" not in text, f"{name} shows an unfilled placeholder"


def test_every_template_has_a_sample():
    drawn_templates = {sample.template for sample in SAMPLES}
    used = set(drawn_templates)
    sources = {str(path.relative_to(TEMPLATES)): path.read_text() for path in TEMPLATES.rglob("*.html")}
    while True:
        more = {name for user in used for name in re.findall(r'{% (?:extends|include|from) "([^"]+)"', sources[user])} - used
        if not more:
            break
        used |= more
    assert sorted(set(sources) - used) == []


def test_every_class_of_the_style_sheets_is_used_somewhere():
    web = TEMPLATES.parent
    written = "\n".join(
        path.read_text()
        for folder in ("templates", "frontend/modules", "presentation")
        for path in (web / folder).rglob("*")
        if path.is_file() and path.suffix in (".html", ".js", ".py")
    )
    made_of_parts = (
        "light--",
        "to-",
        "daygrid__day--",
        "notice--",
        "progress__item--",
        "step--",
        "bar__",
        "icon--",
        "djs-",
        "is-",
        "seal--",
        "events__seal--",
        "heat__mark--",
        "way__end--",
        "outcomes__part--",
    )
    unused = []
    for sheet in (web / "frontend" / "styles").glob("*.css"):
        for name in sorted(set(re.findall(r"\.([a-z][\w-]*)", re.sub(r"/\*.*?\*/|@import[^;]+;", "", sheet.read_text(), flags=re.S)))):
            if name not in written and not name.startswith(made_of_parts):
                unused.append(f"{sheet.name}: {name}")
    assert unused == []


def test_a_key_and_a_count_on_a_tab_are_told_apart():
    for name in ("work-list", "case-overview"):
        tabs = [line for line in drawn(name).splitlines() if "data-tab=" in line]
        assert len(tabs) == 5
        for place, tab in enumerate(tabs, 1):
            assert f'aria-keyshortcuts="{place}"><span class="tabs__key" aria-hidden="true"><kbd class="kbd">{place}</kbd></span>' in tab
            assert "kbd" not in tab.partition("</kbd></span>")[2], "a key stands before the label, nothing but a count after it"


@pytest.mark.parametrize("name", NAMES)
def test_no_page_shows_a_sign_that_the_fonts_of_offices_may_lack(name):
    assert not {"↵", "⤢"} & set(drawn(name))
