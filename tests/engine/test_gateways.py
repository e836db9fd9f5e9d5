from tests.builders.drawing import (
    boundary,
    catch,
    duration,
    end,
    error,
    gate,
    inclusive,
    link,
    path,
    process,
    script,
    start,
    sub,
    throw,
    user,
    xor,
)
from tests.engine.drive import Drive, hours


def test_a_join_takes_one_token_of_each_flow_and_leaves_the_others() -> None:
    again = path("f m").replace("f_m", "f_m2")
    d = Drive(
        process(
            "p",
            start(),
            gate("f"),
            xor("m"),
            user("a"),
            user("b"),
            gate("j"),
            user("z"),
            end(),
            path("s f m a j z e"),
            path("f b j"),
            again,
        )
    )
    d.do("a")
    d.do("a")
    assert d.open() == ["b"]
    d.do("b")
    assert d.open() == ["z"]
    d.do("z")
    assert not d.done
    assert d.incidents() == {"j": "join_never_fires"}, "one token is left at the join, as in BPMN, and somebody is told"
    before = d.raw
    d.retry_all()
    assert d.raw == before


def test_two_flows_between_the_same_two_gateways_are_two_flows() -> None:
    again = path("f j").replace("f_j", "f_j2")
    d = Drive(process("p", start(), gate("f"), gate("j"), user("z"), end(), path("s f j z e"), again))
    assert d.open() == ["z"]


def test_rework_700_times_and_the_snapshot_does_not_grow() -> None:
    d = Drive(
        process(
            "p",
            start(),
            user("a"),
            xor("x", "x_f"),
            gate("f"),
            user("b"),
            user("c"),
            gate("j"),
            user("z"),
            end(),
            path("s a x a", x="again"),
            path("x f b j z e"),
            path("f c j"),
        )
    )
    sizes = []
    for _ in range(700):
        d.do("a", again=True)
        sizes.append(len(d.raw))
    assert max(sizes[1:]) - min(sizes[1:]) < 20
    d.do("a", again=False)
    for element in "cbz":
        d.do(element)
    assert d.done


def test_a_loop_through_a_parallel_join() -> None:
    d = Drive(
        process(
            "p",
            start(),
            xor("m"),
            gate("f"),
            user("a"),
            user("b"),
            gate("j"),
            xor("x", "x_e"),
            end(),
            path("s m f a j x m", x="again"),
            path("f b j"),
            path("x e"),
        )
    )
    for n in range(5):
        d.do("a")
        d.do("b", again=n < 4)
    assert d.done


def test_a_ladder_of_14_parallel_blocks_stays_small() -> None:
    parts, before = [start(), end()], "s"
    for n in range(14):
        parts += [gate(f"f{n}"), user(f"a{n}"), user(f"b{n}"), gate(f"j{n}"), path(f"{before} f{n} a{n} j{n}"), path(f"f{n} b{n} j{n}")]
        before = f"j{n}"
    d = Drive(process("p", *parts, path(f"{before} e")))
    for n in range(14):
        assert len(d.live._root.by_key) <= 3
        assert len(d.raw) < 500
        d.do(f"b{n}")
        d.do(f"a{n}")
    assert d.done


def test_the_first_true_condition_in_the_order_of_the_file_is_taken_wherever_the_shapes_lie() -> None:
    d = Drive(
        process("p", start(), xor("x"), user("low"), user("high"), end(), path("s x low e", x="n > 1"), path("x high e", x="n > 0")), n=5
    )
    assert d.open() == ["low"]


def test_a_condition_that_is_null_is_not_true_and_the_default_is_taken() -> None:
    d = Drive(process("p", start(), xor("x", "x_b"), user("a"), user("b"), end(), path("s x a e", x="missing > 3"), path("x b e")))
    assert d.open() == ["b"]


def test_an_inclusive_join_waits_for_the_branches_taken_only() -> None:
    d = Drive(
        process(
            "p",
            start(),
            inclusive("i", "i_d"),
            inclusive("j"),
            user("a"),
            user("a2"),
            user("b"),
            user("c"),
            user("d"),
            user("z"),
            end(),
            path("s i a a2 j z e", i='contains(v, "a")'),
            path("i b j", i='contains(v, "b")'),
            path("i c j", i='contains(v, "c")'),
            path("i d j"),
        ),
        v="ac",
    )
    assert d.open() == ["a", "c"]
    d.do("c")
    d.do("a")
    assert d.open() == ["a2"]
    d.do("a2")
    assert d.open() == ["z"]


def test_an_inclusive_gateway_takes_its_default_when_no_condition_is_true() -> None:
    d = Drive(process("p", start(), inclusive("i", "i_b"), user("a"), user("b"), end(), path("s i a e", i="false"), path("i b e")))
    assert d.open() == ["b"]


def test_an_inclusive_join_in_a_loop() -> None:
    d = Drive(
        process(
            "p",
            start(),
            xor("m"),
            inclusive("i"),
            inclusive("j"),
            user("a"),
            user("b"),
            xor("x", "x_e"),
            end(),
            path("s m i a j x m", i="true", x="again"),
            path("i b j", i="both"),
            path("x e"),
        ),
        both=True,
    )
    d.do("a")
    assert d.open() == ["b"]
    d.do("b", again=True, both=False)
    assert d.open() == ["a"]
    d.do("a", again=False)
    assert d.done


def test_an_inclusive_join_waits_for_a_sub_process() -> None:
    inside = sub("b", start("bs"), user("u"), end("be"), path("bs u be"))
    d = Drive(
        process(
            "p",
            start(),
            inclusive("i"),
            inclusive("j"),
            user("a"),
            inside,
            user("z"),
            end(),
            path("s i a j z e", i="true"),
            path("i b j", i="true"),
        )
    )
    d.do("a")
    assert d.open() == ["u"]
    d.do("u")
    assert d.open() == ["z"]


def test_an_inclusive_join_waits_for_a_token_that_may_still_time_out_into_it() -> None:
    d = Drive(
        process(
            "p",
            start(),
            gate("f"),
            inclusive("j"),
            user("a"),
            user("b"),
            boundary("t", "b", duration("PT1H")),
            user("z"),
            end(),
            path("s f a j z e"),
            path("f b e"),
            path("t j"),
        )
    )
    d.do("a")
    assert d.open() == ["b"]
    d.fire("t", hours(1))
    assert d.open() == ["z"]


def test_an_inclusive_join_runs_once_for_two_tokens_that_came_by_one_flow() -> None:
    d = Drive(
        process(
            "p",
            start(),
            inclusive("i"),
            inclusive("j"),
            user("a"),
            user("b"),
            xor("c", "c_d"),
            xor("m"),
            user("d"),
            user("z"),
            end(),
            path("s i a m j z e", i="true"),
            path("i b c m", i="true", c="short"),
            path("c d j"),
        )
    )
    d.do("a")
    assert d.open() == ["b"]
    d.do("b", short=True)
    assert d.open() == ["z"]


def test_two_inclusive_blocks_in_parallel_in_a_loop_do_not_wait_for_each_other() -> None:
    def block(n: int) -> list[str]:
        parts = [inclusive(f"i{n}"), inclusive(f"j{n}"), *(user(f"{k}{n}") for k in "abz")]
        return [*parts, path(f"f i{n} a{n} j{n} z{n} g", **{f"i{n}": "true"}), path(f"i{n} b{n} j{n}", **{f"i{n}": "both"})]

    d = Drive(
        process(
            "p",
            start(),
            xor("m"),
            gate("f"),
            *block(1),
            *block(2),
            gate("g"),
            xor("x", "x_e"),
            end(),
            path("s m f"),
            path("g x m", x="again"),
            path("x e"),
        ),
        both=True,
        again=True,
    )
    for turn in range(2):
        d.do("a1", again=turn == 0)
        assert d.open() == ["a2", "b1", "b2"]
        d.do("b1")
        assert d.open() == ["a2", "b2", "z1"]
        for element in ("z1", "b2", "a2", "z2"):
            d.do(element)
    assert d.done


def test_a_cancelled_branch_does_not_run_in_the_same_step() -> None:
    a = sub("a", start("is"), gate("f"), end("bad", error("A")), script("sc", "ran", "=true"), end("ie"), path("is f bad"), path("f sc ie"))
    d = Drive(process("p", start(), a, end(), boundary("b", "a", error("A")), path("s a e"), path("b e")))
    assert d.done
    assert d.variables() == {}


def test_link_events_carry_the_token_from_one_end_to_the_other() -> None:
    d = Drive(
        process("p", start(), user("u"), throw("out", link("L")), catch("in", link("L")), user("v"), end(), path("s u out"), path("in v e"))
    )
    d.do("u")
    assert d.open() == ["v"]
    d.do("v")
    assert d.done


def test_several_flows_out_of_a_task_run_in_parallel() -> None:
    d = Drive(process("p", start(), user("a"), user("b"), user("c"), end(), path("s a b e"), path("a c e")))
    d.do("a")
    assert d.open() == ["b", "c"]


def test_a_join_that_waits_for_a_branch_that_was_not_taken_is_an_incident() -> None:
    parts = [xor("x", "x_b"), user("a"), user("b"), gate("j"), user("z"), end()]
    d = Drive(process("p", start(), *parts, path("s x a j z e", x="false"), path("x b j")))
    d.do("b")
    assert d.incidents() == {"j": "join_never_fires"}
    d.command("cancel")
    assert d.done


def test_a_join_is_not_stuck_while_something_else_in_its_scope_can_still_come() -> None:
    d = Drive(process("p", start(), gate("f"), user("a"), user("b"), gate("j"), end(), path("s f a j e"), path("f b j")))
    d.do("a")
    assert d.incidents() == {}
