"""The people of the demo city on the sign-in page: what each does is said in the reader's language."""

import re

import pytest

from app.domain.demo_city import PEOPLE
from app.web.presentation.foreign_words import HAN
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import desk, words


def posts(api: ApiCity, language: str) -> list[str]:
    """Return what the page says that each person does."""
    citizen = desk(api)
    citizen.client.set_cookie("language", language)
    return [words(found) for found in re.findall(r'<span class="people__role">(.*?)</span></span></button>', citizen.get("/sign-in"))]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ("Every post, for trying out", "Clerk of the health bureau, post A", "Hotline office")),
        ("zh_Hans", ("全部岗位，供试用", "市卫健局经办，A岗", "政务热线办公室")),
        ("zh_Hant", ("全部崗位，供試用", "市衞健局經辦，A崗", "政務熱線辦公室")),
    ],
)
def test_the_post_of_each_demo_person_is_in_the_readers_language(api: ApiCity, language: str, told: tuple[str, ...]) -> None:
    found = posts(api, language)
    assert len(found) == len(PEOPLE)
    assert set(told) <= set(found)
    assert [post for post in found if bool(HAN.search(post)) == (language == "en")] == []
