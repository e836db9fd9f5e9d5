"""What was done late says so, and by how much: in the history, on the task and day by day."""

from app.service.pin_clock import pin_clock
from tests.domain.city_time import at
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import ASSIGNED, LETTER, desk, words


def test_what_is_to_be_done_at_once_names_its_article_and_its_grace(api: ApiCity) -> None:
    """The letter is assigned on Tuesday, 24 November, at 10:42: signing for it is due at once, with two office hours of grace."""
    case = api.start("citizen-letter", **LETTER)
    api.post(f"/v2/user-tasks/{api.task(case)}/completion", {"variables": ASSIGNED}, 204)
    page = words(desk(api, "demo").get(f"/cases/{api.number(case)}/deadlines/{api.task(case)}"))
    assert "须立即办理，依《意见》第11条。" in page
    assert "2 个办公小时的宽限： 今天 14:12 起算超期" in page


def test_a_step_done_in_time_is_not_said_to_be_late(api: ApiCity) -> None:
    case = api.start("citizen-letter", **LETTER)
    api.post(f"/v2/user-tasks/{api.task(case)}/completion", {"variables": ASSIGNED}, 204)
    assert "超期办结" not in words(desk(api, "demo").get(f"/cases/{api.number(case)}?tab=history"))


def test_a_step_done_late_says_by_how_much(api: ApiCity) -> None:
    """A letter of Tuesday, 24 November, is to be assigned within seven working days, by Thursday week; it is on Tuesday after."""
    person, case = desk(api, "demo"), api.start("citizen-letter", **LETTER)
    task, number = api.task(case), api.number(case)
    address = f"/cases/{number}/deadlines/{task}"
    api.duban.door.keep(pin_clock, at("2026-12-08 16:00"))
    overdue = person.get(address)
    assert overdue.count("daygrid__day--late") == 3
    assert overdue.count("daygrid__day--today") == 1
    assert "超期（第几个工作日）" in words(overdue)
    assert "未到" not in words(overdue)
    api.post(f"/v2/user-tasks/{task}/completion", {"variables": ASSIGNED}, 204)
    assert "结束时超期 2 个工作日" in words(person.get(f"/tasks/{task}"))
    history = words(person.get(f"/cases/{number}?tab=history"))
    assert "超期办结：期限到 12月3日 17:30，超期 2 个工作日" in history
    assert "已办" in words(person.get(address))
    person.client.set_cookie("language", "en")
    assert "The clock found the deadline of Assign" in words(person.get(f"/cases/{number}?tab=history"))
