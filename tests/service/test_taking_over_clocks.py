"""Paper cases whose deadline was extended on paper, or whose clock is stopped there: it runs rightly from the first minute here."""

import json
from datetime import timedelta
from typing import Any

import pytest

from app.domain.instant import read_instant
from app.domain.paper_sheet import EXTENDED_BY, EXTENDED_NUMBER, EXTENDED_TO, STOPPED_RULE, STOPPED_SINCE, STOPPED_UNTIL
from app.service.resume_clock import ResumeClock
from tests.builders.city import MONDAY, City
from tests.service.test_taking_over import LETTER, PENALTY, civil, deadline_of, deploy, looked_at, paper, said, taken, verified
from tests.service.test_taking_over_branches import MEETING, at_departments, part

EXTENDED = {EXTENDED_TO: "2026-12-11", EXTENDED_BY: "赵明远", EXTENDED_NUMBER: "云府〔2026〕8号"}
STOPPED = {STOPPED_SINCE: "2026-11-13 10:00", STOPPED_RULE: "听证期间不计入，行政许可法第45条"}


def penalty(**cells: str) -> Any:
    return paper("penalty-review", "罚 1", "legal-review", "2026-11-02", "2026-11-12", "legal", **PENALTY, **cells)


def meeting(*items: dict[str, str]) -> tuple[Any, ...]:
    """Return a meeting whose items are carried out since the 4th of November, each with what was decided about its date."""
    rows = [
        part("会 1", "decided-items", str(number), "handle、已办完 co-organizing" if number == 1 else "handle", "2026-11-04", **cells)
        for number, cells in enumerate(items, 1)
    ]
    return paper("meeting-decision", "会 1", "decided-items", "2026-11-02", "2026-11-02", **MEETING), *rows


def limits(city: City, case: int) -> dict[str, str]:
    """Return state and end of the items' dates, by when the item came to where it stands."""
    rows = city.rows("SELECT * FROM deadline WHERE case_key = :case AND element_id = 'carrying-out' ORDER BY key", case=case)
    return {f"{number} {row['state']}": row["deadline_at"] for number, row in enumerate(rows, 1)}


def test_a_clock_that_is_stopped_on_paper_is_stopped_here_and_runs_on_by_the_rule(city: City) -> None:
    # Entered on Thursday 12 November, 3 working days. Stopped on the 13th at 10:00, resumed on the 18th at 10:00: 13, 16 and 17 do not
    # count; 18, 19, 20 do: Friday the 20th, 17:30.
    deploy(city, "penalty-review")
    sheet = looked_at(city, penalty(**STOPPED))
    assert said(sheet) == []
    (line,) = sheet.lines
    assert line.outlook.deadline is not None
    assert (line.outlook.deadline.state.value, line.outlook.happened) == ("suspended", [])
    (case,) = taken(city, sheet, "legal")
    found = deadline_of(city, case, "legal-review")
    assert (found["state"], found["light"]) == ("suspended", "blue")
    assert json.loads(found["detail"])["suspended_since"] == "2026-11-13T02:00:00.000000Z"
    assert verified(city, case) == "verified"
    city.at(MONDAY + timedelta(days=2, hours=1))
    city.door.fire_due(case)
    assert deadline_of(city, case, "legal-review")["state"] == "suspended"
    city.do(ResumeClock(case, None, "听证结束"), "legal")
    assert read_instant(deadline_of(city, case, "legal-review")["deadline_at"]) == civil("2026-11-20 17:30")
    assert verified(city, case) == "verified"


@pytest.mark.parametrize(
    ("since", "until", "ends"),
    [
        # Entered on Thursday 12 November, 3 working days: 13, 16, 17. A day counts if the clock ran at its close, 17:30.
        ("2026-11-13 10:00", "2026-11-13 17:30", "2026-11-17 17:30"),
        ("2026-11-13 10:00", "2026-11-13 17:31", "2026-11-18 17:30"),
        ("2026-11-13 17:30", "2026-11-16 08:30", "2026-11-18 17:30"),
        ("2026-11-13 17:31", "2026-11-16 08:30", "2026-11-17 17:30"),
        ("2026-11-12 09:00、2026-11-13 10:00", "2026-11-12 18:00、2026-11-16 08:30", "2026-11-18 17:30"),
    ],
)
def test_a_clock_that_ran_on_again_on_paper_leaves_out_to_the_minute_what_did_not_count(
    city: City, since: str, until: str, ends: str
) -> None:
    deploy(city, "penalty-review")
    sheet = looked_at(city, penalty(**{**STOPPED, STOPPED_SINCE: since, STOPPED_UNTIL: until}))
    assert said(sheet) == []
    (case,) = taken(city, sheet, "legal")
    found = deadline_of(city, case, "legal-review")
    assert (found["state"], read_instant(found["deadline_at"])) == ("running", civil(ends))
    assert verified(city, case) == "verified"
    content = city.value("SELECT content FROM event_content WHERE case_key = :case AND seq = 1", case=str(case))
    assert until.split("、")[0] in content


def test_a_clock_that_ran_on_and_stands_again_is_stopped_here_with_both_stops(city: City) -> None:
    # 13 does not count for the first stop; stopped again on the 16th at 08:31, resumed on the 18th at 10:00: 18, 19, 20 count.
    deploy(city, "penalty-review")
    twice = {STOPPED_SINCE: "2026-11-13 10:00、2026-11-16 08:31", STOPPED_UNTIL: "2026-11-16 08:30", STOPPED_RULE: "听证；检测"}
    (case,) = taken(city, looked_at(city, penalty(**twice)), "legal")
    assert deadline_of(city, case, "legal-review")["state"] == "suspended"
    city.at(MONDAY + timedelta(days=2, hours=1))
    city.do(ResumeClock(case, None, "检测结束"), "legal")
    assert read_instant(deadline_of(city, case, "legal-review")["deadline_at"]) == civil("2026-11-20 17:30")
    assert verified(city, case) == "verified"


WANTED = {"reply": "papers", "wantedPapers": "消防设计图"}


def wanted(**cells: str) -> Any:
    item = part("联 1", "departments", "1", "bring-papers", "2026-11-12 10:00", **{**WANTED, **cells})
    return at_departments(item, step="departments、已办完 record-session、name-assistants")


def reviewing(city: City, case: int) -> dict[str, Any]:
    return city.rows("SELECT * FROM deadline WHERE case_key = :case AND element_id = 'reviewing' ORDER BY key", case=case)[0]


def test_a_department_that_waits_for_papers_on_paper_waits_for_them_here_with_its_clock_stopped(city: City) -> None:
    # Session on Tuesday 10 November: 11, 12, 13, 16, 17. Stopped on the 12th at 10:00, papers complete on Monday the 16th at 10:00:
    # 11, 16, 17, 18, 19 count: Thursday the 19th, 17:30.
    deploy(city, "investment-approval")
    sheet = looked_at(city, *wanted(**{**STOPPED, STOPPED_SINCE: "2026-11-12 10:00"}))
    assert said(sheet) == []
    (case,) = taken(city, sheet)
    assert "bring-papers" in city.open(case)
    assert reviewing(city, case)["state"] == "suspended"
    assert city.rows("SELECT state FROM paper WHERE case_key = :case", case=case) == []
    city.at(timedelta(hours=1)).complete(case, "bring-papers", "investment", broughtNote="已补齐。")
    assert "bring-papers" not in city.open(case)
    found = reviewing(city, case)
    assert (found["state"], read_instant(found["deadline_at"])) == ("running", civil("2026-11-19 17:30"))
    assert verified(city, case) == "verified"


def test_a_department_whose_papers_came_on_paper_answers_here_and_cannot_ask_again(city: City) -> None:
    # Stopped on the 12th at 10:00, run on from the 13th at 15:00: 11, 13, 16, 17, 18 count: Wednesday the 18th, 17:30.
    deploy(city, "investment-approval")
    cells = {**STOPPED, STOPPED_SINCE: "2026-11-12 10:00", STOPPED_UNTIL: "2026-11-13 15:00", "broughtNote": "已补齐。"}
    item = part("联 1", "departments", "1", "已办完 bring-papers", "2026-11-13 15:00", **{**WANTED, **cells})
    sheet = looked_at(city, *at_departments(item, step="departments、已办完 record-session、name-assistants"))
    assert said(sheet) == []
    (case,) = taken(city, sheet)
    assert "bring-papers" not in city.open(case)
    found = reviewing(city, case)
    assert (found["state"], read_instant(found["deadline_at"])) == ("running", civil("2026-11-18 17:30"))
    asked = city.rows("SELECT value FROM variable WHERE case_key = :case AND name = 'papersAsked' ORDER BY scope_key", case=case)
    assert "true" in {row["value"] for row in asked}
    assert verified(city, case) == "verified"


@pytest.mark.parametrize(
    ("cells", "column", "problem"),
    [
        ({}, STOPPED_SINCE, "because 停止计时 comes before 补齐部门所要材料"),
        ({**STOPPED, STOPPED_SINCE: "2026-11-12 10:00", STOPPED_UNTIL: "2026-11-13 15:00"}, STOPPED_UNTIL, "expected no end"),
        ({**STOPPED, STOPPED_SINCE: "2026-11-10 08:59"}, STOPPED_SINCE, "2026-11-10 09:00"),
    ],
)
def test_a_row_that_waits_for_papers_without_saying_since_when_is_refused_in_words(
    city: City, cells: dict[str, str], column: str, problem: str
) -> None:
    deploy(city, "investment-approval")
    ((found, message),) = said(looked_at(city, *wanted(**cells)))
    assert found == column
    assert problem in message


def test_a_row_whose_clock_ran_on_by_the_diagram_says_until_when_it_stood(city: City) -> None:
    deploy(city, "investment-approval")
    cells = {**STOPPED, STOPPED_SINCE: "2026-11-12 10:00", **WANTED, "broughtNote": "已补齐。"}
    item = part("联 1", "departments", "1", "已办完 bring-papers", "2026-11-13 15:00", **cells)
    ((column, problem),) = said(looked_at(city, *at_departments(item, step="departments、已办完 record-session、name-assistants")))
    assert (column, "because 恢复计时 follows" in problem) == (STOPPED_UNTIL, True)


def test_who_stopped_it_by_what_rule_stands_beside_the_event_and_not_in_it(city: City) -> None:
    deploy(city, "penalty-review")
    (case,) = taken(city, looked_at(city, penalty(**STOPPED)), "legal")
    (event,) = city.events(case)
    assert STOPPED[STOPPED_RULE] not in event["body"]
    content = city.value("SELECT content FROM event_content WHERE case_key = :case AND seq = 1", case=str(case))
    assert STOPPED[STOPPED_RULE] in content


def test_an_item_extended_on_paper_has_its_new_date_and_not_the_first(city: City) -> None:
    deploy(city, "meeting-decision")
    late = {**EXTENDED, EXTENDED_TO: "2026-11-20"}
    sheet = looked_at(city, *meeting(EXTENDED, late, {}))
    assert said(sheet) == []
    (case,) = taken(city, sheet)
    assert {name: read_instant(at) for name, at in limits(city, case).items()} == {
        "1 running": civil("2026-12-11 17:30"),
        "2 running": civil("2026-11-20 17:30"),
        "3 running": civil("2026-11-20 17:30"),
    }
    details = [json.loads(row["detail"]) for row in city.rows("SELECT detail FROM deadline WHERE element_id = 'carrying-out' ORDER BY key")]
    assert [one["extensions"] for one in details] == [1, 1, 0]
    assert "deadline_missed" not in {event["kind"] for event in city.events(case)}
    assert verified(city, case) == "verified"
    city.at(MONDAY + timedelta(days=5))
    city.door.fire_due(case)
    assert list(limits(city, case)) == ["1 running", "2 missed", "3 missed"]
    assert verified(city, case) == "verified"


def test_an_extension_that_ended_on_paper_too_is_missed_as_of_its_own_day(city: City) -> None:
    deploy(city, "meeting-decision")
    rows = meeting({}, {**EXTENDED, EXTENDED_TO: "2026-11-14"}, {})
    (case,) = taken(city, looked_at(city, *rows))
    missed = [event for event in city.events(case) if event["kind"] == "deadline_missed"]
    assert [read_instant(event["effective_at"]) for event in missed] == [civil("2026-11-14 17:30")]


@pytest.mark.parametrize(
    ("cells", "column", "problem"),
    [
        ({EXTENDED_TO: "2026-12-11", EXTENDED_NUMBER: "8"}, EXTENDED_BY, "who granted the extension"),
        ({EXTENDED_TO: "2026-12-11", EXTENDED_BY: "赵明远"}, EXTENDED_NUMBER, "number of the paper"),
        ({EXTENDED_BY: "赵明远"}, EXTENDED_TO, "the day to which the deadline was extended"),
        ({**EXTENDED, EXTENDED_TO: "下月"}, EXTENDED_TO, "a day such as"),
        ({**EXTENDED, EXTENDED_TO: "2026-12-11 09:00"}, EXTENDED_TO, "a day such as"),
        ({**EXTENDED, EXTENDED_TO: "2026-02-30"}, EXTENDED_TO, "a day such as"),
        ({**EXTENDED, EXTENDED_TO: "2026-11-27"}, EXTENDED_TO, "a day after the limit itself, 2026-11-27"),
        ({**EXTENDED, EXTENDED_TO: "2046-11-27"}, EXTENDED_TO, "within the next ten years"),
        ({**EXTENDED, EXTENDED_BY: "赵" * 61}, EXTENDED_BY, "at most 60 characters"),
        (STOPPED, STOPPED_SINCE, "whose clock may be stopped"),
    ],
)
def test_an_extension_that_cannot_be_is_refused_with_row_and_column(city: City, cells: dict[str, str], column: str, problem: str) -> None:
    deploy(city, "meeting-decision")
    sheet = looked_at(city, *meeting(cells, {}, {}))
    (error,) = [error for _, error in sheet.errors]
    assert (error.column, error.part) == (column, 2)
    assert problem in str(error.message)


@pytest.mark.parametrize(
    ("cells", "column", "problem"),
    [
        ({STOPPED_SINCE: "2026-11-13"}, STOPPED_RULE, "the rule by which"),
        ({STOPPED_RULE: "听证"}, STOPPED_SINCE, "since when"),
        ({**STOPPED, STOPPED_SINCE: "2026-11-11"}, STOPPED_SINCE, "at or after that from which the limit is counted, 2026-11-12 00:00"),
        ({**STOPPED, STOPPED_SINCE: "2026-11-17 09:00"}, STOPPED_SINCE, "a time that has come"),
        ({**STOPPED, STOPPED_SINCE: "那天"}, STOPPED_SINCE, "a day such as"),
        ({**STOPPED, STOPPED_UNTIL: "那天"}, STOPPED_UNTIL, "a day such as"),
        ({**STOPPED, STOPPED_UNTIL: "2026-11-17 09:00"}, STOPPED_UNTIL, "a time that has come"),
        ({**STOPPED, STOPPED_UNTIL: "2026-11-13 09:59"}, STOPPED_UNTIL, "after the beginning of the stop, 2026-11-13 10:00"),
        ({**STOPPED, STOPPED_UNTIL: "2026-11-13 10:00"}, STOPPED_UNTIL, "after the beginning of the stop, 2026-11-13 10:00"),
        ({STOPPED_UNTIL: "2026-11-13 10:00"}, STOPPED_SINCE, "since when"),
        (
            {**STOPPED, STOPPED_SINCE: "2026-11-12 09:00、2026-11-13 09:00", STOPPED_UNTIL: "2026-11-13 10:00"},
            STOPPED_SINCE,
            "before the end of the stop before it, 2026-11-13 10:00",
        ),
        ({**STOPPED, STOPPED_SINCE: "2026-11-12 09:00、2026-11-13 09:00"}, STOPPED_UNTIL, "found 2 beginnings and 0 ends"),
        ({**STOPPED, STOPPED_UNTIL: "2026-11-13 11:00、2026-11-13 12:00"}, STOPPED_UNTIL, "found 1 beginnings and 2 ends"),
        (EXTENDED, EXTENDED_TO, "may be extended"),
    ],
)
def test_a_stop_that_cannot_be_is_refused_with_row_and_column(city: City, cells: dict[str, str], column: str, problem: str) -> None:
    deploy(city, "penalty-review")
    ((found, message),) = said(looked_at(city, penalty(**cells)))
    assert found == column
    assert problem in message


def test_a_clock_stopped_after_the_limit_had_passed_is_refused(city: City) -> None:
    deploy(city, "penalty-review")
    row = paper("penalty-review", "罚 2", "legal-review", "2026-11-02", "2026-11-05", "legal", **PENALTY, **STOPPED)
    ((column, problem),) = said(looked_at(city, row))
    assert (column, "still ahead" in problem) == (STOPPED_SINCE, True)


def test_a_letter_whose_limit_may_not_be_extended_is_refused_though_it_has_one(city: City) -> None:
    deploy(city, "citizen-letter")
    row = paper("citizen-letter", "信 1", "handle", "2026-11-10", "2026-11-12 10:00", **LETTER, **EXTENDED)
    assert [column for column, _ in said(looked_at(city, row))] == [EXTENDED_TO]


def test_an_item_within_an_item_is_named_by_both_numbers(city: City) -> None:
    deploy(city, "meeting-decision")
    items = json.dumps(
        [
            {"content": "路灯更新", "unit": "transport-bureau", "dueOn": "2026-11-27"},
            {"content": "排水改造", "unit": "housing-bureau", "coUnits": ["health-bureau", "education-bureau"], "dueOn": "2026-11-27"},
        ],
        ensure_ascii=False,
    )
    rows = (
        paper("meeting-decision", "会 1", "decided-items", "2026-11-02", "2026-11-02", **{**MEETING, "items": items}),
        part("会 1", "decided-items", "1", "handle", "2026-11-04"),
        part("会 1", "decided-items", "2", "handle、co-organizing", "2026-11-04"),
    )
    inner = part("会 1", "co-organizing", "2/1", "已办完 co-organize", "2026-11-09", coReport="已配合。")
    sheet = looked_at(city, *rows, inner)
    assert said(sheet) == []
    (case,) = taken(city, sheet)
    asked = city.rows(
        "SELECT c.name FROM user_task t JOIN task_candidate c ON c.task_key = t.key"
        " WHERE t.case_key = :case AND t.element_id = 'co-organize'",
        case=case,
    )
    assert [row["name"] for row in asked] == ["handler@education-bureau"]
    assert verified(city, case) == "verified"


@pytest.mark.parametrize("item", ["2/3", "1/1", "3/1", "2/0", "2/-1", "2/1/1"])
def test_an_item_within_an_item_that_is_not_there_is_refused(city: City, item: str) -> None:
    deploy(city, "meeting-decision")
    items = json.dumps(
        [
            {"content": "路灯更新", "unit": "transport-bureau", "dueOn": "2026-11-27"},
            {"content": "排水改造", "unit": "housing-bureau", "coUnits": ["health-bureau", "education-bureau"], "dueOn": "2026-11-27"},
        ],
        ensure_ascii=False,
    )
    row = paper("meeting-decision", "会 1", "decided-items", "2026-11-02", "2026-11-02", **{**MEETING, "items": items})
    parts = [part("会 1", "decided-items", "2", "handle、co-organizing", "2026-11-04")]
    sheet = looked_at(city, row, *parts, part("会 1", "co-organizing", item, "已办完 co-organize", "2026-11-09", coReport="已配合。"))
    assert [column for column, _ in said(sheet)] == ["项"]
    assert "2/1 health-bureau" in said(sheet)[0][1]
