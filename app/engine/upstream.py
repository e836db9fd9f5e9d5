"""Where a token must stand for an inclusive join to wait for it."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.engine.element import Element
    from app.engine.process_spec import ProcessSpec


def upstream(spec: "ProcessSpec", join: "Element") -> frozenset[str]:
    """Return the elements from which a token can come to the join, and not by starting its block over again.

    Elements that every way from the start to the join passes (its split, and what is before it) end the search: beyond them a token
    could only come round a loop, for the next turn.
    """
    after = {
        name: [*(way.target for way in element.ways), *element.boundaries]
        for name, element in spec.task_specs.items()
        if hasattr(element, "ways")
    }
    before: dict[str, list[str]] = {}
    for name, following in after.items():
        for other in following:
            before.setdefault(other, []).append(name)

    def back(name: str) -> Iterable[str]:
        return before.get(name, ())

    def forth(name: str) -> Iterable[str]:
        return after.get(name, ())

    around = _reach(back(join.name), back, "")
    reached = {name: join.name in _reach(spec.starts, forth, name) for name in around}
    always = {name for name in around if not reached[name]}
    return frozenset(_reach(back(join.name), lambda name: () if name in always else back(name), join.name))


def _reach(first: Iterable[str], steps: Callable[[str], Iterable[str]], without: str) -> set[str]:
    seen: set[str] = set()
    todo = list(first)
    while todo:
        here = todo.pop()
        if here not in seen and here != without:
            seen.add(here)
            todo.extend(steps(here))
    return seen
