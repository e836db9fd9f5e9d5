from typing import Any

import pytest

from tests.builders.drawing import boundary, duration, each, end, error, io, path, process, script, start, sub, user, xor
from tests.engine.drive import Drive, hours

MI: dict[str, Any] = {"collection": "=depts", "element": "dept", "output": "results", "result": "=opinion"}


@pytest.mark.parametrize("sequential", [False, True])
def test_items_of_a_user_task_with_a_null_item_and_results_in_order(sequential: bool) -> None:
    d = Drive(
        process("p", start(), user("m", io({"who": "=dept"}), loop=each(**MI, sequential=sequential)), user("z"), end(), path("s m z e")),
        depts=["a", None, "c"],
        opinion="of the process",
    )
    if sequential:
        for who in ("a", None, "c"):
            assert d.open() == ["m"]
            assert d.sees("m")["who"] == who
            d.do("m", opinion=f"by {who}", shared=who)
    else:
        assert [d.sees("m", n)["dept"] for n in range(3)] == ["a", None, "c"]
        assert d.sees("m", 1)["results"] == [None] * 3
        for n, who in ((2, "c"), (0, "a"), (0, None)):
            d.do("m", n, opinion=f"by {who}", shared=who)
    assert d.variables()["results"] == ["by a", "by None", "by c"]
    assert d.variables()["opinion"] == "of the process"
    assert "dept" not in d.variables()
    assert d.open() == ["z"]


@pytest.mark.parametrize("sequential", [False, True])
def test_a_looped_sub_process_is_entered_again_in_a_rework_loop(sequential: bool) -> None:
    inside = sub(
        "m",
        start("is"),
        user("ask"),
        script("say", "opinion", "=dept + text"),
        end("ie"),
        path("is ask say ie"),
        loop=each(**MI, sequential=sequential),
    )
    d = Drive(
        process("p", start(), user("r"), inside, user("dec"), xor("x", "x_e"), end(), path("s r m dec x r", x="again"), path("x e")),
        depts=["a", "b"],
    )
    for turn in range(3):
        d.do("r")
        d.do("ask", 0 if sequential else 1, text=f"!{turn}")
        d.do("ask", 0, text=f"?{turn}")
        assert d.variables()["results"] == ([f"a!{turn}", f"b?{turn}"] if sequential else [f"a?{turn}", f"b!{turn}"])
        d.do("dec", again=turn < 2)
    assert d.done


@pytest.mark.parametrize("inner", ["task", "sub"])
def test_a_completion_condition_sees_the_collection_and_cancels_the_rest(inner: str) -> None:
    loop = each(**MI, until='=opinion = "veto" or numberOfCompletedInstances >= 3 or count(results) = 99')
    looped = sub(
        "m", start("is"), user("ask"), end("ie"), path("is ask ie"), boundary("bt", "ask", duration("PT1H")), path("bt ie"), loop=loop
    )
    d = Drive(
        process("p", start(), user("m", loop=loop) if inner == "task" else looped, user("z"), end(), path("s m z e")), depts=list("abcd")
    )
    element = "m" if inner == "task" else "ask"
    d.do(element, 3, opinion="ok")
    d.do(element, 1, opinion="veto")
    assert d.open() == ["z"]
    assert d.variables()["results"] == [None, "veto", None, "ok"]
    assert d.timers() == {}


def test_the_counters_of_a_body() -> None:
    until = "=numberOfCompletedInstances = 2 and numberOfActiveInstances = 2 and loopCounter = 4"
    d = Drive(process("p", start(), user("m", loop=each("=depts", "dept", until=until)), end(), path("s m e")), depts=list("abcd"))
    assert d.sees("m", 3)["loopCounter"] == 4
    d.do("m", 2)
    d.do("m", 2)
    assert d.done


def test_a_collection_that_is_no_list_is_an_incident_until_it_is_one() -> None:
    d = Drive(process("p", start(), user("m", loop=each("=depts", "dept")), end(), path("s m e")))
    assert d.incidents() == {"m": "not_a_list"}
    assert "depts" in d.fact("incident_opened").private["message"]
    d.set(depts=["a"])
    d.retry_all()
    assert d.open() == ["m"]
    assert d.incidents() == {}


def test_a_body_over_nothing_is_passed_and_one_over_scripts_collects() -> None:
    d = Drive(
        process(
            "p",
            start(),
            user("m", loop=each(**MI)),
            script("n", "opinion", "=dept * 2", loop=each("=nums", "dept", "twice", "=opinion")),
            script("q", "opinion", "=dept * 2", loop=each("=nums", "dept", "again", "=opinion", sequential=True)),
            user("z"),
            end(),
            path("s m n q z e"),
        ),
        depts=[],
        nums=list(range(300)),
    )
    assert d.variables()["results"] == []
    assert d.variables()["twice"] == d.variables()["again"] == [2 * n for n in range(300)]


@pytest.mark.parametrize("inner", ["task", "sub"])
def test_a_boundary_timer_on_a_body_cancels_all_its_items(inner: str) -> None:
    looped = sub("m", start("is"), user("m1"), end("ie"), path("is m1 ie"), loop=each(**MI))
    m = user("m", loop=each(**MI)) if inner == "task" else looped
    d = Drive(
        process(
            "p",
            start(),
            m,
            user("late"),
            end(),
            boundary("b", "m", duration("P1D")),
            boundary("be", "m", error("A")),
            path("s m e"),
            path("b late e"),
            path("be e"),
        ),
        depts=list("abc"),
    )
    assert len(d.timers()) == 1
    element = "m" if inner == "task" else "m1"
    d.do(element, opinion=1)
    d.fire("b", hours(24))
    assert d.open() == ["late"]
    assert "results" not in d.variables()
    assert list(d.live._root.scopes.own) == [0]


@pytest.mark.parametrize("inner", ["task", "sub"])
def test_an_error_of_one_item_is_caught_on_the_body(inner: str) -> None:
    looped = sub("m", start("is"), user("m1"), end("ie"), path("is m1 ie"), loop=each(**MI))
    d = Drive(
        process(
            "p",
            start(),
            user("m", loop=each(**MI)) if inner == "task" else looped,
            end(),
            boundary("be", "m", error("A")),
            path("s m e"),
            path("be e"),
        ),
        depts=list("abc"),
    )
    d.fail("m" if inner == "task" else "m1", "A")
    assert d.done


def test_an_output_element_that_cannot_be_kept_parks_its_item_with_its_answers() -> None:
    loop = each("=depts", "dept", "results", "=if ok then 1 else function(x) x")
    d = Drive(process("p", start(), user("m", loop=loop), user("z"), end(), path("s m z e")), depts=["a"])
    d.do("m", ok=False, said="kept")
    assert d.incidents() == {"m": "bad_value"}
    assert d.open() == []
    d.set(ok=True)
    assert "said" not in d.variables()


def test_each_item_has_facts_of_its_own_below_those_of_the_body() -> None:
    d = Drive(process("p", start(), user("m", loop=each("=depts", "dept")), end(), path("s m e")), depts=["a", "b"])
    entered = [fact for fact in d.facts if fact.kind == "element_entered" and fact.element_id == "m"]
    assert [fact.public["type"] for fact in entered] == ["multiInstanceBody", "userTask", "userTask"]
    assert [fact.public["scopeKey"] for fact in entered[1:]] == [entered[0].key] * 2
