"""The ways between the elements drawn directly in a process, or in one of its sub-processes."""

from collections.abc import Iterable, Iterator

from app.diagram.document import DiagramElement, Process


class ScopeWays:
    """Which elements a token has passed when it stands at one, and where branches part and meet."""

    def __init__(self, process: Process, scope_id: str) -> None:
        self._process = process
        self.elements = {one.id: one for one in process.inside(scope_id)}
        starts = [one for one in self.elements.values() if one.kind == "startEvent"]
        scope = process.elements.get(scope_id)
        by_event = scope is not None and scope.triggered_by_event
        self.start = next((one for one in starts if by_event or not one.definitions), None)
        self._always: dict[str, list[str] | None] = {}
        self._cut: dict[str, set[str]] = {}

    def before(self, target: DiagramElement) -> list[DiagramElement] | None:
        """Return what every way from the start to the target goes through, in order, the start first; None where no way leads there."""
        found = self._before(target.id)
        return None if found is None else [self.elements[name] for name in found]

    def _before(self, target: str) -> list[str] | None:
        if target not in self._always:
            self._always[target] = self._dominators(target)
        return self._always[target]

    def _dominators(self, target: str) -> list[str] | None:
        if self.start is None or target not in self.reach(self.start.id):
            return None
        if not self._cut:
            self._cut = {name: self.reach(self.start.id, name) for name in self.elements}
        always = [name for name in self.elements if name != target and target not in self._cut[name]]
        return sorted(always, key=lambda name: sum(name not in self._cut[other] for other in always))

    def last_event(self, target: DiagramElement) -> DiagramElement | None:
        """Return the event attached to something, by which alone the target is reached; None where it is reached without one."""
        return next((one for one in reversed(self.before(target) or []) if one.kind == "boundaryEvent"), None)

    def thrower(self, event: DiagramElement) -> DiagramElement | None:
        """Return the element drawn here that throws what an event catches; None where none here does."""
        caught = event.definitions[0]
        thrown = (one for one in self.elements.values() if one.kind in ("endEvent", "intermediateThrowEvent") and one.definitions)
        return next((one for one in thrown if one.definitions[0].kind == caught.kind and one.definitions[0].code == caught.code), None)

    def branches(self, split: DiagramElement) -> list[DiagramElement]:
        return [self.elements[self._process.flows[flow].target] for flow in split.outgoing]

    def sources(self, join: DiagramElement) -> list[tuple[str, DiagramElement]]:
        """Return the flows into a join, each with the element that it comes from."""
        return [(flow, self.elements[self._process.flows[flow].source]) for flow in join.incoming]

    def lies_behind(self, first: DiagramElement, target: str, without: str = "") -> bool:
        return target in self.reach(first.id, without)

    def joins_behind(self, here: DiagramElement) -> Iterator[tuple[DiagramElement, str]]:
        """Yield the parallel joins that a token comes to from an element, the nearest first, each with the flow by which it comes."""
        order = list(self._walk(here.id, ""))
        for name in order:
            join = self.elements[name]
            if join.kind == "parallelGateway" and len(join.incoming) > 1 and name != here.id:
                behind = self.reach(here.id, name)
                flow = next((flow for flow, source in self.sources(join) if source.id in behind), None)
                if flow is not None:
                    yield join, flow

    def reach(self, first: str, without: str = "") -> set[str]:
        return set(self._walk(first, without))

    def _walk(self, first: str, without: str) -> Iterator[str]:
        """Yield what can be come to from an element, the nearest first, itself too; nothing beyond `without`."""
        seen: set[str] = set()
        todo = [first]
        while todo:
            here = todo.pop(0)
            if here != without and here not in seen:
                seen.add(here)
                yield here
                todo.extend(self._following(here))

    def _following(self, name: str) -> Iterable[str]:
        element = self.elements[name]
        yield from (self._process.flows[flow].target for flow in element.outgoing)
        yield from (event.id for event in self._process.boundaries(name))
        link = _link(element, "intermediateThrowEvent")
        if link is not None:
            yield from (one.id for one in self.elements.values() if _link(one, "intermediateCatchEvent") == link)


def _link(element: DiagramElement, kind: str) -> str | None:
    return next((one.name or "" for one in element.definitions if one.kind == "link"), None) if element.kind == kind else None
