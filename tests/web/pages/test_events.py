"""Events across all cases: an auditor finds them by an address, page by page, and takes them along; nobody else does."""

import csv
import io
import json
import re

import openpyxl
import pytest

from app.web.pages.event_words import KINDS
from app.web.send_rows import harmless
from tests.audit.test_facts_document import section
from tests.builders.dossier import PROCESS, TITLE, dossier
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import ASSIGNED, LETTER, Desk, desk, words

HREF = re.compile(r'href="([^"]+)" data-row-link')


@pytest.fixture(scope="module")
def letter(either_api: ApiCity) -> tuple[str, str]:
    """Key and number of a letter that was registered and assigned: two events."""
    key = either_api.start("citizen-letter", who="hotline", **LETTER)
    either_api.post(f"/v2/user-tasks/{either_api.task(key)}/completion", {"variables": ASSIGNED}, 204, who="hotline")
    return key, either_api.number(key)


@pytest.fixture
def auditor(either_api: ApiCity) -> Desk:
    return desk(either_api, "auditor")


def test_each_kind_of_event_has_its_words() -> None:
    assert set(KINDS) == section("Kinds of event")


@pytest.mark.parametrize("account", ["demo", "hotline", "inspection", "security", "operator"])
def test_nobody_but_an_auditor_looks_across_all_cases(either_api: ApiCity, account: str) -> None:
    window = desk(either_api, account)
    for address in ("/events", "/events.csv", "/events.xlsx"):
        assert "审计员" in words(window.get(address, 403))
    assert "/events" not in window.get("/account")


def test_the_events_of_a_case_lead_to_its_replay(letter: tuple[str, str], auditor: Desk) -> None:
    text = auditor.get(f"/events?case={letter[1]}")
    assert HREF.findall(text) == [f"/cases/{letter[1]}/replay?event={seq}" for seq in (2, 1)]
    assert "办结环节" in words(text)
    assert "李敏 hotline" in words(text)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("who=hotline", True),
        ("who=李敏", True),
        ("who=clock", False),
        ("kind=task_completed", True),
        ("kind=deadline_lapsed", False),
        ("from=2026-11-24&to=2026-11-24", True),
        ("from=2026-11-25", False),
        ("to=2026-11-23", False),
        ("process=citizen-letter", True),
        ("process=nothing", False),
        ("article=11", True),
        ("article=第11条", True),
        ("article=99", False),
        ("unit=health-bureau", False),
        ("unit=nothing", False),
        ("who=hotline&kind=task_completed&from=2026-11-24&article=11&process=citizen-letter", True),
    ],
)
def test_events_are_found_by_each_condition(letter: tuple[str, str], auditor: Desk, asked: str, found: bool) -> None:
    text = auditor.get(f"/events?case={letter[1]}&{asked}")
    assert (f"/cases/{letter[1]}/replay" in text) is found
    assert ("没有符合条件的事件" in text) is not found


def test_an_event_found_by_an_article_says_which_articles_it_names(letter: tuple[str, str], auditor: Desk) -> None:
    row = words(auditor.get(f"/events?case={letter[1]}&article=11").split("<tr data-row>")[1])
    assert "李敏 hotline 第11条" in row


def test_a_page_leads_to_the_older_and_back_to_the_newer(either_api: ApiCity, letter: tuple[str, str], auditor: Desk) -> None:
    for number in range(60):
        either_api.post(f"/casework/v1/cases/{letter[1]}/comments", {"text": f"第 {number} 条"}, 201, who="hotline")
    first = auditor.get("/events?kind=comment_added")
    assert first.count("<tr data-row>") == 50
    older = re.search(r'href="([^"]+)" rel="next"', first)
    assert older is not None
    second = auditor.get(older[1].replace("&amp;", "&"))
    assert not set(HREF.findall(first)) & set(HREF.findall(second))
    newer = re.search(r'href="([^"]+)" rel="prev"', second)
    assert newer is not None
    assert HREF.findall(auditor.get(newer[1].replace("&amp;", "&"))) == HREF.findall(first)
    assert "kind=comment_added" in newer[1]


def test_the_citys_own_record_is_among_them(auditor: Desk) -> None:
    text = words(auditor.get("/events?case=0&kind=deployment_made"))
    assert "部署流程文件" in text
    assert "本系统自身的记录" in text
    assert ".bpmn 第 1 版" in text


def test_an_event_of_the_citys_own_record_says_whose_or_which(auditor: Desk) -> None:
    assert re.search(r"录入工作日历 2026 第 \d 版", words(auditor.get("/events?case=0&kind=calendar_year_entered")))
    accounts = words(auditor.get("/events?case=0&kind=account_registered"))
    assert "陈静（市卫健局 · 经办）" in accounts
    assert "health-bureau" not in accounts


@pytest.mark.parametrize("asked", ["kind=none", "from=yesterday", "from=9999-12-31", "after=x", "who=a&who=b"])
def test_what_is_no_condition_is_refused(auditor: Desk, asked: str) -> None:
    auditor.get(f"/events?{asked}", 400)


def test_a_refusal_names_what_was_found_and_no_list_that_nobody_reads(auditor: Desk) -> None:
    assert "kind 应为页面所列之一，实际为 nope" in words(auditor.get("/events?kind=nope", 400))
    assert "截止日期应不早于起始日期 11月24日，实际为 11月23日" in words(auditor.get("/events?from=2026-11-24&to=2026-11-23", 400))


def test_cases_of_a_process_that_there_is_not_are_no_empty_log(either_api: ApiCity) -> None:
    for log in ("xes", "ocel"):
        said = either_api.get(f"/casework/v1/export/{log}?process=nothing", 400, who="auditor")
        assert "nothing" in said["detail"]


def test_a_look_at_cases_is_noted(either_api: ApiCity, letter: tuple[str, str], auditor: Desk) -> None:
    for address in (f"/events?case={letter[1]}", f"/events.csv?case={letter[1]}"):
        auditor.get(address)
        last = either_api.rows("SELECT actor, body FROM access_event ORDER BY seq DESC LIMIT 1")[0]
        said = json.loads(last["body"])["facts"][0]
        assert (last["actor"], said["what"], said["caseKeys"]) == ("auditor", "events", [letter[0]])


def test_what_was_found_is_taken_along_as_a_file(letter: tuple[str, str], auditor: Desk) -> None:
    query = f"?case={letter[1]}&kind=task_completed"
    rows = list(csv.reader(io.StringIO(auditor.get(f"/events.csv{query}").lstrip("\ufeff"))))
    with auditor.client.get(f"/events.xlsx{query}") as answer:
        sheet = openpyxl.load_workbook(io.BytesIO(answer.get_data())).active
    assert sheet is not None
    assert [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)] == rows
    assert len(rows) == 2
    assert rows[1][:6] == [letter[1], "2", "2026-11-24 10:42:00", "2026-11-24 10:42:00", "办结环节", "task_completed"]
    assert "楼下外机扰民" not in str(rows)


def test_a_secret_case_is_seen_on_the_page_and_left_out_of_files(either_api: ApiCity, auditor: Desk) -> None:
    assert either_api.deploy({"dossier.bpmn": dossier()}).status_code == 200
    number = either_api.number(either_api.start(PROCESS, who="hotline", topic=TITLE, content="x", level="secret"))
    assert "涉密" in words(auditor.get(f"/events?case={number}"))
    assert number not in auditor.get(f"/events.csv?process={PROCESS}")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_taken_for_a_formula(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert harmless("2026-11-24") == "2026-11-24"


def test_programs_find_the_same_and_go_on_by_the_cursor(either_api: ApiCity, letter: tuple[str, str]) -> None:
    base = f"/casework/v1/events?case={letter[1]}&limit=1"
    first = either_api.get(base, who="auditor")
    second = either_api.get(f"{base}&after={first['page']['endCursor']}", who="auditor")
    assert first["items"][0]["seq"] == second["items"][0]["seq"] + 1
    assert first["items"][0]["receiptNumber"] == letter[1]
    assert first["page"]["totalItems"] >= 2
    assert either_api.get("/casework/v1/events?after=x", 400, who="auditor")["code"] == "bad_filter"
    assert either_api.get("/casework/v1/events?word=x", 400, who="auditor")["code"] == "bad_filter"
