"""The day that a bulletin orders is counted anew where the calendar was entered after it was drafted."""

import json
from typing import Any

import pytest

from app.domain.calendar_shipped import shipped_years
from app.domain.rejection import Rejection
from app.queries.stale_figures import stale_figures
from app.service.edit_paper import EditPaper
from app.service.enter_calendar_year import EnterCalendarYear
from app.service.issue_paper import IssuePaper
from app.store.read_paper import read_paper_row
from tests.builders.city import City
from tests.execute.test_periodic_bulletins import at, bulletins, figures, register
from tests.service.test_taking_over import deploy


def test_a_calendar_entered_after_the_draft_moves_the_day_that_it_orders(sqlite_city: City) -> None:
    city = sqlite_city
    at(city, 11, 2)
    for process in ("citizen-letter", "letter-bulletin"):
        deploy(city, process)
    late = register(city, "井盖缺失")
    at(city, 12, 1)
    city.door.fire_due(late)
    city.door.start_due()
    (draft,) = bulletins(city)
    at(city, 12, 3)
    year: dict[str, Any] = next(year for year in shipped_years() if year["year"] == 2026)
    city.do(EnterCalendarYear({**year, "makeUpDays": [*year["makeUpDays"], "2026-12-12"]}, "补班"), "admin")
    with city.database.read() as store:
        paper = read_paper_row(store, draft["key"])
        assert paper is not None
        assert stale_figures(store, city.surroundings, paper, city.door.now()).figures == {"newLimit": "2026年12月14日"}
    with pytest.raises(Rejection) as refused:
        city.do(IssuePaper(draft["case_key"], draft["key"]), "hotline")
    assert "2026年12月15日 → 2026年12月14日" in str(refused.value)
    city.do(EditPaper(draft["case_key"], draft["key"], 1, anew=True), "hotline")
    city.do(IssuePaper(draft["case_key"], draft["key"]), "hotline")
    (issued,) = bulletins(city)
    assert figures(json.loads(issued["content"]))["逾期事项新的办结期限"][0] == "2026年12月14日"
