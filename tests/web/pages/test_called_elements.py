"""Steps of a process that runs beside a case and uses the ids of the case's own steps: neither is ever taken for the other."""

import re
from collections.abc import Callable

import pytest

from app.domain.actor import Actor
from app.queries.notices import notices
from tests.builders.commission import commission, extension_files
from tests.fixtures.api_city import DEMO, ApiCity
from tests.web.pages.desk import desk, words
from tests.web.pages.test_extension import ask, begun, go_to


@pytest.fixture
def city(make_api: Callable[..., ApiCity]) -> ApiCity:
    """A city whose commission has a step `decide` of its own, which comes after the work: the extension's step has the same id."""
    api = make_api()
    assert api.deploy({"commission.bpmn": commission().replace(b"check", b"decide"), **extension_files()}).status_code == 200
    return api


def granted(api: ApiCity) -> str:
    """Have an extension of the work asked for and granted; return the number of the case."""
    deadline, key = begun(api)
    ask(desk(api, "handler-health"), deadline)
    (task,) = api.rows("SELECT key FROM user_task WHERE case_key = :key AND element_id = 'decide'", key=int(key))
    said = {"decision": "approve", "newDate": "2026-12-08"}
    api.post(f"/v2/user-tasks/{task['key']}/completion", {"variables": said}, 204, who="director")
    return api.number(key)


def steps(page: str) -> dict[str, str]:
    """Return what the list beside the diagram says of each step."""
    return {id: words(said) for id, said in re.findall(r'<li class="step [^>]*data-step="([^"]*)"[^>]*>(.*?)</li>', page, flags=re.S)}


def test_a_decision_beside_the_case_is_not_shown_as_a_step_of_the_case(city: ApiCity) -> None:
    number = granted(city)
    found = steps(desk(city, "director").get(f"/cases/{number}?tab=diagram"))
    assert "正在这里" in found["work"]
    assert "未到" in found["decide"]
    assert "已办" not in found["decide"]


def test_a_reminder_names_the_step_of_the_process_that_it_is_of(city: ApiCity) -> None:
    deadline, key = begun(city)
    ask(desk(city, "handler-health"), deadline)
    go_to(city, "2026-12-03 09:00")
    while city.duban.door.fire_due(int(key)):
        pass
    page = words(desk(city, "director").get("/notices"))
    assert "审批延期" in page
    assert "核查" not in page
    found = city.duban.door.ask(notices, Actor("director", "director", holdings=DEMO.holdings, everything=True))
    assert {row["element_id"] for row in found.rows} == {"work", "decide"}
