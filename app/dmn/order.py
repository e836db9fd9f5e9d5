"""The order of a requirements graph, and refusing one that has none."""

from collections.abc import Container, Iterator, Mapping
from typing import Final

from app.dmn.elements import Element
from app.dmn.findings import Findings
from app.dmn.graph import DrgElement, Requirement, Service

_MOST_NAMED: Final = 10


def in_order(element: DrgElement, done: Container[DrgElement] = ()) -> Iterator[DrgElement]:
    """Yield all that an element needs, each after its own needs and once, and then the element itself.

    done: elements that are there already, so that neither they nor their needs are asked for; they may grow meanwhile.
    The graph must have no cycles.
    """
    if element in done:
        return
    seen = {element}
    path = [(element, iter(_needs(element)))]
    while path:
        found, waiting = path[-1]
        needed = next((each.element for each in waiting if each.element not in seen and each.element not in done), None)
        if needed is None:
            path.pop()
            yield found
        else:
            seen.add(needed)
            path.append((needed, iter(_needs(needed))))


def refuse_cycles(sources: Mapping[DrgElement, Element], findings: Findings) -> None:
    """Note elements that need each other in a circle, each such group of elements once, at the first of them.

    Source: DMN 1.5 section 6.2.1.2: the graph has no cycles.
    """
    place = {element: at for at, element in enumerate(sources)}
    for group in _groups(sources):
        first = min(group, key=place.__getitem__)
        way = _way_round(first, group)
        if way:
            shown = way if len(way) <= _MOST_NAMED else [*way[: _MOST_NAMED - 1], "...", way[-1]]
            problem = "Expected requirements without a circle, but found %(path)s -> %(again)s"
            findings.add("cycle", sources[first], problem, path=" -> ".join(shown), again=first.title)


def _needs(element: DrgElement) -> list[Requirement]:
    """Return what an element needs; a decision service brings its own evaluation, so nothing before it is called."""
    return [] if isinstance(element, Service) else element.requirements


def _groups(elements: Mapping[DrgElement, Element]) -> Iterator[set[DrgElement]]:
    """Yield the elements of the file in groups of which each member leads to every other, found by Tarjan in one walk.

    Imported elements lead to none of this file, as files do not import each other in a circle.
    """
    number: dict[DrgElement, int] = {}
    lowest: dict[DrgElement, int] = {}
    open_: dict[DrgElement, None] = {}
    for start in elements:
        path = [] if start in number else [(start, iter(_needs(start)))]
        while path:
            element, waiting = path[-1]
            if element not in number:
                number[element] = lowest[element] = len(number)
                open_[element] = None
            for needed in (each.element for each in waiting if each.element in elements):
                if needed not in number:
                    path.append((needed, iter(_needs(needed))))
                    break
                if needed in open_:
                    lowest[element] = min(lowest[element], number[needed])
            else:
                path.pop()
                if path:
                    lowest[path[-1][0]] = min(lowest[path[-1][0]], lowest[element])
                if lowest[element] == number[element]:
                    group: set[DrgElement] = set()
                    while element not in group:
                        group.add(open_.popitem()[0])
                    yield group


def _way_round(first: DrgElement, group: set[DrgElement]) -> list[str]:
    """Return the titles on the shortest way from an element back to itself within its group; none where it does not lead there."""
    came_from: dict[DrgElement, DrgElement] = {}
    waiting = [first]
    for element in waiting:
        for needed in (each.element for each in _needs(element)):
            if needed is first:
                way = [element]
                while way[-1] is not first:
                    way.append(came_from[way[-1]])
                return [found.title for found in reversed(way)]
            if needed in group and needed not in came_from:
                came_from[needed] = element
                waiting.append(needed)
    return []
