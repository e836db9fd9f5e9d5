from decimal import Decimal

import pytest

from app.domain.rejection import Rejection
from tests.builders.drawing import end, ext, gate, io, path, process, script, start, sub, user, xor
from tests.engine.drive import BASE, Drive


def test_parallel_branches_see_each_others_writes_and_a_join_loses_nothing() -> None:
    d = Drive(
        process(
            "p",
            start(),
            gate("f"),
            user("a"),
            user("b"),
            user("c"),
            gate("j"),
            user("z"),
            end(),
            path("s f a j z e"),
            path("f b j"),
            path("f c j"),
        ),
        status="new",
    )
    d.do("a", status="checked", a=[1, {"x": 2}])
    assert d.sees("b")["status"] == "checked"
    d.do("c", c=3)
    d.do("b", b=2)
    assert d.open() == ["z"]
    assert d.variables() == {"status": "checked", "a": [1, {"x": 2}], "c": 3, "b": 2}
    d.do("z")
    assert d.done


def test_nested_sub_processes_shadow_and_write_to_the_nearest_scope_that_has_the_name() -> None:
    inner = sub("inner", start("is"), user("u", io({"mine": "=x * 10"})), end("ie"), path("is u ie"), parts=[io({"x": "=x + 1"})])
    outer = sub("outer", start("os"), inner, user("v"), end("oe"), path("os inner v oe"), parts=[io({"y": "=x"}, {"result": "=y"})])
    d = Drive(process("p", start(), outer, user("z"), end(), path("s outer z e")), x=1)
    assert d.sees("u") == {"x": 2, "y": 1, "mine": 20}
    d.do("u", x=50, y=7, mine=1, fresh=True)
    assert d.sees("v") == {"x": 1, "y": 7, "fresh": True}, "x died with inner, y lives in outer, fresh went to the process"
    d.do("v", y=8)
    assert d.variables() == {"x": 1, "fresh": True, "result": 8}


def test_output_mappings_keep_only_what_they_name() -> None:
    mapped = io({"note": "plain text"}, {"total": "=net + tax", "seen": "=note", "twice": "=total * 2"})
    d = Drive(process("p", start(), user("a", mapped), end(), path("s a e")))
    d.do("a", net=10, tax=2)
    assert d.variables() == {"total": 12, "seen": "plain text", "twice": 24}


def test_an_output_mapping_writes_around_the_activity_and_not_into_it() -> None:
    parts = user("a", io({"x": "=x + 1"}, {"x": "=x * 100"})), user("b", io({"x": "=x"})), user("z")
    d = Drive(process("p", start(), *parts, end(), path("s a b z e")), x=1)
    d.do("a")
    assert d.variables() == {"x": 200}
    d.do("b", x=5)
    assert d.variables() == {"x": 200}, "without output mappings the nearest scope is the activity itself"


def test_scripts_and_conditions_read_the_chain_of_scopes() -> None:
    inner = sub(
        "i",
        start("is"),
        script("calc", "x", "=x + y"),
        xor("g", "g_lo"),
        user("hi"),
        user("lo"),
        end("ie"),
        path("is calc g hi ie", g="x > 10"),
        path("g lo ie"),
        parts=[io({"x": "=x"})],
    )
    d = Drive(process("p", start(), inner, end(), path("s i e")), x=5, y=6)
    assert d.open() == ["hi"]
    assert d.sees("hi")["x"] == 11
    assert d.variables()["x"] == 5


def test_values_are_kept_in_canonical_form_to_the_last_digit() -> None:
    d = Drive(
        process("p", start(), user("a"), end(), path("s a e")),
        n=Decimal("1.10"),
        big=Decimal(2) ** 80,
        text="市民来信",
        nested={"b": 1, "a": None},
    )
    assert b'"big":1208925819614629174706176,"n":1.1,"nested":{"a":null,"b":1},"text":"\xe5' in d.raw
    assert b'"nested":{"a":null,"b":1}' in d.raw
    assert d.variables()["n"] == Decimal("1.1")


def test_a_result_in_dates_is_kept_as_iso_text() -> None:
    d = Drive(process("p", start(), script("sc", "on", '=date("2026-03-02")'), user("a"), end(), path("s sc a e")))
    assert d.variables() == {"on": "2026-03-02"}


@pytest.mark.parametrize("name", ["deadline", "case", "now", ""])
def test_reserved_names_are_refused_as_answers_and_variables(name: str) -> None:
    d = Drive(process("p", start(), user("a"), end(), path("s a e")))
    for command in (lambda: d.at.complete(d.key("a"), {name: 1}), lambda: d.at.set_variables(BASE, {name: 1})):
        with pytest.raises(Rejection, match="reserved"):
            command()


def test_a_float_is_refused_for_it_has_lost_its_digits() -> None:
    d = Drive(process("p", start(), user("a"), end(), path("s a e")))
    with pytest.raises(Rejection) as refused:
        d.at.complete(d.key("a"), {"x": 0.1})
    assert refused.value.code == "bad_value"


def test_variables_are_set_from_outside_to_the_nearest_scope_or_to_the_elements_own() -> None:
    inner = sub("i", start("is"), user("u"), end("ie"), path("is u ie"), parts=[io({"x": "=x"})])
    d = Drive(process("p", start(), inner, user("z"), end(), path("s i z e")), x=1)
    d.command("set_variables", d.key("u"), {"x": 5, "y": 6})
    assert d.variables() == {"x": 1, "y": 6}
    d.command("set_variables", d.key("u"), {"x": 7, "own": True}, True)
    assert d.sees("u") == {"x": 7, "y": 6, "own": True}
    d.do("u", own=False, x=8)
    assert d.variables() == {"x": 1, "y": 6}, "what was the task's own went with it, and x to its own first"


def test_the_reserved_name_case_reads_what_is_known_of_the_case() -> None:
    d = Drive(
        process("p", start(), script("sc", "n", "=case.receiptNumber"), user("a"), end(), path("s sc a e")),
        world={"case_facts": {"receiptNumber": "QZ-2026-000001-1"}},
    )
    assert d.variables() == {"n": "QZ-2026-000001-1"}


def test_the_facts_tell_what_was_written_and_where_apart_from_its_value() -> None:
    d = Drive(process("p", start(), user("a"), end(), path("s a e"), ext()))
    d.do("a", name="王")
    written = d.fact("variable_written")
    assert written.public == {"scopeKey": BASE, "name": "name"}
    assert written.private == {"value": '"王"'}
    assert "王" not in str([fact.public for fact in d.facts])
