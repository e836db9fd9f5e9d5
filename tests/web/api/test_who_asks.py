"""GET /v2/authentication/me: the groups and roles of who asks are those by which tasks are found."""

from app.domain.demo_city import UNITS
from app.domain.roles import ADMINISTRATORS, CITY_ROLES, is_group
from tests.fixtures.api_city import ApiCity


def test_a_person_has_the_groups_and_roles_held(api: ApiCity) -> None:
    told = api.get("/v2/authentication/me", who="handler-health")
    assert (told["groups"], told["roles"]) == (["handler@health-bureau"], ["handler"])


def test_a_member_of_every_group_is_told_every_group_of_the_city(api: ApiCity) -> None:
    told = api.get("/v2/authentication/me")
    assert {*CITY_ROLES, *(f"handler@{unit}" for unit, _ in UNITS)} <= set(told["groups"])
    assert [group for group in told["groups"] if not is_group(group)] == []
    assert {"hotline", "handler"} <= set(told["roles"])
    assert not ADMINISTRATORS & set(told["roles"])
