"""Whose session has ended while a form was open signs in and comes back to that form, not to the list."""

import pytest

from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import LETTER, words


@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        ("http://localhost/tasks/7?tab=form", "/sign-in?next=%2Ftasks%2F7%3Ftab%3Dform"),
        ("http://elsewhere.test/tasks/7", "/sign-in?next=%2Fwork-list"),
        ("", "/sign-in?next=%2Fwork-list"),
    ],
)
def test_the_way_back_leads_to_the_form(api: ApiCity, came_from: str, back: str) -> None:
    task = api.task(api.start("citizen-letter", who="hotline", **LETTER))
    headers = {"Origin": "http://localhost", "Referer": came_from}
    answer = api.app.test_client().post(f"/tasks/{task}/completion", data={"note": "words"}, headers=headers)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 401
    assert f'href="{back}"' in text
    assert "登录后回到这里" in words(text)
