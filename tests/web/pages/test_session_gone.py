"""Whose session has ended while a form was open signs in and comes back to that form, not to the list."""

from html import unescape
from urllib.parse import urlencode

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


@pytest.mark.parametrize(
    ("page", "form"),
    [
        ("/tasks/7", "/tasks/7/late-remark"),
        ("/tasks/7?dialog=delegate", "/tasks/7/delegation"),
        ("/tasks/bulk?action=transfer&key=7&key=8&next=%2Fwork-list", "/tasks/bulk/transfer"),
        ("/tasks/bulk?action=urge&key=7", "/tasks/bulk/urge"),
        ("/cases/QZ-2026-000001-1/deadlines/7", "/cases/QZ-2026-000001-1/deadlines/7/extension/withdrawal"),
        ("/supervision/points/health-bureau?year=2026&movement=7", "/supervision/points/health-bureau/7/appeal?year=2026"),
        ("/migrations?from=7&to=8", "/migrations"),
        ("/cases/QZ-2026-000001-1/migration?to=8", "/cases/QZ-2026-000001-1/migration"),
        ("/admin/people/handler-health/hand-over", "/admin/people/handler-health/hand-over"),
    ],
)
def test_from_each_form_the_way_leads_back_to_it_and_the_browser_keeps_what_was_sent(api: ApiCity, page: str, form: str) -> None:
    headers = {"Origin": "http://localhost", "Referer": f"http://localhost{page}"}
    answer = api.app.test_client().post(form, data={"reason": "写到一半的理由"}, headers=headers)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 401
    assert f'href="/sign-in?{urlencode({"next": page})}"' in unescape(text)
    assert "data-keep-drafts" in text
