"""A diagram's drawing with what it draws: shapes by element, labels with their text, containers apart from the rest."""

from collections.abc import Iterator

from msgspec import Struct

from app.diagram import Box, Diagram, Edge, Shape
from app.diagram.kinds import GATEWAYS, SUB_PROCESSES
from app.lint.label_size import label_box


class Drawn(Struct, frozen=True):
    """One element, lane, pool or artifact as it is drawn. around: ids of what it is drawn in, the nearest first."""

    id: str
    name: str
    kind: str
    shape: Shape
    around: tuple[str, ...]
    host: str | None = None

    @property
    def line(self) -> int | None:
        return self.shape.line

    @property
    def title(self) -> str:
        return self.name or self.id

    @property
    def box(self) -> Box:
        return self.shape.box

    @property
    def form(self) -> str:
        """The outline: circle, diamond or box."""
        if self.kind.endswith("Event"):
            return "circle"
        return "diamond" if self.kind in GATEWAYS else "box"


class DrawnFlow(Struct, frozen=True):
    """A sequence flow as it is drawn, with at least two waypoints."""

    id: str
    name: str
    source: str
    target: str
    edge: Edge

    @property
    def line(self) -> int | None:
        return self.edge.line

    @property
    def title(self) -> str:
        return self.name or self.id


class Label(Struct, frozen=True):
    """A text beside what it belongs to, with the box it fills."""

    id: str
    title: str
    line: int | None
    box: Box
    plane: str


def drawn_elements(diagram: Diagram) -> Iterator[Drawn]:
    """Elements and artifacts that have a shape; lanes and pools are no elements."""
    shapes = diagram.drawing.shapes
    for process in diagram.processes:
        for element in process.elements.values():
            if element.id in shapes:
                around = tuple(outer.id for outer in process.around(element))
                yield Drawn(element.id, element.name, element.kind, shapes[element.id], around, element.attached_to)
        for artifact in process.artifacts.values():
            if artifact.id in shapes and artifact.kind != "group":
                yield Drawn(artifact.id, artifact.text, artifact.kind, shapes[artifact.id], ())


def drawn_flows(diagram: Diagram) -> Iterator[DrawnFlow]:
    for process in diagram.processes:
        for flow in process.flows.values():
            edge = diagram.drawing.edges.get(flow.id)
            if edge is not None and len(edge.waypoints) > 1:
                yield DrawnFlow(flow.id, flow.name, flow.source, flow.target, edge)


def labels(diagram: Diagram) -> Iterator[Label]:
    """The labels beside events, gateways, flows and data: tasks and sub-processes hold their names inside."""
    for drawn in drawn_elements(diagram):
        place = drawn.shape.label
        if place is not None and drawn.name and has_label_beside(drawn.kind):
            yield Label(drawn.id, drawn.title, drawn.line, label_box(drawn.name, place), drawn.shape.plane)
    for flow in drawn_flows(diagram):
        if flow.edge.label is not None and flow.name:
            yield Label(flow.id, flow.title, flow.line, label_box(flow.name, flow.edge.label), flow.edge.plane)


def has_label_beside(kind: str) -> bool:
    return kind.endswith("Event") or kind in GATEWAYS or kind.startswith("data")


def is_container(drawn: Drawn) -> bool:
    return drawn.kind in SUB_PROCESSES and drawn.shape.expanded
