"""Papers of a case: drafted, edited, issued with the next number, frozen, served."""

import json
import threading
from datetime import timedelta
from typing import Any

import pytest

from app.domain.rejection import Rejection
from app.execute import Door
from app.service.discard_paper import DiscardPaper
from app.service.draft_paper import DraftPaper
from app.service.edit_paper import EditPaper
from app.service.issue_paper import IssuePaper
from app.service.record_service import RecordService
from app.service.register_office import RegisterOffice
from app.service.set_variables import SetVariables
from tests.builders.city import MONDAY, City
from tests.builders.errand import PROCESS
from tests.builders.errand_papers import NOTICE, deploy_papers, paper_file


@pytest.fixture
def desk(city: City) -> City:
    deploy_papers(city)
    city.do(RegisterOffice("hotline", "云州市政务热线办公室", "云热"), "system")
    return city


def draft(city: City, case: int, paper: str = "errand-notice") -> int:
    return int(city.do(DraftPaper(case, paper), "hotline")["key"])


def row(city: City, key: int) -> dict[str, Any]:
    (found,) = city.rows("SELECT * FROM paper WHERE key = :key", key=key)
    return found


def test_a_paper_takes_the_next_number_of_its_office_and_keeps_its_files(desk: City) -> None:
    case = desk.start(PROCESS, topic="漏水")
    first, second = draft(desk, case), draft(desk, case, "errand-receipt")
    assert desk.do(IssuePaper(case, second), "hotline")["number"] == "云热〔2026〕1号"
    assert desk.do(IssuePaper(case, first), "hotline")["number"] == "云热〔2026〕2号"
    issued = row(desk, first)
    assert (issued["state"], issued["issued_by"], issued["serial"]) == ("issued", "hotline", 2)
    assert desk.files.kept[issued["pdf_digest"]].startswith(b"%PDF-1.7")
    assert desk.files.kept[issued["word_digest"]].startswith(b"PK")
    content = json.loads(issued["content"])
    assert (content["number"], content["issuedOn"]) == ("云热〔2026〕2号", "2026年11月16日")
    fact = json.loads(desk.events(case)[-1]["body"])["facts"][0]
    number = desk.value("SELECT receipt_number FROM process_instance WHERE key = :case", case=case)
    assert fact["behind"] == {"at": "2026-11-16T01:00:00.000000Z", "cases": [{"receiptNumber": number, "seq": len(desk.events(case)) - 1}]}


def test_an_issued_paper_is_frozen(desk: City) -> None:
    case = desk.start(PROCESS, topic="漏水")
    key = draft(desk, case)
    desk.do(IssuePaper(case, key), "hotline")
    before = row(desk, key)
    for command in (
        EditPaper(case, key, 1, {"title": "别的"}),
        EditPaper(case, key, 1, anew=True),
        IssuePaper(case, key),
        DiscardPaper(case, key),
    ):
        with pytest.raises(Rejection) as refused:
            desk.do(command, "hotline")
        assert refused.value.code == "state_forbids"
    desk.deploy(paper_file({**NOTICE, "title": "另一个版本"}))
    desk.do(SetVariables(case, {"topic": "别的事", "worth": 9}, reason="it was wrong"), "operator")
    assert row(desk, key) == before


def test_a_correction_is_a_new_paper_that_cites_the_first(desk: City) -> None:
    case = desk.start(PROCESS, topic="漏水")
    key = draft(desk, case)
    with pytest.raises(Rejection):
        desk.do(DraftPaper(case, "errand-notice", corrects=key), "hotline")
    desk.do(IssuePaper(case, key), "hotline")
    other = int(desk.do(DraftPaper(case, "errand-notice", corrects=key), "hotline")["key"])
    assert desk.do(IssuePaper(case, other), "hotline")["number"] == "云热〔2026〕2号"
    assert row(desk, other)["corrects"] == key
    blocks = [json.loads(row(desk, one)["content"])["blocks"] for one in (key, other)]
    cited = {"type": "remedies", "text": ["本文书更正并代替云热〔2026〕1号。云热〔2026〕1号自本文书印发之日起不再适用。"]}
    assert cited not in blocks[0]
    assert blocks[1][0] == cited
    assert row(desk, key)["number"] == "云热〔2026〕1号"


def test_numbers_begin_anew_with_each_year_and_office(desk: City) -> None:
    case = desk.start(PROCESS, topic="漏水")
    keys = [draft(desk, case) for _ in range(3)]
    desk.deploy(paper_file({**NOTICE, "id": "other-notice", "office": "health-bureau"}))
    other = draft(desk, case, "other-notice")
    assert desk.do(IssuePaper(case, keys[0]), "hotline")["number"] == "云热〔2026〕1号"
    assert desk.do(IssuePaper(case, other), "hotline")["number"] == "〔2026〕1号"
    assert desk.do(IssuePaper(case, keys[1]), "hotline")["number"] == "云热〔2026〕2号"
    desk.at(timedelta(days=45, hours=15))  # midnight of New Year's Day in the city, while UTC still has the old year
    assert desk.do(IssuePaper(case, keys[2]), "hotline")["number"] == "云热〔2027〕1号"


def test_many_who_issue_at_once_leave_no_gap_and_no_number_twice(desk: City) -> None:
    cases = [desk.start(PROCESS, topic=f"漏水{number}") for number in range(6)]
    papers = [(case, draft(desk, case)) for case in cases]
    doors = [Door(desk.database, desk.surroundings, test_clock=True) for _ in papers]
    ready, wrong = threading.Barrier(len(papers)), list[str]()

    def issue(door: Door, case: int, key: int) -> None:
        ready.wait()
        try:
            door.execute(IssuePaper(case, key), desk.actor("hotline"))
        except Exception as error:
            wrong.append(f"{type(error).__name__}: {error}")

    desk.actor("hotline")
    threads = [threading.Thread(target=issue, args=(door, *paper)) for door, paper in zip(doors, papers, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert [found["serial"] for found in desk.rows("SELECT serial FROM paper WHERE state = 'issued' ORDER BY serial")] == [1, 2, 3, 4, 5, 6]


def test_a_number_whose_paper_came_to_nothing_goes_to_the_next_one(desk: City, monkeypatch: pytest.MonkeyPatch) -> None:
    case = desk.start(PROCESS, topic="漏水")
    first, second = draft(desk, case), draft(desk, case)

    def broken(*_: Any) -> tuple[str, int, bytes]:
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(desk.files, "put", broken)  # after the number was taken
        with pytest.raises(OSError, match="full"):
            desk.do(IssuePaper(case, first), "hotline")
    assert row(desk, first)["state"] == "draft"
    assert desk.do(IssuePaper(case, second), "hotline")["number"] == "云热〔2026〕1号"
    assert desk.do(IssuePaper(case, first), "hotline")["number"] == "云热〔2026〕2号"


def test_words_are_edited_and_figures_are_not(desk: City) -> None:
    case = desk.start(PROCESS, topic="漏水")
    key = draft(desk, case)
    place = "blocks.1"
    assert json.loads(row(desk, key)["content"])["blocks"][1]["text"][1] == {"figure": "worth"}
    done = desk.do(EditPaper(case, key, 1, {place: "共需{费用}元，{别的}从略。", "blocks.2.1": ""}), "hotline")
    assert done["revision"] == 2
    content = json.loads(row(desk, key)["content"])
    assert content["blocks"][1]["text"] == ["共需", {"figure": "worth"}, "元，{别的}从略。"]
    assert content["blocks"][2]["items"] == [["按时办理"]]
    for refused_place in ("blocks.3", "blocks.4", "figures.0", "masthead", "blocks.99"):
        with pytest.raises(Rejection) as refused:
            desk.do(EditPaper(case, key, 2, {refused_place: "别的"}), "hotline")
        assert refused.value.code == "bad_request"


def test_two_who_edit_at_once_are_told(desk: City) -> None:
    case = desk.start(PROCESS, topic="漏水")
    key = draft(desk, case)
    desk.do(EditPaper(case, key, 1, {"title": "第一个"}), "hotline")
    with pytest.raises(Rejection) as refused:
        desk.do(EditPaper(case, key, 1, {"title": "第二个"}), "hotline")
    assert refused.value.code == "conflict"
    assert row(desk, key)["title"] == "第一个"


def test_a_figure_that_changed_since_is_taken_anew_or_kept_with_a_reason(desk: City) -> None:
    case = desk.start(PROCESS, topic="漏水")
    key = draft(desk, case)
    desk.do(SetVariables(case, {"worth": 7}, reason="it was forgotten"), "operator")
    with pytest.raises(Rejection) as refused:
        desk.do(IssuePaper(case, key), "hotline")
    assert refused.value.code == "figures_differ"
    assert "费用 0 → 7" in str(refused.value)
    desk.do(EditPaper(case, key, 1, {"title": "改过的标题"}, anew=True), "hotline")
    desk.do(IssuePaper(case, key), "hotline")
    content = json.loads(row(desk, key)["content"])
    assert (content["title"], content["figures"][0]["value"]) == (["改过的标题"], "7")


def test_a_figure_that_no_longer_stands_in_the_text_needs_a_reason(desk: City) -> None:
    case = desk.start(PROCESS, topic="漏水")
    key = draft(desk, case)
    desk.do(EditPaper(case, key, 1, {"blocks.1": "费用约为零。"}), "hotline")
    with pytest.raises(Rejection) as refused:
        desk.do(IssuePaper(case, key), "hotline")
    assert refused.value.code == "figures_differ"
    assert desk.do(IssuePaper(case, key, "费用另行通知"), "hotline")["number"] == "云热〔2026〕1号"


def test_a_value_that_the_case_does_not_have_is_named_and_no_draft_comes_about(desk: City) -> None:
    case = desk.start(PROCESS, other="no topic")
    with pytest.raises(Rejection) as refused:
        draft(desk, case)
    assert refused.value.code == "bad_paper"
    assert "topic" in str(refused.value)
    assert desk.rows("SELECT key FROM paper") == []


def test_characters_that_no_font_draws_are_named_by_their_code_in_signs_and_in_names(desk: City) -> None:
    rare, smiling = desk.start(PROCESS, topic="𠮷家"), desk.start(PROCESS, topic="谢谢😀")
    first, second = draft(desk, rare), draft(desk, smiling)
    assert desk.do(IssuePaper(rare, first), "hotline")["number"] == "云热〔2026〕1号"
    assert desk.do(IssuePaper(smiling, second), "hotline")["number"] == "云热〔2026〕2号"
    assert "〔U+20BB7〕家" in row(desk, first)["content"]
    assert "谢谢〔U+1F600〕" in row(desk, second)["content"]


def test_service_is_recorded_for_an_issued_paper_only(desk: City) -> None:
    case = desk.start(PROCESS, topic="漏水")
    key = draft(desk, case)
    served = RecordService(case, key, MONDAY + timedelta(hours=1), "direct", "陈静", "张玉兰")
    with pytest.raises(Rejection):
        desk.do(served, "hotline")
    desk.do(IssuePaper(case, key), "hotline")
    with pytest.raises(Rejection, match="future"):
        desk.do(served, "hotline")
    desk.at(timedelta(hours=2))
    desk.do(served, "hotline")
    (found,) = desk.rows("SELECT * FROM paper_service")
    assert (found["how"], found["served_by"], found["served_to"]) == ("direct", "陈静", "张玉兰")
    body = desk.events(case)[-1]["body"]
    assert "张玉兰" not in body


def test_a_paper_that_names_who_wrote_in_is_hidden_from_supervisors(desk: City) -> None:
    case = desk.start(PROCESS, topic="漏水", name="张玉兰")
    key = draft(desk, case, "errand-receipt")
    assert row(desk, key)["personal"] == 1
    with pytest.raises(Rejection) as refused:
        desk.do(DiscardPaper(case, key), "inspection")
    assert refused.value.code == "not_found"
