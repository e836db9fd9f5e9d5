"""Who may see and do what: deny unless allowed."""

import pytest

from app.domain.actor import CLOCK, PUBLIC, SYSTEM, Actor, Holding
from app.domain.permissions import CaseSight, TaskSight, may_reassign, may_start, may_work_on, plays, require, require_holding, sees_case
from app.domain.rejection import Rejection
from app.domain.roles import ADMINISTRATORS, CITY_ROLES, ROLES, SYSTEM_ROLES, UNIT_ROLES, is_group

DEMO = Actor("demo", everything=True)
CASE = CaseSight(frozenset({"wang"}), frozenset({"handler@health-bureau"}), "hotline", "li")


def holder(*groups: str, account: str = "somebody") -> Actor:
    return Actor(account, holdings=frozenset(Holding(*group.partition("@")[::2]) for group in groups))


@pytest.mark.parametrize(
    ("actor", "sees"),
    [
        (holder(account="wang"), True),
        (holder(account="li"), True),
        (holder("hotline"), True),
        (holder("handler@health-bureau"), True),
        (holder("unit-head@health-bureau"), True),
        (holder("inspection-office"), True),
        (holder("supervision-bureau"), True),
        (holder("operator"), True),
        (holder("auditor"), True),
        (DEMO, True),
        (holder("handler@housing-bureau"), False),
        (holder("unit-head@housing-bureau"), False),
        (holder("designer"), False),
        (holder("system-admin"), False),
        (holder("security-admin"), False),
        (holder("legal-office"), False),
        (holder(), False),
        (PUBLIC, False),
    ],
    ids=lambda value: str(getattr(value, "groups", value) or getattr(value, "account", "")),
)
def test_a_case_is_seen_by_who_has_to_do_with_it(actor: Actor, sees: bool) -> None:
    assert sees_case(actor, CASE) is sees


@pytest.mark.parametrize(
    "actor", [holder("hotline"), holder("operator"), holder("inspection-office"), holder("handler@health-bureau"), DEMO]
)
def test_a_secret_case_is_seen_only_by_those_named_in_it_and_the_auditor(actor: Actor) -> None:
    secret = CaseSight(CASE.accounts, CASE.groups, CASE.owner, CASE.started_by, secret=True)
    assert not sees_case(actor, secret)
    assert sees_case(holder(account="wang"), secret)
    assert sees_case(holder("auditor"), secret)


def test_a_task_that_somebody_holds_is_worked_on_by_the_holder_alone() -> None:
    held = TaskSight("wang", frozenset(), frozenset({"hotline"}))
    assert may_work_on(holder(account="wang"), held)
    assert not may_work_on(holder("hotline"), held)
    assert not may_work_on(DEMO, held)


def test_holding_a_role_in_a_unit_is_not_holding_it_in_the_city() -> None:
    task = TaskSight(None, frozenset(), frozenset({"handler"}))
    assert not may_work_on(holder("handler@health-bureau"), task)
    assert may_work_on(holder("handler"), task)


def test_a_unit_head_reassigns_within_the_unit_alone() -> None:
    task = TaskSight(None, frozenset(), frozenset({"handler@health-bureau"}))
    assert may_reassign(holder("unit-head@health-bureau"), task, None)
    assert not may_reassign(holder("unit-head@housing-bureau"), task, None)
    assert not may_reassign(holder("handler@health-bureau"), task, None)


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
def test_the_demo_account_is_no_administrator(role: str) -> None:
    assert not plays(DEMO, role)
    with pytest.raises(Rejection):
        require_holding(DEMO, [role], "do it")
    assert all(plays(DEMO, other) for other in ROLES - ADMINISTRATORS)


def test_a_missing_role_is_named() -> None:
    with pytest.raises(Rejection, match="Process designer / Operator"):
        require(holder("hotline"), ("designer", "operator"), "publish")


@pytest.mark.parametrize(
    ("actor", "starters", "public", "may"),
    [
        (PUBLIC, ("hotline",), True, True),
        (PUBLIC, (), False, False),
        (CLOCK, ("hotline",), False, True),
        (SYSTEM, (), False, True),
        (holder("hotline"), ("hotline",), False, True),
        (holder("legal-office"), ("hotline",), False, False),
        (holder("legal-office"), (), False, True),
        (holder(), (), False, False),
        (DEMO, ("hotline",), False, True),
    ],
)
def test_a_process_is_started_by_whom_its_start_names(actor: Actor, starters: tuple[str, ...], public: bool, may: bool) -> None:
    assert may_start(actor, starters, public=public) is may


def test_groups_of_diagrams_are_roles_of_the_city_or_of_a_unit() -> None:
    assert all(is_group(role) for role in CITY_ROLES)
    assert all(is_group(f"{role}@health-bureau") and not is_group(role) for role in UNIT_ROLES)
    assert not any(is_group(group) for group in (*ADMINISTRATORS, "hotline@health-bureau", "handler@", "nobody", ""))
    assert ROLES == CITY_ROLES | UNIT_ROLES | SYSTEM_ROLES
