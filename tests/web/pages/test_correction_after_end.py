"""What is corrected once a case has ended, on its pages: both values stand there, and no page opens that cannot be used."""

import re
from pathlib import Path

import pytest

from app.audit.replay import replay
from app.domain.rejection import Rejection
from app.queries.account import actor_of
from app.service.correct_answers import CorrectAnswers
from tests.builders.drawing import end, ext, path, process, properties, start, user, z
from tests.fixtures.api_city import ApiCity
from tests.web.api.test_evidence import bundle, holds, kept
from tests.web.pages.desk import LETTER, desk, words
from tests.web.pages.test_dossier import printed, text_of
from tests.web.pages.test_moves import number_of
from tests.web.pages.test_refused_tasks import HANDLED, at_handle

ANSWER = {"answerText": "已责成诊所移机。", "answeredBy": "phone", "report": "已办理并答复。"}
CALLED = {"satisfaction": "satisfied", "callbackNote": "来信人表示满意。", "callbackResult": "file"}


def filed(api: ApiCity) -> dict[str, str]:
    """Return the number of a letter that was filed, and its tasks by what they are."""
    task = at_handle(api, "demo")
    number, done = number_of(api, task), {"handle": task}
    case = str(api.rows("SELECT case_key FROM user_task WHERE key = :key", key=int(task))[0]["case_key"])
    for step, answers in (("handle", HANDLED), ("answer", ANSWER), ("check", {"checkResult": "pass"}), ("call-back", CALLED)):
        done[step] = api.task(case) if step != "handle" else task
        api.post(f"/v2/user-tasks/{done[step]}/assignment", {"assignee": "demo", "allowOverride": True}, 204)
        api.post(f"/v2/user-tasks/{done[step]}/completion", {"variables": answers}, 204)
    (state,) = api.rows("SELECT state FROM process_instance WHERE key = :key", key=int(case))
    assert state["state"] == "COMPLETED"
    return {**done, "number": number, "case": case}


@pytest.fixture
def letter(api: ApiCity) -> dict[str, str]:
    return filed(api)


def test_the_last_step_is_corrected_after_the_end_and_both_values_stand_on_the_page_of_the_case(
    api: ApiCity, letter: dict[str, str], tmp_path: Path
) -> None:
    owner, number, task = desk(api, "hotline"), letter["number"], letter["call-back"]
    address = f"/cases/{number}/correction?task={task}"
    assert address in owner.get(f"/tasks/{task}")
    page = owner.get(address)
    assert "案件已经结束" in words(page)
    assert 'name="callbackNote"' in page
    assert 'name="callbackResult"' not in page
    assert "怎么处理 案件已经结束，走向、派工或者期限是按这一项确定的" in words(page)
    said = {"_shown": ["", "callbackNote", "satisfaction"], "callbackNote": "来信人表示满意，另有建议。", "satisfaction": "satisfied"}
    owner.follow(owner.send(address, **said, _reason="少写了一句"))
    told = "回访记录: 来信人表示满意。 → 来信人表示满意，另有建议。"
    for one in (f"/cases/{number}", f"/cases/{number}?tab=history"):
        shown = words(owner.get(one))
        assert "在案件结束后更正了“回访群众”填写的内容" in shown
        assert told in shown
        assert "少写了一句" in shown
    assert "办结后的更正" in words(desk(api, "auditor").get(f"/cases/{number}"))
    part = text_of(printed(api, number)).partition("四、人工干预")[2].partition("五、期限")[0]
    assert told.replace(": ", "：").replace(" → ", "→") in part
    assert holds(kept(tmp_path, bundle(api, number)))
    assert api.duban.door.ask(replay, api.duban.door.surroundings, int(letter["case"])).verdict == "verified"


def test_what_the_case_went_by_is_refused_in_words_and_its_page_says_what_to_do(api: ApiCity, letter: dict[str, str]) -> None:
    owner, number = desk(api, "hotline"), letter["number"]
    body = {"answers": {"callbackResult": "return"}, "reason": "应当退回", "userTaskKey": letter["call-back"]}
    refused = api.post(f"/casework/v1/cases/{number}/corrections", body, 400, who="hotline")
    assert "callbackResult" in str(refused)
    sign = api.rows("SELECT key FROM user_task WHERE case_key = :case AND element_id = 'sign'", case=int(letter["case"]))[0]["key"]
    shown = owner.get(f"/tasks/{sign}")
    assert "为什么不能更正" in words(shown)
    page = owner.get(f"/cases/{number}/correction?task={sign}")
    assert "正确的内容请写在案件的“意见”里" in words(page)
    assert "群众原话" in words(page)
    assert "<textarea" not in page
    clerk = api.duban.door.ask(actor_of, "hotline")
    assert clerk is not None
    with pytest.raises(Rejection) as found:
        api.duban.door.execute(CorrectAnswers(int(letter["case"]), "x", int(sign), {"accepted": "no"}), clerk)
    assert found.value.code == "bad_answers"


def test_the_texts_of_a_form_are_filled_from_the_case_and_name_nobody(api: ApiCity, letter: dict[str, str]) -> None:
    """As on the page of the task; who wrote in is looked at where it is asked what for, and a look at a registration is noted."""
    owner, number = desk(api, "hotline"), letter["number"]
    page = words(owner.get(f"/cases/{number}/correction?task={letter['call-back']}"))
    assert f"群众原话 {LETTER['content']} 地点：{LETTER['place']}" in page
    assert f"答复内容 {ANSWER['answerText']}" in page
    assert "来信人：张**" in page
    assert LETTER["name"] not in page
    assert LETTER["contact"] not in page
    assert not looks(api)
    assert LETTER["name"] in owner.get(f"/cases/{number}/correction")
    assert looks(api) == ["correct"]


def looks(api: ApiCity) -> list[str]:
    rows = api.rows("SELECT body FROM access_event WHERE body LIKE '%\"sender\"%' ORDER BY seq")
    return [found[1] for row in rows if (found := re.search(r'"purpose":"([a-z-]+)"', row["body"]))]


def test_no_correction_is_offered_of_what_asked_nothing(api: ApiCity) -> None:
    group = z("assignmentDefinition", candidateGroups="hotline")
    said = ext(properties(owner="hotline", receipt__code="CN"))
    begin = start("s", ext(properties(candidateGroups="hotline")))
    drawn = process("asks-nothing", said, begin, user("look", group, name="查看"), user("close", group), end(), path("s look close e"))
    api.deploy({"asks-nothing.bpmn": drawn})
    case = api.start("asks-nothing")
    task = api.task(case)
    for state in ("running", "completed"):
        api.post(f"/v2/user-tasks/{api.task(case)}/completion", {"variables": {}}, 204)
        pages = [desk(api, "hotline").get(address) for address in (f"/cases/{api.number(case)}", f"/tasks/{task}")]
        assert not any("/correction" in page for page in pages), state
    desk(api, "hotline").get(f"/cases/{api.number(case)}/correction", 409)
