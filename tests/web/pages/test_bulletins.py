"""The list of bulletins: what was issued, frozen, with its figures and the cases behind them; and what waits to be issued."""

import json
from typing import Any

import pytest

from tests.builders.review import PROCESS, review
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import desk, words

PAPER: dict[str, Any] = {
    "type": "paper",
    "id": "review-bulletin",
    "name": "选址通报",
    "kind": "bulletin",
    "process": PROCESS,
    "office": "inspection-office",
    "issuers": ["inspection-office"],
    "masthead": "督查通报",
    "title": "关于“{{topic}}”的通报",
    "figures": [{"id": "all", "label": "总件数", "value": "=1"}],
    "blocks": [{"type": "paragraph", "text": "共{{figures.all}}件。"}],
}


@pytest.fixture(scope="module")
def city(either_api: ApiCity) -> ApiCity:
    files: dict[str, str | bytes] = {"review.bpmn": review(), "review-bulletin.paper": json.dumps(PAPER, ensure_ascii=False)}
    assert either_api.deploy(files).status_code == 200
    return either_api


def drafted(city: ApiCity, topic: str) -> tuple[str, str]:
    """Return the number of a case, and the address of the draft of its bulletin."""
    number = city.number(city.start(PROCESS, topic=topic))
    answer = desk(city, "inspection").send(f"/cases/{number}/papers", paper="review-bulletin")
    return number, str(answer.headers["Location"])


def test_a_bulletin_waits_for_who_issues_it_and_then_goes_round(city: ApiCity) -> None:
    number, address = drafted(city, "新桥选址")
    inspection = desk(city, "inspection")
    waiting = words(inspection.get("/bulletins"))
    assert "等您签发" in waiting
    assert "等您签发" not in words(desk(city, "handler-health").get("/bulletins"))
    inspection.send(f"{address}/issue")
    page = inspection.get("/bulletins")
    for said in ("云政督〔2026〕1号", "关于“新桥选址”的通报", "总件数 1", "周海涛"):
        assert said in words(page), said
    read = inspection.get(f"/bulletins/{address.rpartition('/')[2]}")
    assert f'href="/cases/{number}"' in read
    assert "签发并冻结" not in words(read)


def test_who_may_not_see_the_case_reads_the_bulletin_and_is_led_nowhere(city: ApiCity) -> None:
    number, address = drafted(city, "旧桥选址")
    desk(city, "inspection").send(f"{address}/issue")
    key = address.rpartition("/")[2]
    housing = desk(city, "handler-housing")
    read = housing.get(f"/bulletins/{key}")
    assert number in words(read)
    assert f'href="/cases/{number}' not in read
    housing.get(f"/cases/{number}", 404)
    for form in ("pdf", "docx"):
        assert housing.client.get(f"/bulletins/{key}.{form}").status_code == 200
    housing.get("/bulletins/1", 404)


def test_a_draft_is_no_bulletin_yet_and_who_only_runs_the_system_reads_none(city: ApiCity) -> None:
    _, address = drafted(city, "草稿选址")
    desk(city, "demo").get(f"/bulletins/{address.rpartition('/')[2]}", 404)
    for account in ("admin", "security", "designer", "operator"):
        desk(city, account).get("/bulletins", 403)


@pytest.mark.parametrize("skip", ["-1", "two", "1&skip=2"])
def test_a_page_that_cannot_be_meant_is_refused(city: ApiCity, skip: str) -> None:
    desk(city, "inspection").get(f"/bulletins?skip={skip}", 400)
