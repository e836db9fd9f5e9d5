"""Whoever is away and whoever stands in: nobody stands on both sides of a step that asks for two pairs of eyes."""

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.actor import Holding
from app.domain.rejection import Rejection
from app.service.assign_task import AssignTask
from app.service.complete_task import CompleteTask
from app.service.end_leave import EndLeave
from app.service.enter_leave import EnterLeave
from app.service.register_account import RegisterAccount
from app.service.register_post import RegisterPost
from tests.builders.city import MONDAY, City
from tests.builders.errand import PROCESS

PEOPLE = ("both-1", "both-2", "both-3", "lead")
TAKE, HANDLE, HEAD = Holding("hotline"), Holding("handler", "health-bureau"), Holding("unit-head", "health-bureau")
STEPS = st.lists(
    st.tuples(st.sampled_from(("leave", "back", "claim", "complete", "complete")), st.sampled_from(PEOPLE), st.sampled_from(("", *PEOPLE))),
    min_size=4,
    max_size=14,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=STEPS)
def test_nobody_acts_on_both_sides_whoever_is_away(make_city: Callable[[str], City], steps: list[tuple[str, str, str]]) -> None:
    city = make_city("sqlite")
    roles = {"lead": (HEAD, TAKE)}
    for account in PEOPLE:
        holdings = tuple((holding, "B" if account == "both-2" else "A") for holding in roles.get(account, (TAKE, HANDLE)))
        city.do(RegisterAccount(account, account, None, holdings), "admin")
    city.do(RegisterPost(HANDLE, "办理", "both-1", "both-3"), "admin")
    case, leaves = city.start(PROCESS, topic="a leaking tap"), dict[str, int]()
    for place, (what, who, other) in enumerate(steps):
        city.at(timedelta(minutes=place))
        try:
            if what == "leave":
                command = EnterLeave(who, MONDAY, MONDAY + timedelta(days=3), "年休假", other or None)
                leaves[who] = int(city.do(command, who)["id"])
            elif what == "back" and who in leaves:
                city.do(EndLeave(leaves[who]), who)
            elif what in ("claim", "complete") and city.open(case):
                task = city.task(case, city.open(case)[0])
                answers = {"worth": 3, "note": "x"} if city.open(case) == ["take"] else {"said": "done"}
                city.do(AssignTask(task, who) if what == "claim" else CompleteTask(task, answers), who)
        except Rejection:
            continue
    done = city.rows(
        "SELECT completed_by, acting_for FROM user_task WHERE case_key = :case AND state = 'COMPLETED' ORDER BY key", case=case
    )
    sides = [{row["completed_by"], row["acting_for"]} - {None} for row in done]
    assert all(not one & other for one, other in pairwise(sides)), (steps, done)
    for event in city.events(case):
        assert event["acting_for"] != event["actor"]
