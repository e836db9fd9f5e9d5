"""Whoever gives the product's commands in the name of nobody, or of somebody without the right, is found in each chain, the city's too."""

from datetime import timedelta
from typing import Any

import pytest

from app.audit.chain_break import Break
from app.audit.city_record import KNOWN_FOR
from app.audit.verify_chains import verify_chain, verify_chains
from app.domain.actor import CLOCK, SYSTEM, Actor, Holding
from app.domain.roles import ROLES
from app.service.add_comment import AddComment
from app.service.assign_task import AssignTask
from app.service.change_roles import ChangeRoles
from app.service.complete_task import CompleteTask
from app.service.correlate_message import CorrelateMessage
from app.service.decide_disposal import DecideDisposal
from app.service.disable_account import DisableAccount
from app.service.enable_account import EnableAccount
from app.service.end_leave import EndLeave
from app.service.enter_calendar_year import EnterCalendarYear
from app.service.enter_leave import EnterLeave
from app.service.propose_disposal import ProposeDisposal
from app.service.publish_message import PublishMessage
from app.service.register_account import RegisterAccount
from app.service.register_unit import RegisterUnit
from app.service.set_variables import SetVariables
from app.service.work import Command
from tests.audit.test_forged_disposal import forge
from tests.builders.city import MONDAY, City
from tests.builders.correspondence import NAME, waits_at_the_border
from tests.builders.kept_errand import LATER, ended
from tests.service.rows import case_at_handle

OPERATOR = frozenset({Holding("operator")})
ALL = frozenset(Holding(role) for role in ROLES)
YEAR = {
    "year": 2031, "notice": "x", "holidays": ["2031-01-01"], "makeUpDays": [],
    "hours": [{"from": "01-01", "to": "12-31", "spans": ["08:30-12:00", "13:30-17:30"]}],
}  # fmt: skip


@pytest.fixture
def city(sqlite_city: City) -> City:
    """Return a city on SQLite: what is asked is asked of the events alone."""
    return sqlite_city


def posing(name: str) -> Actor:
    """Return an actor as a script makes one, with whatever roles the door asks for."""
    return Actor(name, "", ALL, everything=True)


def told(city: City, key: int = 0) -> tuple[Break, ...]:
    with city.database.read() as store:
        found = verify_chains(store).breaks
        alone = verify_chain(store, str(key)).first_bad
        assert alone in found or alone is None
        return found


def last(city: City, key: int = 0) -> int:
    return len(city.events(key))


@pytest.mark.parametrize(
    ("command", "who", "reason"),
    [
        (RegisterAccount("g-one", "x", None, ((Holding("hotline"), "A"),)), "ghost-1", "actor"),
        (RegisterAccount("g-one", "x", None, ((Holding("hotline"), "A"),)), "hotline", "actor_right"),
        (ChangeRoles("operator", add=((Holding("mayor"), "A"),)), "admin", "actor_right"),
        (ChangeRoles("hotline", add=((Holding("mayor"), "A"),)), "demo", "actor_right"),
        (EnterCalendarYear(YEAR, "x"), "hotline", "actor_right"),
        (PublishMessage(NAME, "n", 0), "hotline", "actor_right"),
        (EnterLeave("hotline", MONDAY, MONDAY + timedelta(days=90), "x"), "handler-health", "actor_right"),
        (RegisterUnit("new-bureau", "新局"), "cli:ghost-1", "actor"),
        (RegisterUnit("new-bureau", "新局"), "system", "actor"),
    ],
)  # fmt: skip
def test_the_city_is_changed_by_nobody_but_those_who_may(city: City, command: Command, who: str, reason: str) -> None:
    city.deploy({"waiter.bpmn": waits_at_the_border()})
    assert told(city) == ()
    city.do(command, posing(who))
    assert told(city) == (Break("0", last(city), reason),)


def test_nobody_deploys_nothing(city: City) -> None:
    city.deploy({"waiter.bpmn": waits_at_the_border()}, posing("ghost-1"))  # type: ignore[arg-type]  # an actor, whose account there is not
    assert told(city) == (Break("0", last(city), "actor"),)


@pytest.mark.parametrize(("who", "reason"), [("security", "actor_right"), ("cli:security", "actor_right"), ("security-2", "")])
def test_nobody_changes_their_own_roles(city: City, who: str, reason: str) -> None:
    city.do(RegisterAccount("security-2", "x", None, ()), "admin")
    city.do(ChangeRoles("security-2", add=((Holding("security-admin"), "A"),)), "security")
    seq = forge(city, 0, "roles_changed", who, account="security", added=[], removed=[])
    assert told(city) == ((Break("0", seq, reason),) if reason else ())


@pytest.mark.parametrize(
    ("who", "reason"),
    [("ghost-1", "actor"), ("cli:ghost-1", "actor"), ("auditor", "actor_right"), ("system", "actor"), ("public", "actor")],
)
def test_nobody_comments_on_a_case(city: City, who: str, reason: str) -> None:
    case = case_at_handle(city)
    city.do(AddComment(case, "words"), "demo")
    assert told(city, case) == ()
    city.do(AddComment(case, "words"), Actor(who, "", OPERATOR))
    assert told(city, case) == (Break(str(case), last(city, case), reason),)


@pytest.mark.parametrize(("who", "reason"), [("operator", ""), ("cli:operator", ""), ("hotline", "actor_right"), ("ghost-1", "actor")])
def test_an_operators_command_wants_an_operator(city: City, who: str, reason: str) -> None:
    case = case_at_handle(city)
    city.do(SetVariables(case, {"amount": 7}, True, "r"), posing(who))
    assert told(city, case) == ((Break(str(case), last(city, case), reason),) if reason else ())


@pytest.mark.parametrize("who", [SYSTEM, CLOCK])
def test_the_system_brings_no_message_that_nobody_sent(city: City, who: Actor) -> None:
    city.deploy({"waiter.bpmn": waits_at_the_border()})
    waiting = city.start("bordering", number="n-1")
    city.do(CorrelateMessage(waiting, NAME, "n-1"), who)
    assert told(city, waiting) == (Break(str(waiting), last(city, waiting), "actor"),)


def test_a_mark_that_lies_within_another_fact_lets_nobody_bring_a_message(city: City) -> None:
    case = case_at_handle(city)
    seq = forge(city, case, "notice_given", "system", at=MONDAY, command="correlate_message", x={"fact": "message_taken"})
    assert told(city, case) == (Break(str(case), seq, "actor"),)


def test_a_message_that_an_operator_sent_is_brought_by_the_system(city: City) -> None:
    city.deploy({"waiter.bpmn": waits_at_the_border()})
    waiting = city.start("bordering", number="n-1")
    city.do(PublishMessage(NAME, "n-1", 0), "operator")
    assert city.events(waiting)[-1]["actor"] == "system"
    assert told(city, waiting) == ()


@pytest.mark.parametrize("how", ["disabled", "role taken away"])
def test_rights_count_as_of_the_event_and_for_a_moment_after(city: City, how: str) -> None:
    case = case_at_handle(city)

    def does() -> None:
        city.do(SetVariables(case, {"amount": 7}, True, "r"), posing("operator"))

    change: Any = DisableAccount("operator") if how == "disabled" else ChangeRoles("operator", remove=(Holding("operator"),))
    back: Any = EnableAccount("operator", "x") if how == "disabled" else ChangeRoles("operator", add=((Holding("operator"), "A"),))
    does()
    city.at(timedelta(hours=1))
    city.do(change, "security")
    city.at(timedelta(hours=1) + KNOWN_FOR / 2)
    does()
    city.at(timedelta(hours=3))
    city.do(back, "security")
    does()
    assert told(city, case) == ()
    city.at(timedelta(hours=4))
    city.do(change, "security")
    city.at(timedelta(hours=5))
    does()
    assert told(city, case) == (Break(str(case), last(city, case), "actor" if how == "disabled" else "actor_right"),)


def test_an_account_that_was_registered_later_did_nothing_before(city: City) -> None:
    case = case_at_handle(city)
    city.do(AddComment(case, "words"), Actor("late-one", "", OPERATOR))
    city.at(timedelta(hours=1))
    city.do(RegisterAccount("late-one", "x", None, ()), "admin")
    assert told(city, case) == (Break(str(case), last(city, case), "actor"),)


def test_two_who_register_themselves_and_erase_a_case_are_found_where_they_came_from(city: City) -> None:
    case = ended(city)
    city.do(RegisterAccount("g-one", "x", None, ((Holding("hotline"), "A"),)), Actor("ghost-1", "", ALL))
    first = last(city)
    city.do(RegisterAccount("g-two", "x", None, ((Holding("mayor"), "A"),)), Actor("ghost-1", "", ALL))
    city.do(ChangeRoles("g-two", ((Holding("security-admin"), "A"),), (Holding("mayor"),)), Actor("ghost-2", "", ALL))
    city.at(LATER + timedelta(hours=1))
    city.do(ProposeDisposal(case, "erase", "x"), Actor("g-one", "", frozenset({Holding("hotline")})))
    city.do(DecideDisposal(case, "erase", True), Actor("g-two", "", frozenset({Holding("security-admin")})))
    assert told(city, case) == (Break("0", first, "actor"),)


def test_a_step_is_done_by_somebody_of_the_city(city: City) -> None:
    case = case_at_handle(city)
    city.do(CompleteTask(city.task(case, "handle"), {"said": "done"}), Actor("ghost-1", "", ALL, everything=True))
    assert told(city, case) == (Break(str(case), last(city, case), "actor"),)


@pytest.mark.parametrize("who", ["investment", "handler-housing", "mayor-deputy", "auditor", "operator"])
def test_a_step_is_done_by_somebody_to_whom_it_was_offered(city: City, who: str) -> None:
    case = case_at_handle(city)
    city.do(CompleteTask(city.task(case, "handle"), {"said": "done"}), posing(who))
    assert told(city, case) == (Break(str(case), last(city, case), "actor_right"),)


@pytest.mark.parametrize(("who", "to"), [("investment", "investment"), ("investment", "handler-health"), ("handler-housing", "demo")])
def test_a_step_is_given_by_somebody_whose_it_is_to_give(city: City, who: str, to: str) -> None:
    case = case_at_handle(city)
    city.do(AssignTask(city.task(case, "handle"), to), posing(who))
    assert told(city, case) == (Break(str(case), last(city, case), "actor_right"),)


def test_nobody_acts_in_the_place_of_somebody_who_is_there(city: City) -> None:
    case = case_at_handle(city)
    city.do(AddComment(case, "words"), Actor("hotline", "", OPERATOR, acting_for="handler-health"))
    assert told(city, case) == (Break(str(case), last(city, case), "actor_right"),)


@pytest.mark.parametrize("ends", ["leave", "account"])
def test_a_substitute_whose_absent_one_comes_back_or_goes_in_the_same_instant_did_right(city: City, ends: str) -> None:
    case = case_at_handle(city)
    task = city.task(case, "handle")
    leave = city.do(EnterLeave("handler-health", MONDAY, MONDAY + timedelta(days=2), "年休假"), "handler-health")
    city.do(AssignTask(task, "handler-health-b"), "handler-health-b")
    city.do(CompleteTask(task, {"said": "done"}), "handler-health-b")
    if ends == "leave":
        city.do(EndLeave(int(leave["id"])), "handler-health")
    else:
        city.do(DisableAccount("handler-health"), "security")
    assert told(city, case) == ()


def test_who_was_registered_while_a_clock_ran_minutes_fast_did_right_after_it_was_put_right(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, other = case_at_handle(city), case_at_handle(city)

    def by_a_clock_that_is(ahead: timedelta, command: Command, who: str) -> None:
        monkeypatch.setattr(city.door, "clock", lambda _store: MONDAY + ahead)
        city.do(command, who)

    fast = timedelta(minutes=2)
    by_a_clock_that_is(fast, RegisterAccount("new-clerk", "新来", None, ((Holding("handler", "health-bureau"), "A"),)), "admin")
    by_a_clock_that_is(fast, EnterLeave("handler-health", MONDAY, MONDAY + timedelta(days=2), "年休假"), "handler-health")
    by_a_clock_that_is(timedelta(seconds=1), AssignTask(city.task(case, "handle"), "new-clerk"), "new-clerk")
    by_a_clock_that_is(timedelta(seconds=2), AssignTask(city.task(other, "handle"), "handler-health-b"), "handler-health-b")
    assert told(city, case) == ()
    assert told(city, other) == ()
