"""What a reply costs in a case with many departments: each has its own branch, deadline and timer in one snapshot.

Source: issue 4, "Numbers": with 20 departments at most 3 times what it costs with 2.
"""

from datetime import timedelta
from pathlib import Path
from statistics import median
from time import process_time

import pytest

from app.cli.simulate.gather_files import gather_files
from app.domain.demo_city import UNITS
from app.service.complete_task import CompleteTask
from tests.builders.city import MONDAY, ZONE, City

ROOT = Path(__file__).resolve().parents[2]
PROCESS = "investment-approval"
PROJECT = {"investor": "江南精工", "project": "零件基地", "content": "厂房", "investment": 12000, "site": "三号地块"}
HOUR = timedelta(hours=1)
MANY, FEW, CASES = 20, 2, 10


def _reviewing(city: City, place: int, departments: int) -> int:
    """Take the project of that place to the review; return its case. Ten units have two approvals each where there are twenty."""
    units = [id for id, _ in UNITS]
    approvals = [{"unit": units[n % len(units)], "approval": f"事项{n}", "kind": "general"} for n in range(departments)]
    case = city.at(place * HOUR).start(PROCESS, "investment", **PROJECT, approvals=approvals)
    city.complete(case, "check-papers", papersResult="complete")
    city.complete(case, "call-session", sessionAt=(MONDAY + (place + 1) * HOUR).astimezone(ZONE).isoformat(), sessionPlace="大厅")
    city.at((place + 1) * HOUR).door.fire_due(case)
    city.complete(case, "close-attendance", present=sorted({approval["unit"] for approval in approvals}))
    assert city.open(case).count("reply-to-project") == departments
    return case


def _cost(city: City, case: int) -> float:
    """CPU seconds of one reply, the door and its commit included."""
    command = CompleteTask(city.task(case, "reply-to-project"), {"reply": "agree"})
    begun = process_time()
    city.do(command)
    return process_time() - begun


@pytest.mark.alone
def test_a_reply_with_twenty_departments_costs_at_most_three_times_one_with_two(sqlite_city: City) -> None:
    city = sqlite_city
    city.deploy(gather_files(ROOT / "processes" / PROCESS / f"{PROCESS}.bpmn"))
    few = [_reviewing(city, place, FEW) for place in range(CASES + 1)]
    many = _reviewing(city, CASES + 1, MANY)
    _cost(city, few.pop())  # the first reply compiles and fills the caches
    # In turn, so that whatever else the machine does falls on both.
    pairs = [(_cost(city, case), _cost(city, many)) for case in few]
    alone, together = (median(side) for side in zip(*pairs, strict=True))
    print(f"a reply: {alone * 1000:.1f} ms with {FEW} departments, {together * 1000:.1f} ms with {MANY}: {together / alone:.2f} times")
    assert together <= 3 * alone
