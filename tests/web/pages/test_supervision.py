"""Supervision: running work by unit, procedure and light; each number leads to the rows that it counts; urging from there."""

import re
from html import unescape

import pytest

from app.domain.instant import instant_text
from app.service.pin_clock import pin_clock
from tests.domain.city_time import at
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import ASSIGNED, LETTER, Desk, desk, words

OVERVIEW, WORK = "/supervision", "/supervision/work"


@pytest.fixture(scope="module")
def numbers(either_api: ApiCity) -> list[str]:
    """Four letters: two with the health bureau, overdue; one with the housing bureau, in time; one with the hotline."""
    found = []
    for topic, unit in (("第一封", "health-bureau"), ("第二封", "health-bureau"), ("第三封", "housing-bureau"), ("第四封", "")):
        if topic == "第三封":
            later(either_api, "2026-12-11 09:00")
        instance = either_api.start("citizen-letter", who="hotline", **{**LETTER, "topic": topic})
        if unit:
            task = either_api.task(instance)
            either_api.post(f"/v2/user-tasks/{task}/completion", {"variables": {**ASSIGNED, "unit": unit}}, 204, who="hotline")
        found.append(either_api.number(instance))
    return found


def later(api: ApiCity, when: str) -> None:
    """Let the city's clock go on, and what falls due until then take effect."""
    api.duban.door.keep(pin_clock, at(when))
    for case in api.rows("SELECT key FROM process_instance WHERE parent_key IS NULL"):
        api.duban.door.fire_due(case["key"])


@pytest.fixture
def supervisor(either_api: ApiCity) -> Desk:
    return desk(either_api, "inspection")


def keys(page: str) -> list[str]:
    return re.findall(r'name="key" value="(\d+)"', page)


def counted(page: str) -> dict[str, int]:
    """Return each number of the page that leads to a list, by the address of the list."""
    found = re.findall(r'<a class="[^"]*" href="(/supervision/work[^"]*)"[^>]*>(.*?)</a>', page, flags=re.S)
    return {unescape(href): int(number[1]) for href, text in found if (number := re.search(r"(\d+)\s*(?:\S.*)?$", words(text)))}


def test_each_number_leads_to_the_rows_that_it_counts(numbers: list[str], supervisor: Desk) -> None:
    page = supervisor.get(OVERVIEW)
    links = {href: number for href, number in counted(page).items() if "late=" not in href}
    assert len(links) > 8
    for href, number in links.items():
        if href != f"{WORK}?light=red" or number:
            assert len(keys(supervisor.get(href))) == number, href


def test_the_lights_stand_by_unit_with_how_long_the_oldest_is_overdue(numbers: list[str], supervisor: Desk) -> None:
    said = words(supervisor.get(OVERVIEW))
    assert re.search(r"市卫健局 2 超期 超期 \d 个工作日 0 0 0 2 \d", said)
    assert re.search(r"市住建局 0 - 1 临期 0 0 1 .{1,70}? 0 ", said)
    assert re.search(r"政务热线办公室 0 - 0 1 正常 0 1 - - 0", said)
    assert "群众来信来话 2 超期" in said
    one = words(supervisor.get(f"{OVERVIEW}?unit=health-bureau"))
    assert "第一封" in one
    assert "第三封" not in one


def test_what_is_overdue_is_told_apart_by_working_days(numbers: list[str], supervisor: Desk) -> None:
    whole = supervisor.get(f"{WORK}?light=red")
    days = max(int(found) for found in re.findall(r"超期 (\d+) 个工作日", whole))
    for least in (1, 3, 5, 10):
        assert len(keys(supervisor.get(f"{WORK}?late={least}"))) == (2 if days >= least else 0), least


def test_what_turns_red_next_is_counted_to_the_end_of_the_day(either_api: ApiCity, numbers: list[str], supervisor: Desk) -> None:
    due = either_api.rows(
        "SELECT deadline_at FROM user_task WHERE state = 'CREATED' AND deadline_state = 'running' AND light <> 'red' ORDER BY 1"
    )
    ends = {"today": "2026-12-12 00:00", "next": "2026-12-15 00:00", "three": "2026-12-17 00:00"}
    for span, end in ends.items():
        until = sum(row["deadline_at"] < instant_text(at(end)) for row in due)
        assert len(keys(supervisor.get(f"{WORK}?span={span}"))) == until, span
    assert sum(row["deadline_at"] < instant_text(at(ends["three"])) for row in due) == 1


def test_several_are_urged_from_there_with_one_reason(either_api: ApiCity, numbers: list[str], supervisor: Desk) -> None:
    tasks = keys(supervisor.get(f"{OVERVIEW}?unit=health-bureau"))
    assert len(tasks) == 2
    asked = supervisor.follow(supervisor.send("/tasks/bulk", action="urge", key=tasks, next=f"{OVERVIEW}?unit=health-bureau"))
    assert "催办 2 件" in words(asked)
    done = supervisor.send("/tasks/bulk/urge", key=tasks, reason="已超期多日", next=f"{OVERVIEW}?unit=health-bureau")
    shown = words(supervisor.follow(done))
    assert "2 件已催办" in shown
    assert shown.count("催办 1 次，最近") == 2
    assert "催办" in words(desk(either_api, "head-health").get("/notices"))


@pytest.mark.parametrize(("who", "status"), [
    ("inspection", 200), ("supervision", 200), ("auditor", 200), ("mayor-deputy", 200), ("office", 200), ("head-health", 200),
    ("handler-health", 403), ("hotline", 403), ("admin", 403), ("designer", 403),
])  # fmt: skip
def test_supervisors_leaders_and_heads_of_units_look_at_it(either_api: ApiCity, numbers: list[str], who: str, status: int) -> None:
    desk(either_api, who).get(OVERVIEW, status)
    desk(either_api, who).get(WORK, status)


def test_the_head_of_a_unit_sees_its_own_work_and_urges_nobody(either_api: ApiCity, numbers: list[str]) -> None:
    head = desk(either_api, "head-health")
    for page in (head.get(OVERVIEW), head.get(WORK), head.get(f"{WORK}?unit=housing-bureau")):
        assert numbers[2] not in page
        assert numbers[3] not in page
        assert keys(page) == []
    assert "第一封" in head.get(WORK)


def test_a_leader_who_may_not_see_the_case_reads_its_number_and_no_title(either_api: ApiCity, numbers: list[str]) -> None:
    page = desk(either_api, "mayor-deputy").get(WORK)
    assert numbers[0] in page
    assert "第一封" not in page


def test_secret_cases_are_left_out_of_numbers_and_lists(either_api: ApiCity, numbers: list[str]) -> None:
    either_api.duban.door.keep(lambda store: store.run("UPDATE process_instance SET secret = 1 WHERE receipt_number = :n", n=numbers[2]))
    try:
        for who in ("inspection", "auditor", "demo"):
            window = desk(either_api, who)
            assert "市住建局" not in words(window.get(OVERVIEW)).partition("按流程")[0]
            assert numbers[2] not in window.get(WORK)
    finally:
        either_api.duban.door.keep(
            lambda store: store.run("UPDATE process_instance SET secret = 0 WHERE receipt_number = :n", n=numbers[2])
        )


@pytest.mark.parametrize("asked", ["process=nothing", "span=never", "late=2", "light=pink", "page=x", "unit=a&unit=b"])
def test_what_there_is_not_is_refused_in_words(numbers: list[str], supervisor: Desk, asked: str) -> None:
    supervisor.get(f"{WORK}?{asked}", 400)


def test_the_rate_of_the_month_stands_with_each_unit_and_in_the_spreadsheet(
    either_api: ApiCity, numbers: list[str], supervisor: Desk
) -> None:
    page = supervisor.get(OVERVIEW)
    said = words(page)
    assert re.search(r"本月按时率 \d+\.\d%", said)
    assert re.search(r"\d+ / \d+ 个期限", said)
    assert 'class="spark"' in page
    answer = supervisor.client.get(f"{OVERVIEW}.xlsx")
    assert answer.data.startswith(b"PK")
    assert desk(either_api, "handler-health").client.get(f"{OVERVIEW}.xlsx").status_code == 403
    other = words(desk(either_api, "head-housing").get(f"{OVERVIEW}?unit=health-bureau"))
    assert "本月按时率" not in other
