"""Broken and hostile files give findings or a refusal, never another error and never a long wait."""

import time
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest
from lxml import etree

from app.diagram import read_diagram
from app.domain.rejection import Finding, Rejection
from app.lint import Known, calls_at_once, check
from tests.builders.drawing import (
    boundary,
    call,
    catch,
    cycle,
    date,
    drawing,
    each,
    edge,
    el,
    end,
    error,
    event_sub,
    gate,
    inclusive,
    io,
    job,
    link,
    message,
    path,
    process,
    properties,
    script,
    shape,
    signal,
    start,
    sub,
    throw,
    user,
    xor,
    z,
)
from tests.lint.pages import CITY

ROOT = Path(__file__).resolve().parents[2]
VALUES = [
    "", " ", "=", "==", "=deadline", "deadline", "=1/0", "s", "e", "ask", "p", "-1", "1e999", "nan", "inf", "true", "=(", "P", "R/",
    "P3D", "working day", "1/0", "0/1", "９", "𠮷", "a" * 5000, "%(element)s", "%s", "{0}", "decision:", "decision:x", ",,,",
    "handler@", "@", "consent", "=" + "(" * 200, "a,b",
]  # fmt: skip


def everything() -> bytes:
    """A file with something of every kind."""
    deadline = properties(deadline__length="7", deadline__article="11", deadline__silence="consent")
    asked = user(
        "ask",
        z("assignmentDefinition", candidateGroups="handler@health-bureau"),
        z("formDefinition", formId="letter-handling"),
        z("taskSchedule", dueDate="=deadline"),
        io({"a": "=b"}, {"c": "=a"}),
        deadline.replace("</zeebe:properties>", '<zeebe:property name="returnTo" value="again"/></zeebe:properties>'),
        loop=each("=units", "unit", "answers", "=answer", until="count(answers) > 2"),
    )
    return process(
        "p",
        el("laneSet", "l", el("lane", "desk", "<bpmn:flowNodeRef>ask</bpmn:flowNodeRef>")),
        start(),
        asked,
        sub("part", start("a"), user("again"), script("count", "n", "=1 + 1"), end("b"), path("a again count b")),
        event_sub("told", signal("A"), end("t"), path("told_s t")),
        boundary("remind", "ask", cycle("R/P1D"), cancel=False),
        boundary("late", "part", date("=deadline")),
        *(xor("x"), inclusive("g"), gate("j"), throw("go", link("over")), catch("come", link("over"))),
        *(job("tell", "duban:notice"), catch("wait", message("paid")), call("call", "p"), boundary("oops", "call", error("A"))),
        *(end(f"e{number}") for number in range(1, 6)),
        path("s part ask x go", x="n > 3") + path("x g e1") + path("g j e1") + path("remind e2") + path("late e3"),
        path("come tell wait call e4") + path("oops e5"),
        keys={"paid": "=number"},
        drawn=drawing("p", shape("s", 0, 0, 36, 36, label=(0, 40, 90, 14)), shape("ask", 100, 0), edge("s_part", (36, 18), (100, 18))),
    )


def mutated(raw: bytes, random: Random) -> bytes:
    """The file with some of its parts deleted, doubled, moved, renamed or said otherwise."""
    root = etree.fromstring(raw)
    for _ in range(random.randint(1, 6)):
        nodes = list(root.iter())
        node, other = random.choice(nodes), random.choice(nodes)
        change = random.choice(["delete", "double", "move", "rename", "set", "swap", "text"])
        around = node.getparent()
        if around is None:
            continue
        if change == "delete":
            around.remove(node)
        elif change == "double":
            around.append(etree.fromstring(etree.tostring(node)))
        elif change == "move" and node not in other.iterancestors() and node is not other:
            other.append(node)
        elif change == "rename":
            node.tag = other.tag
        elif change == "set" and node.attrib:
            node.set(random.choice(sorted(node.attrib)), random.choice(VALUES))
        elif change == "swap" and node.attrib and other.attrib:
            node.set(random.choice(sorted(node.attrib)), other.get(random.choice(sorted(other.attrib))))
        elif change == "text":
            node.text = random.choice(VALUES)
    return etree.tostring(root)


def checked(raw: bytes, known: Known = CITY) -> list[Finding]:
    found = check({"p.bpmn": raw}, known, drawing="error")
    for finding in found:
        assert str(finding.message)
        assert finding.severity in ("error", "warning", "note")
    return found


def test_the_file_with_everything_can_be_read() -> None:
    assert "file-is-readable" not in {finding.rule for finding in checked(everything())}


@pytest.mark.security
def test_a_file_changed_at_random_is_judged_and_never_breaks_the_linter(seeds: range) -> None:
    files = [everything(), *(file.read_bytes() for file in (ROOT / "processes").glob("*/*.bpmn"))]
    for seed in seeds:
        for raw in files:
            random = Random(f"{seed} {len(raw)}")
            for _ in range(8 if raw is files[0] else 2):
                changed = mutated(raw, random)
                checked(changed)
                with suppress(Rejection):
                    for found in read_diagram(changed, "p.bpmn").processes:
                        calls_at_once(found)


@pytest.mark.security
def test_bytes_changed_at_random_never_break_the_linter(seeds: range) -> None:
    raw = everything()
    for seed in seeds:
        random = Random(seed)
        spoiled = bytearray(raw)
        for _ in range(random.randint(1, 4)):
            spoiled[random.randrange(len(spoiled))] = random.randrange(256)
        checked(bytes(spoiled))
        checked(raw[: random.randrange(len(raw))])


def long() -> bytes:
    names = [f"t{number}" for number in range(490)]
    return process("p", start(), *(user(name) for name in names), end(), path(" ".join(["s", *names, "e"])))


def tangled() -> bytes:
    """490 gateways with three ways each, drawn on top of each other."""
    ways = [f"x{number} x{(number * 7 + step) % 490}" for number in range(490) for step in (1, 2, 3)]
    shapes = (shape(f"x{number}", number % 7, number % 5, 50, 50, label=(0, 0, 90, 14)) for number in range(490))
    edges = (edge(way.replace(" ", "_"), (0, 0), (0, 90), (90, 90)) for way in ways)
    return process("p", start(), *(xor(f"x{number}") for number in range(490)), *map(path, ways), drawn=drawing("p", *shapes, *edges))


def nested(depth: int) -> bytes:
    inside = ""
    for level in range(depth):
        inside = sub(f"l{level}", start(f"a{level}"), inside, end(f"b{level}"), path(f"a{level} l{level - 1} b{level}") if level else "")
    return process("p", start(), inside, end(), path(f"s l{depth - 1} s"))


@pytest.mark.security
@pytest.mark.parametrize(
    "raw",
    [
        long(),
        tangled(),
        nested(10),
        nested(90),
        process("p", start(), end(), path("s e"), drawn=drawing("p", edge("s_e", *((n, n % 7) for n in range(20_000))))),
        process("p", *(el("textAnnotation", f"n{n}") for n in range(20_000))),
        process("p", start("s", *(f"<bpmn:{kind}EventDefinition/>" for kind in ("timer", "link", "magic") for _ in range(3000)))),
        process("p", start(), user("t", properties(**{f"deadline__x{n}": "1" for n in range(3000)})), end(), path("s t e")),
        process("p", start(), user("t", properties(returnTo="t," * 50_000)), end(), path("s t e")),
    ],
    ids=["long", "tangled", "nested", "too-nested", "zigzag", "many-notes", "many-triggers", "many-properties", "many-returns"],
)
def test_a_huge_file_is_judged_in_seconds(raw: bytes) -> None:
    began = time.process_time()
    assert checked(raw)
    assert time.process_time() - began < 10


def test_text_in_a_file_never_fills_in_the_sentences() -> None:
    raw = process("p", start(), user("ask", properties(deadline__lenght="%(element)s %s %d")), end(), path("s ask e"), name="%(wanted)s")
    assert any("deadline.lenght" in str(finding.message) for finding in checked(raw))
