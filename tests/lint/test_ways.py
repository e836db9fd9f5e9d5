"""Ways through a diagram, held against the slow and obvious search."""

from random import Random

from app.diagram import Process, read_diagram
from app.lint.graph import following, reach
from app.lint.ways import Ways
from tests.builders.drawing import boundary, end, error, path, process, start, sub, user


def random_process(random: Random) -> Process:
    names = [f"t{number}" for number in range(random.randint(1, 12))]
    pairs = {(random.choice(names), random.choice(names)) for _ in range(random.randint(0, 20))}
    events = [boundary(f"b_{name}", name, error()) + path(f"b_{name} {random.choice(names)}") for name in names if random.random() < 0.2]
    raw = process("p", start(), *map(user, names), *events, path(f"s {names[0]}"), *(path(" ".join(pair)) for pair in sorted(pairs)))
    return read_diagram(raw, "p.bpmn").processes[0]


def test_ways_are_those_that_a_step_by_step_search_finds(seeds: range) -> None:
    for seed in seeds:
        found = random_process(Random(seed))
        ways = Ways(found)
        for source in found.elements.values():
            reached = reach(found, following(found, source))
            for target in found.elements:
                assert ways.leads(source.id, target) == (target in reached), (seed, source.id, target)
            assert ways.on_a_circle(source.id) == (source.id in reached)


def test_elements_left_out_take_part_in_no_way() -> None:
    found = read_diagram(process("p", start(), user("a"), user("b"), end(), path("s a b e")), "p.bpmn").processes[0]
    ways = Ways(found, lambda element: element.id != "a")
    assert ways.leads("b", "e")
    assert not any("a" in group for group in ways.groups)


def test_an_element_inside_comes_before_what_follows_its_sub_process() -> None:
    inner = sub("part", start("a"), user("ask"), end("b"), path("a ask b"))
    found = read_diagram(process("p", start(), inner, user("tell"), end(), path("s part tell e")), "p.bpmn").processes[0]
    ways, elements = Ways(found), found.elements
    assert ways.is_earlier(elements["ask"], elements["tell"])
    assert not ways.is_earlier(elements["tell"], elements["ask"])
    assert not ways.is_earlier(elements["part"], elements["ask"])
