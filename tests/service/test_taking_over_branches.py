"""Paper cases whose branches run at the same time, and what they do for each of several items: each stands where the paper stands."""

import json
from datetime import timedelta
from typing import Any

from app.domain.instant import read_instant
from app.domain.paper_sheet import PART_COLUMNS
from app.domain.staff_sheet import SheetRow
from tests.builders.city import City
from tests.service.test_taking_over import LETTER, PENALTY, civil, deploy, looked_at, paper, said, taken, verified

DEPARTMENTS = ("planning-bureau", "environment-bureau", "fire-brigade", "market-bureau")
APPROVALS = json.dumps(
    [{"unit": DEPARTMENTS[number % 4], "approval": f"许可 {number + 1}", "kind": "general"} for number in range(20)], ensure_ascii=False
)
PROJECT = {
    "investor": "江南精工有限公司", "project": "精密零件生产基地", "content": "新建厂房。", "investment": "12000", "site": "三号地块",
    "approvals": APPROVALS, "papersResult": "complete", "sessionAt": "2026-11-10 09:00", "sessionPlace": "联审会议室",
    "present": "、".join(DEPARTMENTS),
}  # fmt: skip
ASSISTED = {"introducingUnit": "管委会", "introducer": "周工", "centrePerson": "钱芳", "higherApproval": "no"}
ITEMS = json.dumps(
    [
        {"content": "排水改造", "unit": "housing-bureau", "coUnits": ["health-bureau"], "dueOn": "2026-11-27"},
        {"content": "路灯更新", "unit": "transport-bureau", "dueOn": "2026-11-13"},
        {"content": "校园食堂", "unit": "education-bureau", "dueOn": "2026-11-20"},
    ],
    ensure_ascii=False,
)
MEETING = {"meeting": "第 12 次常务会议", "kind": "standing", "meetingOn": "2026-11-02", "items": ITEMS}


def part(number: str, body: str, item: str, at: str, since: str = "", holder: str = "", /, **fields: str) -> SheetRow:
    cells = dict(zip(PART_COLUMNS, (number, body, item, at, since, holder), strict=True))
    return SheetRow("分项", 2, cells | fields)


def at_departments(*parts: SheetRow, step: str = "departments、已办完 record-session、track") -> tuple[SheetRow, ...]:
    cells = PROJECT | ASSISTED | {"anyWork": "no"}
    return paper("investment-approval", "联 1", step, "2026-11-03", "2026-11-10 09:00", **cells), *parts


def values(city: City, case: int) -> dict[str, Any]:
    rows = city.rows("SELECT name, value FROM variable WHERE scope_key = :case", case=case)
    return {row["name"]: json.loads(row["value"]) for row in rows}


def test_of_twenty_departments_seven_have_answered_and_the_silence_of_the_others_falls_at_its_own_instant(city: City) -> None:
    # The session was on Tuesday 10 November. Counted: 11, 12, 13, 16, 17: silence is consent as of Tuesday the 17th, 17:30.
    deploy(city, "investment-approval")
    answered = [
        part("联 1", "departments", str(number + 1), "已办完 reply-to-project", "2026-11-12 10:00", reply="agree") for number in range(7)
    ]
    sheet = looked_at(city, *at_departments(*answered, step="departments、已办完 record-session、name-assistants"))
    assert said(sheet) == []
    (case,) = taken(city, sheet)
    assert sorted(city.open(case)) == ["name-assistants"] + ["reply-to-project"] * 13
    running = city.rows("SELECT * FROM deadline WHERE case_key = :case AND element_id = 'reviewing' AND state = 'running'", case=case)
    assert {read_instant(row["deadline_at"]) for row in running} == {civil("2026-11-17 17:30")}
    assert len(running) == 13
    assert verified(city, case) == "verified"
    city.at(timedelta(days=1, hours=9)).door.fire_due(case)
    lapsed = [event for event in city.events(case) if event["kind"] == "deadline_lapsed"]
    assert len(lapsed) == 13
    assert {read_instant(event["effective_at"]) for event in lapsed} == {civil("2026-11-17 17:30")}
    assert sorted(city.open(case)) == ["issue-notice", "name-assistants"]
    replies = values(city, case)["replies"]
    assert [reply["reply"] for reply in replies] == ["agree"] * 7 + ["deemed"] * 13
    assert replies[0]["at"].startswith("2026-11-12T10:00")
    assert replies[19]["at"].startswith("2026-11-17T17:30")
    assert verified(city, case) == "verified"


def test_an_investment_case_stands_behind_its_departments_with_what_each_of_them_said(city: City) -> None:
    deploy(city, "investment-approval")
    approvals = json.dumps([{"unit": unit, "approval": "许可", "kind": "general"} for unit in DEPARTMENTS[:2]], ensure_ascii=False)
    said_so = [
        part("联 1", "departments", "planning-bureau", "已办完 reply-to-project", "2026-11-11 15:00", reply="agree"),
        part(
            "联 1", "各部门并联审批", "2", "已办完 reply-to-project", "2026-11-12 10:00", reply="object", note="离水源太近", ground="水法"
        ),
    ]
    cells = PROJECT | ASSISTED | {"anyWork": "no", "approvals": approvals, "present": "、".join(DEPARTMENTS[:2])}
    row = paper(
        "investment-approval", "联 1", "reconcile、name-assistants、已办完 record-session", "2026-11-03", "2026-11-12 10:00", **cells
    )
    ((column, problem),) = said(looked_at(city, row, said_so[0]))
    assert column == "当前步骤"
    assert "must be over for each item" in problem
    sheet = looked_at(city, row, *said_so)
    assert said(sheet) == []
    (case,) = taken(city, sheet)
    assert sorted(city.open(case)) == ["name-assistants", "reconcile"]
    assert [(one["unit"], one["reply"], one["ground"]) for one in values(city, case)["replies"]] == [
        ("planning-bureau", "agree", None), ("environment-bureau", "object", "水法"),
    ]  # fmt: skip
    assert verified(city, case) == "verified"


def test_each_item_of_a_meeting_stands_at_its_own_step(city: City) -> None:
    deploy(city, "meeting-decision")
    done = {"step": "done", "reportText": "已办结。"}
    rows = (
        paper("meeting-decision", "会 1", "decided-items", "2026-11-02", "2026-11-02", **MEETING),
        part("会 1", "decided-items", "1", "handle、co-organizing", "2026-11-04", "handler-housing"),
        part("会 1", "decided-items", "2", "已办完 check", "2026-11-12", **done, checkResult="pass"),
        part("会 1", "decided-items", "3", "check", "2026-11-13 09:00", **done),
    )
    sheet = looked_at(city, *rows)
    assert said(sheet) == []
    (case,) = taken(city, sheet)
    assert sorted(city.open(case)) == ["check", "co-organize", "handle"]
    held = city.value("SELECT assignee FROM user_task WHERE case_key = :case AND element_id = 'handle'", case=case)
    assert held == "handler-housing"
    limits = city.rows("SELECT deadline_at, state FROM deadline WHERE case_key = :case AND element_id = 'carrying-out'", case=case)
    assert {(read_instant(row["deadline_at"]), row["state"]) for row in limits} >= {(civil("2026-11-27 17:30"), "running")}
    assert verified(city, case) == "verified"


def test_where_all_items_of_a_meeting_are_done_its_bulletin_is_drafted_here(city: City) -> None:
    deploy(city, "meeting-decision")
    done = {"step": "done", "reportText": "已办结。", "checkResult": "pass"}
    row = paper("meeting-decision", "会 1", "issue-bulletin", "2026-11-02", "2026-11-02", **MEETING)
    parts = [part("会 1", "decided-items", str(number), "已办完 check", "2026-11-12", **done) for number in (1, 2, 3)]
    ((_, problem),) = said(looked_at(city, row, *parts[:2]))
    assert "does not come to a stand there" in problem
    sheet = looked_at(city, row, *parts)
    assert said(sheet) == []
    (case,) = taken(city, sheet)
    assert city.open(case) == ["issue-bulletin"]
    assert city.rows("SELECT kind, state FROM paper WHERE case_key = :case", case=case) == [{"kind": "bulletin", "state": "draft"}]
    assert verified(city, case) == "verified"


def test_a_letter_of_several_units_waits_for_those_that_have_not_reported(city: City) -> None:
    deploy(city, "citizen-letter")
    several = {
        **LETTER, "kind": "severalUnits", "coUnits": "environment-bureau、housing-bureau", "step": "divide", "division": "各管一段。",
    }  # fmt: skip
    row = paper("citizen-letter", "信 1", "co-organizing", "2026-11-10", "2026-11-12", **several)
    sheet = looked_at(
        city, row, part("信 1", "co-organizing", "environment-bureau", "已办完 co-organize", "2026-11-13", coReport="已修复。")
    )
    assert said(sheet) == []
    (case,) = taken(city, sheet)
    assert city.open(case) == ["co-organize"]
    city.at(timedelta(hours=1)).complete(case, "co-organize", "handler-housing", coReport="已清理。")
    assert city.open(case) == ["handle"]
    assert values(city, case)["coReports"] == [
        {"unit": "environment-bureau", "report": "已修复。"},
        {"unit": "housing-bureau", "report": "已清理。"},
    ]
    assert verified(city, case) == "verified"


def test_a_decision_that_waits_to_be_served_is_taken_over_there(city: City) -> None:
    deploy(city, "penalty-review")
    reviewed = {**PENALTY, "legalResult": "pass", "approval": "approve", "imposition": "是"}
    sheet = looked_at(city, paper("penalty-review", "罚 1", "serve", "2026-11-02", "2026-11-12", **reviewed), who="legal")
    assert said(sheet) == []
    (case,) = taken(city, sheet, "legal")
    assert city.open(case) == ["serve"]
    assert city.rows("SELECT state FROM paper WHERE case_key = :case", case=case) == []
    assert verified(city, case) == "verified"


def test_one_number_of_a_decision_in_two_rows_names_both(city: City) -> None:
    deploy(city, "penalty-review")
    reviewed = {**PENALTY, "legalResult": "pass", "approval": "approve", "imposition": "是", "decidedOn": "2026-11-11"}
    rows = [
        SheetRow(
            "在办案件",
            line,
            paper("penalty-review", f"罚 {line}", "serve", "2026-11-02", "2026-11-12", **reviewed, decisionNumber=number).cells,
        )
        for line, number in ((2, "云市监〔2026〕103号"), (3, "云市监〔2026〕103号 "), (4, "云市监〔2026〕104号"), (5, ""), (6, ""))
    ]
    found = said(looked_at(city, *rows, who="legal"))
    assert [column for column, _ in found] == ["decisionNumber", "decisionNumber"]
    assert found[0][1].endswith("云市监〔2026〕103号 stands here twice: in row 3 too")


def test_what_a_case_does_beside_its_step_is_named_with_it(city: City) -> None:
    deploy(city, "citizen-letter")
    row = paper(
        "citizen-letter",
        "信 1",
        "handle、tell-progress",
        "2026-11-10",
        "2026-11-12",
        **LETTER,
        step="plan",
        plannedDays="45",
        workPlan="逐户更换水管。",
    )
    sheet = looked_at(city, row)
    assert said(sheet) == []
    (case,) = taken(city, sheet)
    assert sorted(city.open(case)) == ["handle", "tell-progress"]
    assert verified(city, case) == "verified"


def test_a_wrong_part_is_refused_in_words_at_its_row_and_column(city: City) -> None:
    deploy(city, "investment-approval")
    departments = "departments、已办完 record-session、name-assistants"
    good = part("联 1", "departments", "1", "已办完 reply-to-project", "2026-11-12 10:00", reply="agree")
    for cells, column, words in (
        ({"环节": "nowhere"}, "分项 2 · 环节", "what is done for each of several items"),
        ({"项": "21"}, "分项 2 · 项", "expected one of its items"),
        ({"项": "no-bureau"}, "分项 2 · 项", "expected one of its items"),
        ({"当前步骤": "track"}, "分项 2 · 当前步骤", "expected a step of the item"),
        ({"进入时间": "2026-11-09"}, "分项 2 · 进入时间", "at or after"),
        ({"进入时间": "2026-12-09"}, "分项 2 · 进入时间", "a time that has come"),
        ({"reply": "perhaps"}, "分项 2 · reply", "is not among them"),
        ({"site": "四号地块"}, "分项 2 · site", "asked for before the step"),
        ({"当前步骤": "reply-to-project"}, "分项 2 · reply", "but by the row the case has not left 提出审批意见"),
        ({"纸质编号": "联 2"}, "分项 2 · 纸质编号", "the number of a case in the first sheet"),
    ):
        sheet = looked_at(city, *at_departments(SheetRow("分项", 2, {**good.cells, **cells}), step=departments))
        found = [(error.where, str(error.message)) for _, error in sheet.errors]
        assert [name for name, _ in found] == [column], (cells, found)
        assert words in found[0][1], (cells, found)
    for step, words in (
        ("departments", "at the same time"),
        ("track", "at the same time"),
        ("call-session、track、已办完 record-session", "where the case is said to stand too"),
        ("reply-to-project", "done for each of several items"),
    ):
        ((column, problem), *_) = said(looked_at(city, *at_departments(step=step)))
        assert (column, words in problem) == ("当前步骤", True), (step, problem)
