"""Whatever number an address or a query names, the answer is about the number, never about a mistake of ours."""

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import desk, words

LONG = ("99999999999999999999", str(2**63), "9" * 5000)
ASKED_BY_NUMBER = ("page", "limit", "after", "filter", "failed", "tried", "number", "view", "open", "year")


def _rules(app: Flask) -> Iterator[Rule]:
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith("/static"):
            yield rule


def _written(rule: Rule, number: str) -> str:
    """Return the address with a number wherever it takes something, and a word wherever it takes one of several."""
    return re.sub(r"<[^>]+>", number, re.sub(r"<any\((\w+)[^>]*>", r"\1", rule.rule))


def test_no_number_in_an_address_brings_the_city_down(api: ApiCity) -> None:
    person = desk(api, "demo")
    fallen, asked = [], 0
    for rule in _rules(api.app):
        if not rule.arguments:
            continue
        for number in LONG:
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                answer = person.client.open(_written(rule, number), method=method, headers={"Origin": "http://localhost"}, json={})
                asked += 1
                if not 300 <= answer.status_code < 500:
                    fallen.append((method, rule.rule, number[:25], answer.status_code))
    assert asked > 150
    assert fallen == []


def test_no_number_in_a_query_brings_the_city_down(api: ApiCity) -> None:
    person = desk(api, "demo")
    fallen = []
    for rule in _rules(api.app):
        if rule.arguments or "GET" not in (rule.methods or set()):
            continue
        for name in ASKED_BY_NUMBER:
            for number in LONG:
                answer = person.client.get(f"{rule.rule}?{name}={quote(number)}")
                if answer.status_code >= 500:
                    fallen.append((rule.rule, name, number[:25], answer.status_code))
    assert fallen == []


@pytest.mark.parametrize("path", ["/tasks/{}", "/incidents/{}", "/cases/QZ-2026-000001-1/documents/{}"])
def test_a_number_longer_than_any_key_is_answered_as_one_that_there_is_not(api: ApiCity, path: str) -> None:
    for number in LONG:
        page = desk(api, "demo").get(path.format(number), 404)
        assert "503" not in words(page)


@pytest.mark.parametrize("path", ["/cases", "/work-list", "/work-list.xlsx"])
@pytest.mark.parametrize("page", [*LONG, "-1", "1.5", "zwei"])
def test_a_page_that_no_list_has_is_refused(api: ApiCity, path: str, page: str) -> None:
    desk(api, "demo").get(f"{path}?page={page}", 400)


def test_numbers_that_cannot_be_keys_are_left_out_of_what_is_done_together(api: ApiCity) -> None:
    person = desk(api, "demo")
    assert person.send("/tasks/bulk", key=list(LONG), next="/work-list").status_code == 303
    assert person.send("/incidents/retry", key=list(LONG), reason="再试").status_code == 422
