from typing import Any

import msgspec
import pytest

from app.domain.rejection import Rejection
from app.engine.case import Case
from tests.builders.drawing import boundary, duration, each, end, gate, io, path, process, properties, start, sub, user, xor
from tests.engine.drive import BASE, Drive

MI: dict[str, Any] = {"collection": "=depts", "element": "dept", "output": "results", "result": "=opinion"}


def test_keys_lie_in_the_block_of_the_case_and_never_come_back() -> None:
    d = Drive(process("p", start(), user("a"), xor("x", "x_e"), end(), path("s a x a", x="again"), path("x e")))
    seen = set()
    for n in range(20):
        key = d.key("a")
        assert BASE < key < BASE + (1 << 20)
        assert key not in seen
        seen.add(key)
        d.do("a", again=n < 19)
    assert d.done


def test_a_snapshot_of_the_same_history_is_the_same_for_every_case_but_for_its_key() -> None:
    xml = process("p", start(), user("a"), end(), path("s a e"))
    first, second = Drive(xml, n=1), Drive(xml, n=1)
    assert first.raw == second.raw
    other = Case.start(first.world(), first.files.by_process["p"][0], "p", 9 << 20, {"n": 1}).snapshot()
    assert other == first.raw.replace(str(BASE).encode(), str(9 << 20).encode())


def test_a_snapshot_holds_no_diagram_and_no_finished_element() -> None:
    d = Drive(process("p", start(), user("first"), user("second"), end(), path("s first second e")))
    d.do("first")
    assert b"first" not in d.raw.replace(b"first_second", b"")
    assert len(d.raw) < 350


def test_a_snapshot_of_another_format_is_refused() -> None:
    d = Drive(process("p", start(), user("a"), end(), path("s a e")))
    with pytest.raises(Rejection, match="format 1"):
        Case.restore(d.world(), d.raw.replace(b'"version":1', b'"version":2'))
    with pytest.raises(msgspec.DecodeError):
        Case.restore(d.world(), d.raw[:-1])


OLD = process("p", start(), gate("f"), user("a"), user("m", loop=each(**MI)), end(), boundary("b", "a", duration("P10D")), path("s f a e"),
              path("f m e"), path("b e"))  # fmt: skip
NEW = process("p", start(), gate("f"), user("a"), user("m", loop=each(**MI)), user("more"), end(), boundary("b", "a", duration("P20D")),
              boundary("b2", "m", duration("P3D")), path("s f a more e"), path("f m more"), path("b more"), path("b2 e"))  # fmt: skip


def test_a_case_goes_on_with_a_newer_diagram_with_its_timers_answers_and_items() -> None:
    d = Drive(OLD, depts=["x", "y"])
    d.do("m", 1, opinion="kept")
    due = d.timers()
    d.command("migrate", d.files.deploy(NEW))
    assert d.timers()["b"] == due["b"], "what runs keeps its date"
    assert "b2" in d.timers(), "an event that the newer diagram adds is armed from now on"
    assert d.open() == ["a", "m"]
    d.do("m", opinion="too")
    assert d.variables()["results"] == ["too", "kept"]
    assert d.open() == ["a", "more"]


def test_a_diagram_that_lacks_an_element_at_which_the_case_stands_is_refused() -> None:
    d = Drive(OLD, depts=["x", "y"])
    less = d.files.deploy(process("p", start(), user("a"), end(), path("s a e")))
    with pytest.raises(Rejection) as refused:
        d.at.migrate(less)
    assert refused.value.code == "state_forbids"


def test_an_element_that_has_another_kind_in_the_newer_diagram_is_refused() -> None:
    d = Drive(process("p", start(), user("a"), end(), path("s a e")))
    other = d.files.deploy(process("p", start(), sub("a", start("is"), end("ie"), path("is ie")), end(), path("s a e")))
    with pytest.raises(Rejection, match="user task"):
        d.at.migrate(other)


def test_what_happens_in_a_sub_process_and_a_case_with_everything_survives_a_restart_each_step() -> None:
    inside = sub(
        "i", start("is"), user("u", io({"x": "=1"}), properties(deadline__length="3")), end("ie"), path("is u ie"), loop=each(**MI)
    )
    d = Drive(process("p", start(), inside, end(), path("s i e")), depts=["a", "b"])
    d.do("u", opinion=1)
    d.do("u", opinion=2)
    assert d.variables()["results"] == [1, 2]
