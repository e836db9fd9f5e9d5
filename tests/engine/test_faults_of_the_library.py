"""What the library does wrongly by itself and we rely on doing right; a new version of it is judged by these, too.

The rest of the list lies with its subject: joins and ladders in test_gateways, null items and re-entry in test_multi_instance,
two timers on a gateway and event sub-processes in test_events, month ends and summer time in test_timers.
"""

import pytest

from app.domain.rejection import Rejection
from app.engine.program import compile_program
from tests.builders.drawing import call, catch, duration, each, el, end, ext, gate, path, process, script, start, sub, user, z
from tests.engine.drive import Drive


@pytest.mark.parametrize("value", [{"typename": "UUID", "value": "x"}, {"typename": 1}, [{"typename": None}]])
def test_a_variable_named_as_the_library_names_its_types_is_plain_data(value: object) -> None:
    d = Drive(process("p", start(), user("a"), user("b"), end(), path("s a b e")))
    d.do("a", typename=value)
    assert d.sees("b") == {"typename": value}


PYTHON = ["=__import__('os').system('true')", "=().__class__", "=open('/etc/passwd').read()", "=lambda: 1", "=1 if True else 2"]


@pytest.mark.parametrize("text", PYTHON)
def test_python_is_no_expression(text: str) -> None:
    with pytest.raises(Rejection) as refused:
        compile_program(process("p", start(), script("c", "x", text), end(), path("s c e")), "p.bpmn")
    assert [finding.rule for finding in refused.value.findings] == ["bad-expression"]


@pytest.mark.parametrize("text", ["=x.__class__", "=__builtins__", "=globals()", "=x.mro()"])
def test_names_of_python_mean_nothing(text: str) -> None:
    d = Drive(process("p", start(), script("c", "found", text), user("a"), end(), path("s c a e")), x="text")
    assert d.variables()["found"] is None


def test_branches_do_not_share_what_one_of_them_changes() -> None:
    d = Drive(
        process("p", start(), gate("f"), user("a"), user("b"), gate("j"), user("z"), end(), path("s f a j z e"), path("f b j")),
        paper={"list": [1], "state": "new"},
    )
    seen = d.sees("b")["paper"]
    d.do("a", paper={"list": [1, 2], "state": "checked"})
    assert seen == {"list": [1], "state": "new"}
    d.do("b", other=1)
    assert d.sees("z")["paper"] == {"list": [1, 2], "state": "checked"}


def test_a_duration_as_the_modeler_writes_it_needs_no_quotes() -> None:
    d = Drive(process("p", start(), catch("t", duration("P10D")), end(), path("s t e")))
    d.fire("t")
    assert d.done


def test_sub_processes_of_two_files_may_have_the_same_id() -> None:
    child = process(
        "c", start("cs"), sub("same", start("xs"), user("inner"), end("xe"), path("xs inner xe")), end("ce"), path("cs same ce")
    )
    parent = process("p", start(), sub("same", start("is"), call("k", "c"), end("ie"), path("is k ie")), end(), path("s same e"))
    d = Drive(parent, child)
    d.do("inner")
    assert d.done


def test_a_condition_sees_what_a_parallel_branch_has_just_written() -> None:
    d = Drive(
        process(
            "p",
            start(),
            gate("f"),
            user("a"),
            user("b"),
            el("exclusiveGateway", "x", default="x_no"),
            user("yes"),
            user("no"),
            end(),
            path("s f a e"),
            path("f b x yes e", x="told"),
            path("x no e"),
        )
    )
    d.do("a", told=True)
    d.do("b")
    assert d.open() == ["yes"]


def test_two_hundred_items_cost_a_hundred_bytes_each_at_most() -> None:
    d = Drive(process("p", start(), user("m", loop=each("=for i in 1..200 return i", "i", "out", "=said")), end(), path("s m e")))
    assert len(d.raw) < 200 * 100


def test_foreign_extension_elements_are_ignored() -> None:
    foreign = '<camunda:properties xmlns:camunda="http://camunda.org/schema/1.0/bpmn"/>'
    d = Drive(process("p", ext(z("versionTag", value="1"), foreign), start(), user("a", foreign), end(), path("s a e")))
    assert d.open() == ["a"]
