"""Names and texts of the procedure are said in the language that the reader chose; the REST surface and the record keep what was drawn."""

import io
import re
import zipfile

import pytest

from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import LETTER, Desk, desk, words


def reader(api: ApiCity, account: str, language: str) -> Desk:
    found = desk(api, account)
    found.client.set_cookie("language", language)
    return found


def open_task(api: ApiCity) -> str:
    return str(api.get("/casework/v1/work-list?view=unassigned", who="hotline")["items"][0]["userTaskKey"])


@pytest.mark.parametrize(
    ("language", "process", "step"),
    [
        ("zh_Hans", "群众来信来话", "分派来信"),
        ("zh_Hant", "群眾來信來話", "分派來信"),
        ("en", "Citizens' letters and calls", "Assign the letter"),
    ],
)
def test_lists_pages_and_titles_name_process_and_step_in_the_readers_language(api: ApiCity, language: str, process: str, step: str) -> None:
    api.start("citizen-letter", **LETTER)
    window = reader(api, "hotline", language)
    listed = words(window.get("/work-list?view=unassigned"))
    assert f"{process} · {step}" in listed
    page = window.get(f"/tasks/{open_task(api)}")
    assert re.search(rf"<title>[^<]*{step}", page.replace("&#39;", "'"))
    history = words(window.get(f"/tasks/{open_task(api)}?tab=history"))
    assert step in history
    assert process in words(window.get("/cases"))


@pytest.mark.parametrize(
    ("language", "label", "option", "problem"),
    [
        ("zh_Hans", "事项类别", "分派给单位", "请选一项"),
        ("zh_Hant", "事項類別", "分派給單位", "請選一項"),
        ("en", "Kind of matter", "Assign it to a unit", "Choose an answer"),
    ],
)
def test_a_form_and_its_refusal_speak_the_readers_language(api: ApiCity, language: str, label: str, option: str, problem: str) -> None:
    api.start("citizen-letter", **LETTER)
    window, key = reader(api, "hotline", language), open_task(api)
    window.send(f"/tasks/{key}/claim")
    assert option in words(window.get(f"/tasks/{key}"))
    refused = window.follow(window.send(f"/tasks/{key}/completion", disposition="assign", unit="health-bureau", basis="line"), 422)
    summary = re.search(r'id="errors".*?</ul>', refused, re.S)
    assert summary is not None
    assert label in words(summary[0])
    assert problem in words(summary[0])


def test_what_people_wrote_is_never_translated_and_is_marked(api: ApiCity) -> None:
    api.start("citizen-letter", **LETTER)
    for language, tag in (("en", "zh"), ("zh_Hant", "zh-Hans")):
        page = reader(api, "hotline", language).get(f"/tasks/{open_task(api)}")
        assert f'<span lang="{tag}">{LETTER["content"]}</span>' in page
        assert f'id="task-title" lang="{tag}">{LETTER["topic"]}</h2>' in page
    assert ' lang="zh"' not in desk(api, "hotline").get(f"/tasks/{open_task(api)}")


def test_a_spreadsheet_names_process_and_step_in_the_readers_language(api: ApiCity) -> None:
    api.start("citizen-letter", **LETTER)
    answer = reader(api, "hotline", "en").client.get("/work-list.xlsx?view=unassigned")
    strings = zipfile.ZipFile(io.BytesIO(answer.get_data())).read("xl/sharedStrings.xml").decode()
    assert ">Assign the letter<" in strings
    assert ">分派来信<" not in strings


def test_a_deadline_is_named_by_its_step_in_the_readers_language(api: ApiCity) -> None:
    number = api.number(api.start("citizen-letter", **LETTER))
    window = reader(api, "hotline", "en")
    found = re.search(rf"/cases/{number}/deadlines/\d+", window.get(f"/cases/{number}"))
    assert found is not None
    page = words(window.get(found[0]))
    assert "Assign the letter" in page
    assert "deadline of Assign the letter: 3 Dec" in page


def test_a_citizen_follows_a_letter_in_the_language_chosen(api: ApiCity) -> None:
    for language, received in (("en", "Received"), ("zh_Hant", "已受理")):
        citizen = desk(api)
        citizen.client.set_cookie("language", language)
        fields = {"topic": f"路灯不亮 {language}", "place": "春晖路 18 号", "content": "晚上看不见路。", "anonymous": "on"}
        sent = citizen.send("/letters", step="3", to="4", **fields).get_data(as_text=True)
        number, code = re.findall(r'<dd class="status__now mono[^"]*">([^<]+)</dd>', sent)
        page = citizen.send("/progress", number=number, code=code).get_data(as_text=True)
        assert f'<p class="progress__name">{received}</p>' in page


def test_messages_that_a_case_waits_for_are_offered_and_explained_in_the_readers_language(api: ApiCity) -> None:
    number = api.number(api.start("citizen-letter", **LETTER))
    page = words(reader(api, "hotline", "en").get(f"/cases/{number}?dialog=letter-withdrawn"))
    assert "Citizen withdraws" in page
    assert "every open task closes and every deadline is void" in page


def test_the_drawing_is_sent_with_the_names_of_the_page(api: ApiCity) -> None:
    number = api.number(api.start("citizen-letter", **LETTER))
    window = reader(api, "hotline", "en")
    assert 'name="Assign the letter"' in window.get(f"/cases/{number}/diagram.bpmn?language=en")
    drawn = window.get(f"/cases/{number}/diagram.bpmn")
    assert 'id="assign" name="分派来信"' in drawn


def test_the_surface_for_programs_gives_names_as_they_were_drawn(api: ApiCity) -> None:
    api.start("citizen-letter", **LETTER)
    reader(api, "hotline", "en").get("/work-list?view=unassigned")
    assert api.get("/casework/v1/work-list?view=unassigned", who="hotline")["items"][0]["name"] == "分派来信"
