"""A limit whose provisional day has passed is neither late nor lapsed: pages say that this is to be settled, and why. Procedures, 1."""

import io
from collections.abc import Callable

import openpyxl
import pytest

from app.domain.actor import SYSTEM, Actor
from app.service.enter_calendar_year import EnterCalendarYear
from app.service.pin_clock import pin_clock
from app.service.resume_clock import ResumeClock
from app.service.suspend_clock import SuspendClock
from tests.builders.drawing import boundary, date, end, path, process, properties, start, user, z
from tests.domain.city_time import YEAR_2027, at
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import Desk, desk, words
from tests.web.pages.test_dossier import printed, text_of

WHY = "待定：2027 年的放假安排还没有公布"
DEMO = Actor("demo", "demo", everything=True)
HANDLER = z("assignmentDefinition", candidateGroups="handler@health-bureau")


def asked(name: str, **more: str) -> bytes:
    limit = properties(deadline__length="5", deadline__unit="working day", deadline__suspendable="true", deadline__article="34", **more)
    timers = [boundary("lapse", "reply", date("=deadline")), user("after", HANDLER), end("e2")] if more else []
    return process(
        name, start(), user("reply", HANDLER, limit), *timers, end("e1"), path("s reply e1"), *([path("lapse after e2")] if more else [])
    )


@pytest.fixture
def city(make_api: Callable[..., ApiCity]) -> ApiCity:
    api = make_api()
    files = {"silent.bpmn": asked("silent", deadline__silence="consent"), "plain.bpmn": asked("plain")}
    assert api.deploy(dict(files)).status_code == 200
    return api


def begun(city: ApiCity, process_id: str, when: str) -> tuple[str, str, str]:
    city.duban.door.keep(pin_clock, at(when))
    case = city.start(process_id)
    return case, city.number(case), city.task(case)


def wait(city: ApiCity, case: str, when: str) -> None:
    city.duban.door.keep(pin_clock, at(when))
    while city.duban.door.fire_due(int(case)):
        pass


def sheet(person: Desk, address: str) -> str:
    answer = person.client.get(address)
    assert answer.status_code == 200
    rows = openpyxl.load_workbook(io.BytesIO(answer.data)).active.iter_rows(values_only=True)
    return "\n".join(" ".join(str(cell) for cell in row if cell is not None) for row in rows)


def test_where_silence_counts_it_is_to_be_settled_on_every_page_and_late_on_none(city: ApiCity) -> None:
    case, number, task = begun(city, "silent", "2026-12-28 09:00")
    wait(city, case, "2027-01-06 10:00")
    person, inspector = desk(city, "handler-health"), desk(city, "inspection")
    for page in (f"/cases/{number}", f"/tasks/{task}", f"/cases/{number}/deadlines/{task}", "/work-list?view=all&light=pending"):
        said = words(person.get(page))
        assert WHY in said, page
        assert "超期 " not in said.replace("超期 0", ""), page
    assert "现在答复仍算按时" in words(person.get(f"/cases/{number}/deadlines/{task}"))
    assert "daygrid__day--late" not in person.get(f"/cases/{number}/deadlines/{task}")
    assert number not in person.get("/work-list?view=all&light=red")
    assert "「reply」的暂定期限已过，不产生效力" in words(person.get(f"/cases/{number}?tab=history"))
    assert WHY in words(inspector.get("/supervision/work?light=pending"))
    assert number not in inspector.get("/supervision/work?light=red")
    overview = inspector.get("/supervision")
    assert "正常 暂停计时 待定 在办" in words(overview)
    assert overview.count("/supervision/work?unit=health-bureau&amp;light=pending") == 1
    assert overview.count("bar__grey") == 2
    assert any("待定" in line for line in sheet(person, "/work-list.xlsx?view=all").splitlines() if number in line)
    assert city.get(f"/casework/v1/cases/{number}/deadlines")["items"][0]["state"] == "pending"
    listed = city.get("/casework/v1/work-list?view=all&light=pending", who="handler-health")["items"]
    assert [(one["receiptNumber"], one["deadlineState"]) for one in listed] == [(number, "pending")]
    assert WHY.replace(" ", "") in text_of(printed(city, number)).replace(" ", "")
    city.post(f"/v2/user-tasks/{task}/completion", {"variables": {}}, 204)
    ended = person.get(f"/cases/{number}/deadlines/{task}")
    assert "按时办结" in words(ended)
    assert "daygrid__day--late" not in ended


def test_what_is_missed_by_a_provisional_day_is_late_and_says_that_the_notice_may_undo_it(city: ApiCity) -> None:
    case, number, task = begun(city, "plain", "2026-12-28 09:00")
    wait(city, case, "2027-01-05 16:00")
    person = desk(city, "handler-health")
    for page in (f"/cases/{number}", f"/tasks/{task}", f"/cases/{number}/deadlines/{task}"):
        assert f"超期 6 小时，{WHY}" in words(person.get(page)), page
    assert f"超期，{WHY}".replace(" ", "") in text_of(printed(city, number)).replace(" ", "")
    city.duban.door.execute(EnterCalendarYear(YEAR_2027), SYSTEM)
    city.post(f"/v2/user-tasks/{task}/completion", {"variables": {}}, 204)
    assert "按时办结" in words(person.get(f"/cases/{number}/deadlines/{task}"))


def test_the_pane_of_a_lapsed_task_says_the_consent_and_every_day_left_out(city: ApiCity) -> None:
    """Received on Monday, 7 December; the clock stands on Tuesday and Wednesday: five days are up on Wednesday, 16 December."""
    case, _, task = begun(city, "silent", "2026-12-07 09:00")
    for when, command in (
        ("2026-12-08 09:00", SuspendClock(int(case), int(task), "补充材料")),
        ("2026-12-10 09:00", ResumeClock(int(case), int(task), "材料已补")),
    ):
        city.duban.door.keep(pin_clock, at(when))
        city.duban.door.execute(command, DEMO)
    wait(city, case, "2026-12-20 09:00")
    said = words(desk(city, "handler-health").get(f"/tasks/{task}"))
    assert "12月7日 受理，当日不计。5 日已全部用完，视为同意。不计：2 个休息日，暂停计时 2 个工作日。" in said, said
    assert "超期" not in said.partition("5 日已全部用完")[2][:60]
