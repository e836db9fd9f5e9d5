"""A paper case is put only where the gateways before its step let it through: what was not approved on paper is not imposed here."""

import json
import re
from typing import Any

import pytest

from app.domain.staff_sheet import SheetRow
from tests.builders.city import City
from tests.service.test_taking_over import LETTER, PENALTY, deploy, looked_at, paper, said, taken, verified
from tests.service.test_taking_over_branches import ASSISTED, DEPARTMENTS, MEETING, PROJECT, part

APPROVED = {"legalResult": "pass", "approval": "approve"}
SMALL = {"fineAmount": "1000"}


def penalty(step: str, **more: str) -> SheetRow:
    return paper("penalty-review", "罚 1", step, "2026-11-02", "2026-11-12", **{**PENALTY, **more})


def meeting(kind: str, at: str, more: dict[str, str]) -> tuple[SheetRow, ...]:
    """Return a meeting of a kind with one item, and where the item stands."""
    items = json.dumps([{"content": "路灯更新", "unit": "transport-bureau", "dueOn": "2026-11-27"}], ensure_ascii=False)
    row = paper("meeting-decision", "会 1", "decided-items", "2026-11-02", "2026-11-02", **{**MEETING, "kind": kind, "items": items})
    return row, part("会 1", "decided-items", "1", at, "2026-11-10", **more)


@pytest.mark.parametrize(
    ("row", "fields"),
    [
        (penalty("impose"), ["legalResult"]),
        (penalty("impose", legalResult="pass", approval="refuse"), ["approval"]),
        (penalty("impose", legalResult="return", approval="approve"), ["legalResult"]),
        (penalty("decide"), ["subject", "kinds", "fineAmount"]),
        (penalty("serve", imposition="yes"), ["legalResult"]),
        (penalty("serve", imposition="yes", legalResult="pass", approval="refuse"), ["approval"]),
        (penalty("revise", legalResult="pass", legalOpinion="事实清楚。"), ["approval"]),
    ],
    ids=[
        "neither reviewed nor approved",
        "refused by the deputy mayor",
        "returned by the review",
        "alone above the line",
        "served unreviewed",
        "served though refused",
        "sent back by nobody",
    ],
)
def test_a_penalty_is_taken_over_only_where_its_review_has_let_it_come(sqlite_city: City, row: SheetRow, fields: list[str]) -> None:
    deploy(sqlite_city, "penalty-review")
    ((column, words),) = said(looked_at(sqlite_city, row))
    assert column == "当前步骤"
    assert "the procedure does not come to" in words
    assert all(f"[{name}]" in words for name in fields), words


@pytest.mark.parametrize(
    "row", [penalty("impose", **APPROVED), penalty("approve", legalResult="pass", legalOpinion="事实清楚。"), penalty("decide", **SMALL)]
)
def test_with_what_its_step_depends_on_it_is_taken(sqlite_city: City, row: SheetRow) -> None:
    deploy(sqlite_city, "penalty-review")
    assert said(looked_at(sqlite_city, row)) == []


@pytest.mark.parametrize(
    ("kind", "step", "more"),
    [
        ("standing", "coordinate", {}),
        ("standing", "decide", {"step": "done", "reportText": "已修好。", "checkResult": "pass"}),
        ("specialTopic", "report-to-committee", {"step": "done", "reportText": "已修好。", "checkResult": "pass"}),
    ],
)
def test_an_item_of_a_meeting_stands_at_no_step_that_its_kind_of_meeting_does_not_have(
    sqlite_city: City, kind: str, step: str, more: dict[str, Any]
) -> None:
    deploy(sqlite_city, "meeting-decision")
    found = said(looked_at(sqlite_city, *meeting(kind, step, more)))
    assert any(column == "当前步骤" and "the procedure does not come to" in words for column, words in found), found


def test_an_objection_that_nobody_has_reconciled_lets_no_combined_notice_go_out(sqlite_city: City) -> None:
    deploy(sqlite_city, "investment-approval")
    approvals = json.dumps([{"unit": unit, "approval": "许可", "kind": "general"} for unit in DEPARTMENTS[:2]], ensure_ascii=False)
    cells = PROJECT | ASSISTED | {"anyWork": "no", "approvals": approvals, "present": "、".join(DEPARTMENTS[:2])}
    step = "issue-notice、name-assistants、已办完 record-session"
    row = paper("investment-approval", "联 1", step, "2026-11-03", "2026-11-12 10:00", **cells)
    agreed = part("联 1", "departments", "1", "已办完 reply-to-project", "2026-11-11 15:00", reply="agree")
    against = {"reply": "object", "note": "离水源太近", "ground": "水法"}
    objected = part("联 1", "departments", "2", "已办完 reply-to-project", "2026-11-12 10:00", **against)
    both = part("联 1", "departments", "2", "已办完 reply-to-project", "2026-11-12 10:00", reply="agree")
    assert any("the procedure does not come to" in words for _, words in said(looked_at(sqlite_city, row, agreed, objected)))
    tracked = paper("investment-approval", "联 1", "track、已办完 record-session", "2026-11-03", "2026-11-12 10:00", **cells)
    assert any("the procedure does not come to" in words for _, words in said(looked_at(sqlite_city, tracked, agreed, objected)))
    assert said(looked_at(sqlite_city, row, agreed, both)) == []


def test_a_letter_of_one_unit_has_none_that_leads_several(sqlite_city: City) -> None:
    deploy(sqlite_city, "citizen-letter")
    row = paper("citizen-letter", "信 1", "coordinate", "2026-11-10", "2026-11-12", **LETTER)
    assert any("the procedure does not come to" in words for _, words in said(looked_at(sqlite_city, row)))


@pytest.mark.parametrize(
    ("row", "step", "fields"),
    [
        (penalty("admonish"), "告诫并帮助整改", ["subject", "degree", "firstViolation"]),
        (penalty("confirm-none", subject="other"), "核定不予处罚", ["subject", "degree", "firstViolation"]),
    ],
)
def test_a_step_that_a_table_shuts_off_names_the_columns_that_the_table_reads(
    sqlite_city: City, row: SheetRow, step: str, fields: list[str]
) -> None:
    deploy(sqlite_city, "penalty-review")
    ((column, words),) = said(looked_at(sqlite_city, row))
    assert (column, step in words) == ("当前步骤", True)
    assert re.findall(r"\[(\w+)\]", words) == fields


def test_a_project_over_a_standing_objection_names_the_answers_of_the_departments(sqlite_city: City) -> None:
    deploy(sqlite_city, "investment-approval")
    approvals = json.dumps([{"unit": DEPARTMENTS[0], "approval": "许可", "kind": "general"}], ensure_ascii=False)
    cells = PROJECT | ASSISTED | {"anyWork": "no", "approvals": approvals, "present": DEPARTMENTS[0]}
    row = paper("investment-approval", "联 1", "track、已办完 record-session", "2026-11-03", "2026-11-12 10:00", **cells)
    against = {"reply": "object", "note": "离水源太近", "ground": "水法"}
    objected = part("联 1", "departments", "1", "已办完 reply-to-project", "2026-11-12 10:00", **against)
    words = [words for _, words in said(looked_at(sqlite_city, row, objected)) if "the procedure does not come to" in words]
    assert words
    assert "[reply]" in words[0]
    assert "[papersResult]" not in words[0]


@pytest.mark.parametrize(
    ("step", "more", "columns"),
    [
        ("legal-review", {"legalResult": "pass", "legalOpinion": "清楚。"}, ["legalResult"]),
        ("legal-review", {"approval": "approve"}, ["approval"]),
        ("legal-review", {"imposition": "yes"}, ["imposition"]),
        ("approve", {"legalResult": "pass", "legalOpinion": "清楚。", "imposition": "yes"}, ["imposition"]),
    ],
)
def test_answers_to_steps_that_the_case_has_not_come_to_are_refused_at_their_columns(
    sqlite_city: City, step: str, more: dict[str, str], columns: list[str]
) -> None:
    deploy(sqlite_city, "penalty-review")
    found = said(looked_at(sqlite_city, penalty(step, **more)))
    assert [column for column, _ in found] == columns
    assert all("by the row the case has not left" in words for _, words in found)


UNTOLD = {"noticeOn": "", "hearing": ""}
FIRST = {"firstViolation": "是", "degree": "ordinary"}
ADMONISHED = {"admonition": "标签不符合规定，当面告诫。", "help": "教其核对标签。", "correctBy": "2026-11-04"}
CHECKED = {"corrected": "no", "correctionNote": "仍未标明生产日期。"}


@pytest.mark.parametrize(("step", "rest"), [("propose", UNTOLD), ("legal-review", {}), ("impose", APPROVED)])
@pytest.mark.parametrize(
    ("more", "columns"),
    [
        ({}, ["admonition", "help", "correctBy", *CHECKED]),
        (CHECKED, ["admonition", "help", "correctBy"]),
        (ADMONISHED, list(CHECKED)),
    ],
    ids=["no word", "only that it did not correct", "not whether it corrected"],
)
def test_an_ordinary_first_violation_is_not_punished_without_a_word_of_its_admonition(
    sqlite_city: City, step: str, rest: dict[str, str], more: dict[str, str], columns: list[str]
) -> None:
    deploy(sqlite_city, "penalty-review")
    found = said(looked_at(sqlite_city, penalty(step, **FIRST, **rest, **more)))
    assert [column for column, _ in found] == columns
    assert all("the case came by" in words for _, words in found)


def test_an_ordinary_first_violation_that_was_admonished_and_not_corrected_is_taken_with_both_in_its_history(sqlite_city: City) -> None:
    deploy(sqlite_city, "penalty-review")
    (case,) = taken(sqlite_city, looked_at(sqlite_city, penalty("legal-review", **FIRST, **ADMONISHED, **CHECKED)))
    facts = json.loads(sqlite_city.events(case)[0]["body"])["facts"]
    passed = [fact["elementId"] for fact in facts if fact["fact"] == "element_passed"]
    assert passed == ["admonish", "check-correction", "propose", "notify"]
    assert verified(sqlite_city, case) == "verified"


def test_answers_of_an_earlier_round_stay_with_a_case_that_came_back(sqlite_city: City) -> None:
    deploy(sqlite_city, "penalty-review")
    round_before = {"legalResult": "return", "returnGround": "事实、证据不足", "returnReason": "缺笔录。", "revision": "resubmit"}
    row = penalty("legal-review", **round_before, changeReason="补了笔录。")
    assert said(looked_at(sqlite_city, row)) == []


def test_all_that_was_done_on_paper_stands_in_the_record_with_its_day(sqlite_city: City) -> None:
    deploy(sqlite_city, "penalty-review")
    (case,) = taken(sqlite_city, looked_at(sqlite_city, penalty("impose", **APPROVED)))
    (event,) = sqlite_city.events(case)
    passed = [fact for fact in json.loads(event["body"])["facts"] if fact["fact"] == "element_passed"]
    assert [fact["elementId"] for fact in passed] == ["propose", "notify", "legal-review", "approve"]
    assert [fact.get("doneOn") for fact in passed] == [None, "2026-11-05", None, None]
    assert len({fact["elementInstanceKey"] for fact in passed}) == 4
    assert sqlite_city.open(case) == ["impose"]
    assert verified(sqlite_city, case) == "verified"


def test_the_day_of_each_item_that_is_over_stands_with_it(sqlite_city: City) -> None:
    deploy(sqlite_city, "investment-approval")
    approvals = json.dumps([{"unit": unit, "approval": "许可", "kind": "general"} for unit in DEPARTMENTS[:2]], ensure_ascii=False)
    cells = PROJECT | ASSISTED | {"anyWork": "no", "approvals": approvals, "present": "、".join(DEPARTMENTS[:2])}
    step = "issue-notice、name-assistants、已办完 record-session"
    row = paper("investment-approval", "联 1", step, "2026-11-03", "2026-11-12 10:00", **cells)
    days = ("2026-11-11", "2026-11-12")
    agreed = [
        part("联 1", "departments", str(number), "已办完 reply-to-project", f"{day} 10:00", reply="agree")
        for number, day in enumerate(days, 1)
    ]
    (case,) = taken(sqlite_city, looked_at(sqlite_city, row, *agreed))
    facts = json.loads(sqlite_city.events(case)[0]["body"])["facts"]
    replied = [fact["doneOn"] for fact in facts if fact["fact"] == "element_passed" and fact["elementId"] == "reply-to-project"]
    assert replied == list(days)
    assert verified(sqlite_city, case) == "verified"
