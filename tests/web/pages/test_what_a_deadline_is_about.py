"""The page of a deadline says of which item and unit it is, and warns where its fixed date is a day of rest. Opinions, article 5."""

from typing import Any

import pytest

from app.cli.seed_demo import ROOT
from app.cli.simulate.gather_files import gather_files
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import desk, words

MEETING: dict[str, Any] = {
    "meeting": "市政府第31次常务会议",
    "kind": "standing",
    "meetingOn": "2026-11-23",
    "items": [
        {"content": "在城区新设夜间就诊点", "unit": "health-bureau", "coUnits": [], "dueOn": "2026-12-19"},
        {"content": "完成首批改造招标", "unit": "housing-bureau", "coUnits": [], "dueOn": "2026-12-18"},
    ],
}


@pytest.fixture(scope="module")
def office(api: ApiCity) -> ApiCity:
    files = gather_files(ROOT / "processes" / "meeting-decision" / "meeting-decision.bpmn")
    assert api.deploy(dict(files)).status_code == 200
    return api


def test_the_page_of_an_items_deadline_names_item_and_unit_and_warns_of_a_day_of_rest(office: ApiCity) -> None:
    case = office.start("meeting-decision", **MEETING)
    rows = office.duban.door.ask(
        lambda store: store.all(
            "SELECT key, deadline_at FROM deadline WHERE case_key = :key AND element_id = 'carrying-out' ORDER BY deadline_at",
            key=int(case),
        )
    )
    friday, saturday = (words(desk(office, "office").get(f"/cases/{office.number(case)}/deadlines/{row['key']}")) for row in rows)
    assert "市政府第31次常务会议 · 完成首批改造招标 · 市住建局" in friday
    assert "市政府第31次常务会议 · 在城区新设夜间就诊点 · 市卫健局" in saturday
    assert "这一天是周末。固定日期不顺延，仍在当日下班时届满。" in saturday
    assert "固定日期不顺延" not in friday
