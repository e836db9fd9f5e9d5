from tests.builders.drawing import boundary, call, duration, each, end, error, event_sub, gate, io, message, path, process, start, user, xor
from tests.engine.drive import BASE, Drive, hours

CHILD = process(
    "child",
    start(),
    user("cu"),
    call("again", "leaf", io({"w": "=v"}, {"leaf_said": "=said"}), propagateAllParentVariables="false", propagateAllChildVariables="false"),
    end(),
    path("s cu again e"),
)
LEAF = process("leaf", start(), user("lu"), end(), end("bad", error("A")), xor("x", "x_e"), path("s lu x bad", x="wrong"), path("x e"))


def test_a_called_process_has_a_scope_of_its_own() -> None:
    parent = process("p", start(), call("c", "child", io({"v": "=x + 1"})), user("z"), end(), path("s c z e"))
    d = Drive(parent, CHILD, LEAF, x=1)
    assert d.sees("cu") == {"x": 1, "v": 2}
    d.do("cu", x=99, mine=1)
    assert d.variables() == {"x": 1}, "the called process writes to its own scope"
    assert d.sees("lu") == {"w": 2}
    d.do("lu", said="hello", other=3, wrong=False)
    assert d.variables() == {"x": 99, "mine": 1, "leaf_said": "hello"}, "v was the activity's own and is gone"
    d.do("z")
    assert d.done


def test_a_call_that_propagates_nothing() -> None:
    alone = call("c", "leaf", propagateAllParentVariables="false", propagateAllChildVariables="false")
    d = Drive(process("p", start(), alone, user("z"), end(), path("s c z e")), LEAF, x=1)
    assert d.sees("lu") == {}
    d.do("lu", x=2, y=3, wrong=False)
    assert d.variables() == {"x": 1}


LOOPED = call("c", "leaf", io({}, {"opinion": "=said"}), loop=each("=list", "i", "all", "=opinion"), propagateAllChildVariables="false")
MANY = process("p", start(), LOOPED, user("z"), user("broken"), end(), boundary("b", "c", error("A")), path("s c z e"), path("b broken e"))


def test_calls_in_a_loop() -> None:
    d = Drive(MANY, LEAF, list=[1, 2])
    assert d.sees("lu", 1)["i"] == 2
    d.do("lu", 1, said="two", wrong=False)
    d.do("lu", 0, said="one", wrong=False)
    assert d.variables() == {"list": [1, 2], "all": ["one", "two"]}


def test_an_error_out_of_a_called_process_is_caught_on_the_call() -> None:
    d = Drive(MANY, LEAF, list=[1, 2])
    d.do("lu", wrong=True)
    assert d.open() == ["broken"]
    assert list(d.live._root.scopes.own) == [0]
    assert len(d.flows()) == 1
    assert d.kinds().count("process_instance_cancelled") == 2


def test_the_version_that_was_resolved_is_kept_when_another_is_deployed() -> None:
    d = Drive(process("p", start(), call("c", "leaf"), user("z"), end(), path("s c z e")), LEAF)
    d.files.deploy(process("leaf", start(), user("other"), end(), path("s other e")))
    d.do("lu", wrong=False)
    assert d.open() == ["z"]


def test_a_called_process_has_a_key_of_its_own_and_its_tasks_name_it() -> None:
    d = Drive(process("p", start(), call("c", "leaf"), end(), path("s c e")), LEAF)
    started = [fact for fact in d.facts if fact.kind == "process_instance_started"]
    called = started[1]
    assert called.public["process"] == "leaf"
    assert called.key is not None
    assert called.key > BASE
    assert d.fact("task_created").public["processInstanceKey"] == called.key
    assert d.live.variables(called.key) == {}


def test_a_process_that_is_not_there_is_an_incident_until_it_is_deployed() -> None:
    d = Drive(process("p", start(), gate("f"), call("c", "leaf"), user("w"), end(), path("s f c e"), path("f w e")))
    assert d.incidents() == {"c": "no_such_process"}
    assert d.open() == ["w"]
    d.files.deploy(LEAF)
    d.retry_all()
    assert d.open() == ["lu", "w"]


def test_a_process_that_calls_itself_without_end_is_an_incident() -> None:
    d = Drive(process("p", start(), call("c", "p"), end(), path("s c e")))
    assert d.incidents() == {"c": "too_deep"}


def test_event_sub_processes_and_timers_of_a_called_process_end_with_it() -> None:
    child = process(
        "leaf",
        start(),
        user("u"),
        end(),
        path("s u e"),
        event_sub("ev", message("m"), user("h"), end("ee"), path("ev_s h ee")),
        boundary("t", "u", duration("PT1H"), False),
        path("t e"),
        keys={"m": None},
    )
    d = Drive(
        process(
            "p", start(), call("c", "leaf"), boundary("out", "c", duration("PT2H")), user("late"), end(), path("s c e"), path("out late e")
        ),
        child,
    )
    assert d.timers() == {"t": hours(1), "out": hours(2)}
    d.fire("out")
    assert d.open() == ["late"]
    assert d.timers() == {}
    assert d.live.subscriptions() == []
