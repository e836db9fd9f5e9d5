import time

from app.engine.limits import MAX_ITEMS
from tests.builders.drawing import call, each, end, gate, path, process, script, start, user, xor
from tests.engine.drive import Drive


def test_a_loop_without_a_wait_is_an_incident_and_the_other_branch_goes_on() -> None:
    begin = time.process_time()
    d = Drive(
        process(
            "p",
            start(),
            gate("f"),
            xor("m"),
            script("sc", "n", "=n + 1"),
            xor("x", "x_e"),
            user("w"),
            end(),
            path("s f m sc x m", x="true"),
            path("x e"),
            path("f w e"),
        ),
        n=0,
    )
    assert d.incidents() == {"m": "endless"}
    assert d.open() == ["w"]
    assert d.variables() == {"n": 1000}
    assert time.process_time() - begin < 5


def test_a_ladder_that_doubles_its_tokens_is_stopped() -> None:
    parts, before = [start(), end()], "s"
    for n in range(18):
        twice = path(f"f{n} m{n}").replace(f"f{n}_m{n}", f"again{n}")
        parts += [gate(f"f{n}"), xor(f"m{n}"), path(f"{before} f{n} m{n}"), twice]
        before = f"m{n}"
    begin = time.process_time()
    d = Drive(process("p", *parts, path(f"{before} e")))
    assert set(d.incidents().values()) <= {"endless", "too_many_steps", "too_many_tokens"}
    assert d.incidents()
    assert time.process_time() - begin < 5


def test_a_body_of_too_many_items_is_an_incident() -> None:
    d = Drive(process("p", start(), user("m", loop=each(f"=for i in 1..{MAX_ITEMS + 1} return i", "i")), end(), path("s m e")))
    assert d.incidents() == {"m": "too_many_items"}


def test_a_body_of_ten_to_the_ninth_items_is_an_incident() -> None:
    begin = time.process_time()
    d = Drive(process("p", start(), user("m", loop=each("=for i in 1..1000000000 return i", "i")), end(), path("s m e")))
    assert d.incidents() == {"m": "expression"}
    assert time.process_time() - begin < 5


def test_a_text_that_doubles_itself_is_stopped() -> None:
    d = Drive(
        process("p", start(), xor("m"), script("sc", "t", "=t + t"), xor("x", "x_e"), end(), path("s m sc x m", x="true"), path("x e")),
        t="ab",
    )
    assert d.incidents() == {"sc": "too_large"}


def test_a_loop_of_heavy_expressions_is_stopped_within_seconds() -> None:
    begin = time.process_time()
    heavy = script("sc", "n", "=count(for i in 1..30000 return i)")
    d = Drive(
        process(
            "p",
            start(),
            gate("f"),
            xor("m"),
            heavy,
            xor("x", "x_e"),
            user("w"),
            end(),
            path("s f m sc x m", x="true"),
            path("x e"),
            path("f w e"),
        )
    )
    assert set(d.incidents().values()) == {"too_much_work"}
    assert d.open() == ["w"]
    assert time.process_time() - begin < 15, "two cases and a restart: 5 s each"


def test_items_that_bring_too_much_are_stopped_and_the_history_does_not_repeat_what_came_before() -> None:
    long = '=string join(for i in 1..200 return "aaaaaaaaaa")'
    d = Drive(process("p", start(), script("m", "x", long, loop=each("=for i in 1..400 return i", "i", "out", "=x")), end(), path("s m e")))
    assert set(d.incidents().values()) == {"too_large"}
    assert len(d.raw) < 1024 * 1024
    assert sum(len(fact.private.get("value", "")) for fact in d.facts) < 4 * 1024 * 1024


def test_a_loop_that_writes_too_much_is_stopped() -> None:
    long = '=string join(for i in 1..2000 return "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")'
    d = Drive(
        process("p", start(), xor("m"), script("sc", "t", long), xor("x", "x_e"), end(), path("s m sc x m", x="true"), path("x e")),
    )
    assert set(d.incidents().values()) <= {"too_much_data", "too_much_work"}
    assert sum(len(fact.private.get("value", "")) for fact in d.facts) < 20 * 1024 * 1024


def test_a_process_that_calls_itself_for_many_items_is_stopped() -> None:
    d = Drive(process("p", start(), call("c", "p", loop=each("=for i in 1..10 return i", "i")), end(), path("s c e")))
    assert set(d.incidents().values()) == {"too_many_tokens"}
    assert len(d.raw) < 1024 * 1024
