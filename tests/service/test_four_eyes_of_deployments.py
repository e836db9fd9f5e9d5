"""A deployment of one designer takes effect when a second one deploys the same files."""

import pytest

from app.domain.actor import Actor, Holding
from app.domain.rejection import Rejection
from app.service.deploy_definition import DeployDefinition
from app.service.register_account import RegisterAccount
from tests.builders.city import PASSWORD_HASH, City
from tests.builders.errand import PROCESS, errand

NEWER = {"errand.bpmn": errand("差事（二版）")}


@pytest.fixture
def watched(city: City) -> City:
    """The city with four eyes at deployments and two designers."""
    city.surroundings.publish_four_eyes = True
    city.do(RegisterAccount("designer-two", "何平", PASSWORD_HASH, ((Holding("designer"), "B"),)), "system")
    return city


def version_used(city: City) -> int:
    key = city.start(PROCESS)
    return int(
        city.value("SELECT d.version FROM process_instance p JOIN definition d ON d.key = p.definition_key WHERE p.key = :key", key=key)
    )


def test_one_designer_alone_changes_nothing_for_new_cases(watched: City) -> None:
    assert watched.deploy(NEWER)["resources"][0]["state"] == "pending"
    assert version_used(watched) == 1
    again = watched.deploy(NEWER)["resources"][0]
    assert (again["state"], again["isNew"]) == ("pending", False), "the same person is no second one"
    assert version_used(watched) == 1


def test_at_the_command_line_a_designer_is_the_same_person(watched: City) -> None:
    watched.deploy(NEWER)
    same = watched.actor("designer")
    answer = watched.do(DeployDefinition(NEWER), Actor(f"cli:{same.account}", same.name, same.holdings))
    assert answer["resources"][0]["state"] == "pending"
    assert version_used(watched) == 1


def test_a_second_designer_confirms_by_deploying_the_same_files(watched: City) -> None:
    watched.deploy(NEWER)
    (found,) = watched.deploy(NEWER, "designer-two")["resources"]
    assert (found["version"], found["isNew"], found["confirmed"], found["state"]) == (2, False, True, "active")
    assert version_used(watched) == 2
    assert watched.rows("SELECT DISTINCT state FROM deployment") == [{"state": "active"}]
    assert watched.events()[-1]["kind"] == "deployment_made"


def test_another_file_of_a_second_designer_confirms_nothing(watched: City) -> None:
    watched.deploy(NEWER)
    (found,) = watched.deploy({"errand.bpmn": errand("差事（三版）")}, "designer-two")["resources"]
    assert (found["version"], found["state"]) == (3, "pending")
    assert version_used(watched) == 1
    with pytest.raises(Rejection):
        watched.deploy(NEWER, "hotline")
