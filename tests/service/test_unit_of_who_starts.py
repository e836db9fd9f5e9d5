"""A case is started for a unit of who starts it, where its diagram asks for that: another's would be lost to who entered it."""

import pytest

from app.domain.rejection import Rejection
from app.service.start_instance import StartInstance
from tests.builders.city import City
from tests.builders.drawing import end, ext, path, process, properties, start, user, z

GROUPS = "handler@health-bureau, handler@housing-bureau"


@pytest.fixture
def bureaus(city: City) -> City:
    """The city, with a process that a bureau starts for itself."""
    begin = start("s", ext(properties(candidateGroups=GROUPS, startUnit="unit")))
    work = user("work", z("assignmentDefinition", candidateGroups='="handler@" + unit'))
    city.deploy({"own.bpmn": process("own", ext(properties(owner="hotline")), begin, work, end("e"), path("s work e"))})
    return city


@pytest.mark.parametrize("unit", ["housing-bureau", None])
def test_somebody_of_another_unit_is_told_at_the_field_and_nothing_is_started(bureaus: City, unit: str | None) -> None:
    before = bureaus.dump()
    with pytest.raises(Rejection) as refused:
        bureaus.do(StartInstance("own", variables={"unit": unit}), "handler-health")
    assert (refused.value.code, list(refused.value.field_errors)) == ("bad_answers", ["unit"])
    assert bureaus.dump() == before


def test_one_s_own_unit_is_taken_and_who_does_everything_names_any(bureaus: City) -> None:
    bureaus.do(StartInstance("own", variables={"unit": "health-bureau"}), "handler-health")
    bureaus.do(StartInstance("own", variables={"unit": "housing-bureau"}), "demo")
    assert len(bureaus.rows("SELECT key FROM user_task WHERE element_id = 'work'")) == 2
