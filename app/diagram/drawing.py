"""The drawn side of a diagram: where shapes, labels and flows lie, in the modeler's pixels, y downwards."""

from collections.abc import Mapping

from msgspec import Struct


class Box(Struct, frozen=True):
    """A rectangle: its upper left corner and its size."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> tuple[float, float]:
        return (self.x + self.width / 2, self.y + self.height / 2)


class Shape(Struct, frozen=True):
    """plane: id of the process, collaboration or collapsed sub-process whose sheet it is drawn on."""

    element_id: str
    box: Box
    label: Box | None
    expanded: bool
    plane: str
    line: int | None


class Edge(Struct, frozen=True):
    element_id: str
    waypoints: tuple[tuple[float, float], ...]
    label: Box | None
    plane: str
    line: int | None


class Drawing(Struct, frozen=True):
    """Shapes and edges by the id of what they draw."""

    shapes: Mapping[str, Shape]
    edges: Mapping[str, Edge]
