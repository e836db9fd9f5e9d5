"""How long cases stood at events that they waited for and in called processes, beside what people were asked."""

from datetime import timedelta

from app.queries.case_choice import CaseChoice
from app.queries.case_statistics import case_statistics
from app.queries.element_waits import Wait, element_waits
from app.service.cancel_instance import CancelInstance
from tests.builders.city import City
from tests.builders.drawing import call, catch, duration, end, path, process, start, user


def deployed(city: City) -> None:
    outer = process(
        "outer", start(), catch("paused", duration("PT3H")), call("asked", "inner"), user("last"), end(), path("s paused asked last e")
    )
    inner = process("inner", start(), user("answer"), end(), path("s answer e"))
    city.deploy({"outer.bpmn": outer, "inner.bpmn": inner})


def test_events_and_calls_are_waits_and_what_is_asked_in_a_called_process_is_not(city: City) -> None:
    deployed(city)
    case, cancelled = city.start("outer"), city.start("outer")
    began = city.events(case)[0]["effective_at"]
    late = city.at(timedelta(hours=5))
    late.door.fire_due(case)
    fired = city.events(case)[-1]["effective_at"]
    late.do(CancelInstance(cancelled, "not needed"), "operator")
    late.at(timedelta(hours=6)).complete(case, "answer", "hotline")
    answered = city.events(case)[-1]["effective_at"]
    with city.database.read() as store:
        found = element_waits(store, [case, cancelled])
        assert element_waits(store, []) == {}
    assert found[case] == [Wait("paused", began, fired, came=True), Wait("asked", fired, answered, came=True)]
    # What was due before the end of the other took effect first: the call that followed was cancelled.
    paused, asked = found[cancelled]
    assert (paused.element_id, paused.ended, paused.came) == ("paused", fired, True)
    assert (asked.element_id, asked.ended is not None, asked.came) == ("asked", True, False)


def test_the_statistics_count_them_among_the_steps(city: City) -> None:
    deployed(city)
    first, _ = city.start("outer"), city.start("outer")
    city.at(timedelta(hours=3)).door.fire_due(first)
    with city.database.read() as store:
        found = case_statistics(store, city.surroundings, city.actor("auditor"), CaseChoice("outer"))
    steps = {step.element_id: step for step in found.steps}
    assert (steps["paused"].waits, steps["paused"].done, steps["paused"].open) == (True, 1, 1)
    assert steps["paused"].spread.at(50) == steps["paused"].spread.at(95)
    assert 0 < (steps["paused"].spread.at(50) or 0) <= 3 * 3600
    assert (steps["asked"].waits, steps["asked"].open, len(steps["asked"].spread)) == (True, 1, 0)
