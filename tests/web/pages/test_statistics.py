"""Statistics across cases: ways, working times and lateness, for auditors and supervisors, each seeing no more than their cases."""

import csv
import io
import re

import openpyxl
import pytest

from app.service.pin_clock import pin_clock
from tests.builders.dossier import PROCESS, TITLE, dossier
from tests.domain.city_time import at
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import ASSIGNED, LETTER, Desk, desk, words

CHOICE = "/statistics?process=citizen-letter&version=1"
ADDRESSES = ("/statistics", "/statistics/variants.csv", "/statistics/variants.xlsx", "/statistics/steps.csv", "/statistics/steps.xlsx")
ONE_WAY = re.compile(r'href="(/statistics/cases[^"]+)" data-row-link')


@pytest.fixture(scope="module")
def letters(either_api: ApiCity) -> list[str]:
    """Numbers of three letters: two assigned to a bureau, four office hours after they came, one that nobody assigned yet."""
    keys = [either_api.start("citizen-letter", who="hotline", **LETTER) for _ in range(3)]
    either_api.duban.door.keep(pin_clock, at("2026-11-25 08:30"))
    for key in keys[:2]:
        either_api.post(f"/v2/user-tasks/{either_api.task(key)}/completion", {"variables": ASSIGNED}, 204, who="hotline")
    return [either_api.number(key) for key in keys]


@pytest.fixture
def supervisor(either_api: ApiCity) -> Desk:
    return desk(either_api, "inspection")


def test_ways_are_counted_with_their_share(letters: list[str], supervisor: Desk) -> None:
    text = words(supervisor.get(CHOICE))
    assert "案件 3 其中已结束 0" in text
    assert re.search(r"1 分派来信 签收[^ ]* 在办 在办 2 件，路径 1 66.7 %", text)
    assert re.search(r"2 分派来信 在办 在办 1 件，路径 2 33.3 %", text)


def test_a_step_takes_working_time_by_the_citys_calendar(letters: list[str], supervisor: Desk) -> None:
    """From 10:42 to 12:00 and from 13:30 to 17:30: the night and the noon do not count."""
    rows = file(supervisor, "/statistics/steps.csv?process=citizen-letter")
    assigned = next(row for row in rows if row[1] == "assign")
    assert assigned[2:] == ["2", "0", "0", "1", "5.3", "5.3"]
    page = supervisor.get(CHOICE)
    assert "5.3 办公小时" in words(page)
    assert 'data-heat="assign&#9;5"' in page
    assert "assign&#9;5.3 / 5.3 小时" in page


def file(window: Desk, address: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(window.get(address).lstrip("\ufeff"))))


def test_a_way_leads_to_its_cases_and_the_look_is_noted(either_api: ApiCity, letters: list[str], supervisor: Desk) -> None:
    ways = [address.replace("&amp;", "&") for address in ONE_WAY.findall(supervisor.get(CHOICE))]
    found = [re.findall(r'href="/cases/([^/"]+)/replay"', supervisor.get(way)) for way in ways]
    assert found == [letters[:2], letters[2:]]
    last = either_api.rows("SELECT actor, body FROM access_event ORDER BY seq DESC LIMIT 1")[0]
    assert last["actor"] == "inspection"
    assert '"what":"variant"' in last["body"]
    supervisor.get(f"{ways[0]}0", 404)


def test_the_diagram_is_that_of_the_version(letters: list[str], supervisor: Desk) -> None:
    address = re.search(r'data-diagram="([^"]+)"', supervisor.get(CHOICE))
    assert address is not None
    assert 'id="assign"' in supervisor.get(address[1].replace("&amp;", "&"))
    supervisor.get("/statistics/diagram.bpmn?process=citizen-letter&version=99", 404)


@pytest.mark.parametrize(
    ("asked", "cases"),
    [
        ("unit=health-bureau", 2),
        ("unit=fire-brigade", 0),
        ("from=2026-11-24&to=2026-11-24", 3),
        ("from=2026-11-25", 0),
        ("to=2026-11-23", 0),
    ],
)
def test_cases_are_chosen_by_each_condition(letters: list[str], supervisor: Desk, asked: str, cases: int) -> None:
    text = words(supervisor.get(f"{CHOICE}&{asked}"))
    assert f"案件 {cases} 其中" in text if cases else "没有符合的案件" in text


def test_a_version_that_no_case_runs_by_has_no_cases(letters: list[str], supervisor: Desk) -> None:
    assert "没有符合的案件" in words(supervisor.get("/statistics?process=citizen-letter&version=7"))
    assert "案件 3 其中" in words(supervisor.get("/statistics?process=citizen-letter&version=all"))


@pytest.mark.parametrize("asked", ["version=x", "from=yesterday", "by=mean", "unit=a&unit=b"])
def test_what_is_no_condition_is_refused(supervisor: Desk, asked: str) -> None:
    supervisor.get(f"/statistics?{asked}", 400)


@pytest.mark.parametrize("account", ["hotline", "handler-health", "operator", "designer", "admin", "security"])
def test_nobody_but_auditors_and_supervisors_looks_across_cases(either_api: ApiCity, account: str) -> None:
    window = desk(either_api, account)
    for address in ADDRESSES:
        assert "审计员和督查人员" in words(window.get(address, 403))
    assert 'href="/statistics"' not in window.get("/account")


@pytest.mark.parametrize("account", ["auditor", "inspection", "demo"])
def test_those_who_do_have_it_in_their_menu(either_api: ApiCity, account: str) -> None:
    assert 'href="/statistics"' in desk(either_api, account).get("/account")


def test_a_file_says_the_same_as_the_other(letters: list[str], supervisor: Desk) -> None:
    rows = file(supervisor, "/statistics/variants.csv?process=citizen-letter")
    with supervisor.client.get("/statistics/variants.xlsx?process=citizen-letter") as answer:
        sheet = openpyxl.load_workbook(io.BytesIO(answer.get_data())).active
    assert sheet is not None
    assert [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)] == rows
    assert [row[2:4] for row in rows[1:]] == [["2", "66.67"], ["1", "33.33"]]
    supervisor.get("/statistics/variants.pdf", 404)


def test_a_secret_case_is_counted_only_for_who_sees_it_and_in_no_file(either_api: ApiCity, supervisor: Desk) -> None:
    assert either_api.deploy({"dossier.bpmn": dossier()}).status_code == 200
    either_api.start(PROCESS, who="hotline", topic=TITLE, content="x", level="secret")
    address = f"/statistics?process={PROCESS}&version=all"
    assert "没有符合的案件" in words(supervisor.get(address))
    auditor = desk(either_api, "auditor")
    assert "案件 1 其中" in words(auditor.get(address))
    for what in ("variants", "steps"):
        assert len(file(auditor, f"/statistics/{what}.csv?process={PROCESS}&version=all")) == 1
