"""A case that is taken to another version of its diagram stands as if it had run by that one from the start."""

import random
from typing import Any

import pytest

from app.domain.rejection import Rejection
from tests.builders.drawing import (
    boundary,
    call,
    catch,
    cycle,
    duration,
    each,
    el,
    end,
    event_gate,
    event_sub,
    gate,
    io,
    message,
    path,
    process,
    properties,
    script,
    start,
    sub,
    user,
)
from tests.engine.drive import BASE, Drive
from tests.engine.random_diagrams import KEYS, LONG, Drawing, take_a_step

TIMER = "<bpmn:timerEventDefinition><bpmn:timeDate>=deadline</bpmn:timeDate></bpmn:timerEventDefinition>"
MI: dict[str, Any] = {"collection": "=depts", "element": "dept", "output": "results", "result": "=opinion"}
KEYED = {"news": '="k"'}


def drawn(seed: int) -> tuple[bytes, bytes, list[bytes], random.Random]:
    """Draw a process and another version of it in which what follows the first block is another."""
    rng = random.Random(seed)
    drawing = Drawing(rng)
    first: list[str] = []
    a, b = drawing.seq(3, first)
    versions = []
    for _ in range(2):
        after: list[str] = []
        c, d = drawing.seq(2, after)
        inside = [start("begin"), user("wait"), end("over"), *first, *after, path(f"begin {a}") + path(f"{b} wait {c}") + path(f"{d} over")]
        versions.append(process("p", *inside, keys=KEYS))
    return versions[0], versions[1], drawing.children, rng


@pytest.mark.parametrize("seed", range(40))
def test_where_nothing_reached_was_changed_the_case_is_the_same_as_if_it_had_run_by_the_other_version(seed: int) -> None:
    old, new, children, rng = drawn(seed)
    said = {"no": rng.choice([1, 5])}
    here, other = Drive(old, *children, **said), Drive(new, *children, **said)
    newer = here.files.deploy(new)
    turns = rng.randint(0, 12)
    rngs = random.Random(seed), random.Random(seed)
    migrated, written = False, set[str]()
    for step in range(LONG):
        if not migrated and (turns == step or "wait" in here.open()):
            assert other.raw.replace(newer.encode(), here.live._root.digest.encode()) == here.raw
            here.command("migrate", newer)
            migrated = True
        if migrated:
            assert here.raw == other.raw
        if here.done:
            break
        for drive, each_rng in zip((here, other), rngs, strict=True):
            take_a_step(drive, each_rng, step, written)
    assert migrated


def refused(d: Drive, new: bytes, mapping: dict[str, str] | None = None) -> str:
    before, digest = d.raw, d.files.deploy(new)
    with pytest.raises(Rejection) as found:
        d.at.migrate(digest, mapping)
    assert found.value.code == "state_forbids"
    assert d.at.snapshot() == before
    return str(found.value)


def linear(*inside: str, steps: str = "s a e") -> bytes:
    return process("p", start(), end(), *inside, path(steps), keys=KEYED)


def test_elements_with_other_ids_go_on_with_what_they_have() -> None:
    law = properties(deadline__length="7", deadline__silence="consent")
    d = Drive(linear(user("a", law), boundary("b", "a", TIMER), boundary("r", "a", cycle("R/P1D"), False), end("x"), end("y"),
                     path("b x"), path("r y")))  # fmt: skip
    deadline, timers = d.live.deadlines()[0], d.timers()
    later = properties(deadline__length="20", deadline__silence="consent")
    d.command("migrate", d.files.deploy(linear(user("k", later), boundary("c", "k", TIMER), boundary("q", "k", cycle("R/P3D"), False),
                     end("x"), end("y"), path("c x"), path("q y"), steps="s k e")), {"a": "k", "b": "c", "r": "q"})  # fmt: skip
    assert d.timers() == {"c": timers["b"], "q": timers["r"]}, "what is fixed stays fixed"
    assert d.live.deadlines()[0].deadline_at == deadline.deadline_at
    assert (d.live.deadlines()[0].element_id, d.open()) == ("k", ["k"])
    assert [(fact.element_id, fact.public["fromElementId"]) for fact in d.facts if fact.kind == "element_migrated"] == [
        ("k", "a"), ("c", "b"), ("q", "r")]  # fmt: skip
    d.fire("c")
    assert d.done


def test_items_of_a_loop_in_a_sub_process_keep_what_they_had_under_another_name() -> None:
    def version(body: str, item: str, more: str = "") -> bytes:
        steps = f"ps {item} {more} pe" if more else f"ps {item} pe"
        inner = [start("ps"), user(item, io({"x": "=dept"})), *([user(more)] if more else []), end("pe"), path(steps)]
        return linear(sub(body, *inner, loop=each(**MI)), steps=f"s {body} e")

    d = Drive(version("m", "u"), depts=["x", "y", "z"])
    d.do("u", 1, opinion="kept")
    d.command("migrate", d.files.deploy(version("n", "v", "w")), {"m": "n", "u": "v"})
    assert d.open() == ["v", "v"]
    assert [d.sees("v", n)["dept"] for n in range(2)] == ["x", "z"]
    for opinion in ("first", "last"):
        d.do("v", opinion="before")
        d.do("w", opinion=opinion)
    assert d.variables()["results"] == ["first", "kept", "last"]


def test_events_that_are_no_longer_drawn_end_and_new_ones_wait_from_now_on() -> None:
    d = Drive(linear(user("a"), boundary("old", "a", duration("P1D")), end("x"), path("old x")))
    new = linear(user("a"), boundary("told", "a", message("news")), end("x"), path("told x"),
                 event_sub("ev", duration("P3D"), end("eve"), path("ev_s eve")))  # fmt: skip
    d.command("migrate", d.files.deploy(new), {"a": "a"})
    assert list(d.timers()) == ["ev_s"]
    assert d.kinds() == ["instance_migrated", "timer_disarmed", "subscription_opened", "timer_armed"]
    d.command("correlate", "news", "k", {})
    assert d.done


def test_a_gateway_that_waits_for_events_goes_on_with_those_that_are_drawn_now() -> None:
    def version(*events: tuple[str, str]) -> bytes:
        inside = [part for id, what in events for part in (catch(id, what), path(f"g {id} e"))]
        return process("p", start(), end(), event_gate("g"), path("s g"), *inside, keys=KEYED)

    d = Drive(version(("t", duration("P5D")), ("c", message("news"))))
    due = d.timers()["t"]
    d.command("migrate", d.files.deploy(version(("t", duration("P9D")), ("u", duration("P2D")))), {"g": "g"})
    assert d.timers()["t"] == due
    assert set(d.timers()) == {"t", "u"}
    assert d.live.subscriptions() == []
    d.fire("u")
    assert d.done


def test_a_deadline_that_the_other_version_draws_anew_begins_for_those_who_come_later() -> None:
    d = Drive(linear(user("a")))
    law = properties(deadline__length="7", deadline__silence="consent")
    d.command("migrate", d.files.deploy(linear(user("a", law), boundary("b", "a", TIMER), end("x"), path("b x"))), {"a": "a"})
    assert (d.live.deadlines(), d.timers(), d.open()) == ([], {}, ["a"])
    d.do("a")
    assert d.done


def test_a_step_that_failed_is_tried_again_by_the_version_in_which_it_is_put_right() -> None:
    d = Drive(linear(script("a", "x", "=function(x) x"), boundary("b", "a", duration("P1D")), end("y"), path("b y")))
    assert list(d.incidents()) == ["a"]
    mended = linear(script("a", "x", "=1"), boundary("c", "a", duration("P1D")), end("y"), path("c y"))
    d.command("migrate", d.files.deploy(mended), {"a": "a"})
    assert list(d.incidents()) == ["a"]
    d.retry_all()
    assert d.done
    assert d.variables()["x"] == 1


def test_a_called_process_stays_on_its_version() -> None:
    child = process("q", start(), user("u"), end(), path("s u e"))
    d = Drive(linear(call("c", "q"), steps="s c e"), child)
    newer = d.files.deploy(linear(call("c", "q"), user("after"), steps="s c after e"))
    d.files.deploy(process("q", start(), user("v"), end(), path("s v e")))
    d.command("migrate", newer, {"c": "c"})
    assert d.open() == ["u"]
    d.do("u")
    assert d.open() == ["after"]


def test_branches_that_wait_for_each_other_still_do() -> None:
    def version(*more: str) -> bytes:
        after = f"j {' '.join(more)} e" if more else "j e"
        return process("p", start(), end(), gate("f"), gate("j"), user("a"), user("b"), *map(user, more),
                       path("s f a j") + path("f b j") + path(after))  # fmt: skip

    d = Drive(version())
    d.do("a")
    d.command("migrate", d.files.deploy(version("more")), {"j": "j", "b": "b"})
    assert d.open() == ["b"]
    d.do("b")
    assert d.open() == ["more"]


def test_a_version_is_gone_back_to_as_well() -> None:
    first = linear(user("a"))
    d = Drive(first)
    own = d.live._root.digest
    d.command("migrate", d.files.deploy(linear(user("a"), user("more"), steps="s a more e")), {"a": "a"})
    d.command("migrate", own, {"a": "a"})
    d.do("a")
    assert d.done


LAW = properties(deadline__length="7", deadline__silence="consent")
LAWFUL = linear(user("a", LAW), boundary("b", "a", TIMER), end("x"), path("b x"))
JOIN = process("p", start(), end(), gate("f"), gate("j"), user("a"), user("b"), path("s f a j") + path("f b j e"))


@pytest.mark.parametrize(
    ("old", "steps", "new", "mapping", "words"),
    [
        (linear(user("a")), [], linear(user("k"), steps="s k e"), {"a": "a"}, "element a"),
        (linear(user("a")), [], linear(user("k"), steps="s k e"), {"a": "z"}, "element z, to which a is mapped"),
        (linear(user("a")), [], linear(user("k"), steps="s k e"), {}, "mapping for the element a"),
        (linear(user("a")), [], linear(sub("i", start("is"), user("a"), end("ie"), path("is a ie")), steps="s i e"),
         {"a": "a"}, "inside i"),
        (linear(user("a")), [], linear(el("manualTask", "a")), {"a": "a"}, "manual task"),
        (linear(user("a")), [], linear(user("a", loop=each(**MI))), {"a": "a"}, "multiInstanceBody"),
        (linear(user("m", loop=each(**MI)), steps="s m e"), [], linear(user("m", loop=each(**MI, sequential=True)), steps="s m e"),
         {"m": "m"}, "loop on m"),
        (linear(user("a"), boundary("b", "a", duration("P1D")), end("x"), path("b x")), [],
         linear(user("a"), boundary("b", "a", message("news")), end("x"), path("b x")), {"a": "a"}, "event b"),
        (linear(user("a"), boundary("b", "a", duration("P1D")), end("x"), path("b x")), [],
         linear(user("a"), user("k"), boundary("b", "k", duration("P1D")), end("x"), path("b x"), steps="s a k e"), {"a": "a", "b": "b"},
         "b inside a"),
        (LAWFUL, [], linear(user("a")), {"a": "a"}, "event b"),
        (LAWFUL, [], linear(user("a"), boundary("b", "a", duration("P1D"), False), end("x"), path("b x")), {"a": "a"}, "event b"),
        (JOIN, ["a"], process("p", start(), end(), gate("f"), gate("j"), user("a"), user("b"), user("c"),
                              path("s f a c j") + path("f b j e")), {"b": "b", "j": "j"}, "a_j"),
        (linear(user("a")), [], linear(user("a"), boundary("b", "a", duration("=nothing")), end("x"), path("b x")), {"a": "a"}, "nothing"),
    ],
)  # fmt: skip
def test_what_has_nowhere_to_go_on_is_refused_and_named(
    old: bytes, steps: list[str], new: bytes, mapping: dict[str, str], words: str
) -> None:
    d = Drive(old, depts=["x", "y"])
    for step in steps:
        d.do(step)
    assert words in refused(d, new, mapping)


def test_all_that_has_nowhere_to_go_on_is_told_at_once() -> None:
    d = Drive(JOIN)
    digest = d.files.deploy(linear(user("k"), steps="s k e"))
    with pytest.raises(Rejection) as found:
        d.at.migrate(digest, {"a": "a", "b": "b"})
    assert set(found.value.field_errors) == {"a", "b"}
    assert [(one.element_id, one.to, one.problem is not None) for one in d.at.moves_to(digest, {"a": "a", "b": "k"})] == [
        ("a", None, True), ("b", "k", False)]  # fmt: skip


def test_a_case_that_has_ended_stays_as_it_ended() -> None:
    d = Drive(linear(user("a")))
    d.do("a")
    with pytest.raises(Rejection) as found:
        d.at.migrate(d.files.deploy(linear(user("a"), user("k"), steps="s a k e")), {})
    assert found.value.code == "case_closed"
    assert d.variables() == d.at.variables(BASE)
