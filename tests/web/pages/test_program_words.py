"""What people reach from their first page, link by link, says nothing as programs write it: see the walk through the sample pages."""

import re
from typing import Final

import pytest

from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import ASSIGNED, LETTER, Desk, desk, words
from tests.web.presentation.test_program_words import ISO, PROGRAM, UNSEEN

MOST: Final = 40
"""Pages that one person is followed to."""

LINK: Final = re.compile(r'href="(/[^"#]*)')
ELSEWHERE: Final = re.compile(r"/(?:static|preferences|reference|sign)|replay|\.(?:xlsx|csv|pdf|docx|zip|xes|json)$")
MASKED: Final = re.compile(r"[一-鿿]\*+")
JUDGED: Final = {
    "/admin/roles": "how an import and a diagram write a role",
    "/admin/calendar": "how each line is to be typed",
    "/admin/papers/": "how a field is to be typed into the words of a paper",
}
"""By how an address begins, and why programs' words may stand there."""


def reached(window: Desk) -> dict[str, str]:
    """Return the pages that one comes to from the first one, by their addresses."""
    pages, ahead = dict[str, str](), ["/"]
    while ahead and len(pages) < MOST:
        address = ahead.pop(0)
        answer = window.client.get(address, follow_redirects=True)
        if address in pages or "text/html" not in answer.content_type:
            continue
        pages[address] = answer.get_data(as_text=True)
        ahead += [link.replace("&amp;", "&") for link in LINK.findall(pages[address]) if not ELSEWHERE.search(link)]
    return pages


@pytest.fixture(scope="module")
def lively(either_api: ApiCity) -> ApiCity:
    """The city with a letter on its way, a paper of it drafted."""
    instance = either_api.start("citizen-letter", who="hotline", **LETTER)
    either_api.post(f"/v2/user-tasks/{either_api.task(instance)}/completion", {"variables": ASSIGNED}, 204)
    desk(either_api, "hotline").send(f"/cases/{either_api.number(instance)}/papers", paper="receipt-of-letter")
    return either_api


@pytest.mark.parametrize("account", ["hotline", "handler-health", "head-health", "admin", "security", "inspection"])
def test_no_page_that_somebody_comes_to_speaks_as_programs_do(lively: ApiCity, account: str) -> None:
    pages = reached(desk(lively, account))
    told = {address: MASKED.sub("", words(UNSEEN.sub(" ", page))) for address, page in pages.items()}
    said = {address: {*ISO.findall(text), *PROGRAM.findall(text)} for address, text in told.items()}
    assert len(pages) > 5
    assert {address: found for address, found in said.items() if found and not address.startswith(tuple(JUDGED))} == {}
