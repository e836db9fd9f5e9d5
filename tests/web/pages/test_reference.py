"""The reference of expressions as a page: for those who draw, in three languages, with a search that needs no script."""

import re
from html import unescape
from pathlib import Path

import pytest

from app.feel.builtins import BUILTINS
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import desk, words

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "guides" / "designers.md"


def anchors(page: str) -> list[str]:
    return re.findall(r'<article [^>]*id="([^"]+)"', page)


def test_a_designer_finds_every_function_with_its_ways_to_call_it(api: ApiCity) -> None:
    page = desk(api, "designer").get("/reference")
    for function in BUILTINS.values():
        assert all(f"<code>{signature.text}</code>" in unescape(page) for signature in function.signatures)


def test_each_entry_has_an_address_of_its_own(api: ApiCity) -> None:
    page = desk(api, "designer").get("/reference")
    found = anchors(page)
    assert len(found) == len(set(found)) > 100
    assert all(f'href="#{anchor}"' in page for anchor in found)


@pytest.mark.parametrize(("find", "expected"), [
    ("add working", ["calendar-add-working-days"]),
    ("工作日 之后", ["calendar-add-working-days"]),
    ("PARTITION", ["lists-partition"]),
    ("no such thing", []),
])  # fmt: skip
def test_all_words_looked_for_must_occur_in_name_meaning_or_examples(api: ApiCity, find: str, expected: list[str]) -> None:
    page = desk(api, "designer").get(f"/reference?find={find}")
    assert anchors(page) == expected
    assert ("参考中没有匹配的条目" in page) is (expected == [])


def test_what_is_looked_for_is_shown_and_never_read_as_html(api: ApiCity) -> None:
    page = desk(api, "designer").get("/reference?find=%22%3E%3Cscript%3E")
    assert "<script>" not in page.partition("<main")[2]


@pytest.mark.parametrize(("language", "said"), [
    ("zh_Hans", "若干工作日之后的日期"), ("zh_Hant", "若干工作日之後的日期"), ("en", "The day so many working days on"),
])  # fmt: skip
def test_the_meanings_are_in_the_language_of_the_page(api: ApiCity, language: str, said: str) -> None:
    window = desk(api, "designer")
    window.client.set_cookie("language", language)
    assert said in words(window.get("/reference?find=add+working"))


def test_who_is_not_signed_in_signs_in_first(api: ApiCity) -> None:
    answer = api.app.test_client().get("/reference")
    assert answer.headers["Location"] == "/sign-in?next=%2Freference"


def test_the_guide_for_designers_leads_to_it() -> None:
    assert "`/reference`" in GUIDE.read_text(encoding="utf-8")
