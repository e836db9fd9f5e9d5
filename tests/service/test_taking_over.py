"""Cases that ran on paper: each begins at the step where it stands, as of the past, with limits that count from it."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.audit.four_eyes import earlier_steps
from app.audit.replay import replay
from app.cli.simulate.gather_files import gather_files
from app.domain.instant import instant_text, read_instant
from app.domain.paper_sheet import COLUMNS
from app.domain.rejection import Rejection
from app.domain.staff_sheet import SheetRow
from app.queries.paper_sheet import PaperSheet, paper_sheet
from app.service.deploy_definition import DeployDefinition
from app.service.keep_paper_sheet import KeepPaperSheet
from app.service.take_over_case import TakeOverCase
from app.store.read_task import read_task
from app.web.pages.notice_words import notice_message
from tests.builders.city import MONDAY, ZONE, City
from tests.builders.drawing import boundary, date, end, ext, path, process, properties, start, user, z

PROCESSES = Path(__file__).resolve().parents[2] / "processes"
DIGEST = "ef" * 32
LETTER = {
    "channel": "来信", "name": "王女士", "contact": "0898-1234", "topic": "供水浑浊", "place": "东湖路 18 号", "content": "水发黄。",
    "disposition": "assign", "unit": "health-bureau", "basis": "line", "kind": "clear",
}  # fmt: skip
PENALTY = {
    "unit": "market-bureau", "subject": "enterprise", "enterprise": "东湖食品有限公司", "enterpriseCode": "91460000MA5TEST01X",
    "legalRepresentative": "刘强", "address": "东湖路 1 号", "topic": "标签不符合规定", "violationKind": "labelling", "degree": "ordinary",
    "violation": "标签未标明生产日期。", "evidenceList": "照片\n笔录", "legalBasis": "食品安全法第一百二十五条", "kinds": "fine",
    "fineAmount": "3000", "noticeOn": "2026-11-05", "hearing": "notAsked",
}  # fmt: skip


def files_of(process_id: str) -> dict[str, bytes]:
    folder = PROCESSES / process_id
    files = gather_files(folder / f"{process_id}.bpmn")
    return files | {file.name: file.read_bytes() for kind in ("*.dmn", "papers/*.paper") for file in folder.glob(kind)}


def deploy(city: City, process_id: str) -> None:
    city.do(DeployDefinition(files_of(process_id)), "designer")


def paper(process_id: str, number: str, at: str, received: str, entered: str, holder: str = "", /, **fields: str) -> SheetRow:
    cells = dict(zip(COLUMNS, (process_id, number, "", received, at, entered, holder), strict=True))
    return SheetRow("在办案件", 2, cells | fields)


def looked_at(city: City, *rows: SheetRow, who: str = "operator", digest: str = DIGEST, now: datetime = MONDAY) -> PaperSheet:
    return city.door.ask(paper_sheet, city.surroundings, city.actor(who), rows, digest, now)


def taken(city: City, sheet: PaperSheet, who: str = "operator", *, silence_seen: bool = False, digest: str = DIGEST) -> list[int]:
    """Take the rows of a sheet over and return the keys of their cases."""
    kept = KeepPaperSheet(sheet.process_id, "在办.xlsx", digest, 9, b"PK\x03\x04abcde", len(sheet.lines))
    commands = [TakeOverCase(sheet.process_id, line.paper, 0, line.landing.entered_at, "上线", silence_seen) for line in sheet.new]
    numbers = city.door.take_over(kept, commands, city.actor(who))
    return [int(city.value("SELECT key FROM process_instance WHERE receipt_number = :number", number=number)) for number in numbers]


def said(sheet: PaperSheet) -> list[tuple[str, str]]:
    return [(error.column, str(error.message)) for _, error in sheet.errors]


def civil(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)


def deadline_of(city: City, case: int, element: str) -> dict[str, Any]:
    (row,) = city.rows("SELECT * FROM deadline WHERE case_key = :case AND element_id = :element", case=case, element=element)
    return row


def verified(city: City, case: int) -> str:
    with city.database.read() as store:
        return replay(store, city.surroundings, case).verdict


def test_a_letter_stands_where_the_paper_stands_with_its_limit_from_the_receipt(city: City) -> None:
    # Received on Tuesday 10 November, which is not counted. Counted: 11, 12, 13, 16, 17, 18, 19: Thursday the 19th, 17:30.
    deploy(city, "citizen-letter")
    sheet = looked_at(city, paper("citizen-letter", "信〔2026〕7", "handle", "2026-11-10", "2026-11-12 10:00", "handler-health", **LETTER))
    assert said(sheet) == []
    (line,) = sheet.lines
    assert line.outlook.open == ("handle",)
    assert line.outlook.deadline is not None
    assert line.outlook.deadline.deadline_at == civil("2026-11-19 17:30")
    (case,) = taken(city, sheet)
    assert city.open(case) == ["handle"]
    assert city.value("SELECT assignee FROM user_task WHERE case_key = :case", case=case) == "handler-health"
    deadline = deadline_of(city, case, "handle")
    assert (deadline["state"], deadline["light"]) == ("running", "green")
    assert read_instant(deadline["deadline_at"]) == civil("2026-11-19 17:30")
    (event,) = city.events(case)
    assert (event["kind"], event["actor"]) == ("paper_case_taken", "operator")
    assert read_instant(event["effective_at"]) == civil("2026-11-12 10:00")
    assert event["recorded_at"] == instant_text(MONDAY)
    assert "信〔2026〕7" not in event["body"]
    assert {fact["elementId"] for fact in json.loads(event["body"])["facts"] if fact["fact"] == "element_passed"} == {"assign"}
    assert verified(city, case) == "verified"
    city.at(timedelta(hours=1)).complete(case, "handle", "handler-health", result="handled", findings="水箱有沉积。", measure="notFounded")


def test_what_was_late_on_paper_is_late_as_of_its_own_instant_and_not_of_the_day_it_was_taken_over(city: City) -> None:
    # Received on Monday 2 November. Counted: 3, 4, 5, 6, 9, 10, 11: Wednesday the 11th, 17:30, before Monday the 16th.
    deploy(city, "citizen-letter")
    (case,) = taken(city, looked_at(city, paper("citizen-letter", "信 1", "handle", "2026-11-02", "2026-11-03", **LETTER)))
    deadline = deadline_of(city, case, "handle")
    assert (deadline["state"], deadline["light"]) == ("missed", "red")
    missed = [event for event in city.events(case) if event["kind"] == "deadline_missed"]
    assert {read_instant(event["effective_at"]) for event in missed} == {civil("2026-11-11 17:30")}
    assert {event["recorded_at"] for event in missed} == {instant_text(MONDAY)}
    facts = [fact for event in city.events(case) for fact in json.loads(event["body"])["facts"]]
    reminders = [fact for fact in facts if fact["fact"] == "notice_given" and fact["notice"] == "reminder"]
    assert reminders
    assert all(fact["onPaper"] for fact in reminders), "nothing here could remind of it before it was taken over"
    assert "still on paper" in notice_message("reminder", reminders[0], "责任单位办理").template
    assert verified(city, case) == "verified"


def test_a_letter_that_is_being_checked_has_its_answer_behind_it(city: City) -> None:
    deploy(city, "citizen-letter")
    answered = {
        "result": "handled", "findings": "水箱有沉积。", "measure": "solvedOnTheSpot", "answerText": "已冲洗水箱。", "answeredBy": "phone",
        "report": "已办结。",
    }  # fmt: skip
    sheet = looked_at(city, paper("citizen-letter", "信 2", "check", "2026-11-10", "2026-11-13", **LETTER, **answered))
    assert said(sheet) == []
    (case,) = taken(city, sheet)
    assert city.open(case) == ["check"]
    assert deadline_of(city, case, "handling")["state"] == "met"
    assert verified(city, case) == "verified"
    city.at(timedelta(hours=1)).complete(case, "check", "hotline", checkResult="pass")
    assert city.open(case) == ["call-back"]


def test_the_tables_that_a_penalty_has_passed_are_asked_on_its_way_to_the_review(city: City) -> None:
    # Entered on Thursday 12 November; 3 working days: 13, 16, 17: Tuesday the 17th, 17:30.
    deploy(city, "penalty-review")
    sheet = looked_at(city, paper("penalty-review", "罚 1", "legal-review", "2026-11-02", "2026-11-12", "legal", **PENALTY))
    assert said(sheet) == []
    (case,) = taken(city, sheet, "legal")
    assert city.open(case) == ["legal-review"]
    assert read_instant(deadline_of(city, case, "legal-review")["deadline_at"]) == civil("2026-11-17 17:30")
    known = {row["name"]: row["value"] for row in city.rows("SELECT name, value FROM variable WHERE scope_key = :case", case=case)}
    assert (known["fine"], known["mustReview"], known["evidence"]) == ("3000", "true", '["照片","笔录"]')
    assert verified(city, case) == "verified"


def test_who_takes_a_penalty_over_did_not_enter_it_and_may_review_it(sqlite_city: City) -> None:
    city = sqlite_city
    deploy(city, "penalty-review")
    row = paper("penalty-review", "罚 1", "legal-review", "2026-11-02", "2026-11-12", **PENALTY)
    (case,) = taken(city, looked_at(city, row, who="legal"), "legal")
    assert city.value("SELECT started_by FROM process_instance WHERE key = :case", case=case) == "legal"
    city.at(timedelta(hours=1)).complete(case, "legal-review", "legal", legalResult="pass", legalOpinion="事实清楚。")
    assert city.open(case) == ["approve"]
    # What was done here counts: who reviewed it does not approve it.
    with city.database.read() as store:
        task = read_task(store, city.task(case, "approve"))
        assert task is not None
        steps = list(earlier_steps(store, task.key, city.surroundings.diagram(store, task.digest), task.element_id))
    assert [(step.element_id, step.people) for step in steps] == [("legal-review", {"legal"})]


def test_the_same_sheet_again_changes_nothing(city: City) -> None:
    deploy(city, "citizen-letter")
    rows = [paper("citizen-letter", f"信 {number}", "handle", "2026-11-10", "2026-11-12", **LETTER) for number in range(3)]
    first = looked_at(city, *rows[:2])
    taken(city, first)
    before = city.dump()
    again = looked_at(city, *rows[:2])
    assert [line.taken is not None for line in again.lines] == [True, True]
    assert said(again) == []
    assert taken(city, again) == []
    assert city.dump() == before
    # A run that was cut off goes on with what is not here yet.
    assert len(taken(city, looked_at(city, *rows))) == 1


def test_a_paper_case_is_taken_over_once_whoever_confirms_it(city: City) -> None:
    deploy(city, "citizen-letter")
    row = paper("citizen-letter", "信 1", "handle", "2026-11-10", "2026-11-12", **LETTER)
    sheet = looked_at(city, row)
    taken(city, sheet)
    with pytest.raises(Rejection) as refused:
        taken(city, sheet)
    assert refused.value.code == "conflict"
    ((column, problem),) = said(looked_at(city, row, digest="aa" * 32))
    assert column == "纸质编号"
    assert "信 1" in problem


def test_a_sheet_never_tells_the_number_of_a_secret_case_that_is_here(city: City) -> None:
    deploy(city, "citizen-letter")
    row = paper("citizen-letter", "信 1", "handle", "2026-11-10", "2026-11-12", **LETTER)
    sheet = looked_at(city, row)
    (case,) = taken(city, sheet)
    with city.database.write() as store:
        store.run("UPDATE process_instance SET secret = 1 WHERE key = :case", case=case)
    number = city.value("SELECT receipt_number FROM process_instance WHERE key = :case", case=case)
    assert [line.taken for line in looked_at(city, row).lines] == [""]
    ((_, problem),) = said(looked_at(city, row, digest="aa" * 32))
    with pytest.raises(Rejection) as refused:
        taken(city, sheet)
    assert number not in problem + str(refused.value)
    assert problem.endswith("is taken over")


BAD = [
    ({"纸质编号": ""}, "纸质编号", "expected the number"),
    ({"收到时间": "昨天"}, "收到时间", "expected a day such as"),
    ({"收到时间": "2026-11-31"}, "收到时间", "expected a day such as"),
    ({"进入时间": "2026-12-02"}, "进入时间", "a time that has come"),
    ({"进入时间": "2026-11-16 09:01"}, "进入时间", "a time that has come"),
    ({"收到时间": "2026-12-01"}, "收到时间", "a time that has come"),
    ({"收到时间": "2023-12-29"}, "收到时间", "2024"),
    ({"进入时间": "2026-11-09"}, "进入时间", "at or after the receipt"),
    ({"当前步骤": "nowhere"}, "当前步骤", "expected a step of the procedure"),
    ({"当前步骤": "co-organize"}, "当前步骤", "done for each of several items"),
    ({"经办人或单位": "nobody"}, "经办人或单位", "an active account, a person, a unit, a role or a post by its name"),
    ({"经办人或单位": "handler-housing"}, "经办人或单位", "in the groups of the step"),
    ({"经办人或单位": "housing-bureau"}, "经办人或单位", "a unit that the step goes to"),
    ({"topic": ""}, "topic", ""),
    ({"unit": "no-bureau"}, "unit", "is not among them"),
    ({"kind": ""}, "kind", ""),
    ({"colour": "blue"}, "colour", "none has this key"),
    ({"流程": "penalty-review"}, "流程", "one procedure in all rows"),
]


def test_a_wrong_row_is_refused_in_words_at_its_column_and_nothing_is_changed(city: City) -> None:
    deploy(city, "citizen-letter")
    good = paper("citizen-letter", "信 1", "handle", "2026-11-10", "2026-11-12", **LETTER)
    before = city.dump()
    for cells, column, words in BAD:
        wrong = SheetRow("在办案件", 3, {**good.cells, "纸质编号": "信 2", **cells})
        found = said(looked_at(city, good, wrong))
        assert [name for name, _ in found] == [column], (cells, found)
        assert words in found[0][1], (cells, found)
    assert said(looked_at(city, good, good))[0][0] == "纸质编号"
    assert city.dump() == before


def silent_process() -> bytes:
    said = properties(deadline__length="2", deadline__unit="working day", deadline__article="35", deadline__silence="consent")
    return process(
        "licence", ext(properties(owner="hotline")), start("s", ext(properties(candidateGroups="hotline"))),
        user("reply", z("assignmentDefinition", candidateGroups="hotline"), said, name="答复"),
        boundary("silent", "reply", date("=deadline")),
        user("after", z("assignmentDefinition", candidateGroups="hotline"), name="发证"), end("e"),
        path("s reply after e"), path("silent after"),
    )  # fmt: skip


def test_silence_that_took_effect_on_paper_is_told_first_and_then_stands_at_its_own_instant(city: City) -> None:
    # Entered on Monday 9 November; 2 working days: 10, 11: Wednesday the 11th, 17:30. By Monday the 16th silence is consent.
    city.deploy({"licence.bpmn": silent_process()})
    sheet = looked_at(city, paper("licence", "许 1", "reply", "2026-11-09", "2026-11-09"))
    assert said(sheet) == []
    (line,) = sheet.silent
    assert [(at, fact.public["article"]) for at, fact in line.outlook.lapsed] == [(civil("2026-11-11 17:30"), "35")]
    before = city.dump("document", "audit_event", "event_content", "case_state", "counter", "unanchored")
    with pytest.raises(Rejection) as refused:
        taken(city, sheet)
    assert refused.value.code == "deadline_lapsed"
    assert city.dump("document", "audit_event", "event_content", "case_state", "counter", "unanchored") == before
    (case,) = taken(city, sheet, silence_seen=True)
    lapsed = next(event for event in city.events(case) if event["kind"] == "deadline_lapsed")
    assert read_instant(lapsed["effective_at"]) == civil("2026-11-11 17:30")
    assert lapsed["actor"] == "clock"
    assert city.open(case) == ["after"]
    assert verified(city, case) == "verified"


def test_only_the_owner_of_the_procedure_and_an_operator_take_over(city: City) -> None:
    deploy(city, "citizen-letter")
    row = paper("citizen-letter", "信 1", "handle", "2026-11-10", "2026-11-12", **LETTER)
    for who in ("admin", "auditor", "handler-health", "legal"):
        with pytest.raises(Rejection) as refused:
            looked_at(city, row, who=who)
        assert refused.value.code == "forbidden"
    assert len(taken(city, looked_at(city, row, who="hotline"), "hotline")) == 1
